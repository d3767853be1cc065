"""From judged registrations to a round: who enters, and what the round is asked to do.

The same for the command `match` and for a round on the console.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from mentoring.contracts.conditions import Truth, judge
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Bounds, Criterion, PathwayPlan, PlaceLimit, Plan
from mentoring.participants.facts import Setting
from mentoring.participants.judged import Judged
from mentoring.participants.places import Claim, concerns, seating
from mentoring.participants.said import Said, answer_to
from mentoring.participants.words import labels, names
from mentoring.schemes.scheme import Gate, Places, Scheme, say


@dataclass(frozen=True, slots=True)
class Field:
    """Who enters a round, and who is held back though eligible.

    `held` names, by registration, the gates not passed; `waiting` those for whom no place is free. `unchecked`
    are the gates of which nobody has said who passed them: they hold nobody.
    """

    cohort: Cohort
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()
    unchecked: tuple[str, ...] = ()


def field_of(
    setting: Setting, everyone: Sequence[Judged], *, waiting: frozenset[tuple[str, str]] | None = None
) -> Field:
    """The entrants among `everyone`: eligible, gates passed, given a place where places are given beforehand.

    `waiting` says who waits in which pathway where that is known already; else places are given here.
    """
    held: dict[str, tuple[str, ...]] = {}
    unchecked: set[str] = set()
    for judged in everyone:
        gates = [name for name, gate in _gates(setting.scheme).items() if _is_for(gate, judged)]
        if judged.said.passed is None:
            unchecked |= set(gates)
        elif missing := tuple(name for name in gates if name not in judged.said.passed):
            held[judged.said.id] = missing
    ready = [judged for judged in everyone if judged.eligible_for and judged.said.id not in held]
    places = _given_before(setting, ready) if waiting is None else waiting
    entrants = [
        entrant(setting.scheme, judged, pathways)
        for judged in ready
        if (pathways := tuple(p for p in judged.eligible_for if (judged.said.id, p) not in places))
    ]
    entering = {each.id for each in entrants}
    return Field(
        Cohort.of(entrants),
        {judged.said.id: held[judged.said.id] for judged in everyone if judged.eligible_for and judged.said.id in held},
        frozenset(judged.said.id for judged in ready) - entering,
        tuple(name for name in setting.scheme.activities.gates if name in unchecked),
    )


def entrant(scheme: Scheme, judged: Judged, pathways: tuple[str, ...]) -> Entrant:
    """One registration as matching sees it."""
    said = judged.said
    return Entrant(
        id=said.id,
        person=said.email,
        role=said.role,
        submitted=said.submitted.astimezone(UTC).isoformat() if said.submitted else "",
        capacity=capacity_of(scheme, said),
        pathways=pathways,
        facts=judged.matching,
        email=said.email,
        name=said.name or said.email,
        priority=judged.priority,
        waited=said.waited,
        avoid=avoided(scheme, said),
    )


def capacity_of(scheme: Scheme, said: Said) -> int:
    """How many mentorships at once: as answered, within what the role allows, else the role's default."""
    capacity = scheme.roles[said.role].capacity
    chosen = answer_to(scheme, said, "capacity")
    return min(int(chosen), capacity.most) if chosen is not None else capacity.default


def avoided(scheme: Scheme, said: Said) -> frozenset[str]:
    """The e-mail addresses of people never to be matched with."""
    named = answer_to(scheme, said, "avoid") or ()
    return frozenset(each.strip().lower() for each in ([named] if isinstance(named, str) else named) if each.strip())


def plan_of(
    setting: Setting, cohort: Cohort, *, placed: Sequence[Entrant] = (), only: Sequence[str] | None = None
) -> Plan:
    """What the round is asked: every pathway that comes about by a round, all solved together; or `only` those.

    `placed` are those who hold a place from an earlier round already: it counts, once.
    """
    scheme = setting.scheme
    rounds = {
        name: way["round"] for name, matching in scheme.matching.items() for way in matching.ways if "round" in way
    }
    days = [setting.moments[milestone].day for milestone in rounds.values() if milestone in setting.moments]
    roles = [role for role in scheme.roles if role in scheme.registration]
    words: dict[str, Mapping[str, str]] = {
        "institution": {tenant.slug: tenant.short_name for tenant in setting.tenants.values()},
        "unit": {unit.id: unit.title for tenant in setting.tenants.values() for unit in tenant.units},
    }
    for role in roles:
        for fact, known in labels(scheme, role).items():
            words[fact] = {**words.get(fact, {}), **{value: _within(told) for value, told in known.items()}}
    entering, wanted = {each.id for each in cohort.entrants}, rounds if only is None else only
    everyone = Cohort.of([*cohort.entrants, *(each for each in placed if each.id not in entering)])
    return Plan(
        pathways=tuple(_pathway(scheme, name) for name in scheme.pathways if name in wanted),
        places=_less_taken((*_scheme_places(setting, everyone), *_programme_places(setting, everyone)), placed),
        on=max(days).isoformat() if days else "",
        role_titles={name: (say(role.title), say(role.plural)) for name, role in scheme.roles.items()},
        labels=words,
        questions={fact: title for role in roles for fact, title in names(scheme, role).items()},
    )


def _within(label: str) -> str:
    """A label as it stands within a sentence: ``Budgets and finance`` begins small, ``HR`` and ``Band 5`` stay."""
    plain = label[1:2].islower() and not any(letter.isdigit() for letter in label)
    return label[:1].lower() + label[1:] if plain else label


def tries(cohort: Cohort) -> int:
    """How many single changes are tried for those left without a match: fewer in a large round, which is slow to solve.

    Told by the size alone and never by the clock, so that the result is the same on any machine.
    """
    return max(10, min(400, 40_000 // max(1, len(cohort.entrants))))


def _pathway(scheme: Scheme, name: str) -> PathwayPlan:
    pathway, matching = scheme.pathways[name], scheme.matching[name]
    return PathwayPlan(
        id=name,
        title=say(pathway.title),
        members={role: Bounds(b.least, b.aim, b.most) for role, b in pathway.members.items()},
        criteria=tuple(
            Criterion(index, each.rule, each.weight, each.between, each.params, say(each.reason))
            for index, each in enumerate(matching.criteria)
        ),
        first=matching.first,
    )


def _gates(scheme: Scheme) -> dict[str, Gate]:
    return {name: gate for name, gate in scheme.activities.gates.items() if gate.before == "matching"}


def _is_for(gate: Gate, judged: Judged) -> bool:
    """Whether the gate means this registration; what is unknown counts as inside (contract, section 1)."""
    who = gate.who
    if who.roles and judged.said.role not in who.roles:
        return False
    pathways = [who.pathway] if who.pathway else list(judged.facts)
    return any(judge(who.condition, judged.facts[p]) is not Truth.NO for p in pathways if p in judged.facts)


def _given_before(setting: Setting, ready: Iterable[Judged]) -> frozenset[tuple[str, str]]:
    """Who, in which pathway, waits because places are given at selection and none is free."""
    limits = [each for each in setting.scheme.card.places if each.taken_at == "selection"]
    if not limits:
        return frozenset()
    names = {uuid5(NAMESPACE_URL, judged.said.id): judged for judged in ready}
    claims = [
        Claim(
            registration=key,
            pathway=pathway,
            role=judged.said.role,
            institution=judged.said.institution or "",
            submitted=judged.said.submitted or datetime.max.replace(tzinfo=UTC),
            facts=judged.facts[pathway],
            late=judged.late,
            priority=judged.verdicts[pathway].priority,
            waited=judged.said.waited,
        )
        for key, judged in names.items()
        for pathway in judged.eligible_for
    ]
    seed = setting.programme.slug if setting.programme else setting.scheme.name
    seated = seating(limits, claims, own=_own_places(setting), seed=seed)
    return frozenset((names[key].said.id, pathway) for key, pathway in seated.waiting)


def _own_places(setting: Setting) -> dict[str, Mapping[str, int]]:
    """By institution: at most so many of its own people, by role."""
    programme = setting.programme
    if programme is None:
        return {}
    return {programme.host: programme.host_places, **{p.slug: p.places for p in programme.partners}}


def _scheme_places(setting: Setting, cohort: Cohort) -> list[PlaceLimit]:
    """The card's places that are taken at matching: one limit, or one for each institution."""
    found: list[PlaceLimit] = []
    for limit in (each for each in setting.scheme.card.places if each.taken_at == "matching"):
        counted = [each for each in cohort.entrants if _counts(limit, each)]
        title = _plural(setting.scheme, limit.who.roles)
        if limit.per == "programme":
            everyone = frozenset(each.id for each in counted)
            found.append(PlaceLimit(everyone, limit.at_most, title, limit.who.pathway))
            continue
        for home in sorted({str(each.facts.get("institution", "")) for each in counted}):
            own = frozenset(each.id for each in counted if each.facts.get("institution", "") == home)
            numbers = _own_places(setting).get(home, {})
            most = next((numbers[role] for role in limit.who.roles if role in numbers), limit.at_most)
            found.append(PlaceLimit(own, most, f"{title}, {_called(setting, home)}", limit.who.pathway))
    return found


def _less_taken(limits: Iterable[PlaceLimit], placed: Sequence[Entrant]) -> tuple[PlaceLimit, ...]:
    """The limits without the places that are taken, and without those who hold one: they take no second."""
    holding = frozenset(each.id for each in placed)
    return tuple(
        replace(limit, entrants=limit.entrants - holding, at_most=max(0, limit.at_most - len(limit.entrants & holding)))
        for limit in limits
    )


def _counts(limit: Places, one: Entrant) -> bool:
    return any(
        concerns(limit.who, Claim(_NOBODY, pathway, one.role, "", _NEVER, {**one.facts, "pathway": pathway}))
        for pathway in one.pathways
    )


_NOBODY = uuid5(NAMESPACE_URL, "")
_NEVER = datetime.max.replace(tzinfo=UTC)


def _programme_places(setting: Setting, cohort: Cohort) -> list[PlaceLimit]:
    """The numbers that host and partners have of their own."""
    found = []
    for home, places in _own_places(setting).items():
        for role, at_most in places.items():
            own = frozenset(e.id for e in cohort.entrants if e.role == role and e.facts.get("institution") == home)
            title = f"{_plural(setting.scheme, (role,))}, {_called(setting, home)}"
            found.append(PlaceLimit(own, at_most, title))
    return found


def _plural(scheme: Scheme, roles: Sequence[str]) -> str:
    return ", ".join(say(scheme.roles[role].plural) for role in roles or scheme.roles)


def _called(setting: Setting, home: str) -> str:
    return setting.tenants[home].short_name if home in setting.tenants else home
