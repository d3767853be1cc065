"""The overview over HTTP: what its charts say of a programme with meetings, late ones, free places and people left."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from browsing import Page
from makers import Works
from mentoring.gates.service import record_passes
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.queries import mine
from mentoring.participants.model import Registration
from mentoring.reports.progress import Cadence, Without, progress, without
from mentoring.web.console.overview import rhythm_chart
from mentoring.web.views.charts import BarTable, DotChart
from served import Served, served
from year import Year, b_mentor_year, counted, published, ready_pairs, rows

READY = [*(f"amara.quarto{number}@kcl.example" for number in range(3)), "fern.recto@kcl.example"]
"""Four trained mentees for three mentors."""
HOME = "/ucl/console/b-mentor-2021/overview"


@pytest.fixture
def year(real: Works) -> Year:
    """Three pairs, two of which meet; a mentee without a mentor; one not trained, one undecided, one who withdrew."""
    year = b_mentor_year(real)
    left = year.register("fern.recto@kcl.example", "mentee")
    year.register("iris.stanza@kcl.example", "mentee")
    year.register("cato.octavo@kcl.example", "mentee", grade="")
    ready_pairs(year, 3)
    with year.coordinating("ucl") as (work, programme):
        record_passes(work, programme, [left], gate="trained_mentee")
    published(year)
    return year


@pytest.fixture
def site(year: Year, tmp_path: Path) -> Iterator[Served]:
    with served(year, tmp_path) as site:
        yield site


def meets(year: Year, number: int, times: int) -> None:
    """The pair of the so manieth mentee who has a mentor meets, a day apart."""
    email = [each for each in READY if year.state(registration_of(year, each)) == "matched"][number]
    for _ in range(times):
        year.now += timedelta(days=1)
        with year.as_(email) as (work, _):
            (own,) = mine(work)
            log_meeting(work, own.mentorship_id, host="ucl", starts_at=year.now, minutes=60, zone="Europe/London")


def registration_of(year: Year, email: str) -> UUID:
    with year.works.work("ucl") as work:
        return next(each.id for each in rows(work, Registration) if each.email == email)


def tables(page: Page) -> dict[str, list[list[str]]]:
    """The rows of each chart's table, by the chart's name."""
    return {
        table.attributes["aria-labelledby"].removeprefix("chart-"): [
            [cell.words for cell in [*row.all("th"), *row.all("td")] if cell.words] for row in table.all("tr")
        ]
        for table in page.root.all("table")
    }


def test_the_overview_says_how_a_programme_stands(site: Served) -> None:
    year = site.year
    meets(year, 0, 6)
    year.now += timedelta(weeks=5)
    meets(year, 1, 1)
    year.now += timedelta(weeks=2)
    page = site.coordinator("ucl").open(HOME)
    figures = [
        "Places taken 3 of 40 37 free",
        "First meeting held 2 of 3 1 not yet",
        "In rhythm 3 of 3",
        "6 meetings reached 1 of 3",
        "All 3 have met within eight weeks",
        "3 of 40 places are taken",
        "Why one person was without a match in the last round",
    ]
    assert [each for each in figures if each not in page.words] == []
    assert tables(page) == {
        "rhythm-4-8": [
            ["Weeks since last meeting", "Number"],
            ["Up to 3", "1"],
            ["4 to 8", "2"],
            ["9 to 11", "0"],
            ["12 or more", "0"],
            ["Of all: no meeting yet", "1"],
        ],
        "funnel": [
            ["Step", "People", "Left before"],
            ["Registered", "6"],
            ["Eligible", "5", "1 open"],
            ["Ready for matching", "4", "1 still to train"],
            ["Matched", "3", "1 not, or not yet"],
            ["First meeting", "2", "1 not yet"],
            ["Six meetings", "1", "1 on the way"],
        ],
        "places": [
            ["Institution", "Mentees", "Mentors"],
            ["UCL", "0", "3"],
            ["King's", "3", "0"],
            ["Queen Mary", "0", "0"],
            ["Arts London", "0", "0"],
            ["St George's", "0", "0"],
            ["Free for anybody", "0"],
        ],
        "causes": [
            ["Cause", "Mentees", "What would have helped"],
            ["Everybody left to them was full", "1", "1: somebody taking one more"],
        ],
    }
    year.now += timedelta(weeks=3)
    site.browsers.clear()
    page = site.coordinator("ucl").open(HOME)
    assert "Two mentorships have not met for more than eight weeks" in page.words
    assert "In rhythm 1 of 3" in page.words
    assert [row[1:] for row in tables(page)["rhythm-4-8"][3:5]] == [["2"], ["0"]]
    partners(site)


def partners(site: Served) -> None:
    """A partner's coordinator sees the same of their own people, and neither places nor rounds of others."""
    page = site.coordinator("kcl").open(HOME.replace("/ucl/", "/kcl/"))
    assert [*tables(page)] == ["rhythm-4-8", "funnel"]
    assert "Registered 6 5 may take part" in page.words
    page = site.coordinator("ual").open(HOME.replace("/ucl/", "/ual/"))
    assert [row[1] for row in tables(page)["funnel"][1:]] == ["0"] * 5


def test_what_it_says_takes_as_many_queries_for_many_as_for_few(year: Year) -> None:
    def queries() -> int:
        with year.coordinating("ucl") as (work, programme), counted(work) as sent:
            progress(work, programme)
            return len(sent)

    before = queries()
    for number in range(3):
        meets(year, number, 2)
    assert queries() == before


def without_one(kind: str, words: str, change: str = "", *, name: str = "Samuel Quoin") -> dict[str, Any]:
    person = {"id": f"{name}{kind}{words}", "role": "mentee", "name": name}
    causes = [{"kind": "avoid", "count": 1, "words": ""}, {"kind": kind, "count": 3, "words": words}]
    return {"person": person, "causes": causes, "smallest_change": {"kind": change} if change else None}


def test_each_who_is_left_is_counted_once_under_what_emptied_their_list_last() -> None:
    left = [
        without_one("criterion", "3 are at Arts London too", "criterion"),
        without_one("criterion", "1 is at Arts London too", name="Anita Verso"),
        without_one("criterion", "2 have too little in common with Samuel (what you want)"),
        without_one("criterion", "2 have too little in common with Anita (what you want)", name="Anita Verso"),
        without_one("full", "9 are full", "capacity"),
        without_one("full", "9 are full", "capacity"),
        {**without_one("left", ""), "causes": []},
        {**without_one("left", ""), "person": {"id": "d", "role": "mentor", "name": "Dinah"}},
    ]
    assert without(left, {"mentee"}) == (
        Without("Those left are at Arts London too", 2, {"": 1, "an exception from one rule": 1}),
        Without("Those left have too little in common with them (what you want)", 2, {"": 2}),
        Without("Everybody left to them was full", 1, {"somebody taking one more": 1}),
        Without("There was nobody to match them with", 1, {"": 1}),
    )


def test_very_many_mentorships_are_drawn_as_bars_with_the_same_figures() -> None:
    few = Cadence(("Mentoring",), 4, 8, 12, {1: 10, 5: 30, 10: 4, 20: 9}, 3)
    drawn = [rhythm_chart(each, "quiet") for each in (few, replace(few, weeks={**few.weeks, 2: 90}))]
    assert [type(each) for each in drawn] == [DotChart, BarTable]
    assert [each.title for each in drawn] == ["13 mentorships have not met for more than eight weeks"] * 2
    assert [row.value for row in drawn[0].rows] == ["10", "30", "4", "9", "3"]
    assert [(row.label, row.value, getattr(row, "remark", "")) for row in drawn[1].rows] == [
        ("Up to 3", "100", "in rhythm"),
        ("4 to 8", "30", "in rhythm"),
        ("9 to 11", "4", "late"),
        ("12 or more", "9", "much later"),
        ("Of all: no meeting yet", "3", ""),
    ]
