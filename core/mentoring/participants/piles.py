"""Under which tab each registration stands, as the database says it: statements put into words once.

They are asked on every page of a programme, and to put them together takes as long as to answer them.
"""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Select,
    Subquery,
    Text,
    Uuid,
    any_,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)

from mentoring.db.ready import Ready
from mentoring.participants.model import Registration, Standing

_BEST = (
    ("eligible", ("matched", "offered", "completed", "eligible", "unmatched")),
    ("waiting", ("waiting",)),
    ("refused", ("refused",)),
    ("withdrawn", ("withdrawn",)),
)
"""By tab, the states of which the best decides (`queries.tab_of`) where somebody stands for whom nothing is open."""


@cache
def by_role_and_tab(host: bool) -> Ready:
    """(role, tab, how many). Parameters of all of these: `host`, `programme`, `reader`."""
    found = _sorted(host=host)
    return Ready(select(found.c.role, found.c.tab, func.count()).group_by(found.c.role, found.c.tab))


@cache
def page_under(host: bool, everyone: bool, every_role: bool) -> Ready:
    """Ids of one page: `shown` from the `first`, in order of submission, under `tab` and of `role` unless of all."""
    under = _under(host=host, everyone=everyone, every_role=every_role)
    first, shown = (bindparam(name, type_=BigInteger) for name in ("first", "shown"))
    return Ready(select(under.c.id).order_by(under.c.submitted_at, under.c.id).offset(first).limit(shown))


@cache
def beside_under(host: bool, everyone: bool, every_role: bool) -> Ready:
    """(place, following): where the registration `one` stands among the same, from 1, and which follows."""
    under = _under(host=host, everyone=everyone, every_role=every_role)
    order = (under.c.submitted_at, under.c.id)
    place = func.row_number().over(order_by=order).label("place")
    placed = select(under.c.id, place, func.lead(under.c.id).over(order_by=order).label("following")).subquery()
    return Ready(select(placed.c.place, placed.c.following).where(placed.c.id == bindparam("one", type_=Uuid)))


@cache
def next_open(host: bool) -> Ready:
    """The id of the next that waits for a person, after `one` of `submitted_at`; from the top when it was the last."""
    found = _sorted(host=host)
    one = bindparam("one", type_=Uuid)
    after = tuple_(bindparam("submitted_at", type_=DateTime(timezone=True)), one)
    earlier = tuple_(found.c.submitted_at, found.c.id) < after
    return Ready(
        select(found.c.id)
        .where(or_(found.c.tab == "needs_person", found.c.tab == "refusals"), found.c.id != one)
        .order_by(earlier, found.c.submitted_at, found.c.id)
        .limit(1)
    )


def _under(*, host: bool, everyone: bool, every_role: bool) -> Subquery:
    """The registrations under a tab."""
    found = _sorted(host=host)
    wanted = select(found.c.id, found.c.submitted_at)
    if not everyone:
        wanted = wanted.where(found.c.tab == bindparam("tab", type_=Text))
    if not every_role:
        wanted = wanted.where(found.c.role == bindparam("role", type_=Text))
    return wanted.subquery()


def _sorted(*, host: bool) -> Subquery:
    """Every registration that this reader sees, with its tab as `tab_of` says it."""
    state = Standing.state
    open_ = state == "submitted"
    standing = (
        select(
            Standing.registration_id,
            func.bool_or(open_).label("open"),
            func.bool_and(or_(~open_, Standing.verdict == "not_eligible")).label("refusals"),
            func.bool_or(state == "matched").label("matched"),
            *(func.bool_or(or_(*(state == each for each in states))).label(name) for name, states in _BEST),
        )
        .where(Standing.tenant_id == bindparam("host"), Standing.programme_id == bindparam("programme"))
        .group_by(Standing.registration_id)
        .subquery()
    )
    tab = case(
        (Registration.state == "withdrawn", "withdrawn"),
        (standing.c.registration_id.is_(None), "needs_person"),
        (standing.c.open & standing.c.refusals, "refusals"),
        (standing.c.open, "needs_person"),
        *((standing.c[name], name) for name, _ in _BEST),
        else_="eligible",
    )
    here: tuple[ColumnElement[bool], ...] = (
        Registration.tenant_id == bindparam("host"),
        Registration.programme_id == bindparam("programme"),
        Registration.submitted_at.is_not(None),
    )
    if not host:
        here = (*here, Registration.home_tenant_id == bindparam("reader"))
    return (
        select(Registration.id, Registration.role, Registration.submitted_at, tab.label("tab"))
        .outerjoin(standing, standing.c.registration_id == Registration.id)
        .where(*here)
        .subquery()
    )


def _waiting() -> Select[UUID, int, int]:
    """Registrations and standings in one heap, a group to each registration: nothing is joined.

    Of thousands who have just come in from a file the planner does not know yet, and it would join them row by row.
    """
    hosts: Any = any_(bindparam("hosts", type_=ARRAY(Text)))
    ids: Any = any_(bindparam("ids", type_=ARRAY(Uuid)))
    own = or_(Registration.tenant_id == bindparam("reader"), Registration.home_tenant_id == bindparam("reader"))
    sent = (
        Registration.tenant_id == hosts,
        Registration.programme_id == ids,
        Registration.submitted_at.is_not(None),
        Registration.state != "withdrawn",
        own,
    )
    unknown = null().cast(Boolean)
    heap = union_all(
        select(
            Registration.programme_id,
            Registration.id,
            literal(value=True).label("sent"),
            unknown.label("opened"),
            unknown.label("refusal"),
        ).where(*sent),
        select(
            Standing.programme_id,
            Standing.registration_id,
            literal(value=False),
            Standing.state == "submitted",
            Standing.verdict == "not_eligible",
        ).where(Standing.tenant_id == hosts, Standing.programme_id == ids),
    ).subquery()
    opened = func.coalesce(func.bool_or(heap.c.opened), literal(value=True))  # not judged yet: open as well
    refusal = func.bool_and(heap.c.refusal).filter(heap.c.opened)
    each = (
        select(heap.c.programme_id, refusal.label("refusal"))
        .group_by(heap.c.programme_id, heap.c.id)
        .having(func.bool_or(heap.c.sent) & opened)
        .subquery()
    )
    return select(each.c.programme_id, func.count(), func.count().filter(each.c.refusal)).group_by(each.c.programme_id)


WAITING = Ready(_waiting())
"""By programme of `ids` at `hosts`: how many wait for a person of `reader`, and of how many a refusal is confirmed."""
