"""People ask one another: whoever asks has accepted, the other answers, and there is never more than there is room."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from makers import Works
from mentoring.db.engine import Database
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.gates.service import record_passes
from mentoring.mentorships.answer import answer
from mentoring.mentorships.confirm import confirm
from mentoring.mentorships.model import Member, Mentorship, Request
from mentoring.mentorships.request import send_request
from mentoring.rounds.requests import directory, requests_of
from mentoring.tasks.queries import to_do
from year import MATCHING, Year, b_mentor_year, rows, variant

DINAH, BASIL = "dinah.almanac@ucl.example", "basil.folio@kcl.example"
MENTEES = tuple(f"amara.quarto{number}@kcl.example" for number in range(6))
SHOWN = {"registration": {"mentor": {"form": {"properties": {"offers": {"x-audience": "candidates"}}}}}}

Opened = Callable[..., tuple[Year, dict[str, UUID]]]


def asking(database: Database, **way: Any) -> Year:
    """B-MEntor Professional 2021, where mentees ask mentors."""
    ways = [{"request": "mentee", "sees": "all", **way}]
    return b_mentor_year(Works(database, variant("b-mentor", {"matching": {"main": {"ways": ways}}, **SHOWN})))


@pytest.fixture
def opened(database: Database) -> Opened:
    """So many mentees of King's, a mentor of UCL, and one of King's who manages the first of them; all trained."""

    def open_it(mentees: int = 1, **way: Any) -> tuple[Year, dict[str, UUID]]:
        year = asking(database, **way)
        found = {email: year.register(email, "mentee") for email in MENTEES[:mentees]}
        found[DINAH] = year.register(DINAH, "mentor", line_manager="director@ucl.example")
        found[BASIL] = year.register(BASIL, "mentor", line_manager=MENTEES[0])
        year.now = MATCHING
        with year.coordinating("ucl") as (work, programme):
            record_passes(work, programme, [found[each] for each in MENTEES[:mentees]], gate="trained_mentee")
            record_passes(work, programme, [found[DINAH], found[BASIL]], gate="trained_mentor")
        return year, found

    return open_it


def ask(year: Year, found: dict[str, UUID], email: str, asked: str = DINAH, words: str = "May I?") -> None:
    with year.as_(email) as (work, programme):
        send_request(
            work, programme, found[email], pathway="main", asked=found[asked], name="Dinah Almanac", words=words
        )


def says(year: Year, email: str, *, yes: bool) -> None:
    with year.works.work(year.host) as work:
        (open_,) = [each.id for each in rows(work, Mentorship) if each.state == "offered"]
    with year.as_(email) as (work, _):
        answer(work, open_, host=year.host, accept=yes)


def states(year: Year) -> list[tuple[str, str | None]]:
    """Of every request, and of the mentorship it became."""
    with year.coordinating("ucl") as (work, programme):
        become = {each.id: each.state for each in rows(work, Mentorship)}
        asked = sorted(rows(work, Request), key=lambda each: each.at)
        assert len(requests_of(work, programme)) == len(asked)
        return [(each.state, become.get(each.mentorship_id) if each.mentorship_id else None) for each in asked]


def tasks(year: Year) -> list[str]:
    with year.coordinating("ucl") as (work, programme):
        return [each.words for each in to_do(work, programme)]


def test_the_directory_shows_whom_the_musts_allow_and_only_what_they_chose_to_show(opened: Opened) -> None:
    year, found = opened()
    with year.at("ucl") as (work, programme):
        seen = directory(work, programme, pathway="main", person=found[MENTEES[0]])
        with pytest.raises(NotFound, match="others ask"):
            directory(work, programme, pathway="main", person=found[DINAH])
    (dinah,) = seen.people
    assert (dinah.name, dinah.institution) == ("Dinah Almanac", "University College London")
    assert [answers for _, answers in dinah.lines] == ["Budgets and finance, Building a network"]
    assert dict(seen.topics) == {"offers.budgets": "Budgets and finance", "offers.networks": "Building a network"}
    assert dinah.job_title == "", "the form shows it to members alone"


def test_the_other_says_yes_a_coordinator_too_and_it_begins(opened: Opened) -> None:
    year, found = opened()
    mentee = MENTEES[0]
    ask(year, found, mentee)
    assert (year.state(found[mentee]), year.state(found[DINAH])) == ("offered", "offered")
    assert year.letters(DINAH)[-1] == "request_received"
    assert "request_received" not in year.letters(mentee)
    says(year, DINAH, yes=True)
    assert states(year) == [("offered", "offered")]
    assert tasks(year)[-1] == "Amara Quarto0 and Dinah Almanac have agreed on a mentorship. Say whether it may begin."
    with year.works.work("ucl") as work:
        (made,) = rows(work, Mentorship)
    with pytest.raises(NotAllowed), year.coordinating("kcl") as here:
        confirm(*here, made.id, yes=True)
    with year.coordinating("ucl") as here:
        confirm(*here, made.id, yes=True)
        confirm(*here, made.id, yes=True)
    assert states(year) == [("offered", "running")]
    assert not [each for each in tasks(year) if "agreed" in each]
    assert [year.letters(each).count("match_published") for each in (mentee, DINAH)] == [1, 1]
    with pytest.raises(Conflict), year.coordinating("ucl") as here:
        confirm(*here, made.id, yes=False)


def test_a_coordinators_no_lets_both_go(opened: Opened) -> None:
    year, found = opened()
    ask(year, found, MENTEES[0])
    says(year, DINAH, yes=True)
    with year.works.work("ucl") as work:
        (made,) = rows(work, Mentorship)
    with year.coordinating("ucl") as here:
        confirm(*here, made.id, yes=False)
    assert states(year) == [("offered", "declined")]
    assert (year.letters(MENTEES[0])[-1], year.letters(DINAH)[-1]) == ("offer_lapsed", "offer_lapsed")


def test_without_confirmation_it_begins_when_the_other_says_yes(opened: Opened) -> None:
    year, found = opened(confirm=False)
    ask(year, found, MENTEES[0])
    says(year, DINAH, yes=True)
    assert states(year) == [("offered", "running")]


def test_a_no_frees_both_and_nobody_asks_the_same_person_again(opened: Opened) -> None:
    year, found = opened(2)
    first, second = MENTEES[:2]
    ask(year, found, first)
    with pytest.raises(Conflict, match="asked somebody already"):
        ask(year, found, first, BASIL)
    says(year, DINAH, yes=False)
    assert year.letters(first)[-1] == "offer_lapsed"
    with year.at("ucl") as (work, programme):
        assert directory(work, programme, pathway="main", person=found[first]).people == ()
    ask(year, found, first)
    assert states(year) == [("offered", "declined")], "asking the same again changes nothing"
    ask(year, found, second)
    assert states(year) == [("offered", "declined"), ("offered", "offered")]


def test_whoever_is_asked_is_reminded_and_then_it_lapses(opened: Opened) -> None:
    year, found = opened()
    ask(year, found, MENTEES[0])
    for days in (5, 3, 3):
        year.now += timedelta(days=days)
        year.settle()
    assert year.letters(DINAH)[-3:] == ["offer_reminder", "offer_reminder", "offer_lapsed"]
    assert year.letters(MENTEES[0])[-1] == "offer_lapsed"
    assert states(year) == [("offered", "declined")]


def test_a_request_says_something_and_is_ones_own(opened: Opened) -> None:
    year, found = opened(2)
    with pytest.raises(Invalid):
        ask(year, found, MENTEES[0], words="  ")
    with pytest.raises(NotFound), year.as_(MENTEES[1]) as (work, programme):
        send_request(
            work, programme, found[MENTEES[0]], pathway="main", asked=found[DINAH], name="Dinah", words="May I?"
        )


def test_of_many_who_ask_at_once_one_is_offered(opened: Opened) -> None:
    year, found = opened(len(MENTEES))
    with ThreadPoolExecutor(len(MENTEES)) as pool:
        list(pool.map(lambda email: ask(year, found, email), MENTEES))
    assert sorted(states(year), key=str) == [("offered", "offered"), *[("refused", None)] * (len(MENTEES) - 1)]
    with year.works.work("ucl") as work:
        assert sum(each.registration_id == found[DINAH] for each in rows(work, Member)) == 1


def test_one_who_clicks_twice_at_once_asks_one(opened: Opened) -> None:
    year, found = opened(2)

    def tries(asked: str) -> bool:
        try:
            ask(year, found, MENTEES[1], asked)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tries, (DINAH, BASIL))) == [False, True]
    assert states(year) == [("offered", "offered")]
