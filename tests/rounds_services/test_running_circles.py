"""Between rounds: somebody joins a circle that runs, as long as it may be joined; small circles have proposals."""

from uuid import UUID

import pytest

from makers import Works
from mentoring.errors import Conflict
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.decide import decide
from mentoring.rounds.later import Later, join, later
from year import LSE_MATCHING, Year, lse_year, published, rows


@pytest.fixture
def circle(real: Works) -> tuple[Year, UUID]:
    """A circle of four with two mentors runs at LSE, and somebody else has been found eligible since."""
    year = lse_year(real)
    leon = year.register("leon.octavo@lse.example", "mentee", unit="Unit 9", kind="student")
    for number in range(4):
        year.register(f"amara.quarto{number}@lse.example", "mentee", unit=f"Unit {number}")
    for number in range(2):
        year.register(f"dinah.almanac{number}@lse.example", "mentor")
    year.now = LSE_MATCHING
    year.settle()
    published(year)
    with year.coordinating("lse") as (work, programme):
        decide(work, programme, leon, outcome="eligible", reason="Works here as well")
    return year, leon


def now(year: Year, held: int = 0) -> Later:
    with year.coordinating("lse") as (work, programme):
        (mentorship,) = rows(work, Mentorship)
        return later(work, programme, "match_by", meetings={mentorship.id: held})


def test_a_newcomer_joins_a_circle_that_has_met_once_and_sees_the_others(circle: tuple[Year, UUID]) -> None:
    year, leon = circle
    ((wanted,), short) = (now(year, held=1).joining, now(year).short)
    assert (UUID(wanted.entrant), short) == (leon, ())
    with year.coordinating("lse") as (work, programme):
        join(
            work, programme, "match_by",
            mentorship_id=UUID(wanted.circle), registration_id=leon, meetings={},
        )  # fmt: skip
    with year.coordinating("lse") as (work, _):
        mine = next(each for each in rows(work, Member) if each.registration_id == leon)
        assert (mine.answer, mine.joined_at is not None, mine.contact) == ("accepted", True, "leon.octavo@lse.example")
    assert "match_published" in year.letters("leon.octavo@lse.example")
    assert now(year).joining == ()


def test_after_two_meetings_nobody_joins(circle: tuple[Year, UUID]) -> None:
    year, leon = circle
    found = now(year)
    assert now(year, held=2).joining == ()
    with pytest.raises(Conflict, match="cannot join this circle"), year.coordinating("lse") as (work, programme):
        join(
            work, programme, "match_by",
            mentorship_id=UUID(found.joining[0].circle), registration_id=leon,
            meetings={UUID(found.joining[0].circle): 2},
        )  # fmt: skip


def test_a_circle_that_two_have_left_is_below_its_least(circle: tuple[Year, UUID]) -> None:
    year, _ = circle
    with year.coordinating("lse") as (work, _programme):
        for member in [each for each in rows(work, Member) if each.role == "mentee"][:2]:
            member.left_at = work.now
    (small,) = now(year, held=2).short
    assert (small.lacking, small.proposed, small.words) == (
        {"mentee": 1},
        "keep",
        "1 mentee short. It can go on as it is.",
    )
