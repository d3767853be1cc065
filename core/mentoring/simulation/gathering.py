"""Events in a story: when people say whether they come, and what the register of each institution says."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - chance is seeded by who it is about
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.contracts.durations import parse_duration, subtract
from mentoring.db.ready import Ready
from mentoring.errors import NotFound
from mentoring.events.attendance import Mark, take_register
from mentoring.events.model import EventSession, Guest
from mentoring.events.reply import reply
from mentoring.programmes.dates import Moments
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Scheme
from mentoring.simulation.part import Part
from mentoring.unit_of_work import UnitOfWork

REPLIES, COMES = 0.9, 0.85
"""How likely somebody replies at all, and comes where nothing says that they must."""
THINKS = (1, 6)
"""Days until somebody replies: the fewest and the most."""

_SESSIONS = Ready(
    select(EventSession.id)
    .where(
        EventSession.tenant_id == bindparam("host"),
        EventSession.programme_id == bindparam("programme"),
        EventSession.event == bindparam("event"),
        EventSession.dropped.is_(False),
    )
    .order_by(EventSession.starts_at, EventSession.id)
)
_GIVEN = Ready(
    select(Guest.registration_id).where(
        Guest.tenant_id == bindparam("host"),
        Guest.programme_id == bindparam("programme"),
        Guest.event == bindparam("event"),
        Guest.home_tenant_id == bindparam("home"),
        Guest.place == "given",
    )
)


def replies_of(scheme: Scheme, moments: Moments, part: Part, begun: datetime) -> Iterator[tuple[datetime, str, bool]]:
    """When somebody would reply to which event, and whether they come; `begun` is when they register."""
    for name, event in scheme.activities.events.items():
        chance = Random(f"{part.said.id} {name}")  # noqa: S311 - a story, no secret
        who = event.who.roles
        if name not in moments or (who and part.said.role not in who) or chance.random() > REPLIES:
            continue
        told = max(subtract(moments[name].times[0], parse_duration(event.notice)), begun)
        at = told + timedelta(days=chance.randint(*THINKS), minutes=chance.randint(0, 300))
        if at < moments[name].times[0]:
            yield at, name, chance.random() < COMES or must_come(scheme, name)


def must_come(scheme: Scheme, event: str) -> bool:
    """Whether a gate asks for it."""
    return any(need.get("attended") == event for gate in scheme.activities.gates.values() for need in gate.needs)


def say(work: UnitOfWork, programme: Programme, registration: UUID, event: str, *, coming: bool) -> None:
    """Somebody replies, if they were invited."""
    with suppress(NotFound):
        reply(work, programme, registration, event, coming=coming)


def note_who_came(work: UnitOfWork, programme: Programme, event: str, came: Iterable[UUID] | None) -> None:
    """An institution takes the register: `came` were there; None: everybody of its own who has a place."""
    here = {"host": programme.tenant_id, "programme": programme.id, "event": event}
    sessions = _SESSIONS.rows(work.session, here).scalars().all()
    if not sessions:
        return
    if came is None:
        rows = _GIVEN.rows(work.session, {**here, "home": work.tenant}).scalars()
        came = sorted(rows)
    take_register(work, programme, sessions[-1], {key: Mark("present") for key in came})
