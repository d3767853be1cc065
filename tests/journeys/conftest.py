from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from makers import Installed, Works
from mentoring.db.embedded import Server
from mentoring.db.engine import Database
from mentoring.gates.service import record_pass
from mentoring.rounds.run import run_round
from selecting import selecting_scheme, selecting_year
from served import Served, served
from year import b_mentor_year, lse_year, published, ready_pairs, variant

Clone = Callable[[], AbstractContextManager[str]]


@pytest.fixture
def b_mentor(real: Works, tmp_path: Path) -> Iterator[Served]:
    """B-MEntor Professional 2021, hosted by UCL, while registration is open."""
    with served(b_mentor_year(real), tmp_path) as site:
        yield site


@pytest.fixture
def lse(real: Works, tmp_path: Path) -> Iterator[Served]:
    """LSE's programme of 2025, while registration is open."""
    with served(lse_year(real), tmp_path) as site:
        yield site


@pytest.fixture(scope="module")
def town(postgres: Server, clone: Clone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """B-MEntor for all tests of a file, in a scheme that asks people first: on the day of the round, all are there.

    A pair is offered; a proposal is waiting; somebody needs a person to look. Beside it, a programme that selects.
    """
    ways = [{"round": "match_by"}, {"request": "mentee", "sees": "all"}]
    asks = {
        "matching": {"all": {"offers": {"ask": ["mentee", "mentor"]}}, "main": {"ways": ways}},
        "mentorships": {
            "all": {
                "meetings": {"set_by": "members"},
                "extend": {"by": "3 months", "agreed_by": ["members", "coordinator"]},
            }
        },
    }
    with clone() as name, closing_database(postgres, name) as database:
        known = variant("b-mentor", asks)
        works = Works(database, Installed({**known.schemes, "selecting": selecting_scheme()}))
        year = b_mentor_year(works)
        selecting_year(works)
        year.register("cato.octavo@kcl.example", "mentee", grade="")
        later = [year.register(f"{name}@ucl.example", "mentee") for name in ("fern.recto", "iris.stanza")]
        later.append(year.register("basil.folio@kcl.example", "mentor"))
        ready_pairs(year, 1)
        published(year)
        with year.coordinating("ucl") as (work, programme):
            for registration, gate in zip(later, ("trained_mentee", "trained_mentee", "trained_mentor"), strict=True):
                record_pass(work, programme, registration, gate=gate)
        with year.coordinating("ucl") as (work, programme):
            run_round(work, programme)
        with served(year, tmp_path_factory.mktemp("town")) as site:
            yield site


@contextmanager
def closing_database(postgres: Server, name: str) -> Iterator[Database]:
    database = postgres.database(name)
    try:
        yield database
    finally:
        database.dispose()
