"""V3, E5: a release is issued once for a phase, over whoever was there when it closed, and never counted again."""

from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import text

from makers import Installed, Works
from mentoring.db.engine import Database
from mentoring.errors import Conflict, NotAllowed
from mentoring.monitoring.answers import say_ethnicity
from mentoring.monitoring.questions import NOT_STATED
from mentoring.monitoring.rounding import Rounding, average, percentage, rounded
from mentoring.participants.register import own_registrations, withdraw
from mentoring.reports.model import Release
from mentoring.reports.releases import ReleaseLine, issue, releases
from mentoring.schemes.load import load_directory
from mentoring.unit_of_work import Actor
from year import CLOSED, Year, b_mentor_year, rows

WORDS = ("serif", "stem", "bowl", "spur", "tail", "ear", "eye")


@pytest.fixture
def year(database: Database) -> Year:
    return b_mentor_year(Works(database, Installed(load_directory().schemes)))


def registered(year: Year, count: int, code: Callable[[int], str | None], word: str = "amara") -> None:
    for number in range(count):
        email = f"{word}.{WORDS[number % 7]}{number}@{('ucl', 'kcl')[number % 2]}.example"
        year.register(email, "mentee")
        if (said := code(number)) is not None:
            with year.as_(email) as (work, programme):
                say_ethnicity(work, own_registrations(work, programme)[0], {"ethnicity": said})


def issued(year: Year, phase: str = "closes") -> Release:
    with year.coordinating("ucl") as (work, programme):
        return issue(work, programme, phase, year.works.database)


def test_a_release_counts_those_registered_at_the_close_rounded_and_stands(year: Year) -> None:
    registered(year, 24, lambda number: "121" if number < 13 else "100" if number < 21 else None)
    year.now = CLOSED
    with year.as_("amara.serif0@ucl.example") as (work, programme):  # a leaver after the close: was there
        withdraw(work, programme, own_registrations(work, programme)[0])
    release = issued(year)
    expected = [["Asian", 10], ["Black", 15], ["Mixed", 0], ["White", 0], ["Other", 0], [NOT_STATED, 5]]
    assert (release.people, release.counts, release.withheld) == (25, expected, False)
    with pytest.raises(Conflict, match="issued already"):
        issued(year)
    with year.as_("amara.stem1@kcl.example") as (work, programme):
        say_ethnicity(work, own_registrations(work, programme)[0], {"ethnicity": "160"})
    with year.coordinating("kcl") as (work, programme):
        first = releases(work, programme)[0]
    assert (first.state, first.counts[:2]) == ("issued", (("Asian", 10), ("Black", 15)))


def test_few_wait_for_a_later_phase_and_nobody_is_counted_twice(year: Year) -> None:
    registered(year, 3, lambda _: "121")
    year.now = CLOSED
    with pytest.raises(Conflict, match="Only 3 people would be counted, and a table needs 23"):
        issued(year)
    with year.works.work("ucl") as work:
        assert rows(work, Release) == []


def test_whoever_was_entered_by_a_coordinator_makes_no_table_large_enough(year: Year) -> None:
    registered(year, 23, lambda number: "121" if number < 12 else "100")
    with year.works.database.owner() as owner:
        owner.execute(text("set local app.tenant_id = 'ucl'"))
        owner.execute(text("update registrations set person_id = null where email like 'amara.serif%'"))
    year.now = CLOSED
    with pytest.raises(Conflict, match="people would be counted, and a table needs 23"):
        issued(year)


def test_a_phase_that_is_not_over_has_no_release(year: Year) -> None:
    registered(year, 1, lambda _: "121")
    with pytest.raises(Conflict, match="is not over yet"):
        issued(year)
    with year.coordinating("ucl") as (work, programme):
        assert {each.state for each in releases(work, programme)} == {"to_come"}


def test_analysts_read_and_only_the_hosts_coordinators_issue(year: Year) -> None:
    person = year.person("analyst@kcl.example").id
    with year.at("kcl", Actor.person(person, frozenset({"analyst"}))) as (work, programme):
        assert all(isinstance(each, ReleaseLine) for each in releases(work, programme))
        with pytest.raises(NotAllowed):
            issue(work, programme, "closes", year.works.database)
    with pytest.raises(NotAllowed), year.coordinating("kcl") as (work, programme):
        issue(work, programme, "closes", year.works.database)


@pytest.mark.parametrize("statement", ["update releases set people = 0", "delete from releases", "delete from counted"])
def test_the_application_changes_no_release(year: Year, statement: str) -> None:
    with year.works.work("ucl") as work, pytest.raises(Exception, match="permission denied") as refused:
        work.session.connection().exec_driver_sql(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, 0), (1, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15), (22, 20), (23, 25)]
)
def test_counts_are_rounded_to_the_nearest_five_and_few_to_none(number: int, shown: int) -> None:
    assert rounded(number) == shown


def test_percentages_and_averages_of_few_are_left_out_and_rounded_last() -> None:
    assert [percentage(11, 22), percentage(11, 23), percentage(1, 8, Rounding(percentage_from=5))] == [None, 48, 13]
    assert [average([4] * 7), average([4, 4, 4, 4, 4, 4, 4, 5])] == [None, 4.1]
