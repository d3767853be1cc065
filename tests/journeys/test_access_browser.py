"""Signing in, the second step, roles and settings in Chromium: looked at with axe, at every width."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chromium import Someone, Street, chromium, live
from makers import Works
from mentoring.accounts.codes import code_of, step_at
from mentoring.accounts.grants import grant
from mentoring.accounts.rules import FRESH
from year import SECRET, Year, b_mentor_year

pytestmark = pytest.mark.browser

TOM = "tom.colophon@kcl.example"
WORDS = "quoin brayer tympan frisket"


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
def test_a_new_coordinator_comes_in_and_is_asked_again_before_something_weighty(
    street: Callable[[Year], Street], real: Works, *, javascript: bool
) -> None:
    year = b_mentor_year(real)
    with year.works.work("kcl", now=year.now) as work:
        grant(work, person=year.person(TOM), role="coordinator")
    here = street(year)
    tom = here.person(javascript=javascript)
    comes_in(tom, year)
    chooses_a_password(tom)
    grants_a_role(tom, year)
    changes_settings(tom)


def comes_in(tom: Someone, year: Year) -> None:
    tom.open("/kcl/sign-in", "Sign in")
    tom.press("Sign in with password", "Sign in", {"account": TOM, "password": "not set"})
    tom.press("Send me a link", "Look in your mailbox", {"email": TOM})
    tom.follow("See the messages", "Messages that would be sent")
    tom.follow("http://127.0.0.1", "Sign in")
    tom.press("Sign in", "Set up your second step")
    assert tom.page.locator(".code-picture svg").count() == 1
    tom.press("Turn it on", "Set up your second step", {"code": "12"})
    tom.page.locator("summary").click()
    secret = tom.page.locator(".shown-code").inner_text().replace(" ", "")
    tom.press("Turn it on", "Keep your recovery codes", {"code": code_of(secret, step_at(year.now))})
    tom.follow("I have kept them", "Mentoring at King's")
    tom.page.get_by_role("button", name="Sign out").click()
    year.now += timedelta(seconds=60)
    tom.open("/kcl/sign-in?next=/kcl/console", "Sign in")
    tom.press("Send me a link", "Look in your mailbox", {"email": TOM})
    tom.follow("See the messages", "Messages that would be sent")
    tom.follow("http://127.0.0.1", "Sign in")
    tom.press("Sign in", "Enter your code")
    tom.press("Go on", "Enter your code", {"factor_code": "000000"})
    tom.press("Go on", "Today", {"factor_code": code_of(secret, step_at(year.now))})


def chooses_a_password(tom: Someone) -> None:
    tom.open("/kcl/my-data", "My data")
    tom.follow("How you sign in", "How you sign in")
    tom.press("Set a password", "How you sign in", {"password": "short"})
    tom.press("Set a password", "How you sign in", {"password": WORDS})


def grants_a_role(tom: Someone, year: Year) -> None:
    tom.open("/kcl/console", "Today")
    tom.follow("People and roles", "People and roles")
    tom.press("Grant this role", "People and roles")
    year.now += FRESH
    typed = {"email": "uma.ascender@kcl.example", "role": "analyst", "reason": "Counts for the report"}
    tom.press("Grant this role", "Is it still you?", typed)
    tom.press("Go on", "Is it still you?", {"factor_code": "000000"})
    told = tom.page.locator("#factor_code-hint").inner_text()
    code = told.partition("an app would show ")[2][:6]
    tom.press("Go on", "People and roles", {"factor_code": code})
    tom.follow("Maya Archive", "Maya Archive")
    tom.press("Reset the second step", "Maya Archive")
    tom.press("Reset the second step", "People and roles", {"reason-factor": "Lost phone, called back"})


def changes_settings(tom: Someone) -> None:
    tom.follow("Settings", "Settings")
    tom.press("Save these settings", "Settings", {"brand.colour": "red"})
    tom.press("Save these settings", "Settings", {"brand.colour": "#ffd100", "reason": "The brand office"})
    tom.follow("Add or correct a scale", "A grade scale")
    tom.press("Save this scale", "A grade scale", {"scale": "A"})
    tom.open("/kcl/console/settings/grades", "A grade scale")
    tom.press("Save this scale", "Settings", {"day.year": "2020", "reason": "An earlier one"})


def test_a_coordinator_with_an_app_goes_on_without_their_role(street: Callable[[Year], Street], real: Works) -> None:
    year = b_mentor_year(real)
    maya = street(year).person("coordinator@kcl.example")
    maya.open("/kcl/console", "Today")
    year.now += FRESH
    maya.open("/kcl/account/app", "Is it still you?")
    maya.press("Go on", "Set up your second step", {"factor_code": code_of(SECRET, step_at(year.now))})
