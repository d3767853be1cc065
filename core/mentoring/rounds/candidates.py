"""Whom somebody of a proposal could be with, as coordinators read it; and everyone against everyone, as a matrix."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from mentoring.errors import NotFound
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.rounds.alternatives import Alternative, alternatives
from mentoring.rounds.bench import Bench, Group
from mentoring.rounds.hand import Hand, hand_of
from mentoring.rounds.looked import follows, inputs_seen
from mentoring.rounds.rework import bench_of, current_of
from mentoring.rounds.run import round_of
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the other role, or a circle by one of its leads. `against` says what speaks against it."""

    registration_id: str
    name: str
    fit: int
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Whom `person` could be with. `current` are those they are with now; `names` of everyone named here, by id.

    `kept`: a mark keeps them where they are. `others` come best first; who must never be matched is left out.
    """

    person: str
    name: str
    role: str
    sought: str
    is_pair: bool
    version: int
    state: str
    kept: bool
    current: tuple[str, ...]
    fit: int
    alternatives: tuple[Alternative, ...]
    others: tuple[Candidate, ...]
    names: dict[str, str]
    houses: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """Two people: their fit of 100, None where a rule bars them."""

    kind: Literal["open", "chosen", "locked", "forbidden", "barred"]
    fit: int | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """A part of the matrix: `rows` of the served role, `columns` of the other, by (registration, name)."""

    pathway: str
    pathways: tuple[tuple[str, str], ...]
    served: str
    other: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    all_rows: int
    all_columns: int
    cells: tuple[tuple[Cell, ...], ...]
    state: str


def candidates(
    work: UnitOfWork, programme: Programme, round_id: UUID, *, pathway: str, person: str, at_most: int = 10
) -> Candidates:
    """Alternatives for `person` (the best `at_most`), then everybody else. Raises NotFound, NotAllowed."""
    work.demand("round.read", roles_here(work, programme))
    found = round_of(work, programme, round_id)
    inputs = inputs_seen(work, programme, found.milestone)
    bench = bench_of(inputs, found)
    current = current_of(bench, pathway, person)
    kept = current is not None and current in bench.kept
    offered = () if kept else alternatives(bench, pathway, person, current)[:at_most]
    scheme, me = inputs.setting.scheme, bench.entrant(person)
    pair = bench.pathway(pathway).is_pair
    role = next((r for r in bench.pathway(pathway).members if r != me.role), me.role) if pair else me.role
    people = bench.board.cohort.entrants
    homes = {slug: each.short_name for slug, each in inputs.setting.tenants.items()}
    return Candidates(
        person=person,
        name=me.name,
        role=say(scheme.roles[me.role].title),
        sought=say(scheme.roles[role].title) if pair else say(scheme.pathways[pathway].title),
        is_pair=pair,
        version=found.version,
        state=found.state,
        kept=kept,
        current=tuple(sorted(current.members - {person})) if current else (),
        fit=bench.fit(pathway, current.members) if current else 0,
        alternatives=offered,
        others=_others(bench, pathway, person, current) if pair else _circles(bench, pathway, person, current),
        names={e.id: e.name for e in people},
        houses={e.id: homes.get(str(e.facts.get("institution")), "") for e in people},
    )


def _others(bench: Bench, pathway: str, person: str, current: Group | None) -> tuple[Candidate, ...]:
    """Everybody of the other role, those against whom least speaks first."""
    mine = bench.entrant(person).role
    known = current.members if current else frozenset[str]()
    found = []
    for role in bench.pathway(pathway).members:
        for other in bench.entering(pathway, role):
            if role == mine or other.id in known:
                continue
            against = bench.against(pathway, person, other.id)
            if not against.never:
                full = ("full",) if bench.room(other.id) < 1 else ()
                fit = bench.fit(pathway, (person, other.id))
                found.append(Candidate(other.id, other.name, fit, (*against.broken, *full)))
    return tuple(sorted(found, key=lambda each: (len(each.against), -each.fit, each.name)))


def _circles(bench: Bench, pathway: str, person: str, current: Group | None) -> tuple[Candidate, ...]:
    """Every other circle, named by the first of its leads."""
    served = bench.pathway(pathway).served
    found = []
    for group in bench.groups:
        if group.pathway != pathway or group == current or person in group.members:
            continue
        lead = min(group.members, key=lambda e: (bench.entrant(e).role == served, bench.entrant(e).name))
        found.append(Candidate(lead, bench.entrant(lead).name, bench.fit(pathway, (*group.members, person)), ()))
    return tuple(sorted(found, key=lambda each: (-each.fit, each.name)))


def matrix(
    work: UnitOfWork,
    programme: Programme,
    round_id: UUID,
    *,
    pathway: str = "",
    rows_from: int = 0,
    columns_from: int = 0,
    rows: int = 20,
    columns: int = 40,
) -> Matrix:
    """So many rows and columns of a pathway's matrix; whoever has no match comes first, then the weakest.

    Raises NotFound for a pathway that this round does not have, NotAllowed.
    """
    work.demand("round.read", roles_here(work, programme))
    which = (pathway, rows_from, columns_from, rows, columns)
    return follows(work, programme, ("matrix", round_id, *which), lambda: _matrix(work, programme, round_id, *which))


def _matrix(
    work: UnitOfWork,
    programme: Programme,
    round_id: UUID,
    pathway: str,
    rows_from: int,
    columns_from: int,
    rows: int,
    columns: int,
) -> Matrix:
    found = round_of(work, programme, round_id)
    inputs, hand = inputs_seen(work, programme, found.milestone), hand_of(found.hand)
    bench = bench_of(inputs, found)
    known = tuple(bench.board.pathway.values())
    chosen = next((each for each in known if each.id == (pathway or known[0].id)), None)
    if chosen is None:
        raise NotFound("This round has no such pathway.")
    other = next((role for role in chosen.members if role != chosen.served), chosen.served)
    down = sorted(bench.entering(chosen.id, chosen.served), key=lambda e: (_fit_now(bench, chosen.id, e.id), e.name))
    across = sorted(bench.entering(chosen.id, other), key=lambda e: e.name)
    shown, beside = down[rows_from : rows_from + rows], across[columns_from : columns_from + columns]
    scheme = inputs.setting.scheme
    return Matrix(
        pathway=chosen.id,
        pathways=tuple((each.id, each.title) for each in known),
        served=say(scheme.roles[chosen.served].plural),
        other=say(scheme.roles[other].plural),
        rows=tuple((e.id, e.name) for e in shown),
        columns=tuple((e.id, e.name) for e in beside),
        all_rows=len(down),
        all_columns=len(across),
        cells=tuple(tuple(_cell(bench, hand, chosen.id, one.id, e.id) for e in beside) for one in shown),
        state=found.state,
    )


def _fit_now(bench: Bench, pathway: str, one: str) -> int:
    """The fit of the match that somebody has; -1 without one."""
    mine = [g for g in bench.of.get(one, ()) if g.pathway == pathway]
    return bench.fit(pathway, mine[0].members) if mine else -1


def _cell(bench: Bench, hand: Hand, pathway: str, one: str, other: str) -> Cell:
    if one == other:
        return Cell("barred", None)
    together = next((g for g in bench.of.get(one, ()) if g.pathway == pathway and other in g.members), None)
    fit = bench.fit(pathway, (one, other))
    if together is not None:
        return Cell("locked" if together in bench.kept else "chosen", fit)
    if frozenset((one, other)) in hand.forbids:
        return Cell("forbidden", None)
    return Cell("open", fit) if bench.may(pathway, one, other) else Cell("barred", None)
