"""A programme that selects, over HTTP: invited mentors, a panel, a level set by hand, a listed organisation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from browsing import Browser, Page
from makers import Installed, Works
from mentoring.db.engine import Database
from selecting import SLUG, TRUST, selecting_scheme, selecting_year
from served import Served, served

AMARA, BASIL = "amara.quarto@kcl.example", "basil.folio@ucl.example"
DINAH = "dinah.almanac@kcl.example"


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Iterator[Served]:
    works = Works(database, Installed({"selecting": selecting_scheme()}))
    with served(selecting_year(works), tmp_path) as found:
        yield found


def test_a_mentor_is_invited_and_registers_with_no_more_than_a_name(site: Served) -> None:
    dinah, ucl = site.as_(DINAH), site.coordinator("ucl")
    refused = dinah.open(f"/kcl/{SLUG}/register/mentor")
    assert (refused.status, refused.heading) == (409, "This has changed meanwhile")
    page = ucl.open(f"/ucl/console/{SLUG}/registrations")
    assert ucl.follow("Invitations").heading == "Invitations"
    page = ucl.press("Send the invitation", email="somebody@nowhere.example")
    assert page.problems == ["Write an address at an institution that takes part in this programme."]
    page = ucl.press("Send the invitation", email=DINAH, name="Dinah Almanac")
    assert "One person has been asked. None has registered yet." in page.words
    assert site.year.letters(DINAH)[-1] == "registration_invited"
    assert dinah.open(f"/kcl/{SLUG}/register/mentor").heading == "About you"
    assert dinah.press("Save and continue", name="Dinah Almanac").heading == "Read it through and send"
    assert dinah.press("Send my registration").heading == "You are in"
    assert "One person has been asked. One has registered." in ucl.open(f"/ucl/console/{SLUG}/invitations").words


def test_an_invitation_is_taken_back_on_its_page(site: Served) -> None:
    ucl = site.coordinator("ucl")
    ucl.open(f"/ucl/console/{SLUG}/invitations")
    ucl.press("Send the invitation", email=DINAH)
    assert "Nobody has been asked yet." in ucl.press("Take back").words


def test_a_panel_reviews_one_after_the_other(site: Served) -> None:
    ucl = site.coordinator("ucl")
    for who in (AMARA, BASIL):
        register(site, who, "To lead a small team")
    assert "Two registrations wait for your review" in ucl.open("/ucl/console").words
    assert "for your review" not in site.coordinator("kcl").open("/kcl/console").words, "the host's panel reviews"
    page = ucl.follow("Review 2")
    assert "Two registrations wait for you here." in page.words
    assert (
        "Two registrations are to be reviewed. 0 of at most 2 sent forward, 0 in reserve. By 18 December" in page.words
    )
    page = ucl.follow("Amara Quarto")
    assert (page.heading, "To lead a small team" in page.words) == ("Panel: Amara Quarto", True)
    page = ucl.press("Record and go to the next")
    assert page.problems == ["Answer “How strong is it?”", "Choose what comes of it"]
    page = ucl.press("Record and go to the next", {"review.score": "5"}, result="forward")
    assert page.heading == "Panel: Basil Folio"
    page = ucl.press("Record", {"review.score": "2"}, result="no")
    assert page.problems == ["Write why. It is kept with the result and your name."]
    page = ucl.press("Record", {"review.score": "2"}, result="no", reason="The aims are not clear yet")
    assert page.heading == "Selection"
    assert "1 of at most 2 sent forward, 0 in reserve." in page.words
    page = ucl.follow("Amara Quarto")
    assert "Sent forward so far." in page.words
    assert "for your review" not in ucl.open("/ucl/console").words
    kcl = site.coordinator("kcl")
    kcl.open(f"/kcl/console/{SLUG}/selection")
    page = kcl.follow("Amara Quarto")
    assert "“Panel”: the coordinators of UCL, which runs the programme, review." in page.words
    assert page.forms("Record") == []
    refused = site.as_(BASIL).open(f"/ucl/{SLUG}/mine")
    assert refused.heading == "We cannot offer you a place this time"


def test_a_level_is_set_with_a_reason_and_stands_in_the_file(site: Served) -> None:
    ucl = site.coordinator("ucl")
    register(site, AMARA, "To lead a small team", grade="Clinical 3")
    ucl.open(f"/ucl/console/{SLUG}/registrations?tab=everyone")
    ucl.follow("Amara Quarto")
    page = ucl.follow("Set the level")
    assert page.heading == "The level of Amara Quarto"
    assert "The institution's map does not know this grade, so a person has to say." in page.words
    assert ucl.press("Set the level").problems == ["Choose a level"]
    assert ucl.press("Set the level", level="2").problems == ["Write why. It is kept with the level and your name."]
    page = ucl.press("Set the level", level="2", reason="Paid as senior")
    assert "Level: Set to Senior at UCL on 2 November" in page.words
    assert "Paid as senior" in page.words


def test_the_host_enters_people_of_a_listed_organisation(site: Served) -> None:
    ucl, kcl = site.coordinator("ucl"), site.coordinator("kcl")
    ucl.open(f"/ucl/console/{SLUG}/invitations")
    assert ucl.follow("Enter a mentee of a listed organisation").heading == "Enter a mentee"
    page = ucl.press("Enter the registration", email="ines.kern@kcl.example")
    assert page.problems == [
        "Choose the organisation.",
        "Write their name.",
        "This is an address of King's: they register themselves.",
        "Answer “What do you hope for?”",
    ]
    page = ucl.press(
        "Enter the registration",
        {"answers.hope": "New eyes"},
        listed=TRUST,
        name="Ines Kern",
        email="ines@kerning.example",
    )
    assert (page.heading, "Ines Kern" in page.words, TRUST in page.words) == ("Registrations", True, True)
    assert kcl.open(f"/kcl/console/{SLUG}/enter/mentee").status == 403


def test_the_host_puts_two_people_together_by_hand(site: Served) -> None:
    ucl, dinah = site.coordinator("ucl"), site.as_(DINAH)
    register(site, AMARA, "To lead a small team")
    ucl.open(f"/ucl/console/{SLUG}/mentorships")
    assert "Nobody is free to be matched here now." in ucl.follow("Put people together").words
    ucl.open(f"/ucl/console/{SLUG}/selection")
    ucl.follow("Amara Quarto")
    ucl.press("Record", {"review.score": "5"}, result="forward")
    ucl.open(f"/ucl/console/{SLUG}/invitations")
    ucl.press("Send the invitation", email=DINAH)
    dinah.open(f"/kcl/{SLUG}/register/mentor")
    dinah.press("Save and continue", name="Dinah Almanac")
    dinah.press("Send my registration")
    page = ucl.open(f"/ucl/console/{SLUG}/naming")
    assert page.heading == "Put people together"
    assert ucl.press("Put them together").problems == ["Choose somebody", "Choose somebody"]
    page = name(ucl)
    assert page.problems == [
        "Say why this match is right although something speaks against it: They work at different institutions"
    ]
    page = name(ucl, reason="They have met and both ask for it")
    assert (page.heading, "Amara Quarto" in page.words, "Dinah Almanac" in page.words) == ("Mentorships", True, True)
    assert dinah.open("/kcl/mine").heading == "My matches"
    assert site.coordinator("kcl").open(f"/kcl/console/{SLUG}/naming").status == 403


def name(lead: Browser, **more: str) -> Page:
    """Choose the one mentee and the one mentor there are."""
    chosen = {
        each.attributes["name"]: each.all("option")[-1].attributes["value"]
        for each in lead.page.root.all("select")
        if each.attributes["name"].startswith("people-")
    }
    return lead.press("Put them together", {**chosen, **more})


def register(site: Served, who: str, hope: str, **answers: str) -> None:
    browser, home = site.as_(who), who.partition("@")[2].removesuffix(".example")
    browser.open(f"/{home}/{SLUG}/register/mentee")
    browser.press("Save and continue", name=" ".join(part.title() for part in who.partition("@")[0].split(".")))
    browser.press("Save and continue", {"hope": hope, **answers})
    page = browser.press("Send my registration")
    assert page.heading == "We have your registration"
    assert "A selection comes first. We write to you when it is decided." in page.words
