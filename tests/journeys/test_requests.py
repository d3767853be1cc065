"""A mentee finds a mentor of another institution in the directory, asks them, and a coordinator lets it begin."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from makers import Works
from mentoring.db.engine import Database
from mentoring.gates.service import record_passes
from served import Served, served
from year import MATCHING, b_mentor_year, variant

AMARA, DINAH, BASIL = "amara.quarto@kcl.example", "dinah.almanac@ucl.example", "basil.folio@ual.example"
MINE = "/kcl/b-mentor-2021/mine"


@pytest.fixture
def asking(database: Database, tmp_path: Path) -> Iterator[Served]:
    """B-MEntor where mentees ask mentors, who show what they offer; everybody is trained."""
    change = {
        "matching": {"main": {"ways": [{"request": "mentee", "sees": "all"}]}},
        "registration": {"mentor": {"form": {"properties": {"offers": {"x-audience": "candidates"}}}}},
    }
    year = b_mentor_year(Works(database, variant("b-mentor", change)))
    amara = year.register(AMARA, "mentee")
    mentors = [
        year.register(DINAH, "mentor", line_manager="director@ucl.example"),
        year.register(BASIL, "mentor", line_manager="director@ual.example", offers=["leadership"]),
    ]
    year.now = MATCHING
    with year.coordinating("ucl") as (work, programme):
        record_passes(work, programme, [amara], gate="trained_mentee")
        record_passes(work, programme, mentors, gate="trained_mentor")
    with served(year, tmp_path) as site:
        yield site


def test_a_mentee_asks_a_mentor_and_it_begins(asking: Served) -> None:
    amara, dinah, lead = asking.as_(AMARA), asking.as_(DINAH), asking.coordinator("ucl")
    amara.open(MINE)
    page = amara.follow("Find somebody to ask")
    assert {"Basil Folio", "Dinah Almanac"} <= {each.words for each in page.root.all("h2")}
    assert "You can ask two people here." in page.words
    for kept in ("Head of Finance", DINAH, "director@"):
        assert kept not in page.words, "what is for members stays with them"
    page = amara.follow("Budgets and finance")
    assert ("Dinah Almanac" in page.words, "Basil Folio" in page.words) == (True, False)
    assert amara.follow("Ask Dinah Almanac").heading == "Ask Dinah Almanac"
    asks_dinah = amara.page.path
    assert amara.press("Ask them").problems == ["Write a few words: why you ask them"]
    page = amara.press("Ask them", words="Your way from the front desk <b>to finance</b> is mine.")
    assert "Dinah Almanac They have not answered yet." in page.words
    assert page.links("Ask Basil") == [], "one at a time"
    assert amara.open(asks_dinah).status == 404, "she is asked already"

    assert dinah.open("/ucl/b-mentor-2021/mine").heading == "You and Amara"
    assert "“Your way from the front desk <b>to finance</b> is mine.”" in dinah.page.words
    dinah.follow("Say yes or no")
    dinah.press("Send my answer", answer="yes")

    lead.open("/ucl/console/b-mentor-2021/mentorships")
    page = lead.follow("See the requests")
    assert "One waits for your yes." in page.words
    assert "front desk" not in page.words
    assert asking.coordinator("kcl").open("/kcl/console/b-mentor-2021/requests").forms("Let it begin") == []
    assert "It runs" in lead.press("Let it begin").words
    assert "Would you like this match?" not in dinah.open("/ucl/b-mentor-2021/mine").words
    assert amara.open(MINE).heading == "You and Dinah"
    assert DINAH in amara.page.words


def test_the_directory_is_for_those_who_ask_about_themselves(asking: Served) -> None:
    amara, dinah, basil = asking.as_(AMARA), asking.as_(DINAH), asking.as_(BASIL)
    amara.open(MINE)
    hers = amara.follow("Find somebody to ask").path
    foreign = hers.replace("/kcl/", "/ual/")
    assert (basil.open(foreign).status, basil.open(foreign[:-4] + "0000").status) == (404, 404)
    assert "Find somebody to ask" not in dinah.open("/ucl/b-mentor-2021/mine").words
    assert asking.coordinator("ual").open("/ual/console/b-mentor-2021/requests").words.count("Amara") == 0
