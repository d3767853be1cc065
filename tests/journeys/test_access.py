"""Signing in with a second step, with a password, and being asked again before something weighty."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from browsing import Browser, Page
from mentoring.accounts.codes import code_of, step_at
from mentoring.accounts.factors import NO_FIT
from mentoring.accounts.grants import grant
from mentoring.accounts.limits import LIMITS
from mentoring.accounts.rules import FRESH
from mentoring.audit.model import AuditEntry
from served import Served
from year import SECRET, rows

MAYA, TOM = "coordinator@kcl.example", "tom.colophon@kcl.example"
WORDS = "quoin brayer tympan frisket"


def codes_on(page: Page) -> list[str]:
    """The recovery codes that a page shows."""
    (found,) = [each for each in page.root.all("ul") if each.attributes.get("class") == "recovery-codes"]
    return [each.words for each in found.all("li")]


def opened_link(browser: Browser, email: str) -> Page:
    """Signed in by a link; no code given yet."""
    browser.open("/kcl/sign-in")
    browser.press("Send me a link", email=email)
    browser.follow("See the messages")
    letter = next(each for each in browser.page.root.all("article") if email in each.words)
    browser.open(letter.all("a")[0].attributes["href"])
    return browser.press("Sign in")


def trail(site: Served, slug: str = "kcl") -> list[tuple[str, str, str | None]]:
    with site.year.works.work(slug, now=site.year.now) as work:
        found = sorted(rows(work, AuditEntry), key=lambda each: (each.at, each.id))
        return [(each.action, each.object, each.reason) for each in found]


@pytest.fixture
def codes(b_mentor: Served) -> Iterator[str]:
    """The code that coordinators' apps show, half a minute later each time it is asked."""

    def each() -> Iterator[str]:
        while True:
            b_mentor.year.now += timedelta(seconds=30)
            yield code_of(SECRET, step_at(b_mentor.year.now))

    return each()


def test_nothing_of_the_console_opens_before_the_code_was_given(b_mentor: Served) -> None:
    maya = b_mentor.browser()
    assert opened_link(maya, MAYA).heading == "Enter your code"
    for path in ("", "/b-mentor-2021/registrations", "/people", "/no-such-programme/overview"):
        page = maya.open("/kcl/console" + path)
        assert (page.heading, page.path) == ("Enter your code", f"/kcl/account/code?next=/kcl/console{path}")
    assert maya.press("Go on", factor_code="000000").problems == [NO_FIT]
    assert maya.follow("Go on without your role").heading == "My matches"
    assert maya.open("/kcl/").links("Open the console") == ["/kcl/console"]
    maya.open("/kcl/console/people")
    assert maya.give_code().heading == "People and roles"


def test_who_has_no_second_step_yet_sets_it_up_before_the_console_opens(b_mentor: Served) -> None:
    year, tom = b_mentor.year, b_mentor.browser()
    with year.works.work("kcl", now=year.now) as work:
        grant(work, person=year.person(TOM), role="coordinator")
    page = opened_link(tom, TOM)
    assert (page.heading, page.status) == ("Set up your second step", 200)
    (secret,) = re.findall(r'class="shown-code">([A-Z2-7 ]+)<', page.html)
    assert tom.open("/kcl/console").html.count(secret) == 1  # looking again shows the same
    assert tom.press("Turn it on", code="123").problems == [NO_FIT]
    shown = tom.press("Turn it on", code=code_of(secret.replace(" ", ""), step_at(year.now)))
    assert (shown.heading, len(set(codes_on(shown)))) == ("Keep your recovery codes", 10)
    assert tom.follow("I have kept them").heading == "Today"
    assert tom.open("/kcl/console/people").words.count("Set up") == 2


def test_a_code_opens_one_session_and_no_other(b_mentor: Served, codes: Iterator[str]) -> None:
    code = next(codes)
    browsers = [b_mentor.browser(), b_mentor.browser()]
    for each in browsers:
        opened_link(each, MAYA)
    assert browsers[0].press("Go on", factor_code=code).heading == "Mentoring at King's"
    assert browsers[1].press("Go on", factor_code=code).problems == [NO_FIT]
    assert browsers[1].open("/kcl/console").heading == "Enter your code"
    assert browsers[1].press("Go on", factor_code=next(codes)).heading == "Today"


def test_a_recovery_code_opens_once(b_mentor: Served) -> None:
    maya = b_mentor.coordinator("kcl")
    before = b_mentor.browser()
    opened_link(before, MAYA)
    assert "You have no recovery codes yet: make some once you are in" in before.page.words
    maya.open("/kcl/account")
    one, two, *_ = codes_on(maya.press("Make new recovery codes"))
    elsewhere = [b_mentor.browser() for _ in range(3)]
    for browser in elsewhere:
        opened_link(browser, MAYA)
    assert elsewhere[0].press("Go on", factor_code=one.upper().replace("-", " ")).heading == "Mentoring at King's"
    assert elsewhere[1].press("Go on", factor_code=one).problems == [NO_FIT]
    assert elsewhere[1].press("Go on", factor_code=two).status == 200
    assert "Eight recovery codes are left." in maya.open("/kcl/account").words
    codes_on(maya.press("Make new recovery codes"))
    assert elsewhere[2].press("Go on", factor_code=two).problems == [NO_FIT]
    assert [each[:2] for each in trail(b_mentor)].count(("spend", "recovery_code")) == 2


def test_too_many_codes_close_the_way_for_the_account_and_for_nobody_else(
    b_mentor: Served, codes: Iterator[str]
) -> None:
    maya, other = b_mentor.browser(), b_mentor.browser()
    opened_link(maya, MAYA)
    for _ in range(LIMITS["code"].account):
        assert maya.press("Go on", factor_code="000000").status == 422
    assert maya.press("Go on", factor_code=next(codes)).heading == "Too many tries"
    opened_link(other, MAYA)
    assert other.press("Go on", factor_code=next(codes)).status == 429
    assert b_mentor.coordinator("ucl").open("/ucl/console").heading == "Today"
    b_mentor.year.now += LIMITS["code"].within
    assert maya.open("/kcl/console").heading == "Enter your code"
    assert maya.press("Go on", factor_code=next(codes)).heading == "Today"


def test_before_something_weighty_the_code_is_asked_again_and_nothing_typed_is_lost(
    b_mentor: Served, codes: Iterator[str]
) -> None:
    maya = b_mentor.coordinator("kcl")
    maya.open("/kcl/console/people")
    b_mentor.year.now += FRESH
    typed = {"email": TOM, "role": "analyst", "reason": "Counts for “us” <b>& co"}
    asked = maya.press("Grant this role", typed)
    assert (asked.heading, asked.status) == ("Is it still you?", 403)
    wrong = maya.press("Go on", factor_code="000000")
    assert (wrong.heading, wrong.problems) == ("Is it still you?", [NO_FIT])
    assert TOM not in b_mentor.coordinator("kcl").open("/kcl/console/people").words
    maya.page = wrong
    done = maya.press("Go on", factor_code=next(codes))
    assert (done.heading, "The role is granted" in done.words) == ("People and roles", True)
    assert ("grant", "role:analyst", typed["reason"]) in trail(b_mentor)
    assert maya.press("Grant this role", {**typed, "role": "coordinator"}).heading == "People and roles"


def test_a_page_that_is_weighty_by_itself_leads_through_the_code_and_on(b_mentor: Served) -> None:
    maya = b_mentor.coordinator("kcl")
    b_mentor.year.now += FRESH
    assert maya.open("/kcl/account/app").heading == "Is it still you?"
    assert maya.confirm().heading == "Set up your second step"


def test_who_has_no_second_step_signs_in_again_before_something_weighty(b_mentor: Served) -> None:
    amara = b_mentor.as_("amara.quarto@kcl.example")
    amara.open("/kcl/account")
    b_mentor.year.now += FRESH
    assert amara.press("Set a password", password=WORDS).heading == "Sign in again first"
    assert amara.follow("Sign in again").path == "/kcl/sign-in?next=/kcl/account/password"


def test_a_password_signs_in_and_the_second_step_is_asked_all_the_same(b_mentor: Served) -> None:
    maya, elsewhere = b_mentor.coordinator("kcl"), b_mentor.browser()
    maya.open("/kcl/account")
    assert maya.press("Set a password", password="coordinator kcl").problems == [
        "This is easy to guess. Use four words that have nothing to do with each other, or with you."
    ]
    assert "Your password is set" in maya.press("Set a password", password=WORDS).words
    elsewhere.open("/kcl/sign-in?next=/kcl/console")
    assert elsewhere.press("Sign in with password", account=MAYA, password=WORDS).heading == "Enter your code"
    assert elsewhere.open("/kcl/console").heading == "Enter your code"


def test_known_and_unknown_accounts_are_answered_with_the_same_bytes(b_mentor: Served) -> None:
    amara = b_mentor.as_("amara.quarto@kcl.example")
    amara.open("/kcl/account")
    amara.press("Set a password", password=WORDS)
    b_mentor.as_("basil.folio@kcl.example")
    accounts = ["amara.quarto@kcl.example", "basil.folio@kcl.example", "nobody.atall@kcl.example", "cato@ucl.example"]
    visitor = b_mentor.browser()
    answers = set()
    for limit in range(LIMITS["password"].account + 2):
        for account in accounts:
            visitor.open("/kcl/sign-in")
            page = visitor.press("Sign in with password", account=account, password="a wrong one altogether")
            answers.add((limit < LIMITS["password"].account, page.status, page.html.replace(account, "ADDRESS")))
    assert sorted((early, status) for early, status, _ in answers) == [(False, 429), (True, 422)]
    for account in accounts:
        visitor.open("/kcl/sign-in")
        answers.add((True, 200, visitor.press("Send me a link", email=account).html.replace(account, "ADDRESS")))
    assert len(answers) == 3


def test_roles_are_granted_taken_back_and_a_lost_second_step_is_reset(b_mentor: Served) -> None:
    year, maya = b_mentor.year, b_mentor.coordinator("kcl")
    maya.open("/kcl/console")
    maya.follow("People and roles")
    assert maya.press("Grant this role", email="tom@elsewhere.example").problems == [
        "Enter an address of King's: it ends in @kcl.example.",
        "Choose a role.",
        "Say why, for example: joins the mentoring team in May.",
    ]
    maya.press("Grant this role", email=TOM, role="coordinator", reason="Joins the team")
    tom = b_mentor.browser()
    opened_link(tom, TOM)
    (secret,) = re.findall(r'class="shown-code">([A-Z2-7 ]+)<', tom.page.html)
    tom.press("Turn it on", code=code_of(secret.replace(" ", ""), step_at(year.now)))
    assert tom.open("/kcl/console").heading == "Today"
    maya.open("/kcl/console/people")
    assert maya.follow(TOM).heading == TOM
    assert maya.press("Reset the second step").problems == [
        "Say why, for example: lost their phone, I called them back."
    ]
    maya.press("Reset the second step", {"reason-factor": "Lost phone, called back"})
    assert "At their next sign-in" in maya.page.words
    assert tom.open("/kcl/console").heading == "Sign in"
    maya.follow(TOM)
    assert maya.press("Take back the role of coordinator").status == 422
    maya.press("Take back the role of coordinator", {"reason-coordinator": "Left"})
    assert "One person holds a role here." in maya.page.words
    maya.follow("Maya Archive")
    alone = maya.press("Take back the role of coordinator", {"reason-coordinator": "Me too"})
    assert (alone.status, "Maya Archive is the only coordinator here." in alone.words) == (409, True)
    told = [each for each in trail(b_mentor) if each[2]]
    assert told == [
        ("grant", "role:coordinator", "Joins the team"),
        ("reset", "factor", "Lost phone, called back"),
        ("take_back", "role:coordinator", "Left"),
    ]
    absent, nobody = maya.open(f"/kcl/console/people/{year.person(TOM).id}"), maya.page.status
    assert (absent.status, nobody) == (404, 404)
