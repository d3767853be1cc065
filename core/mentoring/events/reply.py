"""Whether somebody comes: said by the person, or by a coordinator for whoever has no account."""

from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.db.ready import Ready
from mentoring.db.rows import insert_one
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.events.model import EventSession, Guest, Reply
from mentoring.events.rules import Sitting, open_sessions
from mentoring.participants.model import Registration
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Event
from mentoring.unit_of_work import UnitOfWork

_MINE = Ready(
    select(Guest.home_tenant_id, Reply.coming, Reply.session_id)
    .join(Registration, (Registration.tenant_id == Guest.tenant_id) & (Registration.id == Guest.registration_id))
    .outerjoin(
        Reply,
        (Reply.tenant_id == Guest.tenant_id)
        & (Reply.registration_id == Guest.registration_id)
        & (Reply.event == Guest.event),
    )
    .where(
        Guest.tenant_id == bindparam("host"),
        Guest.programme_id == bindparam("programme"),
        Guest.registration_id == bindparam("registration"),
        Guest.event == bindparam("event"),
        Guest.away_at.is_(None),
        Registration.home_tenant_id == bindparam("home"),
        Registration.person_id == bindparam("person"),
    )
)
_SAID = insert_one(Reply)
_SAY = Ready(
    _SAID.on_conflict_do_update(
        index_elements=["tenant_id", "registration_id", "event"],
        set_={name: _SAID.excluded[name] for name in ("coming", "session_id", "replied_at")},
    )
)
_SESSIONS = Ready(
    select(
        EventSession.id, EventSession.starts_at, EventSession.sequence, EventSession.called_off, EventSession.dropped
    ).where(
        EventSession.tenant_id == bindparam("host"),
        EventSession.programme_id == bindparam("programme"),
        EventSession.event == bindparam("event"),
    )
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
    here = {"host": programme.tenant_id, "programme": programme.id, "registration": registration_id, "event": event}
    found = _MINE.rows(work.session, {**here, "home": work.tenant, "person": work.actor.person_id}).one_or_none()
    events = scheme_of(programme).activities.events
    if found is None or event not in events:
        raise NotFound("You are not invited to this.", "Go back to your page.")
    home, came, held = found  # `came` is None before the first reply
    chosen = _chosen(
        work, programme, event, events[event], held if came else None, coming=coming, session_id=session_id
    )
    if (came, held) == (coming, chosen):
        return
    row = {
        "tenant_id": programme.tenant_id,
        "registration_id": registration_id,
        "event": event,
        "programme_id": programme.id,
        "home_tenant_id": home,
        "coming": coming,
        "session_id": chosen,
        "replied_at": work.now,
    }
    _SAY.send(work.session, row)
    work.record("reply", "event", event, subject=(work.tenant, work.actor.person_id))
    wake(work, programme.tenant_id, programme.id)


def _chosen(
    work: UnitOfWork,
    programme: Programme,
    name: str,
    event: Event,
    held: UUID | None,
    *,
    coming: bool,
    session_id: UUID | None,
) -> UUID | None:
    """The session somebody comes to, who so far comes to `held`; None where all are attended, and for a no."""
    here = {"host": programme.tenant_id, "programme": programme.id, "event": name}
    rows = _SESSIONS.rows(work.session, here)
    sittings = [Sitting(key, at, sequence, not (off or dropped), dropped) for key, at, sequence, off, dropped in rows]
    still_open = {each.id for each in open_sessions(event, sittings, work.now)}
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
