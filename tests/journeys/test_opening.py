"""A coordinator opens a programme on the console: the scheme's questions, what it will be, one button."""

import pytest

from browsing import Browser, Page
from mentoring.audit.model import AuditEntry
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import file_of
from served import Served
from year import rows

OPEN = "/ucl/console/programmes/open"
SHOW = "Show what is opened"
FILLED = {
    "it.title": "B-MEntor 2022",
    "it.slug": "b-mentor-2022",
    "dates.closes.day": "17",
    "dates.closes.month": "12",
    "dates.closes.year": "2021",
    "dates.induction_mentee.day": "13",
    "dates.induction_mentee.month": "1",
    "dates.induction_mentee.year": "2022",
    "dates.induction_mentor.day": "27",
    "dates.induction_mentor.month": "1",
    "dates.induction_mentor.year": "2022",
    "dates.celebration.day": "7",
    "dates.celebration.month": "12",
    "dates.celebration.year": "2022",
    "joins.kcl_from.day": "1",
    "joins.kcl_from.month": "10",
    "joins.kcl_from.year": "2021",
}


@pytest.fixture
def lead(b_mentor: Served) -> Browser:
    browser = b_mentor.coordinator("ucl")
    browser.open("/ucl/console/programmes")
    browser.follow("Open a programme")
    browser.follow("B-MEntor Professional")
    return browser


def typed(page: Page) -> dict[str, str]:
    return {each.attributes["name"]: each.attributes["value"] for each in page.root.all("input")
            if each.attributes.get("name", "").startswith(("it.", "dates.", "joins."))}  # fmt: skip


def opened(site: Served) -> list[Programme]:
    with site.year.works.work("ucl") as work:
        return [each for each in rows(work, Programme) if each.slug != "b-mentor-2021"]


def test_a_programme_is_opened_after_its_dates_were_seen(b_mentor: Served, lead: Browser) -> None:
    page = lead.press(SHOW, FILLED)
    assert page.heading == "Open B-MEntor 2022"
    assert (
        "UCL takes part. King's takes part once its own coordinators have agreed. Nothing is opened yet." in page.words
    )
    assert "You meet your match Worked out by the scheme" in page.words
    assert "Thursday 10 February 2022" in page.words
    assert opened(b_mentor) == []
    assert lead.press("Open B-MEntor 2022").heading == "Overview"
    (made,) = opened(b_mentor)
    file = file_of(made)
    assert (file.slug, file.scheme, file.host) == ("b-mentor-2022", "b-mentor", "ucl")
    assert file.partners == ()
    assert file.dates["induction_mentor"] == ("2022-01-27",)
    assert b_mentor.browser().open("/kcl/b-mentor-2022/").status == 404
    kcl = b_mentor.coordinator("kcl")
    kcl.open("/kcl/console/programmes")
    assert kcl.follow("B-MEntor 2022").heading == "Does King's take part?"
    kcl.press("Answer", agrees="yes")
    assert b_mentor.browser().open("/kcl/b-mentor-2022/").heading == "B-MEntor 2022"
    (made,) = opened(b_mentor)
    joined = [(each.slug, each.start.isoformat(), each.end) for each in file_of(made).partners]
    assert joined == [("kcl", "2021-10-01", None)]
    assert b_mentor.browser().open("/qmul/b-mentor-2022/").status == 404
    with b_mentor.year.works.work("ucl") as work:
        (entry,) = [each for each in rows(work, AuditEntry) if each.action == "open" and each.object_id == str(made.id)]
        assert entry.actor_kind == "person"


def test_the_dates_of_the_last_one_are_filled_in_as_much_later_as_the_scheme_says(lead: Browser) -> None:
    assert "The dates are those of the last one, 1 year later." in lead.page.words
    found = typed(lead.page)
    days = {"closes": "18 12 2021", "induction_mentee": "14 1 2022", "celebration": "8 12 2022"}
    for name, day in days.items():
        assert " ".join(found[f"dates.{name}.{part}"] for part in ("day", "month", "year")) == day


def test_nothing_typed_is_lost_when_something_is_wrong(b_mentor: Served, lead: Browser) -> None:
    wrong = {"it.slug": "Not An Address", "dates.closes.day": "", "joins.kcl_to.day": "1"}
    page = lead.press(SHOW, {**FILLED, **wrong})
    assert page.status == 422
    assert page.problems == [
        (
            "`Not An Address` cannot be read as a short name. Wanted: write lower-case letters, digits and hyphens, "
            "beginning with a letter."
        ),
        "Enter the date of “Registration closes”, for example 31 8 2027",
        "Enter the last day of King's, for example 31 8 2027",
    ]
    assert typed(page).items() >= {**FILLED, **wrong}.items()
    page = lead.press(SHOW, {"dates.closes.day": "17", "joins.kcl_to.day": ""})
    assert len(page.problems) == 1
    assert lead.press(SHOW, {"it.slug": "b-mentor-2022"}).heading == "Open B-MEntor 2022"
    page = lead.press("Go back and change it")
    assert page.heading == "Open a programme"
    assert typed(page).items() >= FILLED.items()
    assert opened(b_mentor) == []


def test_the_refusals_are_those_of_a_programmes_file(b_mentor: Served, lead: Browser) -> None:
    page = lead.press(SHOW, {**FILLED, "it.slug": "b-mentor-2021"})
    assert page.problems == ["You host a programme of this name already: give the new one another."]
    page = lead.press(SHOW, {"it.slug": "outbox"})
    assert page.problems == ["`outbox` is an address that every institution has already."]
    page = lead.press(SHOW, {"it.slug": "b-mentor-2022", "dates.closes.month": "6", "dates.closes.year": "2022"})
    assert page.status == 422
    assert "people would be matched while others still register" in page.words
    assert opened(b_mentor) == []


def test_a_scheme_that_the_institution_takes_no_part_in_is_not_offered(b_mentor: Served) -> None:
    browser = b_mentor.coordinator("ucl")
    page = browser.open(OPEN)
    assert "BAME Mentoring Scheme" not in page.words
    assert browser.open(f"{OPEN}?scheme=lse").heading == "Open a programme"
    assert browser.page.forms(SHOW) == []
