"""Everything that is known of one registration, flat, by the contract's names (contract, section 3).

What is not known is absent: a rule that asks for it is unknown then, and a person looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from mentoring.contracts.durations import months_between
from mentoring.participants.said import Said, answer_to
from mentoring.programmes.dates import Moments
from mentoring.programmes.file import ProgrammeFile
from mentoring.schemes.scheme import Fact, Scheme
from mentoring.tenants.file import TenantFile
from mentoring.tenants.grades import level_of

Facts = dict[str, Any]

FAR = date.max
"""Stands in for the day when none is known: the newest grade scale holds."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a registration: the scheme, the institutions, and the programme where there is one.

    Without a programme `moments` is empty, and whatever needs a date is unknown.
    """

    scheme: Scheme
    tenants: Mapping[str, TenantFile] = field(default_factory=dict)
    programme: ProgrammeFile | None = None
    moments: Moments = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The host's zone; without a programme, that of the institutions when they share one; else UTC."""
        host = self.tenants.get(self.programme.host) if self.programme else None
        zones = {host.timezone} if host else {tenant.timezone for tenant in self.tenants.values()}
        return ZoneInfo(zones.pop() if len(zones) == 1 else "UTC")


def facts_of(
    setting: Setting, said: Said, *, pathway: str, roles: frozenset[str] = frozenset(), purpose: str = "eligibility"
) -> Facts:
    """The facts of one registration for one pathway; declarations only for their `purpose`.

    `roles` are all roles this person has registered for in the programme. ``priority`` comes from the rules themselves
    and is added by whoever knows it.
    """
    facts: Facts = {
        "role": said.role,
        "pathway": pathway,
        "state": said.state,
        "roles": sorted(roles | {said.role}),
        "waited": said.waited,
        **{f"answers.{name}": value for name, value in said.answers.items()},
        **{
            f"declared.{name}": value
            for name, value in said.declared.items()
            if purpose in _purposes(setting, said, name)
        },
        **{f"history.{name}": value for name, value in said.history.items()},
        **{f"own.{name}": value for name, value in said.own.items()},
        **{f"stage.{name}": value for name, value in (said.stages or {}).items()},
        **_of_the_person(setting, said),
    }
    if said.submitted is not None:
        facts["submitted"] = said.submitted.isoformat()
    if said.passed is not None:
        facts["passed"] = sorted(said.passed)
    late = is_late(setting, said)
    if late is not None:
        facts["late"] = late
    for name, fact in setting.scheme.eligibility.facts.items():
        months = _months(setting, said, fact)
        if months is not None:
            facts[f"facts.{name}"] = months
    return facts


def is_late(setting: Setting, said: Said) -> bool | None:
    """Whether the registration came after its role's closing date; None when that cannot be known."""
    registration = setting.scheme.registration.get(said.role)
    if registration is None or registration.closes is None:
        return False
    closes = setting.moments.get(registration.closes)
    if closes is None or said.submitted is None:
        return None
    return said.submitted >= closes.at


def level_day(setting: Setting, said: Said) -> date | None:
    """The day on which a grade's level is read: the role's closing date, else the day of submission."""
    registration = setting.scheme.registration.get(said.role)
    closes = setting.moments.get(registration.closes or "") if registration else None
    if closes is not None:
        return closes.day
    return said.submitted.astimezone(setting.zone).date() if said.submitted else None


def _of_the_person(setting: Setting, said: Said) -> Facts:
    facts: Facts = {}
    if said.institution:
        facts["institution"] = said.institution
        programme = setting.programme
        standing = programme.standing_of(said.institution, level_day(setting, said)) if programme else None
        if standing:
            facts["standing"] = standing
    tenant = setting.tenants.get(said.institution or "")
    written = answer_to(setting.scheme, said, "unit") or said.unit
    if written:
        unit = tenant.unit(str(written)) if tenant else None
        facts["unit"] = unit.id if unit else written
        if unit and tenant:
            facts["unit_top"] = tenant.line_up(unit)[-1].id
    kind = answer_to(setting.scheme, said, "kind")
    if kind is not None:
        facts["kind"] = kind
    grade = answer_to(setting.scheme, said, "grade") or said.grade
    level = said.level
    if level is None and grade and tenant:
        level = level_of(tenant, setting.scheme.card.name, str(grade), level_day(setting, said) or FAR)
    if level is not None:
        facts["level"] = level
    return facts


def _purposes(setting: Setting, said: Said, name: str) -> tuple[str, ...]:
    registration = setting.scheme.registration.get(said.role)
    declaration = (registration.declaration if registration else None) or {}
    return tuple(declaration.get("properties", {}).get(name, {}).get("x-purpose", ("eligibility",)))


def _months(setting: Setting, said: Said, fact: Fact) -> int | None:
    """Whole months between the fact's two dates; its `else` when a date of the person is absent.

    A date of the programme that is absent leaves the fact unknown: `else` speaks of people.
    """
    start, end = _date(setting, said, fact.start), _date(setting, said, fact.end)
    if start is not None and end is not None:
        return months_between(start, end)
    absent = [name for name, found in ((fact.start, start), (fact.end, end)) if found is None]
    return fact.otherwise if all(_is_of_the_person(name) for name in absent) else None


def _is_of_the_person(name: str) -> bool:
    return name.startswith(("answers.", "history."))


def _date(setting: Setting, said: Said, name: str) -> date | None:
    if name == "submitted":
        return said.submitted.astimezone(setting.zone).date() if said.submitted else None
    if name.startswith("answers."):
        written = said.answers.get(name.removeprefix("answers."))
    elif name.startswith("history."):
        written = said.history.get(name.removeprefix("history."))
    else:
        moment = setting.moments.get(name)
        return moment.day if moment else None
    return date.fromisoformat(str(written)[:10]) if written else None
