"""The workbench over HTTP, without JavaScript: each button is a form that leads back to the pair."""

import re

import msgspec
import pytest

from browsing import Browser
from mentoring.gates.service import record_pass
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import read_programme
from served import Served
from year import B_MENTOR, published, ready_pairs

MATCHING = "/ucl/console/b-mentor-2021/matching"


@pytest.fixture
def lead(b_mentor: Served) -> Browser:
    """The host's coordinator before the first proposal: three pairs could be made, and a mentee is one too many."""
    year = b_mentor.year
    left = year.register("leon.octavo@kcl.example", "mentee")
    ready_pairs(year, 3)
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, left, gate="trained_mentee")
    lead = b_mentor.coordinator("ucl")
    lead.open(MATCHING)
    lead.press("Run a round")
    return lead


def test_run_lock_forbid_solve_again_compare_and_publish(lead: Browser) -> None:
    assert "Three matches, weakest fit first." in lead.page.words
    first = lead.page.path
    lead.press("Lock ")
    assert (lead.page.path, "1 locked" in lead.page.words) == (first, True)
    assert "Last change:" in lead.page.words
    lead.press("Forbid", which=1)
    assert "Kept apart: solve the rest again" in lead.page.words
    page = lead.follow("Preview publication")
    assert "Publish and tell" in page.words
    assert "Two people whom you keep apart are still together" in page.words
    lead.open(first)
    lead.press("Solve the rest again")
    assert "Proposal 2 of" in lead.page.words
    assert "New in this proposal. Was with" in lead.page.words
    second = lead.page.path
    page = lead.follow("Show differences")
    assert page.heading == "Proposal 2 compared with proposal 1"
    assert "Somebody else" in page.words
    lead.open(second)
    lead.follow("Preview publication")
    assert "Everybody was told on" in lead.press("Publish and tell").words
    assert "Lock" not in [each.words for each in lead.page.root.all("button")]


def test_undo_takes_one_step_back_at_a_time(lead: Browser) -> None:
    first = lead.page.path
    lead.press("Lock ")
    lead.press("Undo last change")
    assert (lead.page.path, "locked" in lead.page.words) == (first, False)
    lead.press("Solve the rest again")
    assert lead.press("Undo last change").path == first


def test_somebody_is_swapped_with_who_else_moves_said_first(lead: Browser) -> None:
    page = lead.follow("Swap")
    assert page.heading.startswith("Another mentor for")
    assert "Best first." in page.words
    assert lead.press("Swap").problems == ["Choose somebody"]
    choice = next(each for each in lead.page.root.all("input") if each.attributes.get("name") == "choice")
    lead.press("Swap", choice=choice.attributes["value"])
    assert "By hand: Swapped by hand." in lead.page.words


def test_a_match_by_hand_against_a_rule_asks_for_the_reason_and_keeps_what_was_typed(lead: Browser) -> None:
    page = lead.follow("Match ")
    assert page.heading.startswith("Another mentor for")
    (other,) = [each for each in page.root.all("select") if each.attributes["name"] == "other"]
    full = next(each.attributes["value"] for each in other.all("option") if "full" in each.words)
    page = lead.press("Match by hand", other=full)
    assert page.status == 422
    assert "no room for another" in page.problems[0]
    lead.press("Match by hand", reason="They asked for one another")
    assert "By hand: They asked for one another. Against:" in lead.page.words


def test_the_smallest_change_is_tried(lead: Browser) -> None:
    assert "One person without a match" in lead.page.words
    lead.press("Try it")
    assert "No people without a match" in lead.page.words


def test_whoever_comes_second_sees_who_was_first_and_the_proposal_as_it_is(lead: Browser) -> None:
    stale, first = lead.page, lead.page.path
    lead.press("Lock ")
    lead.page = stale
    page = lead.press("Lock ", which=1)
    assert (page.status, page.heading) == (409, "Matching")
    assert "You changed proposal 1 at" in page.words
    assert "Your lock was not made; nothing is lost." in page.words
    assert first in page.html


def test_the_matrix_shows_what_is_chosen_and_leads_to_candidates(lead: Browser) -> None:
    lead.press("Lock ")
    page = lead.follow("Matrix")
    marks = [each.words for each in page.root.all("td")]
    assert sum(mark.endswith("chosen and locked") for mark in marks) == 1
    assert sum(mark.endswith("chosen") for mark in marks) == 2
    assert lead.follow("Leon Octavo").heading == "Another mentor for Leon Octavo"


def test_a_dry_run_shows_the_difference_and_keeps_nothing(lead: Browser) -> None:
    lead.follow("Try other weights")
    assert lead.page.heading == "Try other weights and values"
    boxes = {each.attributes["name"] for each in lead.page.root.all("input")}
    least = next(
        each for each in sorted(boxes) if re.fullmatch(r"eligibility\.rules\.mentee\.\d\.holds\.level\.minimum", each)
    )
    page = lead.press("Try it", {least: "seven"})
    assert page.problems == ["Enter a whole number, such as 5"]
    page = lead.press("Try it", {least: "7"})
    assert "Three people lost theirs." in page.words
    assert "May not enter any more: Amara Quarto0, Amara Quarto1" in page.words
    assert "Proposal 1 of" in lead.open(MATCHING).words


def test_a_dry_run_on_last_years_people_says_who_would_have_been_whose(b_mentor: Served) -> None:
    year = b_mentor.year
    ready_pairs(year, 2)
    published(year)
    with year.works.work("ucl", now=year.now) as work:
        apply_programme(work, msgspec.structs.replace(read_programme(B_MENTOR), slug="b-mentor-2022", title="The next"))
    lead = b_mentor.coordinator("ucl")
    page = lead.open("/ucl/console/b-mentor-2022/matching/dry-run")
    boxes = {each.attributes["name"] for each in page.root.all("input")}
    least = next(each for each in sorted(boxes) if re.fullmatch(r"eligibility\.rules\.mentee\..*level\.minimum", each))
    with year.coordinating("ucl") as (_, programme):
        last = str(programme.id)
    page = lead.press("Try it", {least: "7", "on": last})
    assert "Two people lost theirs." in page.words
    assert "May not enter any more: Amara Quarto0, Amara Quarto1" in page.words
    assert "No proposal yet" in lead.open("/ucl/console/b-mentor-2022/matching").words
