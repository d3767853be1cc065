"""Meetings in the year: members are invited, told of changes, and asked after long silence: part of settling.

What each guest has heard is kept with them and compared with what is so now, so everybody is told once of each change.
Silence is nudged, once after each meeting; it never ends anything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from mentoring.calendars.entry import Entry, Party
from mentoring.calendars.writing import invitation
from mentoring.db.kept import entities
from mentoring.meetings.entries import entry_of, summary_of, when_words
from mentoring.meetings.model import Meeting, MeetingGuest
from mentoring.meetings.rules import rhythm
from mentoring.mentorships.form import names_of
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter, tell_all
from mentoring.programmes.dates import MORNING
from mentoring.programmes.model import Programme
from mentoring.timeline import late
from mentoring.timeline.groups import Everyone, Group
from mentoring.timeline.happen import claim
from mentoring.timeline.occurrences import Due
from mentoring.timeline.rules import Turn
from mentoring.unit_of_work import UnitOfWork

NUDGE = "(nudge)"
"""Under which asking after a silence is written down; no milestone can be called so."""

_HERE = (
    Meeting.tenant_id == bindparam("host"),
    Mentorship.tenant_id == bindparam("host"),
    Mentorship.programme_id == bindparam("programme"),
    Meeting.starts_at > bindparam("now"),
)
_OF_ONE = (Mentorship.tenant_id == Meeting.tenant_id) & (Mentorship.id == Meeting.mentorship_id)
_AHEAD = (
    select(Meeting)
    .join(Mentorship, _OF_ONE)
    .where(*_HERE, or_(Meeting.state == "planned", Meeting.state == "cancelled"))
    .order_by(Meeting.starts_at, Meeting.id)
)
_GUESTS = (
    select(MeetingGuest)
    .join(Meeting, (Meeting.tenant_id == MeetingGuest.tenant_id) & (Meeting.id == MeetingGuest.meeting_id))
    .join(Mentorship, _OF_ONE)
    .where(MeetingGuest.tenant_id == bindparam("host"), *_HERE)
)

Occasion = Literal["meeting_arranged", "meeting_changed", "meeting_cancelled", "meeting_declined"]


def keep_meetings(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    everyone: Everyone,
    groups: Mapping[UUID, Group],
    *,
    nudges: list[late.Letter],
    known: Collection[tuple[str, str, str]] = (),
) -> tuple[int, list[datetime]]:
    """Do what meetings ask for now: how many letters, and the moments at which there is more to do.

    Nudges join `nudges`, to be sent with whatever else comes due: after a standstill people get one letter. Silences
    that are `known` to be written down have been asked about.
    """
    if not groups:
        return 0, []
    meetings = _ahead(work, programme)
    guests = _guests(work, programme) if meetings else {}
    letters: list[Letter] = []
    ahead: list[datetime] = []
    silent: dict[Due, _Keeper] = {}
    for key, group in groups.items():
        own = meetings.get(key, [])
        keeper = _Keeper(work, programme, setting, everyone, group)
        for meeting in own:
            letters += keeper.keep(meeting, guests.get(meeting.id, {}))
        planned = [each for each in own if each.state == "planned"]
        at = nudged_at(setting, group, planned)
        if at is not None and at > work.now:
            ahead.append(at)
        elif at is not None and (silence := keeper.silence(at)).name not in known:
            silent[silence] = keeper
    fresh = claim(work, programme, [((*due.name, "", ""), due, True) for due in silent])
    for due, keeper in silent.items():
        if (*due.name, "", "") in fresh:
            nudges += keeper.nudge(due)
    work.session.flush()
    return tell_all(work, programme, setting, letters), ahead


def nudged_at(setting: Setting, group: Group, planned: Sequence[Meeting]) -> datetime | None:
    """When members are asked whether they have met: the morning after the rhythm's last day; None where nobody asks.

    Nobody is asked while a meeting is arranged, nor where meetings need not be logged, nor once there were as many as
    there are to be; nor about the first one, where a milestone of the scheme writes to those who have not met.
    """
    row, zone = group.mentorship, setting.zone
    asked = setting.scheme.mentorships[row.pathway].meetings
    enough = row.agreed_meetings or asked.most
    if row.state != "running" or row.formed_at is None or asked.log != "expected":
        return None
    if enough is not None and len(group.meetings) >= enough:
        return None
    if not group.meetings and _first_is_watched(setting):
        return None
    days = [each.starts_at.astimezone(zone).date() for each in group.meetings]
    late = rhythm(asked, days, row.formed_at.astimezone(zone).date()).late
    if late is None:
        return None
    last = max([late, *(each.starts_at.astimezone(zone).date() for each in planned)])
    return datetime.combine(last + timedelta(days=1), MORNING, zone).astimezone(UTC)


def _first_is_watched(setting: Setting) -> bool:
    return any(
        each.per == "mentorship"
        and each.condition.get("mentorship.meetings") in ({"maximum": 0}, {"const": 0})
        and any("send" in action for action in each.do)
        for each in setting.scheme.timeline.values()
    )


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Keeps the meetings of one mentorship."""

    work: UnitOfWork
    programme: Programme
    setting: Setting
    everyone: Everyone
    group: Group

    def keep(self, meeting: Meeting, guests: Mapping[UUID, MeetingGuest]) -> Iterator[Letter]:
        """Letters about one meeting ahead, to whoever has not heard of what is so now."""
        row = self.group.mentorship
        if meeting.state == "planned" and row.state != "running":
            meeting.state, meeting.changed_at = "cancelled", self.work.now
            meeting.sequence += 1
            self.work.record("call_off", "meeting", meeting.id)
        present = {each.registration_id: each for each in self.group.present}
        if meeting.state == "planned":
            for member in present.values():
                yield from self._invite(meeting, member, guests.get(member.registration_id))
            yield from self._declined(meeting, present, guests)
        for member in self.group.members:
            guest = guests.get(member.registration_id)
            if guest is None or guest.off:
                continue
            if meeting.state == "cancelled" or member.registration_id not in present:
                guest.off, guest.told = True, meeting.sequence
                yield from self._letter(meeting, member, "meeting_cancelled", f"{meeting.sequence}")

    def silence(self, at: datetime) -> Due:
        """The silence since their last meeting, as it is written down once they are asked."""
        meetings = self.group.meetings
        key = str(meetings[-1].id) if meetings else ""
        return Due("mentorship", self.group.mentorship.id, Turn(NUDGE, key, at, at, "last_meeting"))

    def nudge(self, due: Due) -> list[late.Letter]:
        """Ask whether they have met; once after each meeting."""
        row = self.group.mentorship
        return [
            late.Letter(
                self.everyone[member.registration_id].registration,
                "meeting_nudge",
                (row.pathway,),
                f"{row.id}:{due.turn.key}",
                self._others(member),
                due.turn.due,
                f"A long time without a meeting with {self._others(member)}",
                f"mine/{row.id}",
            )
            for member in self.group.present
            if member.registration_id in self.everyone
        ]

    def _invite(self, meeting: Meeting, member: Member, guest: MeetingGuest | None) -> Iterator[Letter]:
        if guest is None:
            chose = member.person_id is not None and (member.home_tenant_id, member.person_id) == (
                meeting.logged_by_tenant,
                meeting.logged_by,
            )
            self.work.session.add(
                MeetingGuest(
                    tenant_id=meeting.tenant_id,
                    meeting_id=meeting.id,
                    registration_id=member.registration_id,
                    mentorship_id=meeting.mentorship_id,
                    home_tenant_id=member.home_tenant_id,
                    told=meeting.sequence,
                    coming=True if chose else None,
                    replied_at=meeting.changed_at if chose else None,
                )
            )
            yield from self._letter(meeting, member, "meeting_arranged", f"{meeting.sequence}")
        elif guest.told < meeting.sequence:
            guest.told = meeting.sequence
            if guest.replied_at is not None and meeting.changed_at and guest.replied_at < meeting.changed_at:
                guest.coming = guest.replied_at = None
            yield from self._letter(meeting, member, "meeting_changed", f"{meeting.sequence}", coming=guest.coming)

    def _declined(
        self, meeting: Meeting, present: Mapping[UUID, Member], guests: Mapping[UUID, MeetingGuest]
    ) -> Iterator[Letter]:
        """The others hear of whoever cannot come; each time they have said so."""
        for key, guest in guests.items():
            if key not in present or guest.coming is not False or guest.replied_at is None or guest.off:
                continue
            for member in present.values():
                if member.registration_id != key and guests.get(member.registration_id):
                    said = f"{key}:{guest.replied_at.isoformat()}"
                    yield from self._letter(meeting, member, "meeting_declined", said, others=present[key].name)

    def _letter(
        self,
        meeting: Meeting,
        member: Member,
        occasion: Occasion,
        key: str,
        *,
        others: str = "",
        coming: bool | None = None,
    ) -> Iterator[Letter]:
        dossier = self.everyone.get(member.registration_id)
        if dossier is None:
            return
        row = self.group.mentorship
        off = occasion == "meeting_cancelled"
        calendar = None if occasion == "meeting_declined" else invitation(self._entry(meeting, member, coming, off=off))
        yield Letter(
            dossier.registration,
            occasion,
            (row.pathway,),
            f"{meeting.id}:{key}",
            others=others or self._others(member),
            path=f"mine/{row.id}",
            news=when_words(meeting),  # where stands on their page and in their calendars: coordinators read letters
            calendar=calendar,
        )

    def _entry(self, meeting: Meeting, member: Member, coming: bool | None, *, off: bool) -> Entry:
        host = self.setting.tenants[self.programme.tenant_id]
        page = f"{member.home_tenant_id}/{self.programme.slug}/mine/{meeting.mentorship_id}"
        others = [each.name for each in self.group.present if each is not member]
        sequence = meeting.sequence
        if off and meeting.state == "planned":
            sequence += 1  # it goes on without them
        return entry_of(
            meeting,
            domain=host.domains[0],
            summary=summary_of(others),
            link=f"{self.work.base_url}/{page}",
            organiser=Party(host.name, host.contacts.mentoring.email),
            sequence=sequence,
            attendee=Party(member.name, self.everyone[member.registration_id].registration.email),
            coming=coming,
            cancelled=off,
        )

    def _others(self, member: Member) -> str:
        return names_of([each.name for each in self.group.present if each is not member])


def _ahead(work: UnitOfWork, programme: Programme) -> dict[UUID, list[Meeting]]:
    """Meetings that are still to come, also those that were called off, by mentorship."""
    found: dict[UUID, list[Meeting]] = defaultdict(list)
    here = {"host": programme.tenant_id, "programme": programme.id}
    of = (Meeting.__tablename__, Mentorship.__tablename__)
    for row in entities(work.session, Meeting, _AHEAD, here, of=of, now=work.now):
        if row.starts_at > work.now:
            found[row.mentorship_id].append(row)
    return found


def _guests(work: UnitOfWork, programme: Programme) -> dict[UUID, dict[UUID, MeetingGuest]]:
    """Who was invited to those, by meeting and registration."""
    found: dict[UUID, dict[UUID, MeetingGuest]] = defaultdict(dict)
    here = {"host": programme.tenant_id, "programme": programme.id}
    of = (MeetingGuest.__tablename__, Meeting.__tablename__, Mentorship.__tablename__)
    for row in entities(work.session, MeetingGuest, _GUESTS, here, of=of, now=work.now):
        found[row.meeting_id][row.registration_id] = row
    return found
