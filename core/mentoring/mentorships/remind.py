"""Reminding those who have been asked and have not answered: at the times the scheme names, once each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from mentoring.contracts.durations import add, parse_duration
from mentoring.mentorships.form import names_of
from mentoring.mentorships.model import Member, Mentorship
from mentoring.mentorships.seats import Seats
from mentoring.participants.facts import Setting
from mentoring.participants.letters import tell
from mentoring.participants.model import Registration
from mentoring.programmes.dates import MORNING
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork


def remind(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    mentorship: Mentorship,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
) -> None:
    """Remind whom it is time to remind. After a standstill that is one letter, the latest, not one for each time."""
    for row in rows:
        due = [number for number, at in enumerate(reminders(setting, mentorship.pathway, row)) if at <= work.now]
        if due and _is_open(row):
            tell(
                work,
                programme,
                setting,
                registrations[row.registration_id],
                occasion="offer_reminder",
                pathways=(mentorship.pathway,),
                key=f"{mentorship.id}:{due[-1]}",
                others=names_of([each.name for each in rows if each is not row and each.left_at is None]),
            )


def next_reminder(setting: Setting, seats: Seats, now: datetime) -> datetime | None:
    """When somebody is to be reminded next."""
    questions = ((mentorship.pathway, row) for mentorship, row in seats.open_questions())
    ahead = [at for pathway, row in questions for at in reminders(setting, pathway, row) if at > now]
    return min(ahead, default=None)


def reminders(setting: Setting, pathway: str, row: Member) -> Iterator[datetime]:
    """When somebody who was asked is reminded, as long as that is before their time is over; at nine in the morning."""
    if row.asked_at is None:
        return
    asked = row.asked_at.astimezone(setting.zone).date()
    for written in setting.scheme.matching[pathway].offers.remind:
        at = datetime.combine(add(asked, parse_duration(written)), MORNING, setting.zone).astimezone(UTC)
        if row.answer_by is None or at < row.answer_by:
            yield at


def _is_open(row: Member) -> bool:
    return row.answer == "pending" and row.left_at is None
