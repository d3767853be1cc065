"""Every value that a coordinator may change is found by the schemas, with words for it."""

from typing import Any

import pytest

from mentoring.contracts.merge import merge_patch, patch_between
from mentoring.contracts.schemata import adjustable
from mentoring.plugin import DOCUMENTS
from mentoring.schemes.adjustable import Edits, Leaf, edited, leaves
from mentoring.schemes.build import build_scheme
from mentoring.schemes.entries import DOCUMENT_WORDS, about, default_of, label
from mentoring.schemes.load import load_directory
from mentoring.schemes.overlay import ABSENT, overlaid
from mentoring.schemes.scheme import Scheme


@pytest.fixture
def scheme(sound: dict[str, Any]) -> Scheme:
    return build_scheme("quarto", "1.0", sound)


def by_key(scheme: Scheme, changed: Scheme | None = None) -> dict[str, Leaf]:
    return {leaf.key: leaf for leaf in leaves(scheme, changed or scheme)}


def test_every_adjustable_value_of_a_document_is_a_leaf_or_made_of_leaves(scheme: Scheme) -> None:
    found = leaves(scheme, scheme)
    for name in DOCUMENTS:
        held = [leaf.path for leaf in found if leaf.document == name]
        for path in adjustable(name, scheme.documents[name]):
            touching = [each for each in held if each[: len(path)] == path or path[: len(each)] == each]
            assert touching, f"{name}, {path}"


def test_every_installed_scheme_has_words_for_each_of_its_values() -> None:
    for scheme in load_directory().schemes.values():
        for leaf in leaves(scheme, scheme):
            assert label(scheme, leaf), leaf.key
            assert all(about(scheme, leaf.document, leaf.path)), leaf.key
        assert set(DOCUMENT_WORDS) == set(DOCUMENTS)


def test_each_value_may_be_written_again_as_it_is(scheme: Scheme) -> None:
    for leaf in leaves(scheme, scheme):
        documents = edited(scheme.documents, {(leaf.document, leaf.path): leaf.now})
        assert patch_between(scheme.documents, documents) == {}, leaf.key


def test_what_the_scheme_leaves_out_is_offered_with_what_holds_then(scheme: Scheme) -> None:
    leaf = by_key(scheme)["timeline.match_by.time"]
    assert (leaf.own, leaf.now, leaf.kind) == (ABSENT, ABSENT, "time")
    assert default_of(leaf) == 'the whole day for a deadline, else "09:00"'
    made = edited(scheme.documents, {(leaf.document, leaf.path): "12:00"})
    changed = overlaid(scheme, patch_between(scheme.documents, made))
    assert changed.timeline["match_by"].time == "12:00"
    told = by_key(scheme, changed)["timeline.match_by.time"]
    assert (told.own, told.now, told.changed) == (ABSENT, "12:00", True)


def test_a_rules_numbers_are_leaves_of_their_own_and_a_missing_limit_is_offered(scheme: Scheme) -> None:
    found = by_key(scheme)
    limits = [key for key in found if key.endswith(("minimum", "maximum")) and "rules" in key]
    assert limits
    for key in limits:
        other = key.replace("minimum", "maximum") if key.endswith("minimum") else key.replace("maximum", "minimum")
        assert other in found


def test_points_are_offered_to_rules_of_priority_alone(scheme: Scheme) -> None:
    for leaf in leaves(scheme, scheme):
        if leaf.path[-1] == "points" and leaf.now is ABSENT:
            rule = scheme.documents["eligibility"]["rules"][leaf.path[1]][leaf.path[2]]
            assert rule["kind"] == "priority"


def test_a_question_may_be_added_to_the_public_page_and_taken_away(scheme: Scheme) -> None:
    faq = scheme.documents["public_page"].get("faq", [])
    added = edited(
        scheme.documents,
        {("public_page", ("faq", len(faq), "q")): "Who sees it?", ("public_page", ("faq", len(faq), "a")): "We do."},
    )
    assert added["public_page"]["faq"] == [*faq, {"q": "Who sees it?", "a": "We do."}]
    edits: Edits = {("public_page", ("faq", len(faq), part)): ABSENT for part in ("q", "a")}
    assert edited(added, edits)["public_page"]["faq"] == faq


@pytest.mark.parametrize(
    ("before", "after", "patch"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": 1}, {"a": True}, {"a": True}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}, {"a": {"c": None}}),
        ({"a": [1, 2]}, {"a": [1]}, {"a": [1]}),
        ({}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ],
)
def test_the_smallest_patch_makes_one_of_the_other(
    before: dict[str, Any], after: dict[str, Any], patch: dict[str, Any]
) -> None:
    assert patch_between(before, after) == patch
    assert merge_patch(before, patch) == after
