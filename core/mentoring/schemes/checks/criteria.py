"""Matching criteria: between whom, about which facts; and how mentorships come about."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mentoring.contracts.problems import Path, Problem
from mentoring.contracts.words import listed, nearest
from mentoring.schemes.checks.draft import Draft
from mentoring.schemes.checks.facts import Facts

Criterion = Mapping[str, Any]
Told = Iterator[tuple[str, str, str]]
"""Key of the criterion, what, remedy."""


def bad_matching(draft: Draft) -> Iterator[Problem]:
    """Everything unsound in how each pathway's mentorships come about, told once where it is written."""
    facts = Facts(draft)
    told: set[Problem] = set()
    for pathway in draft.pathways:
        for problem in (*_criteria(draft, facts, pathway), *_asked(draft, pathway), *_organiser(draft, pathway)):
            if problem not in told:
                told.add(problem)
                yield problem


def _criteria(draft: Draft, facts: Facts, pathway: str) -> Iterator[Problem]:
    source, criteria = draft.of_pathway("matching", pathway, "criteria")
    members = draft.members(pathway)
    for index, criterion in enumerate(criteria or ()):
        path: Path = (source, "criteria", index)
        between = criterion.get("between") or _between(members)
        if between is None:
            yield draft.problem(
                "matching",
                path,
                f"In the pathway `{pathway}` this may concern {listed(_pairs(members))}.",
                "Add `between` with the two roles that are meant.",
            )
            continue
        for role in between:
            if role not in members:
                what = f"The pathway `{pathway}` has no role `{role}`."
                yield draft.problem("matching", (*path, "between"), what, nearest(role, members))
        for key, what, remedy in _RULES[criterion["rule"]](facts, criterion, between):
            yield draft.problem("matching", (*path, key), what, remedy)


def _between(members: Mapping[str, Any]) -> list[str] | None:
    """The two roles, where the members are exactly one of each of two."""
    one_each = all(n == 1 or (isinstance(n, dict) and n["least"] == n["most"] == 1) for n in members.values())
    return list(members) if len(members) == 2 and one_each else None


def _pairs(members: Mapping[str, Any]) -> list[str]:
    roles = list(members)
    return [f"[{a}, {b}]" for i, a in enumerate(roles) for b in roles[i:] if a != b or members[a] != 1]


def _asked(draft: Draft, pathway: str) -> Iterator[Problem]:
    source, offers = draft.of_pathway("matching", pathway, "offers")
    members = draft.members(pathway)
    for index, step in enumerate((offers or {}).get("ask", ())):
        for role in [step] if isinstance(step, str) else step:
            if role not in members:
                yield draft.problem(
                    "matching",
                    (source, "offers", "ask", index),
                    f"`{role}` is asked, but the pathway `{pathway}` has no such role.",
                    nearest(role, members),
                )


def _organiser(draft: Draft, pathway: str) -> Iterator[Problem]:
    source, meetings = draft.of_pathway("mentorships", pathway, "meetings")
    meetings, members = meetings or {}, draft.members(pathway)
    path: Path = (source, "meetings")
    if meetings.get("organiser", next(iter(members))) not in members:
        what = f"`{meetings['organiser']}` arranges meetings, but the pathway `{pathway}` has no such role."
        yield draft.problem("mentorships", (*path, "organiser"), what, nearest(meetings["organiser"], members))
    if meetings.get("least", 0) > meetings.get("most", meetings.get("least", 0)):
        yield draft.problem("mentorships", path, "`least` is above `most`.", "Raise the one or lower the other.")


def bad_bounds(draft: Draft) -> Iterator[Problem]:
    """Numbers that no mentorship can have: least above aim or most; one person alone."""
    for pathway in draft.pathways:
        total = 0
        for role, number in draft.members(pathway).items():
            least, aim, most = (
                (number, number, number)
                if isinstance(number, int)
                else (number["least"], number.get("aim", number["least"]), number["most"])
            )
            total += most
            if not least <= aim <= most:
                yield draft.problem(
                    "pathways",
                    (pathway, "members", role),
                    "The numbers must rise from least over aim to most.",
                    "Put them in order.",
                )
        if total < 2:
            yield draft.problem("pathways", (pathway, "members"), "One person alone is no mentorship.", "Add a role.")
    for role, entry in draft.entries("roles").items():
        capacity = entry.get("capacity", 1)
        if isinstance(capacity, dict) and capacity["default"] > capacity["most"]:
            yield draft.problem("roles", (role, "capacity"), "`default` is above `most`.", "Put them in order.")


def _on_both(facts: Facts, criterion: Criterion, between: list[str]) -> Told:
    for role in dict.fromkeys(between):
        yield from _about(facts, role, "on", criterion["on"])


def _of_and_with(facts: Facts, criterion: Criterion, between: list[str]) -> Told:
    yield from _about(facts, between[0], "of", criterion["of"])
    yield from _about(facts, between[1], "with", criterion["with"])


def _number_on_both(facts: Facts, criterion: Criterion, between: list[str]) -> Told:
    yield from _on_both(facts, criterion, between)
    for role in dict.fromkeys(between):
        yield from _numeric(facts, role, criterion["on"])
    if criterion.get("least", criterion.get("most", 0)) > criterion.get("most", criterion.get("least", 0)):
        yield "least", "`least` is above `most`.", "Put them in order."


def _by_role(facts: Facts, criterion: Criterion, between: list[str]) -> Told:
    """wish, choice and favour: `of` is a role; the other one of `between` is whom it is about."""
    role = criterion["of"]
    if role not in between:
        yield "of", f"`{role}` is not one of the two roles this is between.", nearest(role, between)
        return
    other = between[1] if role == between[0] else between[0]
    if criterion["rule"] == "favour":
        yield from _about(facts, role, "on", criterion["on"])
        yield from _numeric(facts, role, criterion["on"])
        return
    yield from _about(facts, role, "field", criterion["field"])
    if criterion["rule"] == "wish":
        yield from _about(facts, other, "on", criterion["on"])


def _unrelated(facts: Facts, criterion: Criterion, between: list[str]) -> Told:
    for fact in criterion["by"]:
        found = [facts.asked[role].get(fact, {}) for role in between]
        if not any(found):
            what, remedy = facts.refusal(fact, between[0], "matching")
            yield "by", what or f"`{fact}` is no question.", remedy or "Name a question, answers.x."
        elif not any(question.get("x-is") == "person" for question in found):
            yield "by", f"`{fact}` does not name a person.", "Bind the question with x-is: person."


def _nothing(_: Facts, __: Criterion, ___: list[str]) -> Told:
    yield from ()


def _own(facts: Facts, criterion: Criterion, __: list[str]) -> Told:
    if facts.draft.hooks is not None and "score" not in facts.draft.hooks:
        yield (
            "name",
            f"The criterion `{criterion['name']}` needs the hook `score`, and the scheme's code has none.",
            "Write the hook in the package's __init__.py, or say it with the framework's criteria.",
        )


_RULES: Mapping[str, Callable[[Facts, Criterion, list[str]], Told]] = {
    "same": _on_both,
    "different": _on_both,
    "even": _on_both,
    "gap": _number_on_both,
    "overlap": _of_and_with,
    "table": _of_and_with,
    "text": _of_and_with,
    "wish": _by_role,
    "choice": _by_role,
    "favour": _by_role,
    "unrelated": _unrelated,
    "not_before": _nothing,
    "one_way": _nothing,
    "own": _own,
}


def _about(facts: Facts, role: str, key: str, fact: str) -> Told:
    what, remedy = facts.refusal(fact, role, "matching")
    if what:
        yield key, what, remedy
    elif key != "field" and facts.of(role, "matching").get(fact, {}).get("type") == "object":
        yield key, f"`{fact}` is a wish of several parts, which cannot be compared.", "Name it in a wish, as `field`."


def _numeric(facts: Facts, role: str, fact: str) -> Told:
    schema = facts.of(role, "matching").get(fact, {})
    if schema.get("type", "integer") not in {"integer", "number"}:
        yield "on", f"`{fact}` is not a number.", "Name a fact that is one."
