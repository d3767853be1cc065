"""A lead coordinator changes what the scheme lets a programme change, sees the effect first, and can take it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from browsing import Browser, Page
from makers import Works
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.audit.model import AuditEntry
from mentoring.contracts.merge import merge_patch
from mentoring.programmes.adjust import Asked, save, wanted
from mentoring.programmes.model import Programme, ProgrammeChange
from mentoring.schemes.build import pinned_scheme
from mentoring.schemes.scheme import Scheme
from mentoring.web.console.texts_form import PARTS
from served import Served, served
from year import MATCHING, SECRET, Year, b_mentor_year, ready_pairs, rows

HOME = "/ucl/console/b-mentor-2021"
GRADE = "eligibility.rules.mentee.2.holds.level.maximum"
WEIGHT = "matching.main.criteria.3.weight"
MENTOR = "roles.mentor.title"
REASON = "The steering group asked for it"


def lead(site: Served, name: str = "coordinator") -> Browser:
    return site.as_(f"{name}@ucl.example")


def changes(site: Served) -> list[ProgrammeChange]:
    with site.year.works.work("ucl") as work:
        return sorted(rows(work, ProgrammeChange), key=lambda each: each.number)


def overlay(site: Served) -> list[Any]:
    with site.year.works.work("ucl") as work:
        return rows(work, Programme)[0].overlay


def value(page: Page, name: str) -> str:
    for control in page.root.all("input", "textarea", "select"):
        if control.attributes.get("name") == name:
            if control.tag == "select":
                chosen = [each for each in control.all("option") if "selected" in each.attributes]
                return chosen[0].attributes["value"]
            return control.attributes["value"] if control.tag == "input" else control.raw.removeprefix("\n")
    raise AssertionError(f"no field {name}")


def test_a_label_is_changed_after_its_effect_was_seen(b_mentor: Served) -> None:
    browser = lead(b_mentor)
    browser.open(f"{HOME}/overview")
    assert browser.follow("Texts and rules").heading == "Texts and rules"
    assert browser.follow("Who takes part").heading == "Who takes part"
    assert value(browser.page, MENTOR) == "Mentor"
    page = browser.press("Show what this changes", {MENTOR: "Advocate", "roles.mentor.plural": "Advocates"})
    assert page.heading == "What this changes"
    assert "What one of them is called" in page.words
    assert "Mentor" in page.words
    assert "Advocate" in page.words
    assert overlay(b_mentor) == []
    page = browser.press("Save two changes")
    assert page.problems == ["Write why: whoever runs the programme next reads it"]
    assert overlay(b_mentor) == []
    page = browser.press("Save two changes", reason=REASON)
    assert page.heading == "Texts and rules"
    assert "Saved" in page.words
    assert REASON in page.words
    assert "What one of them is called: Mentor → Advocate" in page.words
    assert "Register as an advocate" in b_mentor.browser().open("/kcl/b-mentor-2021/").words
    assert "Two values are changed" in page.words
    assert "Changed here. The scheme says: Mentor" in browser.follow("Who takes part").words


def test_a_rule_shows_by_name_who_would_be_judged_otherwise_and_people_follow(b_mentor: Served) -> None:
    year = b_mentor.year
    amara = year.register("amara.quarto@ucl.example", "mentee", grade="7")
    browser = lead(b_mentor)
    browser.open(f"{HOME}/texts/eligibility")
    page = browser.press("Show what this changes", {GRADE: "6"})
    assert "One registration changes" in page.words
    assert "Amara Quarto Mentee, UCL" in page.words
    assert "Verdict: Eligible becomes A refusal is proposed" in page.words
    assert year.state(amara) == "eligible"
    browser.press("Save one change", reason=REASON)
    assert year.state(amara) == "submitted"


def test_whoever_stands_in_an_effect_is_told_who_looked(b_mentor: Served) -> None:
    b_mentor.year.register("amara.quarto@kcl.example", "mentee")
    browser = lead(b_mentor)
    browser.open(f"{HOME}/texts/eligibility")
    browser.press("Show what this changes", {GRADE: "6"})
    page = b_mentor.as_("amara.quarto@kcl.example").open("/kcl/my-data")
    assert "looked at whom a change of its rules would touch for B-MEntor Professional 2021" in page.words


def test_whoever_comes_while_one_looks_is_shown_before_anything_is_saved(b_mentor: Served) -> None:
    browser = lead(b_mentor)
    browser.open(f"{HOME}/texts/eligibility")
    assert "Nobody's registration changes" in browser.press("Show what this changes", {GRADE: "6"}).words
    b_mentor.year.register("amara.quarto@ucl.example", "mentee", grade="7")
    page = browser.press("Save one change", reason=REASON)
    assert "People have come or gone since you looked" in page.words
    assert "Amara Quarto" in page.words
    assert value(page, "reason") == REASON
    assert changes(b_mentor) == []
    browser.press("Save one change", reason=REASON)
    assert len(changes(b_mentor)) == 1


def test_one_can_go_back_with_everything_that_was_typed(b_mentor: Served) -> None:
    browser = lead(b_mentor)
    browser.open(f"{HOME}/texts/matching")
    page = browser.press("Show what this changes", {WEIGHT: "55", f"{WEIGHT}.kind": ""})
    assert "Counts for 40" in page.words
    assert "Counts for 55" in page.words
    page = browser.press("Go back and change it")
    assert page.heading == "What makes a good match"
    assert value(page, WEIGHT) == "55"
    page = browser.press("Show what this changes", {f"{WEIGHT}.kind": "must"})
    assert "Never broken" in page.words
    assert changes(b_mentor) == []


def test_a_weight_shows_who_would_be_matched_otherwise(b_mentor: Served) -> None:
    ready_pairs(b_mentor.year, 2)
    assert b_mentor.year.now >= MATCHING
    browser = lead(b_mentor)
    browser.open(f"{HOME}/texts/matching")
    page = browser.press("Show what this changes", {WEIGHT: "90"})
    assert "You meet your match: if the round were run now" in page.words
    assert "Nobody's match differs." in page.words


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(b_mentor: Served) -> None:
    year = b_mentor.year
    someone = year.works.person("second@ucl.example", "Iris Ligature")
    with year.works.work("ucl") as work:
        grant(work, person=someone, role="coordinator")
        install_factor(work, someone, SECRET)
    first, second = lead(b_mentor), lead(b_mentor, "second")
    first.open(f"{HOME}/texts/roles")
    second.open(f"{HOME}/texts/roles")
    second.press("Show what this changes", {MENTOR: "Sponsor", "roles.mentee.plural": "Sponsored"})
    second.press("Save two changes", reason="Our word")
    page = first.press("Show what this changes", {MENTOR: "Advocate", "roles.mentor.plural": "Advocates"})
    assert page.status == 409
    assert "Somebody has saved a change meanwhile" in page.words
    assert page.problems == ["Somebody else has changed this to: Sponsor"]
    assert (value(page, MENTOR), value(page, "roles.mentor.plural")) == ("Advocate", "Advocates")
    assert value(page, "roles.mentee.plural") == "Sponsored"
    assert len(changes(b_mentor)) == 1
    page = first.press("Show what this changes")
    assert "Sponsor" in page.words
    first.press("Save two changes", reason=REASON)
    assert [each.author for each in changes(b_mentor)] == ["Iris Ligature", "Maya Archive"]
    assert value(first.open(f"{HOME}/texts/roles"), "roles.mentee.plural") == "Sponsored"


def test_what_is_not_sound_is_refused_at_its_box_with_document_entry_and_remedy(b_mentor: Served) -> None:
    browser = lead(b_mentor)
    browser.open(f"{HOME}/texts/messages")
    page = browser.press(
        "Show what this changes",
        {"messages.no_match.body": "Dear {person.nickname}", "messages.no_match.subject": "A word"},
    )
    assert page.status == 422
    assert page.problems == [
        "There is no placeholder {person.nickname}. Did you mean `person.name`? (messages, no_match.body)"
    ]
    assert value(page, "messages.no_match.body") == "Dear {person.nickname}"
    assert value(page, "messages.no_match.subject") == "A word"
    browser.open(f"{HOME}/texts/timeline")
    page = browser.press("Show what this changes", {"timeline.match_by.at.by": "a fortnight"})
    (problem,) = page.problems
    assert problem.startswith("`a fortnight` cannot be read as a duration. Wanted: a number and a unit (days, weeks,")
    assert problem.endswith("(timeline, match_by.at.by)")
    browser.open(f"{HOME}/texts/roles")
    page = browser.press("Show what this changes", {"roles.mentor.capacity.most": "many"})
    assert page.problems == ["Enter a whole number from 1 to 50"]


def test_dates_and_places_are_changed_and_what_follows_is_shown(b_mentor: Served) -> None:
    browser = lead(b_mentor)
    browser.open(f"{HOME}/texts/dates")
    assert value(browser.page, "dates.induction_mentor.day") == "28"
    page = browser.press(
        "Show what this changes",
        {
            "dates.induction_mentor.day": "4",
            "dates.induction_mentor.month": "2",
            "places.kcl.mentee": "8",
            "dates.closes.day": "",
        },
    )
    assert page.problems == ["Enter the date, for example 31 8 2027"]
    assert value(page, "dates.induction_mentor.day") == "4"
    page = browser.press("Show what this changes", {"dates.closes.day": "18"})
    assert "Three dates move" in page.words
    assert "Thursday 11 February 2021" in page.words
    assert "Thursday 18 February 2021" in page.words
    assert "Places of King's: Mentees" in page.words
    page = browser.press("Save two changes", reason=REASON)
    assert "Training for mentors: Thursday 28 January 2021 → Thursday 4 February 2021" in page.words
    assert value(browser.open(f"{HOME}/texts/dates"), "places.kcl.mentee") == "8"


def test_dates_in_an_order_in_which_no_programme_can_run_are_refused(b_mentor: Served) -> None:
    browser = lead(b_mentor)
    browser.open(f"{HOME}/texts/dates")
    page = browser.press("Show what this changes", {"dates.closes.month": "3", "dates.closes.year": "2021"})
    assert page.status == 422
    assert "people would be matched while others still register" in page.words
    assert changes(b_mentor) == []


def test_a_change_is_kept_and_can_be_taken_back_by_its_effect(b_mentor: Served) -> None:
    year = b_mentor.year
    amara = year.register("amara.quarto@ucl.example", "mentee", grade="7")
    browser = lead(b_mentor)
    for name, text, button in ((GRADE, "6", "eligibility"), (MENTOR, "Advocate", "roles")):
        browser.open(f"{HOME}/texts/{button}")
        browser.press("Show what this changes", {name: text})
        browser.press("Save one change", reason=REASON)
    assert year.state(amara) == "submitted"
    browser.open(f"{HOME}/changes/1")
    assert browser.page.heading == "Take back change 1"
    assert "Verdict: A refusal is proposed becomes Eligible" in browser.page.words
    page = browser.press("Take change 1 back")
    assert page.problems == ["Write why: whoever runs the programme next reads it"]
    page = browser.press("Take change 1 back", reason="It was a misunderstanding")
    assert "Taken back by change 3" in page.words
    assert year.state(amara) == "eligible"
    assert value(browser.open(f"{HOME}/texts/roles"), MENTOR) == "Advocate"
    assert browser.open(f"{HOME}/changes/1").status == 409
    with year.works.work("ucl") as work:
        told = [
            (each.action, each.fields, each.reason) for each in rows(work, AuditEntry) if each.object == "programme"
        ]
    assert ("change", ["eligibility"], REASON) in told
    assert ("undo", ["eligibility"], "It was a misunderstanding") in told


def test_partners_and_visitors_change_nothing(b_mentor: Served) -> None:
    kcl = b_mentor.coordinator("kcl")
    for path in ("texts", "texts/roles", "move", "changes/1"):
        assert kcl.open(f"/kcl/console/b-mentor-2021/{path}").status == 403
    kcl.open("/kcl/console/b-mentor-2021/scheme")
    token = kcl.page.token
    for path in ("texts/roles", "move", "changes/1"):
        answer = kcl.send(f"/kcl/console/b-mentor-2021/{path}", [("csrf", token), (MENTOR, "Boss"), ("base", "0")])
        assert answer.status == 403
    assert changes(b_mentor) == []
    assert "Texts and rules" not in kcl.open("/kcl/console/b-mentor-2021/overview").words


def newer(scheme: Scheme, change: dict[str, Any], version: str = "1.1") -> Scheme:
    return pinned_scheme(scheme.name, version, merge_patch(scheme.documents, change))


@contextmanager
def upgraded(year: Year, tmp_path: Path, change: dict[str, Any] | None) -> Iterator[Served]:
    """The same programme after the scheme was upgraded on the machine; with None, uninstalled."""
    installed = year.works.schemes
    scheme = installed.schemes["b-mentor"]
    others = {name: each for name, each in installed.schemes.items() if name != "b-mentor"}
    schemes = others if change is None else {**others, "b-mentor": newer(scheme, change)}
    year.works = replace(year.works, schemes=replace(installed, schemes=schemes))
    with served(year, tmp_path) as site:
        yield site


def overlaid(real: Works) -> Year:
    """A programme whose lead has changed a label, a duration and a text."""
    year = b_mentor_year(real)
    asked = Asked({
        ("roles", ("mentor", "title")): "Advocate",
        ("timeline", ("match_by", "at", "by")): "3 weeks",
        ("messages", ("halfway_few", "subject")): "A word from us",
    })  # fmt: skip
    with year.coordinating("ucl") as (work, row):
        save(work, row, wanted(work, row, asked), base=0, author="Maya Archive", reason=REASON)
    return year


NEWER = {
    "roles": {"mentee": {"plural": "Learners"}},
    "timeline": {"match_by": {"at": {"by": "4 weeks"}}, "halfway_few": None},
    "messages": {"halfway_few": None},
}


def test_a_programme_is_moved_to_new_documents_after_difference_and_effect_were_seen(
    real: Works, tmp_path: Path
) -> None:
    with upgraded(overlaid(real), tmp_path, NEWER) as site:
        browser = lead(site)
        page = browser.open(f"{HOME}/texts")
        assert "Version 1.1 of the scheme is installed, with other documents" in page.words
        page = browser.follow("See what would change")
        assert page.heading == "Move to version 1.1 of the scheme"
        assert "roles, mentee.plural" in page.words
        assert "Learners" in page.words
        assert "Stays as you say it: Advocate" in page.words
        assert "You had: A word from us. The new documents have no such entry: it is left out." in page.words
        assert "The scheme said: 2 weeks" in page.words
        assert changes(site)[-1].number == 1
        page = browser.press("Show the effect with these choices", {"carry.timeline.match_by.at.by": "theirs"})
        assert "One date moves" in page.words
        assert "Thursday 25 February 2021" in page.words
        page = browser.press("Move to version 1.1")
        assert page.problems == ["Write why: whoever runs the programme next reads it"]
        page = browser.press("Move to version 1.1", reason="The new forms are better")
        assert "Saved" in page.words
        assert "version 1.0" not in browser.open(f"{HOME}/scheme").words
        assert "Learners" in browser.page.words
        assert value(browser.open(f"{HOME}/texts/roles"), MENTOR) == "Advocate"
        assert browser.open(f"{HOME}/move").status == 409
        assert browser.open(f"{HOME}/changes/2").heading == "Take back change 2"
        browser.press("Take change 2 back", reason="Too early")
        assert "See what would change" in browser.page.words
        assert value(browser.open(f"{HOME}/texts/timeline"), "timeline.match_by.at.by") == "3 weeks"


def test_a_programme_changes_by_nothing_while_its_scheme_is_upgraded(real: Works, tmp_path: Path) -> None:
    with upgraded(overlaid(real), tmp_path, NEWER) as site:
        page = site.browser().open("/kcl/b-mentor-2021/")
        assert "Learners" not in page.words
        with site.year.works.work("ucl") as work:
            assert rows(work, Programme)[0].scheme_version != "1.1"


def test_new_documents_that_ask_for_a_date_ask_for_it_first(real: Works, tmp_path: Path) -> None:
    change = {"timeline": {"tea": {"title": "Tea", "at": {"set": "One afternoon in June"}}}}
    with upgraded(b_mentor_year(real), tmp_path, change) as site:
        browser = lead(site)
        page = browser.open(f"{HOME}/move")
        assert "One afternoon in June" in page.words
        page = browser.press("Show the effect")
        assert page.status == 422
        day = {"dates.tea.day": "10", "dates.tea.month": "6", "dates.tea.year": "2021"}
        page = browser.press("Show the effect", day)
        assert "Thursday 10 June 2021" in page.words
        assert "Saved" in browser.press("Move to version 1.1", reason=REASON).words


def test_a_programme_whose_scheme_is_gone_goes_on_and_says_so(real: Works, tmp_path: Path) -> None:
    with upgraded(b_mentor_year(real), tmp_path, None) as site:
        browser = lead(site)
        assert "The scheme b-mentor is not installed here" in browser.open(f"{HOME}/texts").words
        assert "is not installed here" in browser.open(f"{HOME}/scheme").words
        assert browser.open(f"{HOME}/overview").heading == "Overview"
        page = browser.open(f"{HOME}/move")
        assert (page.status, "is not installed here" in page.words) == (409, True)
        browser.open(f"{HOME}/texts/roles")
        browser.press("Show what this changes", {MENTOR: "Advocate"})
        assert "Saved" in browser.press("Save one change", reason=REASON).words


@pytest.mark.parametrize("part", PARTS)
def test_every_part_sent_as_it_is_changes_nothing(b_mentor: Served, part: str) -> None:
    browser = lead(b_mentor)
    browser.open(f"{HOME}/texts/{part}")
    page = browser.press("Show what this changes")
    assert page.status == 200
    assert "Nothing is changed yet." in page.words
