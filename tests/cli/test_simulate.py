"""``mentoring simulate``: a programme's whole year in seconds, told, checked and drawn; the same bytes each time."""

import dataclasses
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from msgspec.structs import replace
from psycopg import sql
from sqlalchemy import select, text

from mentoring.cli.simulate.house import playhouse
from mentoring.cli.simulate.playing import bill_of, played
from mentoring.db.embedded import Server
from mentoring.db.engine import Database, ScopedSession
from mentoring.db.roles import prepare
from mentoring.people.model import Person
from mentoring.programmes.dates import resolve_dates
from mentoring.schemes.load import load_directory
from mentoring.simulation.chance import Ids
from mentoring.simulation.picture import picture_of
from mentoring.simulation.telling import as_document, as_text
from mentoring.simulation.theatre import evening
from mentoring.tenants.file import read_tenants
from mentoring.tenants.service import apply_tenants

ROOT = Path(__file__).parents[2]
B_MENTOR = ROOT / "docs" / "examples" / "b-mentor-2021.toml"
TENANTS = ROOT / "tenants"

TEMPLATE = "migrated"
"""The migrated database that others are copied from."""

Clone = Callable[[], AbstractContextManager[str]]


@contextmanager
def opened(postgres: Server, name: str) -> Iterator[Database]:
    database = postgres.database(name)
    try:
        yield database
    finally:
        database.dispose()


@pytest.fixture
def empty(postgres: Server, clone: Clone) -> Iterator[Database]:
    """An empty database, for one play."""
    with clone() as name, opened(postgres, name) as database:
        yield database


def play(
    database: Database, scheme: str, programme: Path | None = None, *, ids: int = 1, **changes: Any
) -> tuple[str, str, str]:
    """Text, document and picture of a small play, with ids that follow from their own number."""
    schemes = load_directory()
    bill = bill_of(schemes.get(scheme), programme, TENANTS, seed=1, mentees=8)
    if "timezone" in changes:
        host = bill.file.host
        there = replace(bill.tenants[host], timezone=changes["timezone"])
        bill = dataclasses.replace(bill, tenants={**bill.tenants, host: there})
    story, checks = played(database, schemes, bill, seed=1, ids=Ids(ids))
    assert [each for each in checks if each.broken] == []
    assert sum(each.looked_at for each in checks) > 50
    people = Counter(part.said.role for part in bill.parts)
    return as_text(story, checks), as_document(story, checks, people), picture_of(story)


def test_b_mentors_year_is_played_on_its_own_dates(empty: Database) -> None:
    told, document, picture = play(empty, "b-mentor", B_MENTOR)
    for line in (
        "Friday 18 December 2020: Registration closes",
        "Thursday 14 January 2021: Training for mentees",
        "Thursday 28 January 2021: Training for mentors",
        "Thursday 11 February 2021: You meet your match",
        "message “Match published” to ",
        "“Looking back” asked of ",
        "“Looking back” answered by ",
        "come to “Training for mentees”: ",
        "were at “Training for mentees”: ",
    ):
        assert line in told, line
    found = json.loads(document)
    assert found["outcome"]["mentorships"] == {"completed": 8}
    assert {each["kind"] for each in found["happened"]} >= {"registered", "passed", "published", "met", "completed"}
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own picture


def test_a_play_has_a_database_of_its_own_and_what_was_left_goes_with_the_next(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert postgres.keys is not None
    monkeypatch.setenv("MENTORING_DATA_DIR", str(postgres.keys.parent))
    with postgres.superuser() as admin:

        def there() -> list[str]:
            rows = admin.execute("select datname::text from pg_database where datname like 'simulation%' order by 1")
            return [str(name) for (name,) in rows]

        for name in ("simulation", "simulation_left"):
            prepare(admin, name, template=TEMPLATE)
        with playhouse() as one, playhouse() as other:
            assert len(there()) == 3, "what was left is gone, what others play in is not"
            with one.owner() as owner:
                apply_tenants(owner, read_tenants(TENANTS), datetime(2021, 1, 1, tzinfo=UTC))
            with other.owner() as owner:
                assert owner.execute(text("select count(*) from tenants")).scalar() == 0
        assert there() == ["simulation"]


PLANS = {
    "hash joins": ("enable_nestloop", "enable_mergejoin", "enable_indexscan", "enable_bitmapscan"),
    "merge joins": ("enable_nestloop", "enable_hashjoin", "enable_seqscan"),
    "nested loops": ("enable_hashjoin", "enable_mergejoin", "enable_seqscan", "enable_bitmapscan"),
}
"""What PostgreSQL may not do when it plans a query: rows without a stated order then come in another one."""


@contextmanager
def planned(postgres: Server, name: str, forbidden: tuple[str, ...]) -> Iterator[Database]:
    """The database as it is opened by somebody for whom queries are planned otherwise."""
    with postgres.superuser() as admin:
        for each in forbidden:
            admin.execute(sql.SQL("alter database {} set {} = off").format(sql.Identifier(name), sql.SQL(each)))
    with opened(postgres, name) as database:
        yield database


def test_the_same_number_plays_the_same_however_postgresql_finds_the_rows_and_whatever_their_ids(
    postgres: Server, clone: Clone
) -> None:
    told = set()
    for number, forbidden in enumerate(PLANS.values()):
        with clone() as name, planned(postgres, name, forbidden) as database:
            told.add(play(database, "hello", ids=number))
    assert len(told) == 1


def test_the_same_people_come_whatever_the_hash_seed() -> None:
    code = (
        "from mentoring.cli.simulate.playing import bill_of; from mentoring.schemes.load import load_directory;"
        "from pathlib import Path; s = load_directory().get('lse');"
        "print([p.said.email for p in bill_of(s, None, Path('tenants'), seed=3, mentees=6).parts])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def test_lse_plays_pairs_and_circles_on_invented_dates(empty: Database) -> None:
    told, document, _ = play(empty, "lse")
    kinds = Counter(each["what"] for each in json.loads(document)["happened"] if each["kind"] == "formed")
    assert sorted(kinds) == ["1-to-1 mentoring", "Mentoring circle"]
    assert "What must hold" in told


def test_another_programme_with_other_dates_in_another_zone_plays_as_well(empty: Database, tmp_path: Path) -> None:
    other = B_MENTOR.read_text(encoding="utf-8")
    for old, new in (("2020-12-18", "2023-06-16"), ("2021-01-14", "2023-07-13"), ("2021-01-28", "2023-07-27"),
                     ("2021-12-08", "2024-05-08"), ("2020-10-01", "2023-01-01")):  # fmt: skip
        other = other.replace(old, new)
    file = tmp_path / "other.toml"
    file.write_text(other, encoding="utf-8")
    told, document, _ = play(empty, "b-mentor", file, timezone="America/New_York")
    assert "Times are those of America/New_York." in told
    published = next(each for each in json.loads(document)["happened"] if each["kind"] == "published")
    assert published["at"] == "2023-08-10T13:00:00+00:00", "nine in the morning in New York"


def test_every_date_that_a_scheme_asks_for_is_invented_so_that_it_can_run() -> None:
    for name, scheme in load_directory().schemes.items():
        bill = bill_of(scheme, None, TENANTS, seed=1, mentees=4)
        assert resolve_dates(scheme, bill.file.dates, bill.zone), name


def test_a_unit_of_work_of_a_play_is_undone_alone_and_the_walls_stand(empty: Database) -> None:
    now = datetime(2021, 1, 1, tzinfo=UTC)

    def add(session: ScopedSession, name: str) -> None:
        session.add(
            Person(tenant_id=session.tenant, id=uuid5(NAMESPACE_URL, name), email=name, name="", created_at=now)
        )
        session.flush()

    with evening(empty) as tonight:

        def there(tenant: str) -> list[str]:
            with tonight.session(tenant) as session:
                return list(session.scalars(select(Person.email).order_by(Person.email)))

        with tonight.owner() as owner:
            apply_tenants(owner, read_tenants(TENANTS), now)
        with tonight.session("ucl") as session:
            add(session, "kept")
        with suppress(ZeroDivisionError), tonight.session("ucl") as session:
            add(session, "undone")
            with tonight.session("ucl") as within:
                add(within, "undone with it")
            raise ZeroDivisionError
        assert there("ucl") == ["kept"]
        with tonight.session("ucl") as session:
            add(session, "before")
            with suppress(ZeroDivisionError), tonight.session("ucl") as within:
                add(within, "undone alone")
                raise ZeroDivisionError
            add(session, "after")
        assert there("ucl") == ["after", "before", "kept"]
        assert there("kcl") == []
    with empty.session("ucl") as session:
        assert list(session.scalars(select(Person.email).order_by(Person.email))) == ["after", "before", "kept"]
