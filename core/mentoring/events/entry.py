"""A guest's entry for their calendar: the same uid for good, whatever they choose and however it moves."""

from datetime import timedelta
from uuid import UUID

from mentoring.calendars.entry import Entry, Party, uid_of
from mentoring.events.model import EventSession
from mentoring.schemes.scheme import Event, say
from mentoring.tenants.file import TenantFile


def entry_of(
    session: EventSession,
    event: Event,
    *,
    host: TenantFile,
    registration: UUID,
    slot: str,
    number: int,
    attendee: Party,
    link: str,
    coming: bool | None,
    cancelled: bool = False,
) -> Entry:
    """The entry of one session. `slot` tells apart the sessions of an event all of which are attended, else empty.

    `number` counts how often it was written. Its title names no programme: calendars are read over shoulders. `link` is
    the person's own page.
    """
    key = "-".join(part for part in (str(registration), session.event, slot) if part)
    return Entry(
        uid=uid_of(key, host.domains[0]),
        start=session.starts_at,
        end=session.starts_at + timedelta(minutes=session.minutes),
        zone=host.timezone,
        summary=say(event.title),
        organiser=Party(host.name, host.contacts.mentoring.email),
        written_at=session.changed_at,
        sequence=number,
        text=say(event.text),
        where=session.place or session.link or "",
        link=link,
        attendee=attendee,
        coming=coming,
        cancelled=cancelled,
    )
