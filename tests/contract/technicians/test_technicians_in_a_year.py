"""The technicians' scheme through the services: registration, a round on the console, the mentee asked first."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from makers import Installed, Works
from mentoring.accounts.grants import grant
from mentoring.db.engine import Database
from mentoring.mentorships.answer import answer
from mentoring.mentorships.queries import mine
from mentoring.participants.register import save_answers, start, submit
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import read_programme
from mentoring.rounds.queries import rounds
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.file import read_tenants
from year import Year, published

HERE = Path(__file__).parent
OPEN = datetime(2030, 1, 15, 9, tzinfo=UTC)
MATCHING = datetime(2030, 2, 15, 9, tzinfo=UTC)
MENTEE, MENTOR = "lena.galley@sans.example", "dov.recto@serif.example"


@pytest.fixture
def year(database: Database, technicians: Scheme) -> Year:
    """The programme, applied from its file, while registration is open."""
    works = Works(database, Installed({"technicians": technicians}))
    works.apply(*read_tenants(HERE / "tenants").values())
    file = read_programme(HERE / "programme.toml")
    with works.work(file.host, now=OPEN) as work:
        apply_programme(work, file)
    for slug in ("serif", "sans"):
        someone = works.person(f"coordinator@{slug}.example", "Maya Archive")
        with works.work(slug, now=OPEN) as work:
            grant(work, person=someone, role="coordinator")
    return Year(works, file.slug, file.host, OPEN)


def register(year: Year, email: str, role: str, answers: dict[str, Any]) -> None:
    with year.as_(email) as (work, programme):
        one = start(work, programme, role=role)
        save_answers(work, programme, one, answers=answers)
        submit(work, programme, one)


def test_a_pair_across_the_institutions_begins_once_the_mentee_and_then_the_mentor_agree(year: Year) -> None:
    register(
        year,
        MENTEE,
        "mentee",
        {"grade": "4", "permanent": True, "topics": ["microscopy"], "pathways": ["career"]},
    )
    register(year, MENTOR, "mentor", {"grade": "T3", "topics": ["microscopy"], "mentees": 3})
    year.now = MATCHING
    published(year)
    with year.coordinating("serif") as here:
        assert [(line.state, line.placed) for line in rounds(*here)] == [("published", 1)]
    with year.as_(MENTOR) as (work, _):
        assert mine(work) == ()  # the mentor hears nothing before the mentee has agreed
    for email in (MENTEE, MENTOR):
        with year.as_(email) as (work, _):
            (offer,) = mine(work)
            answer(work, offer.mentorship_id, host="serif", accept=True)
    with year.as_(MENTEE) as (work, _):
        (match,) = mine(work)
    assert (match.state, [other.name for other in match.others]) == ("running", ["Dov Recto"])
