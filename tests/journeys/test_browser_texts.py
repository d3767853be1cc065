"""Texts and rules in Chromium: looked at with axe in both colour schemes, and once without JavaScript."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chromium import Street, chromium, live
from makers import Works
from mentoring.contracts.merge import merge_patch
from mentoring.schemes.build import pinned_scheme
from year import Year, b_mentor_year, ready_pairs

pytestmark = pytest.mark.browser

HOME = "/ucl/console/b-mentor-2021"
GRADE = "eligibility.rules.mentee.2.holds.level.maximum"
REASON = {"reason": "The steering group asked for it"}
SHOW = "Show what this changes"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def street(browser: Browser, tmp_path: Path) -> Iterator[Callable[[Year], Street]]:
    with ExitStack() as leaving:

        def before(year: Year) -> Street:
            made = Street(browser, leaving.enter_context(live(year, tmp_path)))
            leaving.callback(made.leave)
            return made

        yield before


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_rule_is_changed_and_taken_back(street: Callable[[Year], Street], real: Works, *, javascript: bool) -> None:
    year = b_mentor_year(real)
    year.register("cato.octavo@ucl.example", "mentee", grade="7")
    ready_pairs(year, 1)
    lead = street(year).person("coordinator@ucl.example", javascript=javascript)
    lead.open(f"{HOME}/scheme", "The scheme")
    lead.follow("What makes a good match", "What makes a good match")
    lead.follow("Texts and rules", "Texts and rules")
    lead.follow("Who may take part", "Who may take part")
    lead.press(SHOW, "Who may take part")
    lead.press(SHOW, "What this changes", {GRADE: "6", "eligibility.rules.mentee.1.reason": "Mentees are officers"})
    lead.press("Save two changes", "What this changes")
    lead.press("Go back and change it", "Who may take part")
    lead.press(SHOW, "What this changes")
    lead.press("Save two changes", "Texts and rules", REASON)
    lead.open(f"{HOME}/changes/1", "Take back change 1")
    lead.press("Take change 1 back", "Texts and rules", REASON)
    lead.open(f"{HOME}/texts/messages", "E-mails")
    lead.page.get_by_text("No match", exact=True).first.click()
    lead.press(SHOW, "E-mails", {"messages.no_match.body": "Dear {person.nickname}"})
    lead.open(f"{HOME}/texts/dates", "Dates and places")
    lead.press(SHOW, "What this changes", {"dates.induction_mentor.day": "4", "dates.induction_mentor.month": "2"})


def test_a_programme_is_moved(street: Callable[[Year], Street], real: Works) -> None:
    year = b_mentor_year(real)
    installed = year.works.schemes
    scheme = installed.schemes["b-mentor"]
    change = {"roles": {"mentee": {"plural": "Learners"}}, "timeline": {"match_by": {"at": {"by": "4 weeks"}}}}
    newer = pinned_scheme(scheme.name, "1.9", merge_patch(scheme.documents, change))
    year.works = replace(year.works, schemes=replace(installed, schemes={**installed.schemes, "b-mentor": newer}))
    lead = street(year).person("coordinator@ucl.example")
    lead.open("/ucl/console", "Today")
    lead.follow("See what would change", "Move to version 1.9 of the scheme")
    lead.press("Move to version 1.9", "Move to version 1.9 of the scheme")
    lead.press("Move to version 1.9", "Texts and rules", REASON)
