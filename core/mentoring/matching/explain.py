"""Why these people: each criterion of each mentorship, with its share and a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

from mentoring.matching.circle_words import of_circle
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.criteria.likeness import words_in_common
from mentoring.matching.criteria.sides import fact, key, listed
from mentoring.matching.criteria.wishes import wish_of
from mentoring.matching.measure import Measure, Measured, measure_of
from mentoring.matching.plan import Criterion, Mentorship, Plan, Solution
from mentoring.matching.room import Group
from mentoring.matching.score import Board
from mentoring.matching.words import all_of, first_name, inside, label, labels, listing, question, say

Mark = Literal["good", "weak", "none", "broken"]
_GOOD = 500
_GOOD_TEXT = 200  # two free texts that agree by a fifth agree remarkably


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion of one mentorship.

    `share` in thousandths of full marks, `points` weight times share. `mark`: good, weak, none, or broken where it is a
    last resort that is not kept. `words` for a person; `reason` is the scheme's own sentence, or empty.
    """

    criterion: int
    rule: str
    weight: int | Literal["must", "last_resort"]
    share: int
    points: int
    mark: Mark
    words: str
    reason: str


class Because:
    """A mentorship and its reasons, in the order of the document.

    What is counted is counted; sentences are made when they are first read: few people read all of a large round's.
    """

    def __init__(self, mentorship: Mentorship, told: Callable[[], tuple[Reason, ...]]) -> None:
        self.mentorship = mentorship
        self._told = told

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Each criterion that speaks of it."""
        return self._told()

    def __repr__(self) -> str:
        return f"Because(mentorship={self.mentorship!r}, reasons={self.reasons!r})"


def explain(cohort: Cohort, plan: Plan, solution: Solution) -> tuple[Because, ...]:
    """The reasons of every mentorship, in the solution's order."""
    return explain_on(Board(cohort, plan), solution)


def explain_on(board: Board, solution: Solution) -> tuple[Because, ...]:
    """As `explain`, with scores at hand."""
    measure = measure_of(board, solution)
    measure.count()
    return tuple(
        Because(mentorship, partial(_reasons, board, measure, group))
        for mentorship, group in zip(solution.mentorships, measure.groups, strict=True)
    )


def _reasons(board: Board, measure: Measure, group: Group) -> tuple[Reason, ...]:
    return tuple(_reason(board, group, m) for m in measure.of(group) if m.asked)


def _reason(board: Board, group: Group, measured: Measured) -> Reason:
    criterion = measured.criterion
    if board.pathway[group.pathway].is_pair:
        one, other = (board.cohort.entrants[group.members[role][0]] for role in criterion.between)
        words = _PAIR[criterion.rule](board.plan, criterion, one, other, measured)
    else:
        first, second = ([board.cohort.entrants[i] for i in group.members.get(role, ())] for role in criterion.between)
        words = of_circle(board.plan, measured, first, second)
    return Reason(
        criterion=criterion.index,
        rule=criterion.rule,
        weight=criterion.weight,
        share=measured.share,
        points=measured.points,
        mark=_mark(measured),
        words=words,
        reason=criterion.reason,
    )


def _mark(measured: Measured) -> Mark:
    weight = measured.criterion.weight
    if not isinstance(weight, int):
        return "good" if measured.holds else "broken" if weight == "last_resort" else "none"
    good = _GOOD_TEXT if measured.criterion.rule == "text" else _GOOD
    return "good" if measured.share >= good else "weak" if measured.share else "none"


def _unknown(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant) -> str:
    """A sentence where a fact that the criterion compares is unknown, else empty."""
    first = criterion.params.get("on") or criterion.params.get("of", "")
    second = criterion.params.get("on") or criterion.params.get("with", first)
    lacking = [(e, f) for e, f in ((one, first), (other, second)) if fact(e, f) is None]
    if not lacking:
        return ""
    return say("unknown", question=question(plan, lacking[0][1]), names=listing(first_name(e) for e, _ in lacking))


def _values(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant) -> dict[str, str]:
    first = criterion.params.get("on") or criterion.params["of"]
    second = criterion.params.get("on") or criterion.params.get("with", first)
    return {
        "question": question(plan, first),
        "first": first_name(one),
        "second": first_name(other),
        "first_value": listing(labels(plan, first, one)),
        "second_value": listing(labels(plan, second, other)),
    }


def _alike(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    del measured
    if unknown := _unknown(plan, criterion, one, other):
        return unknown
    values = _values(plan, criterion, one, other)
    values["question"] = inside(values["question"])
    name = criterion.params["on"]
    equal = key(fact(one, name)) == key(fact(other, name))
    return say("same.good" if equal else "same.none", value=values["first_value"], **values)


def _gap(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    if unknown := _unknown(plan, criterion, one, other):
        return unknown
    least, most = criterion.params.get("least"), criterion.params.get("most")
    which = "gap.both" if least is not None and most is not None else "gap.least" if most is None else "gap.most"
    asked = inside(say(which, least=least, most=most))
    return say("gap.good" if measured.holds else "gap.none", asked=asked, **_values(plan, criterion, one, other))


def _overlap(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    del measured
    of, with_ = criterion.params["of"], criterion.params.get("with", criterion.params["of"])
    theirs = {key(v) for v in listed(fact(other, with_))}
    wanted = listed(fact(one, of))
    common = [label(plan, of, v) for v in wanted if key(v) in theirs]
    if of == with_:
        return (
            say("overlap.shared", common=listing(common))
            if common
            else say("overlap.nothing", question=question(plan, of))
        )
    if unknown := _unknown(plan, criterion, one, other):
        return unknown
    words = labels(plan, of, one)
    which = "overlap.full" if len(common) == len(words) else "overlap.part" if common else "overlap.none"
    return say(
        which,
        first=first_name(one),
        second=first_name(other),
        wanted=listing(words),
        all=all_of(words),
        common=listing(common),
    )


def _wish(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    person = one if criterion.params["of"] == criterion.between[0] else other
    field = criterion.params["field"]
    _, strength = wish_of(person, field)
    if not strength:
        return say("wish.none", person=first_name(person), question=question(plan, field))
    wanted = listing(label(plan, criterion.params["on"], v) for v in listed(fact(person, field)["value"]))
    return say("wish.met" if measured.share else "wish.unmet", person=first_name(person), wanted=wanted)


def _choice(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    del plan, measured
    person, whom = (one, other) if criterion.params["of"] == criterion.between[0] else (other, one)
    named = list(dict.fromkeys(str(n).strip().lower() for n in listed(fact(person, criterion.params["field"]))))
    if whom.email.lower() in named:
        rank = named.index(whom.email.lower()) + 1
        return say("choice.met", person=first_name(person), other=first_name(whom), rank=rank, count=len(named))
    return say("choice.unmet" if named else "choice.none", person=first_name(person))


def _table(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    if unknown := _unknown(plan, criterion, one, other):
        return unknown
    mark = "good" if measured.share >= _GOOD else "weak" if measured.share else "none"
    return say(f"table.{mark}", **_values(plan, criterion, one, other))


def _text(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    if unknown := _unknown(plan, criterion, one, other):
        return unknown
    of = criterion.params["of"]
    common = words_in_common(fact(one, of), fact(other, criterion.params.get("with", of)))
    if common:
        return say("text.words", common=listing(common))
    return say("text.alike" if measured.share >= _GOOD_TEXT else "text.none")


def _unrelated(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    del one, other
    asked = listing(inside(question(plan, name)) for name in listed(criterion.params["by"]))
    return say("unrelated.good" if measured.holds else "unrelated.none", question=asked)


def _not_before(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    del plan, criterion, one, other
    return say("not_before.good" if measured.holds else "not_before.none")


def _one_way(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    del plan, criterion
    return say("one_way.good" if measured.holds else "one_way.none", first=first_name(one), second=first_name(other))


def _favour(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    del measured
    person = one if criterion.params["of"] == criterion.between[0] else other
    on = criterion.params["on"]
    if (value := fact(person, on)) is None:
        return say("unknown", question=question(plan, on), names=first_name(person))
    return say("favour", question=question(plan, on), person=first_name(person), value=value)


def _own(plan: Plan, criterion: Criterion, one: Entrant, other: Entrant, measured: Measured) -> str:
    del plan, one, other
    return say("own", measure=criterion.params["name"].replace("_", " "), percent=measured.share // 10)


_PAIR: Mapping[str, Callable[[Plan, Criterion, Entrant, Entrant, Measured], str]] = {
    "same": _alike,
    "different": _alike,
    "gap": _gap,
    "overlap": _overlap,
    "wish": _wish,
    "choice": _choice,
    "table": _table,
    "text": _text,
    "unrelated": _unrelated,
    "not_before": _not_before,
    "one_way": _one_way,
    "favour": _favour,
    "even": _alike,
    "own": _own,
}
