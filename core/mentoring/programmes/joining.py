"""Another institution joins a programme: its host asks, its own coordinators answer, and from then on it takes part.

Until it has agreed nothing of the programme is there for its people, and its name stands nowhere but on the host's page
of partners. The answer is written in the partner's own scope; that it takes part is written by settling, at the host.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.db.kept import entities
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.programmes.adjust import reason_in, roles_of
from mentoring.programmes.due import wake
from mentoring.programmes.leave import partner_in, today_at
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Partner, Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.tenants.directory import institution, institutions
from mentoring.tenants.file import TenantFile
from mentoring.unit_of_work import UnitOfWork

RECORD = "partner"
"""What the trail calls the part that an institution has in a programme: ``PROGRAMME/SLUG``."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An institution that was asked and has not agreed; `declined` on the day it said no."""

    slug: str
    start: date
    end: date | None
    declined: datetime | None


def waiting(work: UnitOfWork, programme: Programme) -> tuple[Waiting, ...]:
    """Those that the host has asked, by name. For the host."""
    rows = work.session.scalars(
        select(Partner)
        .where(Partner.tenant_id == work.tenant, Partner.programme_id == programme.id, Partner.agreed_at.is_(None))
        .order_by(Partner.partner_id)
    )
    return tuple(Waiting(row.partner_id, row.from_on, row.to_on, row.declined_at) for row in rows)


def may_be_asked(work: UnitOfWork, programme: Programme) -> dict[str, TenantFile]:
    """The institutions that run this scheme and have no part in the programme, by slug."""
    if "partner" not in scheme_of(programme).card.institutions:
        return {}
    taken = {each["slug"] for each in programme.institutions}
    taken |= {each.slug for each in waiting(work, programme) if each.declined is None}
    known = institutions(work.session)
    return {slug: each for slug, each in known.items() if slug not in taken and programme.scheme in each.schemes}


def ask(
    work: UnitOfWork, programme: Programme, slug: str, *, start: date, end: date | None = None, reason: str
) -> None:
    """Ask institution `slug` to take part from `start` to `end`, both included. One that said no may be asked again.

    Raises NotAllowed anywhere but at the host, Invalid with the problems by field.
    """
    programme = _held(work, programme)
    problems = dict(_days_problems(work, programme, start, end))
    if slug not in may_be_asked(work, programme):
        problems["partner"] = "Choose an institution that runs this scheme and has no part in the programme."
    if problems:
        raise Invalid("It cannot be asked like this.", "Look at what is marked.", problems)
    why = reason_in(reason)
    row = work.session.get(Partner, (programme.tenant_id, programme.id, slug), with_for_update=True)
    if row is None:
        host, key = programme.tenant_id, programme.id
        work.add(Partner(tenant_id=host, programme_id=key, partner_id=slug, from_on=start, to_on=end))
    else:
        row.from_on, row.to_on, row.declined_at = start, end, None
        work.session.flush()
    work.record("ask", RECORD, f"{programme.id}/{slug}", fields=("from", "to"), reason=why)


def withdraw_asking(work: UnitOfWork, programme: Programme, slug: str, *, reason: str) -> None:
    """Ask no longer. Raises NotAllowed, NotFound, Conflict for one that takes part already."""
    programme = _held(work, programme)
    row = partner_in(work, programme, slug)
    if row.agreed_at is not None:
        name = institution(work.session, slug).name
        raise Conflict(f"{name} takes part already.", "Let it leave instead.")
    why = reason_in(reason)
    work.session.delete(row)
    work.session.flush()
    work.record("withdraw", RECORD, f"{programme.id}/{slug}", reason=why)


@dataclass(frozen=True, slots=True)
class Asked:
    """What this institution is asked to join, and from when to when."""

    programme: Programme
    start: date
    end: date | None


def asked(work: UnitOfWork) -> tuple[Asked, ...]:
    """The programmes that this institution is asked to join and has not answered for, the latest first."""
    rows = work.session.execute(
        select(Programme, Partner.from_on, Partner.to_on)
        .join(Partner, (Partner.tenant_id == Programme.tenant_id) & (Partner.programme_id == Programme.id))
        .where(Partner.partner_id == work.tenant, Partner.agreed_at.is_(None), Partner.declined_at.is_(None))
        .order_by(Programme.created_at.desc(), Programme.id)
    )
    return tuple(Asked(programme, start, end) for programme, start, end in rows)


def asked_about(work: UnitOfWork, programme_id: UUID) -> Asked:
    """The programme `programme_id`, which this institution is asked to join. Raises NotFound, NotAllowed."""
    work.demand("programme.join")
    for each in asked(work):
        if each.programme.id == programme_id:
            return each
    raise NotFound("Nothing is asked of your institution here.", "Go back to the programmes.")


def answer_asking(work: UnitOfWork, programme_id: UUID, *, agrees: bool, reason: str = "") -> Programme:
    """Agree that this institution takes part, or say no. Its coordinators alone; settling does what follows.

    Raises NotFound where nothing is asked, NotAllowed.
    """
    found = asked_about(work, programme_id).programme
    row = partner_in(work, found, work.tenant)
    if agrees:
        row.agreed_at = work.now
    else:
        row.declined_at = work.now
    work.session.flush()
    key = f"{found.id}/{work.tenant}"
    work.record("agree" if agrees else "decline", RECORD, key, reason=reason.strip() or None)
    wake(work, found.tenant_id, found.id)
    return found


_AGREED = (
    select(Partner)
    .where(
        Partner.tenant_id == bindparam("host"),
        Partner.programme_id == bindparam("programme"),
        Partner.agreed_at.is_not(None),
    )
    .order_by(Partner.agreed_at, Partner.partner_id)
)


def join_who_agreed(work: UnitOfWork, programme: Programme) -> None:
    """Whoever has agreed takes part from now on, for everybody to read. At the host, the programme `locked`."""
    there = {each["slug"] for each in programme.institutions}
    here = {"host": programme.tenant_id, "programme": programme.id}
    for row in entities(work.session, Partner, _AGREED, here, look=True):
        if row.partner_id in there:
            continue
        programme.institutions = [*programme.institutions, _copy_of(row)]
        work.session.flush()
        work.record("join", RECORD, f"{programme.id}/{row.partner_id}", fields=("from", "to"))


def change_days(
    work: UnitOfWork, programme: Programme, slug: str, *, start: date, end: date | None, reason: str
) -> bool:
    """The partner takes part from `start` to `end`, both included; whether that is anything new.

    Raises NotAllowed, NotFound, Conflict for one that has left or not agreed yet, Invalid by field.
    """
    programme = _held(work, programme)
    row = partner_in(work, programme, slug)
    name = institution(work.session, slug).name
    if row.left_at is not None or row.agreed_at is None:
        has = "left" if row.left_at is not None else "not agreed yet"
        raise Conflict(f"{name} has {has}.", "Its days cannot be changed.")
    problems = dict(_days_problems(work, programme, start, end))
    if problems:
        raise Invalid("These days cannot be.", "Look at what is marked.", problems)
    why = reason_in(reason)
    if (row.from_on, row.to_on) == (start, end):
        return False
    row.from_on, row.to_on = start, end
    work.session.flush()
    programme.institutions = [
        {**each, "from": start.isoformat(), "to": end and end.isoformat()} if each["slug"] == slug else each
        for each in programme.institutions
    ]
    work.session.flush()
    work.record("change", RECORD, f"{programme.id}/{slug}", fields=("from", "to"), reason=why)
    wake(work, programme.tenant_id, programme.id)
    return True


def _held(work: UnitOfWork, programme: Programme) -> Programme:
    work.demand("programme.change", roles_of(work, programme))
    if work.tenant != programme.tenant_id:
        raise NotAllowed("Who takes part is the host's to say.", "Ask the host's coordinators.")
    return locked(work, programme.id)


def _days_problems(work: UnitOfWork, programme: Programme, start: date, end: date | None) -> dict[str, str]:
    """Why it cannot take part in these days, by field."""
    if end is not None and end < start:
        return {"end": "It cannot leave before it joins."}
    if end is not None and end < today_at(work, programme):
        return {"end": "This day is over. To let it leave at once, use “Let it leave”."}
    return {}


def _copy_of(row: Partner) -> dict[str, object]:
    """What every partner reads of one."""
    end = row.to_on and row.to_on.isoformat()
    return {
        "slug": row.partner_id,
        "from": row.from_on.isoformat(),
        "to": end,
        "places": dict(row.places),
        "left": None,
    }
