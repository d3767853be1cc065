"""What becomes of a programme's changes in new documents: carried over by meaning, chosen, or named as gone."""

from typing import Any

import pytest

from mentoring.contracts.merge import merge_patch
from mentoring.programmes.moving import Carried, carried
from mentoring.schemes.build import build_scheme, pinned_scheme
from mentoring.schemes.load import load_scheme
from mentoring.schemes.overlay import overlaid
from mentoring.schemes.scheme import Scheme


@pytest.fixture(scope="module")
def own() -> Scheme:
    return load_scheme("lse")


def newer(own: Scheme, change: dict[str, Any]) -> Scheme:
    return pinned_scheme(own.name, "9.0", merge_patch(own.documents, change))


def fates(own: Scheme, overlay: dict[str, Any], change: dict[str, Any]) -> dict[str, Carried]:
    found = carried(own, overlaid(own, overlay), newer(own, change))
    return {f"{each.document}, {each.entry}": each for each in found}


def criteria(own: Scheme, **weights: int) -> list[dict[str, Any]]:
    """The pair's criteria, some with other weights by the rule's name."""
    written = own.documents["matching"]["one_to_one"]["criteria"]
    return [{**each, "weight": weights.get(each["rule"], each["weight"])} for each in written]


def test_a_label_goes_along_where_the_scheme_says_what_it_said(own: Scheme) -> None:
    found = fates(own, {"roles": {"mentor": {"title": "Advocate"}}}, {"roles": {"mentor": {"plural": "Guides"}}})
    assert {name: each.fate for name, each in found.items()} == {"roles, mentor.title": "kept"}


def test_what_both_have_changed_is_chosen(own: Scheme) -> None:
    found = fates(own, {"roles": {"mentor": {"title": "Advocate"}}}, {"roles": {"mentor": {"title": "Guide"}}})
    each = found["roles, mentor.title"]
    assert (each.fate, each.was, each.said, each.now) == ("choose", "Mentor", "Advocate", "Guide")


def test_what_the_scheme_now_says_itself_is_not_needed(own: Scheme) -> None:
    found = fates(own, {"roles": {"mentor": {"title": "Advocate"}}}, {"roles": {"mentor": {"title": "Advocate"}}})
    assert found["roles, mentor.title"].fate == "same"


def test_what_is_gone_is_named(own: Scheme) -> None:
    found = fates(
        own,
        {"timeline": {"last_call": {"title": "Hurry"}}},
        {"timeline": {"last_call": None}},
    )
    assert found["timeline, last_call.title"].fate == "gone"


def test_a_criterion_is_found_again_wherever_it_stands(own: Scheme) -> None:
    changed = {"matching": {"one_to_one": {"criteria": criteria(own, text=33)}}}
    moved = {"matching": {"one_to_one": {"criteria": list(reversed(criteria(own)))}}}
    (each,) = fates(own, changed, moved).values()
    assert each.fate == "kept"
    place = each.path[2]
    assert isinstance(place, int)
    assert moved["matching"]["one_to_one"]["criteria"][place]["rule"] == "text"


def test_a_criterion_that_is_gone_takes_its_weight_along(own: Scheme) -> None:
    changed = {"matching": {"one_to_one": {"criteria": criteria(own, text=33)}}}
    without = [each for each in criteria(own) if each["rule"] != "text"]
    (each,) = fates(own, changed, {"matching": {"one_to_one": {"criteria": without}}}).values()
    assert each.fate == "gone"


def test_places_are_told_apart_by_whom_they_are_for(own: Scheme) -> None:
    def placing(*places: tuple[str, int]) -> dict[str, Any]:
        return {"places": [{"who": who, "at_most": number} for who, number in places]}

    card = {**own.documents["card"], **placing(("mentor", 9), ("mentee", 30))}
    scheme = build_scheme("lse", "1", {**own.documents, "card": card})
    changed = overlaid(scheme, {"card": placing(("mentor", 9), ("mentee", 35))})
    new = pinned_scheme("lse", "2", {**scheme.documents, "card": {**card, **placing(("mentee", 30))}})
    (each,) = carried(scheme, changed, new)
    assert (each.fate, each.path, each.said) == ("kept", ("places", 0, "at_most"), 35)
