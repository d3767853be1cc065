"""A coordinator without a pointer, in Chromium: from signing in to the preview of publication, by keys alone."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chromium import Keyboard, Street, chromium, live
from makers import Works
from mentoring.accounts.codes import code_of, step_at
from year import SECRET, Year, b_mentor_year, ready_pairs

pytestmark = pytest.mark.browser

MAYA = "coordinator@ucl.example"
MOST_KEYS = 170


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def year(real: Works) -> Year:
    """Three pairs to be matched; two registrations wait for a person."""
    year = b_mentor_year(real)
    for name in ("cato.octavo", "emil.cicero"):
        year.register(f"{name}@ucl.example", "mentee", grade="")
    ready_pairs(year, 3)
    return year


@pytest.fixture
def street(browser: Browser, year: Year, tmp_path: Path) -> Iterator[Street]:
    with ExitStack() as leaving:
        here = Street(browser, leaving.enter_context(live(year, tmp_path)))
        yield here
        here.leave()


def words(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def test_a_coordinator_works_by_keyboard_alone(street: Street, year: Year) -> None:
    maya = street.person()
    maya.looks = False
    keyboard = Keyboard(maya)
    signs_in(keyboard, year)
    decides_on_two(keyboard)
    matches(keyboard)
    previews(keyboard)
    tabs = sum("Tab" in key for key in keyboard.pressed)
    print(f"{len(keyboard.pressed)} keys, {tabs} of them Tab: {' '.join(keyboard.pressed)}")  # noqa: T201 - a proof tells its count
    assert len(keyboard.pressed) < MOST_KEYS


def signs_in(keyboard: Keyboard, year: Year) -> None:
    maya = keyboard.someone
    maya.open("/ucl/sign-in?next=/ucl/console", "Sign in")
    keyboard.write("Your email address", MAYA)
    keyboard.leads("Enter", "Look in your mailbox")
    keyboard.press("See the messages", "Messages that would be sent")
    keyboard.press("http://127.0.0.1", "Sign in")
    keyboard.skip("Skip to the main content")
    keyboard.press("Sign in", "Enter your code")
    keyboard.go_to("The code that your app shows now")
    keyboard.type(code_of(SECRET, step_at(year.now)))
    keyboard.leads("Enter", "Today")


def decides_on_two(keyboard: Keyboard) -> None:
    """Today leads to the pile; a decision without a reason comes back with the focus on what is missing."""
    page = keyboard.someone.page
    keyboard.skip("Skip to the main content")
    assert page.evaluate("document.activeElement.id") == "main"
    keyboard.press("Review 2", "Registrations")
    keyboard.skip("Skip to the main content")
    keyboard.press("Waits for a decision: mentee Cato Octavo", "Registrations")
    keyboard.skip("Skip to the registration of Cato Octavo")
    keyboard.choose("Eligible", "Eligible")
    keyboard.press("Confirm", "Registrations")
    assert page.evaluate("document.activeElement.className") == "summary"
    keyboard.go_to("Write why.", steps=2)
    keyboard.key("Enter")
    keyboard.type("Asked: grade 6")
    keyboard.press("Confirm", "Registrations")
    assert "Decided: Cato Octavo" in words(page)
    keyboard.skip("Skip to the registration of Emil Cicero")
    keyboard.choose("Eligible", "Not eligible")
    keyboard.write("Reason", "Grade 9, asked by telephone")
    keyboard.press("Confirm", "Registrations")


def matches(keyboard: Keyboard) -> None:
    """Run, lock by a letter, forbid by another and take that back, go through the list by arrows, solve again."""
    page = keyboard.someone.page
    keyboard.press("Matching", "Matching")
    keyboard.skip("Skip to the main content")
    keyboard.press("Run a round", "Matching")
    keyboard.skip("Skip to the matches")
    keyboard.go_to("Amara", steps=1)
    first = page.evaluate("document.activeElement.id")
    keyboard.leads("l", "Matching")
    assert (page.evaluate("document.activeElement.id"), "1 locked" in words(page)) == (first, True)
    keyboard.key("ArrowDown")
    second = page.evaluate("document.activeElement.id")
    assert second.startswith("pair-")
    assert second != first
    page.once("dialog", lambda dialog: dialog.accept())
    keyboard.leads("f", "Matching")
    assert (page.evaluate("document.activeElement.id"), "1 locked, 1 kept apart" in words(page)) == (second, True)
    keyboard.leads("u", "Matching")
    assert "1 locked." in words(page)
    assert page.evaluate("document.activeElement.id") == second
    keyboard.key("End")
    keyboard.key("Home")
    assert page.evaluate("document.activeElement.id") == first
    with page.expect_navigation():
        keyboard.key("s")
    assert page.locator("h1").inner_text().startswith("Another ment")
    keyboard.press("Leave as it is", "Matching")
    assert page.evaluate("document.activeElement.id") == first


def previews(keyboard: Keyboard) -> None:
    """Backwards from the list to the button at the head of the page."""
    keyboard.go_to("Preview publication", steps=8, back=True)
    keyboard.leads("Enter", "Publish proposal 1")
    assert "Publish and tell six people" in words(keyboard.someone.page)
