"""Conformance of code: each hook is asked, where it is contained, about people made from the scheme's own documents.

Among them are people who keep and who break each rule. An answer has to stand, be the same when it is asked again, and
not hang on the order in which people come.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mentoring.contracts.conditions import Truth
from mentoring.contracts.problems import Problem
from mentoring.participants.derive import with_own_facts
from mentoring.plugin import Milestone, Subject
from mentoring.schemes.ask import Asker, CodeHeld
from mentoring.schemes.scheme import Milestone as Declared
from mentoring.schemes.scheme import Scheme
from mentoring.schemes.verdict_schema import rules_of
from mentoring.testing.conformance_proposals import proposals_stand
from mentoring.testing.conformance_rules import entered, specimens_of
from mentoring.testing.conformance_scores import scores_stand
from mentoring.testing.specimens import Specimen, Specimens

REMEDY = "Mend the hook in the scheme's package."
AT = "2030-03-01T09:00:00+00:00"
"""An instant of the invented programme."""


@dataclass(frozen=True, slots=True)
class Cast:
    """People of one role and pathway: drawn by chance, and for each rule one who keeps it and one who breaks it."""

    role: str
    pathway: str
    people: tuple[Specimen, ...]


def code_answers(scheme: Scheme, asker: Asker) -> Iterator[Problem]:
    """What is wrong with the answers of the scheme's code, hook by hook; nothing for a scheme without any."""
    if not scheme.hooks and not scheme.eligibility.own:
        return
    made = specimens_of(scheme)
    casts = tuple(_cast(made, role, pathway) for role, pathway in entered(scheme))
    yield from _derived(made, asker, casts)
    yield from scores_stand(made, asker)
    yield from proposals_stand(made, asker)
    for name, milestone in scheme.timeline.items():
        yield from _due(made, asker, casts, name, milestone)


def _cast(made: Specimens, role: str, pathway: str) -> Cast:
    scheme = made.setting.scheme
    people = [*made.base(role, pathway)]
    for rule in rules_of(scheme, role, pathway):
        people += [one for truth in Truth if (one := made.keeping(role, pathway, rule, truth)) is not None]
    return Cast(role, pathway, tuple(people))


def _derived(made: Specimens, asker: Asker, casts: tuple[Cast, ...]) -> Iterator[Problem]:
    """`derive` answers one sound value for each registration, whoever stands beside it, and the same ones again."""
    if not made.setting.scheme.eligibility.own:
        return
    people = [one.said for cast in casts for one in cast.people]
    try:
        first, again = (with_own_facts(asker, made.setting, people) for _ in range(2))
        backwards = with_own_facts(asker, made.setting, people[::-1])[::-1]
    except CodeHeld as error:
        yield Problem("eligibility", "own", error.what, REMEDY)
        return
    if [one.own for one in first] != [one.own for one in again]:
        what = "The hook `derive` answers differently about the same people."
        yield Problem("eligibility", "own", what, "Take chance, time and memory out of it.")
    elif [one.own for one in first] != [one.own for one in backwards]:
        what = "The hook `derive` answers differently when the same people come in another order."
        yield Problem("eligibility", "own", what, "Look at each registration by itself.")


def _due(made: Specimens, asker: Asker, casts: tuple[Cast, ...], name: str, declared: Declared) -> Iterator[Problem]:
    """`milestone_due` answers declared things to those it was asked about, at each milestone, and to nobody as well."""
    scheme = made.setting.scheme
    if not asker.has(scheme, "milestone_due"):
        return
    milestone = Milestone(name, declared.per, AT)
    try:
        for subjects in (_subjects(made, casts, declared), ()):
            asker.milestone_due(scheme, milestone, subjects)
    except CodeHeld as error:
        yield Problem("timeline", name, error.what, REMEDY)


def _subjects(made: Specimens, casts: tuple[Cast, ...], declared: Declared) -> tuple[Subject, ...]:
    if declared.per == "programme":
        return (Subject("1"),)
    found: list[Mapping[str, Any]] = []
    for cast in casts:
        for number, one in enumerate(cast.people):
            facts = made.facts(one, cast.pathway)
            if declared.per == "mentorship":
                facts = {"pathway": cast.pathway}
                facts |= {"mentorship.meetings": number, "mentorship.months": number // 2, "mentorship.size": 2}
            found.append({name: value for name, value in facts.items() if not name.startswith("declared.")})
    return tuple(Subject(str(number), known) for number, known in enumerate(found, 1))
