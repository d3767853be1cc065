"""Everything of one person that belongs in their own calendar: meetings, what they are invited to, and dates.

Asked in the person's own scope: the walls give what they may see, and nothing else.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, tuple_

from mentoring.calendars.entry import Entry, Party, uid_of
from mentoring.events.entry import entry_of as entry_of_session
from mentoring.events.model import EventSession, Guest
from mentoring.events.telling import Told
from mentoring.meetings.entries import entry_of, summary_of
from mentoring.meetings.planned import for_calendar
from mentoring.mentorships.queries import Match, mine
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.tenants.directory import institutions
from mentoring.tenants.file import TenantFile
from mentoring.timeline.queries import milestones
from mentoring.unit_of_work import UnitOfWork

SINCE = timedelta(days=92)
"""How far back it goes."""


def entries_of_mine(work: UnitOfWork) -> tuple[Entry, ...]:
    """The signed-in person's, from three months ago on, in no particular order."""
    hosts = institutions(work.session)
    registrations = list(
        work.session.scalars(
            select(Registration)
            .where(
                Registration.home_tenant_id == work.tenant,
                Registration.person_id == work.actor.person_id,
                Registration.state == "submitted",
            )
            .order_by(Registration.created_at, Registration.id)
        )
    )
    keys = {(each.tenant_id, each.programme_id) for each in registrations}
    programmes = (
        list(work.session.scalars(select(Programme).where(tuple_(Programme.tenant_id, Programme.id).in_(keys))))
        if keys
        else []
    )
    found = [*_meetings(work, hosts)]
    for programme in programmes:
        own = [each for each in registrations if each.programme_id == programme.id]
        found += _sessions(work, programme, own, hosts)
        found += _dates(work, programme, hosts)
    return tuple(found)


def _meetings(work: UnitOfWork, hosts: dict[str, TenantFile]) -> Iterator[Entry]:
    matches: dict[UUID, Match] = {each.mentorship_id: each for each in mine(work) if each.formed_at is not None}
    for row in for_calendar(work, {(each.host, key) for key, each in matches.items()}, since=SINCE):
        match = matches[row.mentorship_id]
        host = hosts[match.host]
        yield entry_of(
            row,
            domain=host.domains[0],
            summary=summary_of([each.name for each in match.others]),
            link=f"{work.base_url}/{work.tenant}/{match.programme_slug}/mine/{match.mentorship_id}",
            organiser=_organiser(host),
        )


def _sessions(
    work: UnitOfWork, programme: Programme, own: list[Registration], hosts: dict[str, TenantFile]
) -> Iterator[Entry]:
    """What the letters of invitation have put into their calendar, as it is now."""
    host, known = hosts[programme.tenant_id], scheme_of(programme).activities.events
    here = {each.id: each for each in own}
    guests = work.session.scalars(
        select(Guest)
        .where(
            Guest.tenant_id == programme.tenant_id,
            Guest.registration_id.in_(here),
            Guest.away_at.is_(None),
        )
        .order_by(Guest.registration_id, Guest.event)
    )
    invited = [each for each in guests if each.event in known]
    if not invited:
        return
    sessions = {
        each.id: each
        for each in work.session.scalars(
            select(EventSession).where(
                EventSession.tenant_id == programme.tenant_id,
                EventSession.programme_id == programme.id,
                EventSession.starts_at >= work.now - SINCE,
            )
        )
    }
    for guest in invited:
        one = here[guest.registration_id]
        for slot, each in Told.read(guest.told).slots.items():
            session = sessions.get(each.session) if each.session else None
            if session is not None and session.live:
                yield entry_of_session(
                    session,
                    known[guest.event],
                    host=host,
                    registration=one.id,
                    slot=slot,
                    number=each.written,
                    attendee=Party(one.name, one.email),
                    link=f"{work.base_url}/{work.tenant}/{programme.slug}/mine/events",
                    coming=None,
                )


def _dates(work: UnitOfWork, programme: Programme, hosts: dict[str, TenantFile]) -> Iterator[Entry]:
    """The programme's dates that its public page names, as whole days. Events stand among what they are invited to."""
    host, events = hosts[programme.tenant_id], scheme_of(programme).activities.events
    for each in milestones(work, programme, public_only=True):
        if each.id in events or each.at.day < (work.now - SINCE).date():
            continue
        yield Entry(
            uid=uid_of(f"{programme.id}-{each.id}", host.domains[0]),
            start=each.at.first_day,
            end=each.at.first_day,
            zone=host.timezone,
            summary=each.title,
            link=f"{work.base_url}/{work.tenant}/{programme.slug}/mine",
            organiser=_organiser(host),
            written_at=programme.published_at or programme.created_at,
        )


def _organiser(host: TenantFile) -> Party:
    return Party(host.name, host.contacts.mentoring.email)
