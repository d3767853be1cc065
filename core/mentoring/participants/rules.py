"""The verdict on a registration: what every rule asks, what is said, and whether it holds.

Three outcomes, and nothing adverse by accident: what is unknown is looked at by a person (contract, section 2).
A verdict proposes; a refusal takes effect only when a coordinator confirms it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mentoring.contracts.conditions import Truth, judge, judge_rule
from mentoring.participants.facts import Setting, level_day
from mentoring.participants.said import Said
from mentoring.participants.words import asked_in_words, said_in_words
from mentoring.programmes.file import ProgrammeFile
from mentoring.schemes.scheme import Rule, Scheme, say

Outcome = Literal["eligible", "not_eligible", "a_person_looks"]
Kind = Literal["required", "evidence", "priority"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's outcome. `reason` is the rule's sentence, true when it holds; `points` are those it earned."""

    rule: str
    kind: Kind
    truth: Truth
    reason: str
    asked: str
    said: str
    points: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of one registration in one pathway; `priority` is the sum of points earned."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    priority: int

    @property
    def against(self) -> tuple[Finding, ...]:
        """The findings for which it is not simply eligible."""
        return tuple(f for f in self.findings if f.kind != "priority" and f.truth is not Truth.YES)


def verdict(
    scheme: Scheme, role: str, pathway: str, facts: Mapping[str, Any], admission: tuple[Finding, ...] = ()
) -> Verdict:
    """The verdict of the scheme's rules on these `facts`; `admission` adds what the programme itself asks."""
    findings = admission + tuple(
        _finding(scheme, role, rule, facts)
        for rule in scheme.eligibility.rules.get(role, ())
        if (not rule.pathway or pathway in rule.pathway) and judge(rule.condition, facts) is not Truth.NO
    )
    return Verdict(_outcome(findings), findings, sum(finding.points for finding in findings))


def admission(setting: Setting, said: Said) -> tuple[Finding, ...]:
    """What every programme asks without a word of the scheme: an institution that takes part, and in time.

    Without a programme nothing is asked; in time is asked only where the time is known.
    """
    programme = setting.programme
    return () if programme is None else (_takes_part(programme, setting, said), *_in_time(setting, said))


def _takes_part(programme: ProgrammeFile, setting: Setting, said: Said) -> Finding:
    institution = said.institution
    if institution is None:
        truth = Truth.UNKNOWN
    else:
        truth = Truth.YES if programme.standing_of(institution, level_day(setting, said)) else Truth.NO
    taking_part = [programme.host, *(partner.slug for partner in programme.partners), *programme.listed]
    return Finding(
        rule="takes_part",
        kind="required",
        truth=truth,
        reason="Your institution takes part in the programme",
        asked="Institution: " + ", ".join(_called(setting, each) for each in taking_part),
        said=_called(setting, institution) if institution else "not known",
    )


def _called(setting: Setting, institution: str) -> str:
    known = setting.tenants.get(institution)
    return known.short_name if known else institution


def _in_time(setting: Setting, said: Said) -> Iterator[Finding]:
    registration = setting.scheme.registration.get(said.role)
    last = setting.moments.get((registration.late_until or registration.closes or "") if registration else "")
    if last is None or said.submitted is None:
        return
    yield Finding(
        rule="in_time",
        kind="required",
        truth=Truth.YES if said.submitted < last.at else Truth.NO,
        reason=f"You registered by {last.day:%-d %B %Y}",
        asked=f"Submitted: by {last.day:%-d %B %Y}",
        said=f"{said.submitted.astimezone(setting.zone):%-d %B %Y}",
    )


def _finding(scheme: Scheme, role: str, rule: Rule, facts: Mapping[str, Any]) -> Finding:
    truth = judge_rule(rule.condition, rule.holds, facts)
    return Finding(
        rule=rule.rule,
        kind=rule.kind,
        truth=truth,
        reason=say(rule.reason),
        asked=asked_in_words(rule.holds, scheme, role),
        said=said_in_words(rule.holds, facts, scheme, role),
        points=rule.points if rule.kind == "priority" and truth is Truth.YES else 0,
    )


def _outcome(findings: tuple[Finding, ...]) -> Outcome:
    decisive = [finding for finding in findings if finding.kind != "priority" and finding.truth is not Truth.YES]
    if any(finding.kind == "required" and finding.truth is Truth.NO for finding in decisive):
        return "not_eligible"
    return "a_person_looks" if decisive else "eligible"
