"""How a programme stands, in numbers: who came how far, the rhythm of its mentorships, its places, and who had nobody.

Counts alone, for those who see the people behind them anyway: nothing here is published.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from mentoring.contracts.durations import Duration, add, parse_range
from mentoring.gates.model import GatePass
from mentoring.gates.rules import gates_of
from mentoring.meetings.queries import MatchLine, of_programme
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.participants.sorts import Sort, sort_of, sorts
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.rounds.model import Round
from mentoring.schemes.scheme import Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

LONGER = 1.5
"""Who has not met for so many times the longest rhythm is marked once more."""
_ELIGIBLE = frozenset({"eligible", "waiting", "unmatched", "offered", "matched", "completed"})
_ANY_DAY = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class Funnel:
    """People of the served roles who came so far; who came further is counted before, too.

    `ready` is None without gates before matching, `reached` without a target. `undecided`, `refused` and `withdrew`
    are those who are not eligible (now).
    """

    registered: int
    eligible: int
    ready: int | None
    matched: int
    met: int
    reached: int | None
    target: int | None
    undecided: int
    refused: int
    withdrew: int


@dataclass(frozen=True, slots=True)
class Cadence:
    """Running mentorships of one rhythm by weeks since they last met, or since they began; a week begun counts.

    `least` to `most` weeks are asked for; from `longer` on it is much longer. `not_met` are among `weeks`.
    """

    pathways: tuple[str, ...]
    least: int
    most: int
    longer: int
    weeks: Mapping[int, int]
    not_met: int

    def between(self, low: int, high: int | None = None) -> int:
        """How many last met from `low` to `high` weeks ago."""
        return sum(number for week, number in self.weeks.items() if low <= week and (high is None or week <= high))


@dataclass(frozen=True, slots=True)
class House:
    """An institution's people in mentorships: `served` and `leads`; `places` it has for the served, if any."""

    name: str
    served: int
    leads: int
    places: int | None


@dataclass(frozen=True, slots=True)
class Without:
    """Why so many people had no match in the latest published round; `helped` counts what would have helped each."""

    cause: str
    number: int
    helped: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """A programme at a glance. `places` is the limit of the whole programme; `without` is for the host alone."""

    lines: tuple[MatchLine, ...]
    funnel: Funnel
    cadences: tuple[Cadence, ...]
    houses: tuple[House, ...]
    places: int | None
    without: tuple[Without, ...]


def progress(work: UnitOfWork, programme: Programme) -> Progress:
    """How `programme` stands, as far as this institution sees it; a fixed number of queries.

    Raises NotAllowed for anyone but coordinators.
    """
    here = roles_here(work, programme)
    work.demand("registration.list", here)
    leads, today = "lead" in here, work.now.date()
    return while_unchanged(
        work, programme, ("progress", leads, today), lambda: _progress(work, programme, today, leads=leads)
    )


def _progress(work: UnitOfWork, programme: Programme, today: date, *, leads: bool) -> Progress:
    scheme = scheme_of(programme)
    lines = of_programme(work, programme)
    running = [line for line in lines if line.state == "running"]
    return Progress(
        lines=lines,
        funnel=_funnel(scheme, _served(work, programme, scheme), lines, _passed(work, programme, scheme)),
        cadences=_cadences(scheme, running, today),
        houses=_houses(work, programme, scheme, lines) if leads else (),
        places=_places(scheme),
        without=without(_unmatched(work, programme), frozenset(scheme.served_roles)) if leads else (),
    )


@dataclass(frozen=True, slots=True)
class _Served:
    """How registrations of one sort stand that are to be served; `gates` are those to pass before matching."""

    is_eligible: bool
    withdrew: bool
    undecided: bool
    gates: frozenset[str]


def _served(work: UnitOfWork, programme: Programme, scheme: Scheme) -> dict[UUID, _Served]:
    """Whoever has sent a registration in a served role, as far as this institution sees them."""
    people = sorts(work, programme, Registration.role)
    sent = select(people.c.id, people.c.sort).where(people.c.role.in_(scheme.served_roles))
    kinds: dict[str, _Served] = {}
    found: dict[UUID, _Served] = {}
    for key, words in work.session.execute(sent):
        if words not in kinds:
            kinds[words] = _standing(scheme, sort_of(words))
        found[key] = kinds[words]
    return found


def _standing(scheme: Scheme, sort: Sort) -> _Served:
    withdrew = sort.state == "withdrawn"
    eligible = [name for name, state in sort.states.items() if state in _ELIGIBLE]
    gates = gates_of(scheme, role=sort.role, pathways=eligible, facts={}, before="matching")
    undecided = not withdrew and (not sort.states or "submitted" in sort.states.values())
    return _Served(not withdrew and bool(eligible), withdrew, undecided, frozenset(gates))


def _before_matching(scheme: Scheme) -> list[str]:
    return [name for name, each in scheme.activities.gates.items() if each.before == "matching"]


def _passed(work: UnitOfWork, programme: Programme, scheme: Scheme) -> Mapping[UUID, Sequence[str]]:
    """By registration: the gates before matching that it has passed."""
    rows = work.session.execute(
        select(GatePass.registration_id, func.array_agg(GatePass.gate))
        .where(
            GatePass.tenant_id == programme.tenant_id,
            GatePass.programme_id == programme.id,
            GatePass.gate.in_(_before_matching(scheme)),
        )
        .group_by(GatePass.registration_id)
    )
    return {key: gates for key, gates in rows}  # noqa: C416 - rows to pairs


def _funnel(
    scheme: Scheme,
    served: Mapping[UUID, _Served],
    lines: Sequence[MatchLine],
    passed: Mapping[UUID, Sequence[str]],
) -> Funnel:
    def theirs(wanted: Collection[MatchLine]) -> set[UUID]:
        return {seat.registration_id for line in wanted for seat in line.members if not seat.leads} & served.keys()

    targets = {line.target for line in lines if line.target and line.formed_at}
    reached = theirs([line for line in lines if line.target and line.held >= line.target])
    met = theirs([line for line in lines if line.held]) | reached
    matched = theirs([line for line in lines if line.formed_at]) | met
    able = {key for key, each in served.items() if each.is_eligible} | matched
    ready = {key for key in able if served[key].gates.issubset(passed.get(key, ()))} | matched
    others = [each for key, each in served.items() if key not in able]
    withdrew = sum(each.withdrew for each in others)
    undecided = sum(each.undecided for each in others)
    return Funnel(
        registered=len(served),
        eligible=len(able),
        ready=len(ready) if _before_matching(scheme) else None,
        matched=len(matched),
        met=len(met),
        reached=len(reached) if len(targets) == 1 else None,
        target=targets.pop() if len(targets) == 1 else None,
        undecided=undecided,
        refused=len(others) - withdrew - undecided,
        withdrew=withdrew,
    )


def _cadences(scheme: Scheme, running: Sequence[MatchLine], today: date) -> tuple[Cadence, ...]:
    by_rhythm: dict[str, list[MatchLine]] = {}
    for line in running:
        every = scheme.mentorships[line.pathway].meetings.every
        if every and line.formed_at:
            by_rhythm.setdefault(every, []).append(line)
    return tuple(_cadence(every, lines, today) for every, lines in sorted(by_rhythm.items()))


def _cadence(every: str, lines: Sequence[MatchLine], today: date) -> Cadence:
    asked = parse_range(every)
    least, most = _weeks(asked.least), _weeks(asked.most)
    weeks = Counter(_since(line, today, most) for line in lines)
    return Cadence(
        pathways=tuple(dict.fromkeys(line.pathway_title for line in lines)),
        least=least,
        most=most,
        longer=max(most + 2, round(LONGER * most)),
        weeks=dict(sorted(weeks.items())),
        not_met=sum(not line.held for line in lines),
    )


def _weeks(length: Duration) -> int:
    return max(1, -((_ANY_DAY - add(_ANY_DAY, length)).days // 7))


def _since(line: MatchLine, today: date, most: int) -> int:
    """Weeks since the last meeting; whether it is quiet is told by the calendar, for months are no weeks."""
    began = line.last_held or (line.formed_at.date() if line.formed_at else today)
    weeks = max(0, -((began - today).days // 7))
    return max(weeks, most + 1) if line.quiet else min(weeks, most)


def _places(scheme: Scheme) -> int | None:
    """How many of the served there are places for in the whole programme, where the scheme says."""
    limits = [
        each.at_most
        for each in scheme.card.places
        if each.per == "programme" and each.who.pathway is None and set(each.who.roles) & set(scheme.served_roles)
    ]
    return min(limits, default=None)


def _houses(work: UnitOfWork, programme: Programme, scheme: Scheme, lines: Sequence[MatchLine]) -> tuple[House, ...]:
    """The institutions that take part, the host first, by who is in a mentorship or asked about one."""
    file = file_of(programme)
    own = {file.host: file.host_places, **{each.slug: each.places for each in file.partners}}
    per_house = next((each.at_most for each in scheme.card.places if each.per == "institution"), None)
    seats = {
        seat.registration_id: seat
        for line in lines
        if line.state in {"offered", "running", "completed"}
        for seat in line.members
    }
    counted = Counter((seat.house, seat.leads) for seat in seats.values())
    names = {slug: each.short_name for slug, each in institutions(work.session).items()}
    known = [(names.get(slug, slug), places) for slug, places in own.items()]
    more = sorted({house for house, _ in counted} - {name for name, _ in known})
    return tuple(
        House(
            name=name,
            served=counted[name, False],
            leads=counted[name, True],
            places=next((places[role] for role in scheme.served_roles if role in places), per_house),
        )
        for name, places in (*known, *((name, {}) for name in more))
    )


def _unmatched(work: UnitOfWork, programme: Programme) -> Sequence[Mapping[str, Any]]:
    found = work.session.scalar(
        select(Round.result["unmatched"])
        .where(Round.tenant_id == programme.tenant_id, Round.programme_id == programme.id, Round.state == "published")
        .order_by(Round.number.desc())
        .limit(1)
    )
    return found or ()


_LAST = {
    "full": "Everybody left to them was full",
    "places": "All places were taken",
    "left": "Other matches reached the aims better",
    "avoid": "Whoever was left is kept apart from them on request",
    "forbid": "A coordinator ruled out whoever was left",
    "circle": "No circle had room for them",
}
_HELPED = {
    "capacity": "somebody taking one more",
    "places": "one more place",
    "criterion": "an exception from one rule",
    "forbid": "two people kept apart meeting after all",
    "lock": "a lock lifted",
}
_VERBS = {"is": "are", "has": "have", "does": "do"}


def without(unmatched: Sequence[Mapping[str, Any]], served: Collection[str]) -> tuple[Without, ...]:
    """Those of the `served` roles without a match, once each, under the rule that emptied their list last.

    The causes that concern most come first.
    """
    people: dict[str, tuple[str, str]] = {}
    for each in unmatched:
        if each["person"]["role"] in served and each["person"]["id"] not in people:
            change = each["smallest_change"]
            people[each["person"]["id"]] = (_cause(each), _HELPED[change["kind"]] if change else "")
    counted = Counter(cause for cause, _ in people.values())
    return tuple(
        Without(cause, number, dict(Counter(helped for why, helped in sorted(people.values()) if why == cause)))
        for cause, number in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _cause(each: Mapping[str, Any]) -> str:
    if not each["causes"]:
        return "There was nobody to match them with"
    last = each["causes"][-1]
    if last["kind"] in _LAST:
        return _LAST[last["kind"]]
    name = re.escape(each["person"]["name"].split(" ")[0])
    words = re.sub(rf"\b(with|of|from) {name}(?= |$|\.|,)", r"\1 them", last["words"])
    verb, _, rest = re.sub(r"^\d+ ", "", words).partition(" ")
    return f"Those left {_VERBS.get(verb, verb)} {rest}"


def titles(scheme: Scheme) -> tuple[str, str]:
    """What the served are called, and those who lead: plurals."""
    served = [say(scheme.roles[role].plural) for role in scheme.served_roles]
    leads = dict.fromkeys(
        say(scheme.roles[role].plural)
        for pathway in scheme.pathways.values()
        for role in pathway.members
        if role not in scheme.served_roles
    )
    return ", ".join(served), ", ".join(leads)
