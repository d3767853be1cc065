"""After a large file was taken the page tells in Chromium how far it has come, with JavaScript and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chromium import Street, chromium, live
from makers import Works
from mentoring.participants.importing import UPLOADED
from mentoring.participants.intake import take_file
from mentoring.participants.sheets import sheet_in
from mentoring.programmes.queries import programme
from mentoring.unit_of_work import Actor
from mentoring.web.console.importing import AT_ONCE
from year import Year, lse_year

pytestmark = pytest.mark.browser

AT = f"/lse/console/bame-mentoring-2025/import?taken={AT_ONCE + 1}&role=mentee"
FILE = b"""email,name,job_title,unit,kind,grade,line_manager,ways,wants,goals
amara.quarto@lse.example,Amara Quarto,Officer,Finance,staff,Band 4,head@lse.example,circle,direction,To find my way
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def taken_and_not_settled(year: Year) -> None:
    maya = year.person("coordinator@lse.example", "Maya Archive")
    with year.works.work("lse", now=year.now, actor=Actor.person(maya.id, frozenset({"coordinator"}))) as work:
        sheet = sheet_in(FILE, "Mentees.csv", UPLOADED)
        assert take_file(work, programme(work, year.slug), role="mentee", sheet=sheet, chosen={}) == 1


def test_a_page_that_waits_looks_again_without_being_loaded_until_all_is_done(
    browser: Browser, real: Works, tmp_path: Path
) -> None:
    year = lse_year(real)
    with live(year, tmp_path) as site:
        street = Street(browser, site)
        lead = street.person("coordinator@lse.example")
        plain = street.person("coordinator@lse.example", javascript=False)
        taken_and_not_settled(year)
        for each in (lead, plain):
            each.open(AT, "Registrations from a file")
            assert each.page.get_by_text("One mentee waits").is_visible()
        lead.page.evaluate("window.loadedOnce = true")
        with lead.page.expect_response(lambda answer: answer.url.endswith(AT)):
            pass  # it looked again
        assert lead.page.evaluate("window.loadedOnce")
        year.settle(only_woken=True)
        for each in (lead, plain):
            each.page.get_by_text("The rules have been looked at.").wait_for()
        street.leave()
