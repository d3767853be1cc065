"""A partner leaves a programme: its last day is set, or it leaves at once. In the scope of the host.

From then on nobody of it registers. What has begun goes on to its end (`timeline.leaving`).
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentoring.errors import Conflict, NotFound
from mentoring.programmes.due import wake
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Partner, Programme
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork


def partner_in(work: UnitOfWork, programme: Programme, slug: str) -> Partner:
    """The partner `slug`, held until the unit of work ends. Raises NotFound."""
    found = work.session.get(Partner, (programme.tenant_id, programme.id, slug), with_for_update=True)
    if found is None:
        known = ", ".join(each["slug"] for each in programme.institutions[1:]) or "none"
        raise NotFound(f"{slug} is no partner in {programme.title}.", f"Its partners are: {known}.")
    return found


def leave(work: UnitOfWork, programme: Programme, slug: str, *, last_day: date | None = None, reason: str = "") -> None:
    """Let the partner take part until `last_day`, that day included; without one it leaves at once.

    Raises NotAllowed, NotFound, and Conflict when it has left already or the day is over.
    """
    work.demand("programme.open")
    programme = locked(work, programme.id)
    partner = partner_in(work, programme, slug)
    name = institution(work.session, slug).name
    if partner.left_at is not None:
        raise Conflict(f"{name} left {programme.title} on {partner.left_at:%-d %B %Y}.", "There is nothing to do.")
    if partner.agreed_at is None:
        raise Conflict(f"{name} has not agreed to take part.", "Take the question back instead.")
    today = today_at(work, programme)
    if last_day is None:
        partner.to_on = max(partner.from_on, today - timedelta(days=1))
        partner.left_at = work.now
    elif last_day < max(today, partner.from_on):
        raise Conflict(f"{last_day:%-d %B %Y} is over.", "Leave the day out: then it leaves at once.")
    else:
        partner.to_on = last_day
    work.session.flush()
    _copy(programme, partner)
    work.record("leave", "partner", f"{programme.id}/{slug}", fields=("to", "left"), reason=reason or None)
    wake(work, programme.tenant_id, programme.id)


def leave_when_due(work: UnitOfWork, programme: Programme) -> None:
    """Let those leave whose last day is over."""
    staying = [each for each in programme.institutions[1:] if each.get("to") and not each.get("left")]
    today = today_at(work, programme).isoformat() if staying else ""
    for each in staying:
        if each["to"] < today:
            partner = partner_in(work, programme, each["slug"])
            partner.left_at = work.now
            work.session.flush()
            _copy(programme, partner)
            work.record("leave", "partner", f"{programme.id}/{partner.partner_id}", fields=("left",))


def gone_from(programme: Programme) -> tuple[str, ...]:
    """The partners that have left, in the order of joining."""
    return tuple(each["slug"] for each in programme.institutions[1:] if each.get("left"))


def next_leaving(work: UnitOfWork, programme: Programme) -> datetime | None:
    """When the next partner's last day is over."""
    days = [
        date.fromisoformat(each["to"]) + timedelta(days=1)
        for each in programme.institutions[1:]
        if each.get("to") and not each.get("left")
    ]
    if not days:
        return None
    zone = ZoneInfo(institution(work.session, programme.tenant_id).timezone)
    return min(datetime(day.year, day.month, day.day, tzinfo=zone) for day in days)


def left_on(programme: Programme, slug: str) -> date | None:
    """The day on which the partner left; None while it takes part, or is no partner."""
    for each in programme.institutions[1:]:
        if each["slug"] == slug and each.get("left"):
            return date.fromisoformat(each["left"])
    return None


def today_at(work: UnitOfWork, programme: Programme) -> date:
    """What day it is at the programme's host."""
    return work.now.astimezone(ZoneInfo(institution(work.session, programme.tenant_id).timezone)).date()


def _copy(programme: Programme, partner: Partner) -> None:
    """Bring what every partner reads to what the partner's row says."""
    left = partner.left_at
    programme.institutions = [
        {**each, "to": partner.to_on and partner.to_on.isoformat(), "left": left and left.date().isoformat()}
        if each["slug"] == partner.partner_id
        else each
        for each in programme.institutions
    ]
