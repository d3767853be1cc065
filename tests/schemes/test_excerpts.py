"""The excerpts that the contract itself gives in its last section, laid over what they leave out."""

from pathlib import Path
from typing import Any

from mentoring.contracts.conditions import Truth, judge_any
from mentoring.contracts.documents_yaml import read_document
from mentoring.schemes.build import build_scheme
from mentoring.schemes.scheme import Bounds, Criterion, Point


def documents(excerpt: str, ways: str) -> dict[str, Any]:
    """The excerpt, laid over the rest document by document and key by key."""
    rest, own = (Path(__file__).with_name(f"excerpt_{name}.yaml").read_text() for name in ("rest", excerpt))
    whole: dict[str, Any] = read_document(rest.replace("WAYS", ways), "rest.yaml")
    for name, document in read_document(own, "excerpt.yaml").items():
        whole[name] = {**whole.get(name, {}), **document}
    return whole


def test_the_excerpt_of_b_mentor_says_what_its_comment_says() -> None:
    scheme = build_scheme("excerpt", "1", documents("bmentor", "main"))
    assert scheme.eligibility.decided_by == "home"
    assert scheme.matching["main"].criteria == (
        Criterion("different", "last_resort", ("mentee", "mentor"), {"on": "institution"}),
        Criterion("unrelated", "must", ("mentee", "mentor"), {"by": ["answers.line_manager"], "chain": True}),
        Criterion("overlap", 40, ("mentee", "mentor"), {"of": "answers.wants", "with": "answers.offers"}),
    )
    grade = scheme.eligibility.rules["mentee"][1].holds
    assert [judge_any(grade, {"level": level}) for level in (4, 5, 7, 8)] == [Truth.NO, Truth.YES, Truth.YES, Truth.NO]
    assert judge_any(grade, {}) is Truth.UNKNOWN
    assert scheme.activities.events["induction_mentor"].time == "10:00"


def test_the_excerpt_of_lse_holds_both_pathways_in_one_round() -> None:
    scheme = build_scheme("excerpt", "1", documents("lse", "pair, circle"))
    assert scheme.pathways["pair"].is_pair is True
    assert scheme.pathways["circle"].is_pair is False
    assert dict(scheme.pathways["circle"].members) == {"mentee": Bounds(3, 6, 8), "mentor": Bounds(1, 2, 2)}
    assert scheme.pathways["circle"].join_until == Point(meetings=2)
    assert [matching.ways for matching in scheme.matching.values()] == [({"round": "match_by"},)] * 2
    assert scheme.mentorships["circle"].end == (Point(at="ends"),)
    assert scheme.mentorships["circle"].meetings.every == "4-6 weeks"
