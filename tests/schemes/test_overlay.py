from typing import Any

import pytest

from mentoring.contracts.problems import Problem
from mentoring.schemes.build import UnsoundScheme, build_scheme
from mentoring.schemes.overlay import overlaid
from mentoring.schemes.scheme import Scheme


@pytest.fixture
def scheme(sound: dict[str, Any]) -> Scheme:
    return build_scheme("quarto", "1.0", sound)


def test_texts_numbers_durations_weights_acceptance_and_rule_values_may_be_changed(
    scheme: Scheme, sound: dict[str, Any]
) -> None:
    rules = [dict(rule) for rule in sound["eligibility"]["rules"]["mentor"]]
    rules[0]["holds"] = [{"level": {"minimum": 3}}, {"institution": {"const": "folio"}}]
    criteria = [dict(criterion) for criterion in sound["matching"]["pair"]["criteria"]]
    criteria[0]["weight"] = "must"
    changed = overlaid(
        scheme,
        {
            "roles": {"mentor": {"title": "Advocate", "capacity": {"most": 4}}},
            "card": {"places": [{"who": "mentee", "at_most": 30}]},
            "eligibility": {"rules": {"mentor": rules}},
            "matching": {"pair": {"criteria": criteria, "offers": {"ask": ["mentor"], "expires": "5 days"}}},
            "timeline": {"match_by": {"at": {"by": "3 weeks"}}},
            "messages": {"waiting": {"subject": "Please wait"}},
            "registration": {"mentee": {"form": {"properties": {"wants": {"title": "Topics?"}}}}},
        },
    )
    assert changed.roles["mentor"].title == {"en": "Advocate"}
    assert changed.roles["mentor"].capacity.most == 4
    assert changed.card.places[0].at_most == 30
    assert changed.eligibility.rules["mentor"][0].holds[0] == {"level": {"minimum": 3}}
    assert changed.matching["pair"].criteria[0].weight == "must"
    assert changed.matching["pair"].offers.ask == (("mentor",),)
    assert changed.timeline["match_by"].at.by == "3 weeks"
    assert changed.digest != scheme.digest
    assert (changed.name, changed.version) == ("quarto", "1.0")


def test_places_may_be_numbered_by_institution(sound: dict[str, Any]) -> None:
    sound["card"]["places"][0]["per"] = "institution"
    shared = build_scheme("quarto", "1.0", sound)
    changed = overlaid(shared, {"card": {"places": [{**sound["card"]["places"][0], "at_most": {"all": 8, "kcl": 12}}]}})
    assert (changed.card.places[0].at_most, dict(changed.card.places[0].own)) == (8, {"kcl": 12})


def test_nothing_laid_over_is_the_same_scheme(scheme: Scheme) -> None:
    assert overlaid(scheme, {}) is scheme
    assert overlaid(scheme, {"card": {}}) == scheme


@pytest.mark.parametrize(
    ("overlay", "entry", "what"),
    [
        ({"card": {"name": "folio"}}, "name", "A programme cannot change this from `quarto` to `folio`."),
        (
            {"roles": {"lead": {"title": "Lead"}}},
            "lead",
            'A programme cannot change this from nothing to `{"title": "Lead"}`.',
        ),
        (
            {"timeline": {"ends": {"at": None}}},
            "ends.at",
            'A programme cannot change this from `{"set": "In December"}` to nothing.',
        ),
        ({"timeline": {"late": {"do": []}}}, "late.do", "A programme cannot change this from"),
        (
            {"matching": {"pair": {"first": "points"}}},
            "pair.first",
            "A programme cannot change this from nothing to `points`.",
        ),
        (
            {"registration": {"mentee": {"form": {"required": []}}}},
            "mentee.form.required",
            "A programme cannot change this from",
        ),
        (
            {"eligibility": {"decided_by": "home"}},
            "decided_by",
            "A programme cannot change this from nothing to `home`.",
        ),
    ],
)
def test_what_the_scheme_alone_decides_cannot_be_overlaid(
    scheme: Scheme, overlay: dict[str, Any], entry: str, what: str
) -> None:
    with pytest.raises(UnsoundScheme) as refused:
        overlaid(scheme, overlay)
    problem = refused.value.problems[0]
    assert (problem.document, problem.entry) == (next(iter(overlay)), entry)
    assert problem.what.startswith(what)
    assert problem.remedy == "Only the scheme can; an overlay changes texts and numbers."


def test_a_document_that_is_none_cannot_be_overlaid(scheme: Scheme) -> None:
    with pytest.raises(UnsoundScheme) as refused:
        overlaid(scheme, {"cards": {}})
    assert refused.value.problems == (
        Problem("cards", "", "There is no document `cards` to change.", "Did you mean `card`?"),
    )


def test_what_may_be_changed_must_still_be_sound(scheme: Scheme) -> None:
    with pytest.raises(UnsoundScheme) as refused:
        overlaid(scheme, {"messages": {"waiting": {"body": "Dear {person.nickname}"}}})
    assert refused.value.problems == (
        Problem(
            "messages", "waiting.body", "There is no placeholder {person.nickname}.", "Did you mean `person.name`?"
        ),
    )
