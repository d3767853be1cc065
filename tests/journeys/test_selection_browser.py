"""The pages of a programme that selects, looked at in Chromium: list, review, level, invitations, naming."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chromium import Street, chromium, live
from makers import Installed, Works
from mentoring.db.engine import Database
from mentoring.participants.invite import invite
from mentoring.participants.register import save_answers, start, submit
from selecting import SLUG, selecting_scheme, selecting_year
from year import Year

pytestmark = pytest.mark.browser

AMARA, BASIL, DINAH = "amara.quarto@kcl.example", "basil.folio@ucl.example", "dinah.almanac@kcl.example"
AT = f"/ucl/console/{SLUG}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def registered(year: Year, email: str, role: str) -> None:
    with year.as_(email) as (work, programme):
        one = start(work, programme, role=role)
        save_answers(work, programme, one, answers={"hope": "To lead a small team"} if role == "mentee" else {})
        submit(work, programme, one)


@pytest.fixture
def street(browser: Browser, database: Database, tmp_path: Path) -> Iterator[Street]:
    """Two before the panel, one of them sent forward; a mentor who was asked, and one who is still to register."""
    year = selecting_year(Works(database, Installed({"selecting": selecting_scheme()})))
    for email in (AMARA, BASIL):
        registered(year, email, "mentee")
    with year.coordinating("ucl") as (work, programme):
        for email in (DINAH, "emil.cicero@kcl.example"):
            invite(work, programme, role="mentor", email=email, name=email.partition("@")[0].replace(".", " ").title())
    registered(year, DINAH, "mentor")
    with live(year, tmp_path) as site:
        made = Street(browser, site)
        yield made
        made.leave()


def test_a_coordinators_pages_of_a_programme_that_selects(street: Street) -> None:
    lead = street.person("coordinator@ucl.example")
    lead.open(f"{AT}/selection", "Selection")
    lead.follow("Amara Quarto", "Panel: Amara Quarto")
    lead.press("Record and go to the next", "Panel: Amara Quarto")
    lead.press("Record and go to the next", "Panel: Basil Folio", {"review.score": "5", "result": "forward"})
    lead.open(f"{AT}/registrations?tab=everyone", "Registrations")
    lead.follow("Amara Quarto", "Registrations")
    lead.follow("Set the level", "The level of Amara Quarto")
    lead.press("Set the level", "The level of Amara Quarto", {"level": "2"})
    lead.open(f"{AT}/invitations", "Invitations")
    lead.open(f"{AT}/enter/mentee", "Enter a mentee")
    lead.open(f"{AT}/naming", "Put people together")


def test_a_partners_reviewer_reads_what_is_not_theirs_to_record(street: Street) -> None:
    kcl = street.person("coordinator@kcl.example")
    kcl.open(f"/kcl/console/{SLUG}/selection", "Selection")
    kcl.follow("Amara Quarto", "Panel: Amara Quarto")
