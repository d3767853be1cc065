"""The same journeys in Chromium: looked at with axe, once without JavaScript, once by keyboard alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chromium import Keyboard, Someone, Street, chromium, live
from makers import Works
from mentoring.gates.service import record_passes
from year import LSE_MATCHING, MATCHING, Year, b_mentor_year, lse_year, published

pytestmark = pytest.mark.browser

AMARA, DINAH = "amara.quarto@kcl.example", "dinah.almanac@ucl.example"
NEXT, LATER, SEND = "Save and continue", "Save and come back later", "Send my registration"
WORK = {
    "job_title": "Finance Officer",
    "unit": "Finance",
    "staff_group": "professional_services",
    "grade": "4",
    "line_manager": "manager@kcl.example",
}


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
def test_b_mentor_from_a_visitor_to_the_first_meeting(
    street: Callable[[Year], Street], real: Works, *, javascript: bool
) -> None:
    year = b_mentor_year(real)
    here = street(year)
    amara = a_visitor_registers(here, javascript=javascript)
    mentor = year.register(DINAH, "mentor", line_manager="director@ucl.example")
    others = [year.register("fern.recto@ucl.example", "mentee"), year.register("gita.verso@kcl.example", "mentee")]
    year.register("cato.octavo@kcl.example", "mentee", grade="")
    year.register("emil.cicero@kcl.example", "mentee", staff_group="academic")
    a_coordinator_decides(here.person("coordinator@kcl.example", javascript=javascript))
    year.now = MATCHING
    here.site.browsers.clear()
    with year.coordinating("ucl") as (work, programme):
        record_passes(work, programme, [mentor], gate="trained_mentor")
        record_passes(work, programme, others[:1], gate="trained_mentee")
    lead = here.person("coordinator@ucl.example", javascript=javascript)
    a_lead_matches(lead, here.person("coordinator@ucl.example", javascript=javascript))
    they_meet(amara, here)
    lead.open("/ucl/console/b-mentor-2021/mentorships", "Mentorships")
    assert "one meeting held" in lead.page.locator("main").inner_text().lower()
    lead.open("/ucl/console/b-mentor-2021/overview", "Overview")


def a_visitor_registers(here: Street, *, javascript: bool) -> Someone:
    amara = here.person(javascript=javascript)
    amara.open("/", "Mentoring")
    amara.follow("King's College London", "Mentoring at King's")
    amara.follow("Who looks after your data", "Who looks after your data")
    amara.open("/kcl/b-mentor-2021/", "B-MEntor Professional 2021")
    amara.follow("Register as a mentee", "Sign in")
    amara.press("Send me a link", "Sign in", {"email": "amara"})
    amara.press("Send me a link", "Look in your mailbox", {"email": AMARA})
    amara.follow("See the messages", "Messages that would be sent")
    amara.follow("http://127.0.0.1", "Sign in")
    amara.press("Sign in", "About you")
    amara.press(NEXT, "About you")
    amara.press(NEXT, "Your work", {"name": "Amara Quarto"})
    amara.press(NEXT, "Your work", {**WORK, "line_manager": "manager"})
    amara.press(NEXT, "What you hope for", {"line_manager": "manager@kcl.example"})
    amara.press(NEXT, "What you hope for")
    amara.press(LATER, "Your registration is not sent yet", {"wants": ["budgets"]})
    amara.follow("Go on with your registration as a mentee", "What you hope for")
    amara.press(NEXT, "How you would like to meet", {"goals": "To lead a small team one day"})
    amara.open("/kcl/b-mentor-2021/register/mentee/send", "Read it through and send")
    amara.press(SEND, "Read it through and send")
    amara.open("/kcl/b-mentor-2021/register/mentee/3", "How you would like to meet")
    amara.press(NEXT, "A question about you", {"meet": ["online"], "training": "yes"})
    amara.press(NEXT, "Read it through and send", {"declared.identifies": "yes"})
    amara.press(SEND, "You are in")
    amara.open("/kcl/mine", "My matches")
    amara.open("/kcl/console", "You cannot do this")
    amara.open("/kcl/nothing-here/", "Page not found")
    amara.follow("Light or dark", "Light or dark")
    return amara


def a_coordinator_decides(kcl: Someone) -> None:
    kcl.open("/kcl/console", "Today")
    kcl.follow("Programmes", "Programmes")
    kcl.open("/kcl/console/b-mentor-2021/registrations?tab=withdrawn", "Registrations")
    kcl.open("/kcl/console/b-mentor-2021/registrations?tab=needs_person", "Registrations")
    kcl.follow("Cato Octavo", "Registrations")
    kcl.press("Confirm", "Registrations", {"outcome": "eligible"})
    kcl.press("Confirm", "Registrations", {"reason": "Asked: grade 4, which is level 6"})
    kcl.press("Confirm", "Registrations", {"outcome": "not_eligible", "reason": "A lecturer"})
    kcl.open("/kcl/console/b-mentor-2021/attendance", "Events and attendance")
    kcl.page.get_by_label("Amara Quarto").check()
    kcl.press("Record as attended", "Events and attendance")
    kcl.open("/kcl/console/b-mentor-2021/mentorships", "Mentorships")


def a_lead_matches(lead: Someone, other: Someone) -> None:
    lead.open("/ucl/console/b-mentor-2021/overview", "Overview")
    lead.open("/ucl/console/b-mentor-2021/matching", "Matching")
    lead.press("Run a round", "Matching")
    lead.follow("Preview publication", "Publish proposal 1")
    other.open(lead.page.url.removeprefix(lead.street.address), "Publish proposal 1")
    lead.press("Publish and tell", "Matching")
    other.press("Publish and tell", "This has changed meanwhile")


def they_meet(amara: Someone, here: Street) -> None:
    amara.take(here.site.as_(AMARA).cookies)
    amara.open("/kcl/b-mentor-2021/mine", "You and Dinah")
    amara.follow("Log a meeting", "Log a meeting")
    amara.press("Log this meeting", "Log a meeting", {"minutes": "an hour"})
    amara.press("Log this meeting", "You and Dinah", {"minutes": "60"})
    gita = here.person("gita.verso@kcl.example", javascript=amara.looks)
    gita.open("/kcl/b-mentor-2021/mine", "You are in")
    gita.follow("Withdraw your registration", "Withdraw")
    gita.press("Withdraw", "Withdraw")
    gita.press("Withdraw", "You have withdrawn", {"what": "registration"})


def test_lse_in_pairs_and_circles(street: Callable[[Year], Street], real: Works) -> None:
    year = lse_year(real)
    here = street(year)
    for name in ("basil.folio", "cato.octavo", "emil.cicero"):
        year.register(f"{name}@lse.example", "mentee")
    year.register("fern.recto@lse.example", "mentor", unit="Registry")
    year.register("dinah.almanac@lse.example", "mentor", ways=["one_to_one"])
    year.register("gita.verso@lse.example", "mentee", ways=["one_to_one"])
    hana = here.person("hana.glyph@lse.example")
    hana.open("/lse/", "Mentoring at LSE")
    hana.open("/lse/bame-mentoring-2025/", "BAME Mentoring Scheme 2025")
    hana.follow("Register as a mentor", "About you")
    hana.press(NEXT, "Your work", {"name": "Hana Glyph"})
    hana.open("/lse/bame-mentoring-2025/register/mentor/2", "Pair or circle")
    hana.press(NEXT, "Pair or circle", {"ways.1": "circle", "ways.2": "circle"})
    hana.press(NEXT, "What you bring", {"ways.2": ""})
    year.now = LSE_MATCHING
    here.site.browsers.clear()
    with year.coordinating("lse"):
        pass
    published(year)
    basil = here.person("basil.folio@lse.example")
    basil.open("/lse/bame-mentoring-2025/mine", "Mentoring circle 1")
    basil.follow("Log a meeting", "Log a meeting")
    for box in basil.page.locator('[name="present"]').all():
        box.uncheck()
    basil.press("Log this meeting", "Log a meeting")
    lead = here.person("coordinator@lse.example")
    lead.open("/lse/console", "Today")
    lead.open("/lse/console/bame-mentoring-2025/matching", "Matching")
    lead.open("/lse/console/bame-mentoring-2025/mentorships", "Mentorships")
    lead.open("/lse/console/bame-mentoring-2025/registrations?tab=everyone", "Registrations")
    lead.follow("Basil Folio", "Registrations")


def test_someone_registers_by_keyboard_alone(street: Callable[[Year], Street], real: Works) -> None:
    here = street(b_mentor_year(real))
    amara = here.person(AMARA)
    amara.looks = False
    amara.open("/kcl/b-mentor-2021/", "B-MEntor Professional 2021")
    keyboard = Keyboard(amara)
    keyboard.press("Register as a mentee", "About you")
    keyboard.write("Your name", "Amara Quarto")
    keyboard.press(NEXT, "Your work")
    keyboard.press(NEXT, "Your work")
    assert amara.page.evaluate("document.activeElement.className") == "summary"
    keyboard.press("Enter your job title", "Your work")
    keyboard.type("Finance Officer")
    keyboard.write("Your department", "Finance")
    keyboard.choose("Professional services", "Professional services")
    keyboard.write("Your grade", "4")
    keyboard.write("Your line manager", "manager@kcl.example")
    keyboard.press(NEXT, "What you hope for")
    keyboard.tick("Budgets and finance")
    keyboard.write("What would you like to be different", "To lead a small team one day")
    keyboard.press(NEXT, "How you would like to meet")
    keyboard.tick("Online")
    keyboard.choose("Yes", "Yes")
    keyboard.press(NEXT, "A question about you")
    keyboard.choose("Yes", "Yes")
    keyboard.press(NEXT, "Read it through and send")
    keyboard.press(SEND, "You are in")
