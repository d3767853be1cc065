"""D4: what is sealed opens in its own place, with its own key, and nowhere else; keys change and nothing is lost."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import insert, select, text

from mentoring.cli.keys import know_every_table
from mentoring.db import rotation
from mentoring.db.binaries import find_binaries
from mentoring.db.embedded import Server
from mentoring.db.engine import Database
from mentoring.db.keyfile import make_keys, read_keys, write_keys
from mentoring.db.model import DataKey
from mentoring.db.rotation import Health, health, rotate, sealed_columns
from mentoring.db.sealed import Ciphertext, Place, PlainText
from mentoring.errors import Conflict, SealBroken, SetUpIncomplete
from mentoring.meetings.model import Note
from mentoring.mentorships.model import Member, Mentorship
from mentoring.monitoring.model import MonitoringAnswer
from mentoring.participants.model import Registration
from mentoring.people.model import Person
from mentoring.programmes.model import Partner, Programme

NOW = datetime(2020, 11, 2, 9, tzinfo=UTC)
WORDS = b"Only you and Dinah can read this"
HERE = Place("ucl", "notes", "1", "sealed")
SLUGS = ["kcl", "lse", "ucl"]
PEOPLE = 7

know_every_table()


def id_of(*words: object) -> UUID:
    return uuid5(UUID(int=9), "/".join(map(str, words)))


@contextmanager
def reopened(database: Database, **changes: Any) -> Iterator[Database]:
    """The same database as another process has it, with its own memory of keys."""
    other = replace(database, **changes)
    yield other
    other.dispose()


@pytest.fixture
def sealed(institutions: Database, tmp_path: Path) -> Iterator[Database]:
    """Institutions with a key file of their own, and notes and monitoring by people of two of them at UCL."""
    with reopened(institutions, key_file=tmp_path / "own-keys") as database:
        fill(database)
        yield database


def fill(database: Database) -> None:
    programme, pair = id_of("programme"), id_of("pair")
    host: dict[str, Any] = {"tenant_id": "ucl", "programme_id": programme}
    for home in ("ucl", "kcl"):
        with database.session(home) as session:
            for number in range(PEOPLE):
                email = f"{number}@{home}.example"
                session.add(Person(tenant_id=home, id=id_of(home, number), email=email, name="A", created_at=NOW))
            session.commit()
    with database.session("ucl") as session:
        session.add(
            Programme(
                tenant_id="ucl", id=programme, slug="p", title="P", scheme="hello", scheme_version="1",
                documents_digest="", documents={}, overlay=[], dates={}, institutions=[], created_at=NOW,
            )
        )  # fmt: skip
        session.flush()
        session.add(Partner(**host, partner_id="kcl", from_on=NOW.date(), agreed_at=NOW))
        session.add(
            Mentorship(**host, id=pair, seen_by=["kcl", "ucl"], pathway="main", state="running", created_at=NOW)
        )
        session.commit()
    for home in ("ucl", "kcl"):
        for number in range(PEOPLE):
            me, key = id_of(home, number), id_of("registration", home, number)
            with database.session(home, me) as session:
                session.add(
                    Registration(
                        **host, id=key, home_tenant_id=home, person_id=me, role="mentee", name="A",
                        email=f"{number}@{home}.example", state="submitted", submitted_at=NOW, created_at=NOW,
                        saved_at=NOW,
                    )
                )  # fmt: skip
                session.flush()
                plain = f"{home} {number} says White".encode()
                value = database.keys.seal(Place("ucl", "monitoring", str(key), "sealed"), plain)
                session.execute(
                    insert(MonitoringAnswer).values(
                        **host, registration_id=key, home_tenant_id=home, person_id=me, sealed=value
                    )
                )
                session.commit()
            with database.session("ucl") as session:
                session.add(
                    Member(
                        **host, mentorship_id=pair, registration_id=key, home_tenant_id=home, person_id=me,
                        role="mentee", name="A", institution=home, joined_at=NOW,
                    )
                )  # fmt: skip
                session.commit()
            with database.session(home, me) as session:
                note = id_of("note", home, number)
                value = database.keys.seal(Place("ucl", "notes", str(note), "sealed"), WORDS)
                session.add(
                    Note(
                        tenant_id="ucl", id=note, mentorship_id=pair, home_tenant_id=home, author_id=me, sealed=value,
                        written_at=NOW,
                    )
                )  # fmt: skip
                session.commit()


def whole(database: Database) -> list[Health]:
    return list(health(database, SLUGS))


def of(tenant: str, *, keys: int, whole: int, late: int = 0) -> Health:
    return Health(tenant, keys, whole, late, ())


def monitored(database: Database) -> list[bytes]:
    """What everybody said, opened."""
    with database.report_session("ucl") as session:
        rows = session.execute(select(MonitoringAnswer.registration_id, MonitoringAnswer.sealed)).all()
    return sorted(database.keys.open(Place("ucl", "monitoring", str(key), "sealed"), value) for key, value in rows)


def test_what_is_sealed_opens_in_its_place(sealed: Database) -> None:
    value = sealed.keys.seal(HERE, WORDS)
    assert sealed.keys.open(HERE, value) == WORDS
    assert value.count(WORDS) == 0
    assert value != sealed.keys.seal(HERE, WORDS)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(HERE, table="monitoring"),
        replace(HERE, row="2"),
        replace(HERE, column="text"),
        replace(HERE, tenant="kcl"),
    ],
)
def test_moved_to_another_table_row_column_or_institution_it_does_not_open(sealed: Database, elsewhere: Place) -> None:
    value = sealed.keys.seal(HERE, WORDS)
    sealed.keys.seal(elsewhere, WORDS)  # that one has a key as well
    with pytest.raises(SealBroken, match=rf"{elsewhere.table}.{elsewhere.column} of {elsewhere.tenant}, row"):
        sealed.keys.open(elsewhere, value)


def test_two_places_that_read_the_same_run_together_are_no_places(sealed: Database) -> None:
    with pytest.raises(ValueError, match="no place"):
        sealed.keys.seal(Place("ucl", "notes|1", "2", "sealed"), WORDS)


@pytest.mark.parametrize("position", [0, 1, 9, 20, 30, -1])
def test_a_changed_byte_does_not_open(sealed: Database, position: int) -> None:
    value = bytearray(sealed.keys.seal(HERE, WORDS))
    value[position] ^= 1
    with pytest.raises(SealBroken):
        sealed.keys.open(HERE, Ciphertext(value))
    with pytest.raises(SealBroken, match="is no ciphertext"):
        sealed.keys.open(HERE, Ciphertext(value[:12]))


def test_plain_text_never_reaches_a_sealed_column(sealed: Database) -> None:
    row = {"tenant_id": "ucl", "registration_id": id_of("x"), "programme_id": id_of("x"), "home_tenant_id": "ucl"}
    with (
        sealed.session("ucl", id_of("ucl", 0)) as session,
        pytest.raises(Exception, match="a sealed column takes") as no,
    ):
        session.execute(insert(MonitoringAnswer).values(**row, person_id=id_of("ucl", 0), sealed=WORDS))
    assert isinstance(no.value.__cause__, PlainText)


def test_each_institution_has_a_key_of_its_own_behind_its_own_wall(sealed: Database) -> None:
    assert sealed.keys.current("kcl") != sealed.keys.current("ucl")
    with sealed.session("kcl") as session:
        assert session.scalars(select(DataKey.tenant_id)).all() == ["kcl"]


def test_with_another_key_file_the_missing_key_is_named(sealed: Database, tmp_path: Path) -> None:
    value = sealed.keys.seal(HERE, WORDS)
    named = sealed.keys.file().current
    with reopened(sealed, key_file=tmp_path / "other") as other:
        with pytest.raises(SetUpIncomplete) as refused:
            other.keys.open(HERE, value)
        held = other.keys.file().current
    assert f"is wrapped by key {named}, and the key file {tmp_path / 'other'} holds only {held}" in refused.value.what


def test_a_key_file_that_calls_another_key_by_the_same_name_opens_nothing(sealed: Database, tmp_path: Path) -> None:
    value = sealed.keys.seal(HERE, WORDS)
    make_keys(tmp_path / "other")
    impostor = read_keys(tmp_path / "other")
    name = sealed.keys.file().current
    write_keys(tmp_path / "other", replace(impostor, current=name, keys={name: next(iter(impostor.keys.values()))}))
    with (
        reopened(sealed, key_file=tmp_path / "other") as other,
        pytest.raises(SealBroken, match=f"does not open with key {name}"),
    ):
        other.keys.open(HERE, value)


def test_in_production_no_key_file_is_made(institutions: Database, tmp_path: Path) -> None:
    with (
        reopened(institutions, key_file=tmp_path / "none", makes_keys=False) as strict,
        pytest.raises(SetUpIncomplete, match="There is no key file"),
    ):
        strict.keys.seal(HERE, WORDS)
    assert list(tmp_path.iterdir()) == []


def test_changing_the_keys_leaves_every_value_readable_and_no_old_key_in_the_file(sealed: Database) -> None:
    before, said = read_keys(sealed.keys.path), monitored(sealed)
    assert rotate(sealed, SLUGS, told=lambda _: None) == 4 * PEOPLE
    after = read_keys(sealed.keys.path)
    assert set(before.keys).isdisjoint(after.keys)
    assert len(after.keys) == 1
    assert monitored(sealed) == said
    assert whole(sealed) == [
        of("kcl", keys=0, whole=0),
        of("lse", keys=0, whole=0),
        of("ucl", keys=2, whole=4 * PEOPLE),
    ]
    with sealed.session("ucl") as session:
        assert {row.wrapped_by for row in session.scalars(select(DataKey))} == {after.current}


def test_every_way_of_cutting_a_change_short_loses_nothing_and_the_next_one_finishes_it(
    sealed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, cuts = monitored(sealed), 0
    for effect in count(1):
        with reopened(sealed) as database:
            try:
                with monkeypatch.context() as patched:
                    cut_at(patched, effect)
                    rotate(database, SLUGS, told=lambda _: None)
            except CutError:
                cuts += 1
            else:
                break
        with reopened(sealed) as database:
            assert monitored(database) == said
            assert [each.broken for each in whole(database)] == [(), (), ()]
    assert cuts > PEOPLE  # each time one effect further
    after = read_keys(sealed.keys.path)
    assert len(after.keys) == 1
    with reopened(sealed) as database:
        assert whole(database)[2].late == 0


class CutError(RuntimeError):
    """The process ended here."""


def cut_at(monkeypatch: pytest.MonkeyPatch, effect: int) -> None:
    """Let the change end before its `effect`-th effect: a statement to the database, or the file being replaced."""
    left = count(effect, -1)

    def one_more() -> None:
        if next(left) == 1:
            raise CutError

    for name in ("write_keys", "_swap", "_renew"):
        original = getattr(rotation, name)

        def cut(*given: object, original: object = original) -> object:
            one_more()
            return original(*given)  # type: ignore[operator] # whatever it was

        monkeypatch.setattr(rotation, name, cut)


def test_what_somebody_writes_while_the_keys_change_stands(sealed: Database) -> None:
    key, me = id_of("registration", "kcl", 3), id_of("kcl", 3)
    place = Place("ucl", "monitoring", str(key), "sealed")
    with reopened(sealed) as stale:
        stale.keys.current("ucl")  # another process, which takes the old key for the current one a while longer
        rotate(sealed, SLUGS, told=lambda _: None)
        with stale.session("kcl", me) as session:
            session.execute(
                text("update monitoring set sealed = :value where registration_id = :key"),
                {"value": bytes(stale.keys.seal(place, b"kcl 3 says Asian")), "key": key},
            )
            session.commit()
    assert b"kcl 3 says Asian" in monitored(sealed)
    assert whole(sealed)[2] == of("ucl", keys=2, whole=4 * PEOPLE - 1, late=1)
    rotate(sealed, SLUGS, told=lambda _: None)
    assert b"kcl 3 says Asian" in monitored(sealed)
    assert whole(sealed)[2] == of("ucl", keys=3, whole=4 * PEOPLE)


def test_a_key_added_beforehand_is_the_one_taken(sealed: Database) -> None:
    sealed.keys.current("ucl")
    added = read_keys(sealed.keys.path).added()
    write_keys(sealed.keys.path, added)
    rotate(sealed, SLUGS, told=lambda _: None)
    assert list(read_keys(sealed.keys.path).keys) == [list(added.keys)[-1]]


def test_two_do_not_change_the_keys_at_once(sealed: Database) -> None:
    rotated = []

    def at_once(_: str) -> None:
        with pytest.raises(Conflict, match="Somebody is changing these keys already"):
            rotate(sealed, SLUGS)
        rotated.append(True)

    keys = read_keys(sealed.keys.path)
    write_keys(sealed.keys.path, keys.added().turned())  # so that there is something to tell
    rotate(sealed, SLUGS, told=at_once)
    assert rotated == [True]


def test_a_value_that_does_not_open_is_named_by_the_check(sealed: Database) -> None:
    key = id_of("note", "kcl", 0)
    with sealed.session("kcl", id_of("kcl", 0)) as session:
        foreign = session.scalars(select(Note.sealed).where(Note.id != key)).first()
        session.execute(text("update notes set sealed = :value where id = :key"), {"value": foreign, "key": key})
        session.commit()
    assert [error.what for error in whole(sealed)[2].broken] == [
        f"What is sealed in notes.sealed of ucl, row {key}, was changed, or sealed for another place."
    ]


def test_a_dump_of_the_database_holds_none_of_the_plain_text(sealed: Database, postgres: Server) -> None:
    name = sealed.app_url.partition("?")[0].rpartition("/")[2]
    programme = find_dump()
    dump = subprocess.run(
        [programme, "--host", str(postgres.socket), "--username", "postgres", "--dbname", name, "--inserts"],
        capture_output=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    assert dump.count(b"INSERT INTO public.notes") == 2 * PEOPLE
    for plain in (WORDS, b"says White", *read_keys(sealed.keys.path).keys.values()):
        assert plain not in dump
        assert plain.hex().encode() not in dump


def find_dump() -> str:
    beside = find_binaries().folder / "pg_dump"
    return str(beside) if beside.exists() else "pg_dump"


def test_every_sealed_column_is_found(sealed: Database) -> None:
    del sealed
    assert {"monitoring.sealed", "notes.sealed"} <= {f"{each.table}.{each.name}" for each in sealed_columns()}
