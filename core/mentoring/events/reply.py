"""Whether somebody comes: said by the person, or by a coordinator for whoever has no account."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.events.model import EventSession, Guest, Reply
from mentoring.events.rules import open_sessions
from mentoring.events.sessions import sitting
from mentoring.participants.register import own_registration
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Event
from mentoring.unit_of_work import UnitOfWork

_SESSIONS = select(EventSession).where(
    EventSession.tenant_id == bindparam("host"),
    EventSession.programme_id == bindparam("programme"),
    EventSession.event == bindparam("event"),
)


def reply(
    work: UnitOfWork,
    programme: Programme,
    registration_id: UUID,
    event: str,
    *,
    coming: bool,
    session_id: UUID | None = None,
) -> None:
    """Say whether one comes to `event`, and to which session where there is a choice; the last word counts.

    Who gets a place is settled at the host. Saying the same again changes nothing, the order of replies least of all.
    Raises NotFound for whoever is not invited, Conflict once the session has begun or is off, Invalid where a choice
    is missing.
    """
    one = own_registration(work, programme, registration_id)
    guest = work.session.get(Guest, (programme.tenant_id, one.id, event))
    events = scheme_of(programme).activities.events
    if guest is None or guest.away_at is not None or event not in events:
        raise NotFound("You are not invited to this.", "Go back to your page.")
    before = work.session.get(Reply, (programme.tenant_id, one.id, event))
    chosen = _chosen(work, programme, event, events[event], before, coming=coming, session_id=session_id)
    if before is not None and (before.coming, before.session_id) == (coming, chosen):
        return
    said = {"coming": coming, "session_id": chosen, "replied_at": work.now}
    work.session.execute(
        insert(Reply)
        .values(
            tenant_id=programme.tenant_id,
            registration_id=one.id,
            event=event,
            programme_id=programme.id,
            home_tenant_id=one.home_tenant_id,
            **said,
        )
        .on_conflict_do_update(index_elements=["tenant_id", "registration_id", "event"], set_=said)
    )
    work.record("reply", "event", event, subject=(one.home_tenant_id, one.person_id))
    wake(work, programme.tenant_id, programme.id)


def _chosen(
    work: UnitOfWork,
    programme: Programme,
    name: str,
    event: Event,
    before: Reply | None,
    *,
    coming: bool,
    session_id: UUID | None,
) -> UUID | None:
    """The session somebody comes to; None where all are attended, and for a no."""
    here = {"host": programme.tenant_id, "programme": programme.id, "event": name}
    rows = work.session.scalars(_SESSIONS, here)
    sittings = [sitting(row) for row in rows]
    still_open = {each.id for each in open_sessions(event, sittings, work.now)}
    held = before.session_id if before is not None and before.coming else None
    live = {each.id for each in sittings if each.live}
    if not still_open or (held is not None and held in live and held not in still_open):
        raise Conflict("It has begun, or does not take place any more.", "Ask the coordinators if you have a question.")
    if not coming or event.attend == "all":
        return None
    if session_id is None and len(still_open) == 1:
        return next(iter(still_open))
    if session_id is None:
        raise Invalid("Your reply is not kept yet.", "", {"reply": "Choose a session, or say that you cannot come"})
    if session_id not in still_open:
        raise Conflict("This session has begun, or does not take place any more.", "Choose another one.")
    return session_id
