"""Two circles of a proposal made one on the console: its effect is said first, and a rule broken for a reason alone."""

import pytest

from browsing import Browser
from served import Served
from year import LSE_MATCHING

CONSOLE = "/lse/console/bame-mentoring-2025"


@pytest.fixture
def lead(lse: Served) -> Browser:
    """LSE's coordinator before a proposal of two circles, since one mentee is another's line manager."""
    year = lse.year
    for number in range(6):
        year.register(f"amara.quarto{number}@lse.example", "mentee", unit=f"Unit {number}")
    year.register("leon.octavo@lse.example", "mentee", unit="Unit 7", line_manager="amara.quarto0@lse.example")
    for number in range(2):
        year.register(f"dinah.almanac{number}@lse.example", "mentor")
    return before_a_proposal(lse)


def before_a_proposal(lse: Served) -> Browser:
    """LSE's coordinator, when everyone has registered."""
    lse.year.now = LSE_MATCHING
    lse.year.settle()
    lead = lse.coordinator("lse")
    lead.open(f"{CONSOLE}/matching")
    lead.press("Run a round")
    return lead


def test_two_circles_become_one_for_a_reason_that_is_kept_and_shown_and_can_be_taken_back(lead: Browser) -> None:
    assert "Two matches, weakest fit first." in lead.page.words
    first = lead.page.path
    page = lead.follow("Merge")
    assert page.heading.startswith("Merge the circle of ")
    assert "Together 7 mentees (6 aimed at, at most 8) and 2 mentors (2 aimed at, at most 2). Fit" in page.words
    assert "Against: Nobody is in a circle with their own line manager (" in page.words
    assert lead.press("Merge").problems == ["Choose a circle"]
    (choice,) = [each for each in lead.page.root.all("input") if each.attributes.get("name") == "other"]
    page = lead.press("Merge", other=choice.attributes["value"])
    assert page.status == 422
    assert "Say why this circle is right although something speaks against it" in page.problems[0]
    lead.press("Merge", reason="Both agreed to it")
    assert "One match, weakest fit first." in lead.page.words
    assert "By hand: Both agreed to it. Against: Nobody is in a circle with their own line manager (" in lead.page.words
    assert lead.page.links("Merge") == []
    lead.press("Solve the rest again")
    assert "One match, weakest fit first." in lead.page.words
    assert "Two matches, weakest fit first." in lead.open(first).words


def test_two_circles_that_are_too_many_people_together_stay_two(lse: Served) -> None:
    for number in range(10):
        lse.year.register(f"amara.quarto{number}@lse.example", "mentee", unit=f"Unit {number}")
    for number in range(2):
        lse.year.register(f"dinah.almanac{number}@lse.example", "mentor")
    lead = before_a_proposal(lse)
    assert "Two matches, weakest fit first." in lead.page.words
    page = lead.follow("Merge")
    assert "No other circle can be put together with this one." in page.words
    assert "Together they are 10 mentees, and a circle has at most 8." in page.words
