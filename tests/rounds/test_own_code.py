"""What a scheme's own code does in a round, and what of it is refused: by name, and the round is held."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from asking import Odd, odd_directory
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.explain import explain
from mentoring.matching.plan import Bounds, Criterion, Lock, PathwayPlan, Plan, Solution
from mentoring.rounds.own import scored, solved
from mentoring.schemes.ask import Asker, SchemeFault

T = TypeVar("T")


@pytest.fixture(scope="module")
def odd() -> Iterator[Odd]:
    with odd_directory() as found:
        yield found


def person(name: str, role: str, years: int = 3, capacity: int = 1, deed: str = "", **changes: str) -> Entrant:
    facts = {"answers.years": years, "answers.manager": "boss@north.example", "declared.identifies": True}
    told = {"answers.deed": deed} if deed else {}
    email = changes.get("email", f"{name}@north.example")
    return Entrant(
        f"{name}-{role}", email, role, "2020-11-02T09:00:00+00:00", capacity, ("main",), facts | told, email, name
    )


def plan(weight: int = 50, params: object = None, **rest: object) -> Plan:
    criterion = Criterion(0, "own", weight, ("mentee", "mentor"), {"name": "closeness", "params": params or {}})
    members = {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}
    return Plan((PathwayPlan("main", "Mentoring", members, (criterion,)),), on="2021-02-01", **rest)  # type: ignore[arg-type] # what differs


def best(odd: Odd, people: list[Entrant], asked: Plan) -> tuple[Solution, Cohort]:
    def ask(question: Callable[[Asker], T]) -> T:
        return question(odd.asker)

    cohort = scored(ask, odd.scheme, Cohort.of(people))
    return solved(ask, odd.scheme, cohort, asked), cohort


def pairs(solution: Solution) -> list[tuple[str, ...]]:
    return [tuple(e for _, e in each.members) for each in solution.mentorships]


def test_a_criterion_of_its_own_decides_who_meets_whom_and_is_explained(odd: Odd) -> None:
    people = [
        person("amara", "mentee", 2), person("basil", "mentee", 30), person("cato", "mentor", 31),
        person("dinah", "mentor", 4),
    ]  # fmt: skip
    asked = plan(params={"scale": 10})
    solution, cohort = best(odd, people, asked)
    assert pairs(solution) == [("amara-mentee", "dinah-mentor"), ("basil-mentee", "cato-mentor")]
    (reason,) = explain(cohort, asked, solution)[0].reasons
    assert (reason.share, reason.mark) == (980, "good")
    assert reason.words == "By the scheme’s own measure “closeness”: 98 of 100"


def test_what_the_code_proposes_is_taken_when_it_keeps_every_rule(odd: Odd) -> None:
    people = [
        person("amara", "mentee", 2, deed="propose_matches:pairing"), person("basil", "mentee", 30),
        person("cato", "mentor", 31), person("dinah", "mentor", 4),
    ]  # fmt: skip
    solution, _ = best(odd, people, plan())
    assert pairs(solution) == [("amara-mentee", "cato-mentor"), ("basil-mentee", "dinah-mentor")]
    assert solution.aims["placed"] == 2


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("with_oneself", "Entrant 1 and Entrant 2 are the same person."),
        ("all_with_one", "Entrant 3 is in 2 mentorships and has room for fewer."),
        ("foreign", "`a person elsewhere` is not in this round."),
        ("elsewhere", "There is no pathway nowhere in this round."),
        ("nobody", "A lock in main is not kept: basil-mentee, cato-mentor."),
    ],
)
def test_a_proposal_that_breaks_a_rule_is_refused_by_name(odd: Odd, deed: str, words: str) -> None:
    people = [
        person("amara", "mentee", deed=f"propose_matches:{deed}"), person("basil", "mentee"),
        person("amara" if deed == "with_oneself" else "cato", "mentor"),
    ]  # fmt: skip
    locks = (Lock("main", frozenset({"basil-mentee", "cato-mentor"})),) if deed == "nobody" else ()
    with pytest.raises(SchemeFault) as fault:
        best(odd, people, plan(locks=locks))
    assert (fault.value.scheme, fault.value.hook, fault.value.cause) == ("odd", "propose_matches", "refused")
    assert fault.value.words == words


@pytest.mark.parametrize(
    ("deed", "cause", "words"),
    [
        ("nan", "answer", "the block holds NaN"),
        ("wrong_type", "answer", "the answer is a text, where a NumPy array of int16 is asked"),
        ("raise", "raise", "RuntimeError: ink"),
        ("wrong_shape", "answer", "the block has the shape (2, 1), where (1, 1) is asked"),
        ("too_much", "answer", "the block holds 1001 to 1001, where -1 to 1000 is asked"),
        ("wide", "answer", "the block is of int64, where int16 is asked"),
    ],
)
def test_scores_that_may_not_stand_hold_the_round(odd: Odd, deed: str, cause: str, words: str) -> None:
    people = [person("amara", "mentee", deed=f"score:{deed}"), person("cato", "mentor")]
    with pytest.raises(SchemeFault) as fault:
        best(odd, people, plan())
    assert (fault.value.hook, fault.value.cause) == ("score", cause)
    assert fault.value.words.startswith(words)


def test_a_pair_that_the_code_forbids_is_never_made(odd: Odd) -> None:
    people = [person("amara", "mentee", deed="score:forbidding"), person("cato", "mentor")]
    solution, _ = best(odd, people, plan(1))
    assert pairs(solution) == []


def test_the_code_sees_no_names_no_declarations_and_nobody_who_is_named(odd: Odd) -> None:
    people = [person("amara", "mentee", deed="score:telling"), person("cato", "mentor")]
    with pytest.raises(SchemeFault) as fault:
        best(odd, people, plan())
    assert fault.value.words.startswith(
        "RuntimeError: Entrant(id='1', person='1', role='mentee', pathways=('main',), capacity=1, "
        "submitted='2020-11-02T09:00:00+00:00', priority=0, waited=0, "
        "facts=mappingproxy({'answers.years': 3, 'answers.deed': 'score:telling'}))"
    )
