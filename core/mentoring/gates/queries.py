"""Gates as coordinators read them: who has passed, and who has not yet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Subquery, TableValuedAlias, Text, and_, cast, func, literal, select, true
from sqlalchemy.dialects.postgresql import JSONB, array

from mentoring.gates.model import GatePass
from mentoring.gates.rules import gates_of
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.participants.sorts import Sort, sort_of, sorts
from mentoring.programmes.dates import Moment, Moments
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.schemes.scheme import Gate, Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

PRESENT = frozenset({"submitted", "eligible", "waiting", "unmatched", "offered", "matched", "completed"})


@dataclass(frozen=True, slots=True)
class GatePerson:
    """Someone whom a gate means and who has not passed it."""

    registration_id: UUID
    name: str
    house: str
    role_title: str


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate: what it asks, when that takes place, how many of those it means have `passed` it and are `missing`.

    `waiting` is one page of the latter, in the order in which they registered.
    """

    gate: str
    title: str
    before: str
    needs: str
    date: Moment | None
    passed: int
    missing: int
    waiting: tuple[GatePerson, ...]


def gate_list(
    work: UnitOfWork, programme: Programme, *, pages: Mapping[str, int] | None = None, size: int = 50
) -> tuple[GateView, ...]:
    """Every gate with the people it means, of the reader's own institution, or all at the host.

    Neither refused nor withdrawn; a fixed number of queries. So many of those who have not passed are on a page: of
    each gate the first, unless `pages` names another. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("gate.record", roles_here(work, programme))
    scheme, moments = scheme_of(programme), dates_of(work, programme)
    gates = scheme.activities.gates
    if not gates:
        return ()
    meant: dict[str, list[str]] = {name: [] for name in gates}
    have: Counter[tuple[str, bool]] = Counter()
    counts = while_unchanged(work, programme, ("gates",), lambda: _counts(work, programme, list(gates)))
    for gate, sort, passed, number in counts:
        if gate in _meant(scheme, sort_of(sort)):
            meant[gate].append(sort)
            have[gate, passed] += number
    key = ("gate waits", size, *sorted((pages or {}).items()))
    waiting = while_unchanged(work, programme, key, lambda: _waiting(work, programme, meant, pages or {}, size))
    return tuple(
        GateView(
            gate=name,
            title=say(gate.title),
            before=gate.before,
            needs=_needs(scheme, gate),
            date=_date(moments, gate),
            passed=have[name, True],
            missing=have[name, False],
            waiting=waiting.get(name, ()),
        )
        for name, gate in gates.items()
    )


def _counts(work: UnitOfWork, programme: Programme, gates: list[str]) -> Iterable[tuple[str, str, bool, int]]:
    """How many registrations of each sort have passed each gate, and have not: (gate, sort, passed, number)."""
    people, each = sorts(work, programme), _each(gates)
    passed = GatePass.id.is_not(None)
    rows = work.session.execute(
        select(each.c.gate, people.c.sort, passed, func.count())
        .select_from(people)
        .join(each, true())
        .outerjoin(GatePass, and_(*_pass_of(programme, people), GatePass.gate == each.c.gate))
        .group_by(each.c.gate, people.c.sort, passed)
    )
    return [(gate, sort, is_passed, number) for gate, sort, is_passed, number in rows]


def _each(gates: list[str]) -> TableValuedAlias:
    """The gates as rows, each under `gate`."""
    return func.unnest(array(gates, type_=Text)).table_valued("gate").render_derived()


def _pass_of(programme: Programme, people: Subquery) -> tuple[ColumnElement[bool], ...]:
    return (
        GatePass.tenant_id == programme.tenant_id,
        GatePass.programme_id == programme.id,
        GatePass.registration_id == people.c.id,
    )


def _waiting(
    work: UnitOfWork, programme: Programme, meant: Mapping[str, Sequence[str]], pages: Mapping[str, int], size: int
) -> Mapping[str, tuple[GatePerson, ...]]:
    """By gate: the page of those of these sorts who have not passed it."""
    one, scheme = Registration, scheme_of(programme)
    columns = (one.name, one.email, one.role, one.listed, one.home_tenant_id, one.submitted_at)
    people, each = sorts(work, programme, *columns), _each(list(meant))
    place = (
        func.row_number().over(partition_by=each.c.gate, order_by=(people.c.submitted_at, people.c.id)).label("place")
    )
    held = (
        select(each.c.gate, place, *people.c)
        .select_from(people)
        .join(each, func.jsonb_exists(func.jsonb_extract_path(literal(dict(meant), JSONB), each.c.gate), people.c.sort))
        .where(~select(GatePass.id).where(*_pass_of(programme, people), GatePass.gate == each.c.gate).exists())
        .subquery()
    )
    first = {name: size * (max(pages.get(name, 1), 1) - 1) for name in meant}
    from_ = cast(literal(first, JSONB)[held.c.gate].astext, Integer)
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    found: dict[str, list[GatePerson]] = defaultdict(list)
    for row in work.session.execute(
        select(held).where(held.c.place > from_, held.c.place <= from_ + size).order_by(held.c.gate, held.c.place)
    ):
        house = row.listed or houses.get(row.home_tenant_id, row.home_tenant_id)
        person = GatePerson(row.id, row.name or row.email, house, say(scheme.roles[row.role].title))
        found[row.gate].append(person)
    return {name: tuple(people) for name, people in found.items()}


def _meant(scheme: Scheme, sort: Sort) -> tuple[str, ...]:
    pathways = [name for name, state in sort.states.items() if state in PRESENT]
    if sort.state != "submitted" or not pathways:
        return ()
    return gates_of(scheme, role=sort.role, pathways=pathways, facts={})


def _needs(scheme: Scheme, gate: Gate) -> str:
    """What a gate asks, in words."""
    told = []
    for need in gate.needs:
        if "attended" in need:
            told.append(f"Attend: {say(scheme.activities.events[need['attended']].title)}")
        elif "answered" in need:
            told.append(f"Answer: {say(scheme.surveys[need['answered']].title)}")
        elif "signed" in need:
            told.append(f"Sign: {say(scheme.activities.agreements[need['signed']].title)}")
        else:
            told.append(f"Checked: {say(need.get('checked'))}")
    return "; ".join(told)


def _date(moments: Moments, gate: Gate) -> Moment | None:
    events = [need["attended"] for need in gate.needs if "attended" in need]
    return moments.get(events[0]) if events else None
