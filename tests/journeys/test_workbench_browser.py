"""The workbench in Chromium with forty people: run, lock, forbid, solve again, compare, publish, partly by letters."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chromium import Someone, Street, chromium, live
from crowd import large_year
from makers import Works

pytestmark = pytest.mark.browser

MATCHING = "/ucl/console/b-mentor-2021/matching"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def lead(browser: Browser, real: Works, tmp_path: Path) -> Iterator[Someone]:
    with ExitStack() as leaving:
        here = Street(browser, leaving.enter_context(live(large_year(real, 40), tmp_path)))
        leaving.callback(here.leave)
        lead = here.person("coordinator@ucl.example")
        lead.context.set_default_timeout(60_000)
        lead.open(MATCHING, "Matching")
        lead.press("Run a round", "Matching")
        yield lead


def words(someone: Someone) -> str:
    return " ".join(someone.page.locator("main").inner_text().split())


def letter(someone: Someone, key: str) -> None:
    with someone.page.expect_navigation():
        someone.page.keyboard.press(key)


def test_forty_people_are_worked_on_by_letters_and_published(lead: Someone) -> None:
    page = lead.page
    assert "20 matches, weakest fit first." in words(lead)
    a_letter_does_nothing_while_no_match_has_the_focus(lead)
    page.get_by_role("button", name="Lock").first.focus()
    letter(lead, "l")
    assert "1 locked" in words(lead)
    assert page.evaluate("document.activeElement.className").startswith("match locked")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("j")
    page.once("dialog", lambda dialog: dialog.accept())
    letter(lead, "f")
    assert "1 locked, 1 kept apart" in words(lead)
    letter(lead, "u")
    assert "1 locked." in words(lead)
    the_list_of_letters_is_shown_and_they_can_be_switched_off(lead)
    page.get_by_role("button", name="Forbid").nth(1).click()
    lead.press("Solve the rest again", "Matching")
    assert "New in this proposal. Was with" in words(lead)
    lead.follow("Show differences", "Proposal 2 compared with proposal 1")
    page.go_back()
    page.locator(".match button").first.focus()
    letter(lead, "s")
    assert page.locator("h1").inner_text().startswith("Another mentor for")
    lead.follow("Leave as it is", "Matching")
    lead.follow("Preview publication", "Publish proposal 2")
    lead.press("Publish and tell 40 people", "Matching")
    assert "Everybody was told on" in words(lead)
    assert page.locator("details.keys").count() == 0


def a_letter_does_nothing_while_no_match_has_the_focus(lead: Someone) -> None:
    before = lead.page.url
    lead.page.locator("h1").click()
    lead.page.keyboard.press("l")
    lead.page.keyboard.press("u")
    assert lead.page.url == before
    assert "locked" not in words(lead)


def the_list_of_letters_is_shown_and_they_can_be_switched_off(lead: Someone) -> None:
    page = lead.page
    page.locator(".match button").first.focus()
    page.keyboard.press("?")
    assert page.locator("details.keys").get_attribute("open") is not None
    assert "undo the last change" in page.locator("details.keys").inner_text()
    lead.street.looked.clear()  # looked at once more, with the list open
    lead.see("Matching")
    page.get_by_label("Letters press buttons").uncheck()
    page.locator(".match button").first.focus()
    before = page.url
    page.keyboard.press("l")
    assert page.url == before
    page.get_by_label("Letters press buttons").check()
