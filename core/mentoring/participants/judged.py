"""Registrations judged together: each for every pathway it may enter, knowing the person's other roles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from mentoring.participants.facts import Facts, Setting, facts_of, is_late
from mentoring.participants.rules import Verdict, admission, verdict
from mentoring.participants.said import Said, answer_to
from mentoring.participants.stages import THROUGH, Selected, selected
from mentoring.schemes.scheme import Scheme

NOT_ASKED = Selected("none")


@dataclass(frozen=True, slots=True)
class Judged:
    """One registration and what is made of it.

    `verdicts` are by pathway, in order of wish; `facts` those of eligibility, by pathway; `matching` the facts
    for matching, which hold only declarations given for that purpose. `selection` is, by pathway, how far it has come
    in the stages before matching; `findings` are those of each verdict as the JSON that a standing keeps.
    """

    said: Said
    verdicts: Mapping[str, Verdict]
    facts: Mapping[str, Facts]
    matching: Facts
    late: bool = False
    selection: Mapping[str, Selected] = field(default_factory=dict)
    findings: Mapping[str, list[Any]] = field(default_factory=dict)

    @property
    def eligible_for(self) -> tuple[str, ...]:
        """The pathways for which nothing speaks against it, and for which it has been selected."""
        return tuple(
            name
            for name, each in self.verdicts.items()
            if each.outcome == "eligible" and self.selection.get(name, NOT_ASKED).selection in THROUGH
        )

    @property
    def priority(self) -> int:
        """The most priority it has earned in any pathway."""
        return max((each.priority for each in self.verdicts.values()), default=0)


def judge_all(setting: Setting, everyone: Iterable[Said]) -> Iterator[Judged]:
    """Each registration judged; one e-mail address is one person, whatever the role."""
    told = list(everyone)
    roles = roles_by_person(told)
    for said in told:
        yield judge_one(setting, said, roles[said.email])


def roles_by_person(everyone: Iterable[Said]) -> Mapping[str, frozenset[str]]:
    """By e-mail address: the roles for which that person has registered."""
    roles: dict[str, set[str]] = {}
    for said in everyone:
        roles.setdefault(said.email, set()).add(said.role)
    return {email: frozenset(found) for email, found in roles.items()}


def judge_one(setting: Setting, said: Said, roles: frozenset[str]) -> Judged:
    """One registration of a person who has registered for `roles`."""
    asked = admission(setting, said)
    verdicts, known = {}, {}
    for pathway in wished_pathways(setting.scheme, said):
        facts = facts_of(setting, said, pathway=pathway, roles=roles)
        verdicts[pathway] = verdict(setting.scheme, said.role, pathway, facts, asked)
        known[pathway] = {**facts, "priority": verdicts[pathway].priority}
    matching = facts_of(setting, said, pathway="", roles=roles, purpose="matching")
    del matching["pathway"]
    matching["priority"] = max((each.priority for each in verdicts.values()), default=0)
    selection = {
        pathway: selected(setting.scheme, said.role, pathway, facts, results=said.stages, passed=said.passed)
        for pathway, facts in known.items()
    }
    findings = {pathway: msgspec.to_builtins([*each.findings]) for pathway, each in verdicts.items()}
    return Judged(said, verdicts, known, matching, is_late(setting, said) is True, selection, findings)


def wished_pathways(scheme: Scheme, said: Said) -> tuple[str, ...]:
    """The pathways a registration is for, in order of wish; without the question, every one with its role."""
    possible = tuple(name for name, pathway in scheme.pathways.items() if said.role in pathway.members)
    wished = answer_to(scheme, said, "pathway")
    if wished is None:
        return possible
    return tuple(name for name in ([wished] if isinstance(wished, str) else wished) if name in possible)
