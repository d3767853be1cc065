from typing import Any

import pytest

from mentoring.contracts.canonical import canonical
from mentoring.errors import UnsoundDocument
from mentoring.schemes.build import UnsoundScheme, build_scheme, pinned_scheme
from mentoring.schemes.scheme import (
    At,
    Bounds,
    Capacity,
    Criterion,
    Extend,
    Fact,
    Matching,
    Meetings,
    Offers,
    Places,
    Point,
    Scheme,
    Stage,
    Who,
    say,
)

TINY: dict[str, Any] = {
    "card": {"name": "tiny", "title": "Tiny", "summary": "The least a scheme says.", "contract": ">=1,<2"},
    "roles": {"mentee": {"title": "Mentee", "entry": "invited"}, "mentor": {"title": "Mentor", "entry": "nominated"}},
}


@pytest.fixture
def scheme(sound: dict[str, Any]) -> Scheme:
    return build_scheme("quarto", "1.0", sound)


def test_silence_has_the_meaning_that_the_contract_states() -> None:
    tiny = build_scheme("tiny", "1", TINY)
    assert tiny.card.institutions == ("host",)
    assert tiny.roles["mentee"].plural == {"en": "Mentee"}
    assert tiny.roles["mentor"].capacity == Capacity(1, 1)
    assert dict(tiny.pathways["main"].members) == {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}
    assert tiny.pathways["main"].served_role == "mentee"
    assert tiny.matching["main"] == Matching(
        ways=({"round": "match_by"},), first="people", criteria=(), offers=Offers()
    )
    assert tiny.mentorships["main"].meetings == Meetings()
    assert (tiny.mentorships["main"].end, tiny.mentorships["main"].extend) == ((), None)
    assert say(tiny.mentorships["main"].exit_reasons[0]) == "We could not find time to meet"
    assert list(tiny.timeline) == ["match_by", "fit_first", "fit_60"]
    assert list(tiny.surveys) == ["fit"]
    assert say(tiny.messages["sign_in_link"].subject) == "Your sign-in link"
    assert (dict(tiny.eligibility.rules), tiny.activities.events) == ({}, {})
    asked = [dict(entry.form["properties"]) for entry in tiny.registration.values()]
    assert (list(tiny.registration), asked) == (list(tiny.roles), [{}, {}]), "asked for no more than a name"


def test_texts_are_maps_by_language_and_always_hold_english(scheme: Scheme) -> None:
    assert scheme.card.title == {"en": "Quarto mentoring", "cy": "Mentora Quarto"}
    assert scheme.card.summary == {"en": "A scheme of the tests."}
    assert scheme.card.levels == ({"en": "Octavo"}, {"en": "Quarto"}, {"en": "Folio"})


def test_whom_a_thing_concerns_is_one_shape_however_it_is_written(scheme: Scheme) -> None:
    assert scheme.card.places == (Places(who=Who(roles=("mentee",)), at_most=40),)
    assert scheme.card.carry_over == (
        {
            "who": Who(roles=("mentee",), state=("unmatched",)),
            "at": "ends",
            "offer": ("stay", "leave"),
            "silent": "leave",
        },
    )
    assert scheme.activities.gates["trained"].who == Who(roles=("mentor",))
    assert scheme.timeline["half"].do == ({"ask": "mid", "to": Who()}, {"send": "half", "to": Who()})
    assert scheme.timeline["late"].do == ({"task": {"en": "Look"}, "to": "home_coordinators"},)


def test_what_holds_for_all_pathways_is_replaced_key_by_key(scheme: Scheme) -> None:
    both = ("mentee", "mentor")
    pair, circle = scheme.matching["pair"], scheme.matching["circle"]
    assert pair.criteria == (
        Criterion("gap", "last_resort", both, {"on": "level", "least": 1}),
        Criterion("favour", 5, both, {"of": "mentee", "on": "stage.shortlist.score"}),
    )
    assert pair.offers.ask == (("mentee",), ("mentor",))
    assert circle.criteria == (
        Criterion("unrelated", "must", both, {"by": ["answers.line_manager"]}),
        Criterion("overlap", 40, both, {"of": "answers.wants", "with": "answers.offers"}),
    )
    assert circle.offers == Offers()
    assert scheme.mentorships["pair"] == scheme.mentorships["circle"]


def test_numbers_and_dates_keep_their_meaning(scheme: Scheme) -> None:
    assert scheme.roles["mentor"].capacity == Capacity(default=1, most=3)
    assert scheme.pathways["circle"].members["mentee"] == Bounds(3, 6, 8)
    assert scheme.pathways["pair"].join_until == Point(meetings=2)
    assert scheme.eligibility.facts == {"months_left": Fact("closes", "answers.contract_end", 999)}
    assert scheme.eligibility.rules["mentor"][0].holds == (
        {"level": {"minimum": 2}},
        {"institution": {"const": "quarto"}},
    )
    assert scheme.eligibility.rules["mentor"][0].pathway == ("circle",)
    assert scheme.timeline["match_by"].at == At(after="training", by="2 weeks")
    assert scheme.timeline["closes"].at.asked is not None
    assert scheme.mentorships["pair"].end == (Point(at="ends"), Point(after="1 year", anchor="formed"))
    stage = scheme.registration["mentee"].stages[0]
    assert (stage.id, stage.by, stage.who, stage.decided_by) == ("shortlist", "closes", Who(), "host")
    assert isinstance(stage, Stage)


def test_every_optional_entry_is_read(sound: dict[str, Any]) -> None:
    sound["mentorships"]["all"]["extend"] = {"by": "3 months", "times": "any", "agreed_by": ["members", "coordinator"]}
    sound["matching"]["circle"] = {
        "ways": [
            {"request": "mentee"},
            {"named": "home_coordinators"},
            {"named": {"role": "mentor"}},
            {"round": "closes"},
        ],
        "offers": {"ask": [["mentee", "mentor"]], "expires": "1 week", "remind": []},
        "first": 50,
    }
    sound["card"] |= {"basis": {"text": "Evidence", "review_after": "3 years"}, "every": "1 year"}
    sound["public_page"]["faq"] = [{"q": "How long?", "a": "A year."}]
    sound["activities"]["gates"]["trained"] |= {"valid": "any", "needs": [{"checked": "Has seen it"}]}
    sound["timeline"]["nudge"] = {
        "title": "N",
        "per": "mentorship",
        "at": {"every": "6 weeks", "from": "last_meeting", "until": "ended"},
    }
    scheme = build_scheme("quarto", "1.0", sound)
    circle = scheme.matching["circle"]
    assert scheme.mentorships["pair"].extend == Extend("3 months", "any", ("members", "coordinator"))
    assert circle.ways == (
        {"request": Who(roles=("mentee",)), "sees": "all", "at_once": 1, "confirm": True},
        {"named": "home_coordinators"},
        {"named": Who(roles=("mentor",))},
        {"round": "closes"},
    )
    assert (circle.offers, circle.first) == (Offers((("mentee", "mentor"),), "1 week", ()), 50)
    assert scheme.card.basis is not None
    assert scheme.card.basis.review_after == "3 years"
    assert scheme.public_page.faq[0].a == {"en": "A year."}
    assert scheme.activities.gates["trained"].needs == ({"checked": {"en": "Has seen it"}, "decided_by": "host"},)
    assert scheme.timeline["nudge"].at == At(every="6 weeks", anchor="last_meeting", until="ended")


def test_a_scheme_is_rebuilt_from_its_own_documents(scheme: Scheme) -> None:
    assert build_scheme("quarto", "1.0", scheme.documents) == scheme
    assert pinned_scheme("quarto", "1.0", scheme.documents) == scheme


def test_a_default_taken_away_stays_away(sound: dict[str, Any]) -> None:
    sound["timeline"]["fit_60"] = None
    scheme = build_scheme("quarto", "1.0", sound)
    assert "fit_60" not in scheme.timeline
    assert "fit_first" in scheme.timeline
    assert build_scheme("quarto", "1.0", scheme.documents) == scheme


def test_a_default_survey_that_nothing_asks_is_left_out(sound: dict[str, Any]) -> None:
    sound["timeline"] |= {"fit_60": None, "fit_first": None}
    assert list(build_scheme("quarto", "1.0", sound).surveys) == ["mid"]


def test_milestones_of_the_core_are_there_only_where_something_refers_to_them(sound: dict[str, Any]) -> None:
    assert "opens" not in build_scheme("quarto", "1.0", sound).timeline
    sound["registration"]["mentor"]["opens"] = "opens"
    assert "opens" in build_scheme("quarto", "1.0", sound).timeline


def test_a_core_occasions_words_are_replaced_one_by_one(sound: dict[str, Any]) -> None:
    sound["messages"]["waiting"] = {"subject": "Please wait a little"}
    waiting = build_scheme("quarto", "1.0", sound).messages["waiting"]
    assert waiting.subject == {"en": "Please wait a little"}
    assert say(waiting.body).startswith("Dear {person.first_name},\n\nall places")


def test_the_digest_follows_the_documents_and_the_order_that_means_something(sound: dict[str, Any]) -> None:
    first = build_scheme("quarto", "1.0", sound)
    assert build_scheme("quarto", "2.0", sound).digest == first.digest
    sound["pathways"]["pair"]["members"] = {"mentor": 1, "mentee": 1}  # now mentors are the served role
    second = build_scheme("quarto", "1.0", sound)
    assert second.digest != first.digest
    assert second.pathways["pair"].served_role == "mentor"
    assert second.served_roles == ("mentor", "mentee")


def test_values_that_are_not_json_are_refused() -> None:
    for value in ({1, 2}, float("nan"), b"x", object()):
        with pytest.raises(UnsoundDocument, match="holds a value that is not JSON"):
            build_scheme("tiny", "1", {**TINY, "timeline": {"x": value}})


def test_documents_without_bounds_are_refused() -> None:
    with pytest.raises(UnsoundDocument, match="larger than 1 MB"):
        build_scheme(
            "tiny", "1", {**TINY, "messages": {f"m{n}": {"subject": "s", "body": "b" * 9000} for n in range(120)}}
        )


def test_a_document_that_is_no_map_is_refused() -> None:
    values: list[Any] = [[], False, "x", 3]
    for value in values:
        with pytest.raises(UnsoundScheme, match=r"timeline: .* cannot be read as a map"):
            build_scheme("tiny", "1", {**TINY, "timeline": value})


def test_a_document_of_nothing_is_silence() -> None:
    assert build_scheme("tiny", "1", {**TINY, "timeline": None, "surveys": {}}) == build_scheme("tiny", "1", TINY)


def test_the_documents_of_a_scheme_are_plain_json_in_the_order_a_programme_lives(scheme: Scheme) -> None:
    assert list(scheme.documents)[:3] == ["card", "roles", "pathways"]
    assert len(scheme.documents) == 12
    assert canonical(scheme.documents).startswith('{"card":{"name":"quarto",')
