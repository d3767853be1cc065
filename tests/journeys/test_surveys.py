"""Surveys and agreements over HTTP: a mentee, a mentor, the host's and a partner's coordinators."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from browsing import Browser
from makers import Works
from mentoring.db.engine import Database
from served import Served, served
from year import MATCHING, b_mentor_year, published, ready_pairs, variant

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
CONSOLE = "console/b-mentor-2021"
FORM = {"type": "object", "required": ["hope", "often"], "properties": {
    "hope": {"type": "string", "title": "What do you hope for?", "maxLength": 200},
    "often": {"type": "integer", "title": "How often?", "minimum": 1, "maximum": 5},
}, "x-themes": [{"title": "Hopes", "ask": ["hope"]}, {"title": "Rhythm", "ask": ["often"]}]}  # fmt: skip
CHANGE = {
    "surveys": {
        "private": {"title": "In private", "form": FORM, "read_by": "host"},
        "together": {"title": "To each other", "form": FORM, "read_by": "members"},
        "quiet": {"title": "Without names", "form": FORM, "named": False},
    },
    "timeline": {
        "asked": {"title": "Three more", "per": "mentorship", "at": {"after": "formed", "by": "1 weeks"},
                  "do": [{"ask": "private"}, {"ask": "together"}, {"ask": "quiet"}]},
    },
    "activities": {"gates": {
        "agreed": {"title": "An agreement", "before": "meeting", "needs": [{"signed": "working_together"}]},
        "looked_back": {"title": "Before and after", "before": "completion", "needs": [{"answered": "looking_back"}]},
    }},
}  # fmt: skip


@pytest.fixture
def pair(database: Database, tmp_path: Path) -> Iterator[Served]:
    """A pair of King's and UCL on the day it was formed."""
    year = b_mentor_year(Works(database, variant("b-mentor", CHANGE)))
    ready_pairs(year, 1)
    published(year)
    with served(year, tmp_path) as site:
        yield site


def fresh(site: Served, email: str) -> Browser:
    """Signed in again: the last time is long ago."""
    site.browsers.pop(email, None)
    return site.as_(email)


def lead(site: Served, slug: str) -> Browser:
    site.browsers.pop(f"coordinator@{slug}.example", None)
    return site.coordinator(slug)


def test_a_pair_signs_answers_and_is_read_by_whom_the_survey_says(pair: Served) -> None:
    they_sign_what_they_agree_on(pair)
    a_mentee_answers_what_only_the_coordinators_read(pair)
    themes_drafts_and_readers(pair)
    coordinators_read_what_is_theirs(pair)
    the_rest_are_reminded(pair)
    a_certificate_waits_for_the_last_answers(pair)


def they_sign_what_they_agree_on(site: Served) -> None:
    amara, dinah = site.as_(AMARA), site.as_(DINAH)
    page = amara.open("/kcl/b-mentor-2021/mine")
    assert "Before you meet" in page.words
    assert "An agreement: still to be done by you and Dinah Almanac0" in page.words
    assert amara.follow("Read and sign “How we will work together”").heading == "How we will work together"
    assert amara.press("Sign this agreement", rhythm="six_weeks").problems == ["Answer “Where will you meet?”"]
    page = amara.press("Sign this agreement", rhythm="six_weeks", place="At King's, on Thursdays")
    assert "You have signed" in page.words
    dinah.open("/ucl/b-mentor-2021/mine")
    dinah.follow("Read and sign")
    read = dinah.page
    assert "on Thursdays" in read.html
    assert "You have signed" in dinah.press("Sign this, or what I changed", place="Online").words
    amara.open("/kcl/b-mentor-2021/mine")
    amara.follow("Read and sign")
    assert "Dinah Almanac0 has changed it." in amara.page.words
    stale, dinah.page = dinah.page, read
    assert dinah.press("Sign this, or what I changed", place="In town").status == 409
    assert "In town" in dinah.page.html
    dinah.page = stale
    assert "Everybody has signed." in amara.press("Sign this, or what I changed").words
    assert "Before you meet" not in amara.open("/kcl/b-mentor-2021/mine").words
    assert site.year.letters(AMARA).count("agreement_to_sign") == 2
    assert site.year.letters(DINAH).count("agreement_to_sign") == 1


def a_mentee_answers_what_only_the_coordinators_read(site: Served) -> None:
    site.year.now = MATCHING + timedelta(days=4)
    site.year.settle()
    amara = fresh(site, AMARA)
    amara.open("/kcl/b-mentor-2021/mine")
    assert amara.follow("Answer “Before you begin”").heading == "Before you begin"
    assert "The coordinators of UCL and King's read your answers, with your name." in amara.page.words
    page = amara.press("Send my answers", confidence="9", next_step="A word to keep")
    assert page.status == 422
    assert len(page.problems) == 2
    assert "A word to keep" in page.html
    assert "Your answers are sent" in amara.press("Send my answers", confidence="2", network="3").words
    assert "Answer “Before you begin”" not in amara.open("/kcl/b-mentor-2021/mine").words


def themes_drafts_and_readers(site: Served) -> None:
    site.year.now = MATCHING + timedelta(days=8)
    site.year.settle()
    amara, dinah = fresh(site, AMARA), fresh(site, DINAH)
    for browser, home, hope in ((amara, "kcl", "To be heard"), (dinah, "ucl", "To listen")):
        browser.open(f"/{home}/b-mentor-2021/mine")
        page = browser.follow("Answer “To each other”")
        assert f", about you and {'Dinah' if browser is amara else 'Amara'}. Open until" in page.words
        browser.press("Save and come back later", hope=hope)
        browser.follow("Go on answering “To each other”")
        assert hope in browser.page.html
        assert "To be heard" not in browser.page.html or browser is amara
        browser.press("Save and continue")
        assert "Your answers are sent" in browser.press("Send my answers", often="4").words
    assert "To be heard" in dinah.page.words
    for survey in ("In private", "Without names"):
        amara.open("/kcl/b-mentor-2021/mine")
        amara.follow(f"Answer “{survey}”")
        amara.press("Save and continue", hope="=1+1")
        amara.press("Send my answers", often="2")
    assert "You have answered, without your name" in amara.page.words
    assert amara.page.forms("Send my answers") == []


def coordinators_read_what_is_theirs(site: Served) -> None:
    ucl, kcl = lead(site, "ucl"), lead(site, "kcl")
    assert ucl.open(f"/ucl/{CONSOLE}/surveys").heading == "Surveys"
    ucl.follow("In private")
    assert "=1+1" in ucl.page.words
    assert "1 of 2 have answered (50 per cent)." in ucl.page.words
    found = kcl.open(f"/kcl/{CONSOLE}/surveys/private")
    assert ("=1+1" in found.words, "1 of 1 have answered" in found.words) == (False, True)
    assert "A word to keep" in kcl.open(f"/kcl/{CONSOLE}/surveys/baseline").words
    assert "Amara Quarto0" in kcl.page.words
    for console, home in ((ucl, "ucl"), (kcl, "kcl")):
        assert "To be heard" not in console.open(f"/{home}/{CONSOLE}/surveys/together").html
        assert "=1+1" not in console.open(f"/{home}/{CONSOLE}/surveys/quiet").html
    assert ucl.open(f"/ucl/{CONSOLE}/surveys/no_such").status == 404


def the_rest_are_reminded(site: Served) -> None:
    ucl, kcl = site.coordinator("ucl"), site.coordinator("kcl")
    ucl.open(f"/ucl/{CONSOLE}/surveys/private")
    assert "One person is reminded" in ucl.press("Remind 1 now").words
    assert "Nobody was reminded" in ucl.press("Remind 1 now").words
    assert site.year.letters(DINAH).count("survey_reminder") == 1
    assert kcl.open(f"/kcl/{CONSOLE}/surveys/private").forms("Remind") == []


def a_certificate_waits_for_the_last_answers(site: Served) -> None:
    site.year.now = MATCHING + timedelta(days=352)
    site.year.settle()
    site.year.now = MATCHING + timedelta(days=367)
    site.year.settle()
    amara = fresh(site, AMARA)
    amara.open("/kcl/b-mentor-2021/mine")
    at = amara.page
    page = amara.follow("See your certificate")
    assert (page.status, "Before and after" in page.words) == (409, True)
    amara.page = at
    amara.follow("Answer “Looking back”")
    amara.press("Send my answers", confidence="4", network="4")
    amara.open("/kcl/b-mentor-2021/mine")
    assert amara.follow("See your certificate").heading == "Certificate of completion"
