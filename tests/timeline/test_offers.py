"""Offers: reminded, lapsed, declined with a reason; and the next best proposed without disturbing who has accepted."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from makers import Works
from mentoring.db.engine import Database
from mentoring.mentorships.answer import answer
from mentoring.mentorships.model import Decline, Member, Mentorship
from mentoring.rounds.model import Round
from mentoring.rounds.publish import publish
from mentoring.tasks.queries import to_do
from year import MATCHING, Year, b_mentor_year, published, ready_pairs, rows, variant

ASKED_BOTH: Mapping[str, Any] = {"ask": [["mentee", "mentor"]]}


def offering(database: Database, pairs: int, offers: Mapping[str, Any] = ASKED_BOTH) -> Year:
    """So many pairs offered on 11 February 2021: both are asked at once."""
    year = b_mentor_year(Works(database, variant("b-mentor", {"matching": {"all": {"offers": offers}}})))
    ready_pairs(year, pairs)
    published(year)
    return year


def states(year: Year) -> list[str]:
    with year.works.work("ucl") as work:
        return sorted(each.state for each in rows(work, Mentorship))


def of_(year: Year, email: str) -> UUID:
    """The mentorship that somebody is asked about."""
    someone = year.person(email)
    with year.works.work("ucl") as work:
        found: UUID | None = work.session.scalar(
            select(Member.mentorship_id).where(Member.person_id == someone.id, Member.left_at.is_(None))
        )
        assert found is not None
        return found


def say(year: Year, email: str, *, yes: bool, reason: str = "") -> None:
    mentorship = of_(year, email)
    with year.as_(email) as (work, _):
        answer(work, mentorship, host="ucl", accept=yes, reason=reason)


def proposals(year: Year) -> list[tuple[int, str, int]]:
    """Number, state and matches of every proposal."""
    with year.works.work("ucl") as work:
        found = sorted(rows(work, Round), key=lambda each: each.number)
        return [(each.number, each.state, len(each.result["matches"])) for each in found]


def at(year: Year, now: datetime) -> None:
    year.now = now
    year.settle()


def test_whoever_has_not_answered_is_reminded_after_five_and_eight_days(database: Database) -> None:
    year = offering(database, 1)
    amara, dinah = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
    say(year, dinah, yes=True)
    for day, reminders in ((15, 0), (16, 1), (17, 1), (19, 2), (20, 2)):
        at(year, datetime(2021, 2, day, 9, tzinfo=UTC))
        assert year.letters(amara).count("offer_reminder") == reminders, day
    assert year.letters(dinah).count("offer_reminder") == 0


def test_after_a_standstill_one_reminder_is_enough(database: Database) -> None:
    year = offering(database, 1)
    at(year, datetime(2021, 2, 20, 9, tzinfo=UTC))
    assert year.letters("amara.quarto0@kcl.example").count("offer_reminder") == 1


def test_the_worker_wakes_for_reminders_and_for_the_end_of_an_offer(database: Database) -> None:
    year = offering(database, 1)
    assert year.settle().next == datetime(2021, 2, 16, 9, tzinfo=UTC)
    year.now = datetime(2021, 2, 19, 9, tzinfo=UTC)
    assert year.settle().next == datetime(2021, 2, 21, 23, 59, 59, tzinfo=UTC), "the end of the day on which it lapses"


def test_a_no_returns_both_and_its_reason_is_for_coordinators_alone(database: Database) -> None:
    year = offering(database, 1)
    say(year, "amara.quarto0@kcl.example", yes=False, reason=" We share an office. ")
    assert states(year) == ["declined"]
    for slug, seen in (("ucl", ["We share an office."]), ("kcl", ["We share an office."]), ("sgul", [])):
        with year.works.work(slug) as work:
            assert [each.reason for each in rows(work, Decline)] == seen


def test_two_who_said_no_to_each_other_are_not_proposed_again(database: Database) -> None:
    year = offering(database, 1)
    say(year, "amara.quarto0@kcl.example", yes=False)
    assert proposals(year) == [(1, "published", 1), (2, "discarded", 0)]


def test_after_a_no_the_next_best_is_proposed_and_who_has_accepted_is_left_alone(database: Database) -> None:
    year = offering(database, 3)
    for email in ("amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"):
        say(year, email, yes=True)
    begun = of_(year, "amara.quarto0@kcl.example")
    say(year, "amara.quarto1@kcl.example", yes=False)
    say(year, "amara.quarto2@kcl.example", yes=False)
    assert [each[1:] for each in proposals(year)][-1] == ("proposed", 2), "crossed over"
    assert of_(year, "amara.quarto0@kcl.example") == begun
    with year.coordinating("ucl") as (work, programme):
        (words,) = [each.words for each in to_do(work, programme) if "proposal" in each.words]
        assert words.endswith("with 2 matches, and publish it.")
        waiting = max(rows(work, Round), key=lambda each: each.number)
    with year.coordinating("ucl") as (work, programme):
        publish(work, programme, waiting.id, version=waiting.version)
    assert states(year).count("offered") == 2


def test_an_offer_that_lapses_is_followed_by_a_proposal_too(database: Database) -> None:
    year = offering(database, 1)
    at(year, MATCHING + timedelta(days=11))
    assert states(year) == ["declined"]
    assert proposals(year) == [(1, "published", 1), (2, "proposed", 1)], "neither said no: they may be asked again"


def test_however_many_answer_at_once_nobody_is_in_more_than_they_have_room_for(database: Database) -> None:
    year = offering(database, 4)
    people = [f"{name}{number}@{home}.example" for number in range(4)
              for name, home in (("amara.quarto", "kcl"), ("dinah.almanac", "ucl"))]  # fmt: skip
    mentorships = {email: of_(year, email) for email in people}
    for email in people:
        year.person(email)

    def accept(email: str) -> None:
        own = Year(year.works, year.slug, year.host, year.now, dict(year.people))
        with own.as_(email) as (work, _):
            answer(work, mentorships[email], host="ucl", accept=True)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(accept, people))
    assert states(year) == ["running"] * 4
    with year.works.work("ucl") as work:
        held = [each.registration_id for each in rows(work, Member) if each.joined_at]
    assert len(held) == len(set(held)) == 8
