"""One letter about an event: when it is in the reader's words, and the entry for their calendar."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from mentoring.calendars.entry import Party
from mentoring.calendars.writing import invitation
from mentoring.events.entry import entry_of
from mentoring.events.model import EventSession
from mentoring.events.telling import Note
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Event, say
from mentoring.unit_of_work import UnitOfWork

PAGE = "mine/events"
"""Where somebody sees their events and replies, below the programme."""


def letter_of(
    setting: Setting,
    registration: Registration,
    pathways: Sequence[str],
    *,
    occasion: str,
    key: str,
    event: Event,
    sessions: Iterable[EventSession],
    calendar: str | None = None,
) -> Letter:
    """The letter of `occasion` about these sessions; `key` names what happened, so that it is told once."""
    lines = [say(event.title), *(session_words(each, setting.zone) for each in sessions)]
    return Letter(registration, occasion, tuple(pathways), key, path=PAGE, news="\n".join(lines), calendar=calendar)


def calendar_of(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    registration: Registration,
    session: EventSession,
    event: Event,
    *,
    note: Note,
    coming: bool | None,
) -> str:
    """What the letter of `note` carries for their calendar: an invitation, its change, or that it is off."""
    entry = entry_of(
        session,
        event,
        host=setting.tenants[programme.tenant_id],
        registration=registration.id,
        slot=note.slot,
        number=note.number,
        attendee=Party(registration.name, registration.email),
        link=f"{work.base_url}/{registration.home_tenant_id}/{programme.slug}/{PAGE}",
        coming=coming,
        cancelled=note.cancels,
    )
    return invitation(entry)


def session_words(session: EventSession, zone: ZoneInfo) -> str:
    """``Thursday 14 January 2021, 10:00 to 11:30``, by the host's clock; where it is stands on the page alone."""
    start = session.starts_at.astimezone(zone)
    end = (session.starts_at + timedelta(minutes=session.minutes)).astimezone(zone)
    return f"{format_datetime(start, 'EEEE d MMMM y, HH:mm', locale='en_GB')} to {end:%H:%M}"
