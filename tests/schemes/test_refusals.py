from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentoring.contracts.documents_yaml import read_document
from mentoring.contracts.problems import Problem
from mentoring.schemes.build import UnsoundScheme, build_scheme

CASES: list[dict[str, Any]] = read_document(Path(__file__).with_name("broken.yaml").read_text(), "broken.yaml")


def test_the_scheme_that_is_broken_below_is_sound(sound: dict[str, Any]) -> None:
    assert build_scheme("quarto", "1.0", sound).name == "quarto"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["with"]))
def test_a_scheme_is_refused_with_document_entry_and_remedy_for(
    case: dict[str, Any], altered: Callable[..., dict[str, Any]]
) -> None:
    documents = altered(case.get("set", {}), without=case.get("without", []))
    with pytest.raises(UnsoundScheme) as refused:
        build_scheme("quarto", "1.0", documents)
    assert refused.value.problems == tuple(Problem(**problem) for problem in case["problems"])


def test_every_problem_of_one_stage_is_told_at_once(altered: Callable[..., dict[str, Any]]) -> None:
    documents = altered(
        {"card.places.0.who": "mente", "registration.mentee.closes": "closing", "timeline.half.do.1": {"send": "haf"}}
    )
    with pytest.raises(UnsoundScheme) as refused:
        build_scheme("quarto", "1.0", documents)
    assert str(refused.value) == (
        "The scheme quarto cannot be used (3 problems):\n"
        "- card, places[1].who: There is no role `mente`. Did you mean `mentee`?\n"
        "- registration, mentee.closes: There is no milestone `closing`. Did you mean `closes`?\n"
        "- timeline, half.do[2].send: There is no message `haf`. Did you mean `half`?"
    )


def test_every_refusal_says_what_to_do() -> None:
    silent = [case["with"] for case in CASES for problem in case["problems"] if not problem["remedy"].strip()]
    assert silent == []
