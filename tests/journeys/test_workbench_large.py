"""The workbench with a thousand people: run, lock, forbid, solve again, compare, swap, publish, a page at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from browsing import Browser
from crowd import large_year
from makers import Works
from served import Served, served


@pytest.fixture
def thousand(real: Works, tmp_path: Path) -> Iterator[Served]:
    with served(large_year(real, 1000), tmp_path) as site:
        yield site


def test_a_thousand_people_are_matched_worked_on_and_told(thousand: Served) -> None:
    lead = thousand.coordinator("ucl")
    lead.open("/ucl/console/b-mentor-2021/matching")
    assert "Ready to be matched: 500 mentees; 500 mentors." in lead.page.words
    lead.press("Run a round")
    assert "500 matches, weakest fit first. 1 to 50." in lead.page.words
    the_list_is_read_by_pages(lead)
    marks_are_made_and_the_rest_is_solved_again(lead)
    lead.follow("Preview publication")
    assert "Publish and tell 1,000 people" in lead.page.words
    assert "Everybody was told on" in lead.press("Publish and tell").words


def the_list_is_read_by_pages(lead: Browser) -> None:
    first = lead.page.path
    lead.follow("451 to 500")
    assert "500 matches, weakest fit first. 451 to 500." in lead.page.words
    assert len(lead.page.forms("Lock ")) == 50
    lead.press("Lock ", which=49)
    assert (lead.page.path, "1 locked" in lead.page.words) == (f"{first}?page=10", True)
    lead.open(first)


def marks_are_made_and_the_rest_is_solved_again(lead: Browser) -> None:
    lead.press("Forbid")
    lead.press("Solve the rest again")
    assert "500 matches, weakest fit first. 1 locked, 1 kept apart." in lead.page.words
    second = lead.page.path
    lead.follow("Matrix")
    assert (len(lead.page.root.all("tr")), len(lead.page.root.all("td"))) == (21, 20 * 40)
    assert "Mentees 1 to 20 of 500" in lead.page.words
    assert lead.open(second).links("Show differences")
    assert lead.follow("Show differences").heading == "Proposal 2 compared with proposal 1"
    assert "with somebody else." in lead.page.words
    lead.open(second)
