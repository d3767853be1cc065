from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from makers import Works
from mentoring.db.engine import Database
from mentoring.participants.model import Standing
from mentoring.participants.register import own_registrations, withdraw
from mentoring.programmes.due import wake
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Due
from mentoring.timeline.settle import Settled, settle
from year import CLOSED, Year, b_mentor_year, counted, rows, variant

WRITES = ("INSERT", "UPDATE", "DELETE")


def with_places(database: Database, at_most: int) -> Year:
    """A programme whose places are given when registration closes."""
    places = [{"who": "mentee", "at_most": at_most, "taken_at": "selection"}]
    return b_mentor_year(Works(database, variant("b-mentor", {"card": {"places": places}})))


def test_settling_twice_writes_nothing_the_second_time(year: Year) -> None:
    year.register("amara.quarto@kcl.example", "mentee")
    year.register("ines.serif@ual.example", "mentee", grade="7")
    assert year.settle() == Settled(0, 0)
    with year.works.work("ucl", now=year.now + timedelta(hours=1)) as work, counted(work) as sent:
        settle(work, locked(work, year.programme_id))
    assert [statement for statement in sent if statement.lstrip().startswith(WRITES)] == []


def test_what_was_cut_short_is_settled_by_the_next_one(year: Year) -> None:
    key = year.register("amara.quarto@kcl.example", "mentee")
    someone = year.person("amara.quarto@kcl.example")
    with year.as_("amara.quarto@kcl.example") as (work, programme):
        assert own_registrations(work, programme)[0].person_id == someone.id
    with year.works.work("ucl") as work:
        work.session.execute(delete(Standing))
    assert year.settle().moved == 1
    assert year.state(key) == "eligible"


def next_due(year: Year) -> str:
    """When the programme is settled next."""
    with year.works.work("ucl") as work:
        (due,) = rows(work, Due)
        return due.at.isoformat()


def test_a_programme_is_due_again_at_its_next_moment(year: Year) -> None:
    year.register("amara.quarto@kcl.example", "mentee")
    assert next_due(year) == "2020-12-11T09:00:00+00:00", "a week before registration closes"
    year.now = CLOSED.replace(day=11)
    year.settle()
    assert next_due(year) == "2020-12-17T09:00:00+00:00", "four weeks before the training"
    year.now = CLOSED.replace(day=17)
    year.settle()
    assert next_due(year) == "2020-12-19T00:00:00+00:00", "registration has closed"
    year.now = CLOSED
    year.settle()
    assert next_due(year) == "2020-12-31T09:00:00+00:00", "four weeks before the training for mentors"


def test_places_are_given_when_registration_closes_and_a_leaver_frees_one(database: Database) -> None:
    year = with_places(database, 2)
    mentees = [f"{name}.folio@kcl.example" for name in ("one", "two", "three", "four")]
    keys = [year.register(email, "mentee") for email in mentees]
    assert [year.state(key) for key in keys] == ["eligible"] * 4
    year.now = CLOSED
    year.settle()
    assert [(year.state(key), year.standing(key).place) for key in keys] == [
        ("eligible", True), ("eligible", True), ("waiting", False), ("waiting", False),
    ]  # fmt: skip
    with year.as_(mentees[0]) as (work, programme):
        withdraw(work, programme, own_registrations(work, programme)[0])
    assert [year.state(key) for key in keys] == ["withdrawn", "eligible", "eligible", "waiting"]
    letters = [each for each in year.letters(mentees[2]) if not each.startswith("event_")]
    assert letters == ["registration_received", "waiting", "place_given"]


def test_however_many_register_at_once_no_more_are_placed_than_there_are_places(database: Database) -> None:
    year = with_places(database, 6)
    emails = [f"mentee.{number:02}@{slug}.example" for number in range(8) for slug in ("ucl", "kcl", "ual")]
    for email in emails:
        year.person(email)
    year.now = CLOSED.replace(day=18, hour=12)

    def apply(email: str) -> UUID:
        own = Year(year.works, year.slug, year.host, year.now, dict(year.people))
        return own.register(email, "mentee")

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(apply, emails))
    year.now = CLOSED
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: year.settle(), range(4)))
    with year.works.work("ucl") as work:
        found = list(work.session.scalars(select(Standing).where(Standing.registration_id.in_(keys))))
    assert sum(each.place for each in found) == 6
    assert sorted(each.state for each in found) == ["eligible"] * 6 + ["waiting"] * 18
    assert sorted(each.moved for each in done) == [0, 0, 0, 18]


def test_whoever_comes_when_all_is_settled_already_looks_at_nothing(year: Year) -> None:
    key = year.register("amara.quarto@kcl.example", "mentee")
    with year.works.work("ucl") as work:
        work.session.execute(delete(Standing))  # what a settling would mend
    assert year.settle(only_woken=True) == Settled(0, 0)
    with year.works.work("ucl", now=year.now) as work:
        wake(work, "ucl", year.programme_id)
    assert year.settle(only_woken=True).moved == 1
    assert year.state(key) == "eligible"
    year.now = CLOSED
    assert year.settle(only_woken=True) == Settled(0, 0), "its time had come, and nothing was to do"
    assert next_due(year) == "2020-12-31T09:00:00+00:00"
