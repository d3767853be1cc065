"""What follows from open questions and from answers: reminders, once each, and tasks where answers need a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, or_, select, update

from mentoring.db.kept import tuples
from mentoring.errors import NotFound
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter, tell_all
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here, setting_of
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Survey, say
from mentoring.surveys.model import Asked, UnsignedAnswers
from mentoring.surveys.rules import calls_for_a_person, reminders
from mentoring.surveys.service import path_of
from mentoring.tasks.service import set_task
from mentoring.unit_of_work import UnitOfWork

_OPEN_OR_RINGING = (
    select(
        Asked.id, Asked.registration_id, Asked.survey, Asked.asked_at, Asked.closes_at, Asked.reminded,
        Asked.answered_at, Asked.alarm,
    )
    .where(
        Asked.tenant_id == bindparam("host"),
        Asked.programme_id == bindparam("programme"),
        or_(Asked.answered_at.is_(None) & (Asked.closes_at > bindparam("now")), Asked.alarm),
    )
    .order_by(Asked.asked_at, Asked.id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who can still answer and has not; `reminded` is the last reminder they had."""

    id: UUID
    registration_id: UUID
    survey: str
    asked_at: datetime
    closes_at: datetime
    reminded: int


def chase(
    work: UnitOfWork, programme: Programme, setting: Setting, registrations: Mapping[UUID, Registration]
) -> datetime | None:
    """Remind whom it is time to remind, and set the tasks of alarms; when somebody is to be reminded next. At the host.

    After a standstill one reminder goes out, the latest, not one for each time.
    """
    ahead: set[datetime] = set()
    late: dict[int, list[Waiting]] = {}
    known: dict[tuple[str, datetime, datetime], tuple[datetime, ...]] = {}
    waiting, ringing = _open_or_ringing(work, programme)
    for row in waiting:
        survey, who = setting.scheme.surveys.get(row.survey), registrations.get(row.registration_id)
        if survey is None or who is None or who.state != "submitted":
            continue
        asked = (row.survey, row.asked_at, row.closes_at)
        if asked not in known:
            known[asked] = tuple(reminders(survey, row.asked_at, row.closes_at, setting.zone))
        due = sum(at <= work.now for at in known[asked])
        if due > row.reminded:
            late.setdefault(due, []).append(row)
        ahead |= {at for at in known[asked] if at > work.now}
    for due, rows in late.items():
        tell_all(work, programme, setting, [_letter(registrations[r.registration_id], r.id, str(due)) for r in rows])
        work.session.execute(
            update(Asked)
            .where(Asked.tenant_id == programme.tenant_id, Asked.id.in_([row.id for row in rows]))
            .values(reminded=due)
        )
    _ring(work, programme, setting, ringing)
    return min(ahead, default=None)


def remind_now(work: UnitOfWork, programme: Programme, *, survey: str) -> int:
    """Remind everyone who has not answered, of the coordinator's own institution, or all at the host; how many.

    Once a day at most, whoever presses. Raises NotFound for a survey that nobody is asked any more, NotAllowed.
    """
    work.demand("survey.remind", roles_here(work, programme))
    setting = setting_of(work, programme)
    if survey not in setting.scheme.surveys:
        raise NotFound("There is no such survey in this programme.", "Go back to the surveys.")
    open_rows = [row for row in _unanswered(work, programme) if row.survey == survey]
    people = _people(work, programme, [row.registration_id for row in open_rows])
    today = work.now.astimezone(setting.zone).date().isoformat()
    letters = [
        _letter(people[row.registration_id], row.id, today) for row in open_rows if row.registration_id in people
    ]
    sent = tell_all(work, programme, setting, letters)
    work.record("remind", "survey", survey)
    return sent


def _unanswered(work: UnitOfWork, programme: Programme) -> list[Waiting]:
    wanted = select(
        Asked.id, Asked.registration_id, Asked.survey, Asked.asked_at, Asked.closes_at, Asked.reminded
    ).where(
        Asked.tenant_id == programme.tenant_id,
        Asked.programme_id == programme.id,
        Asked.answered_at.is_(None),
        Asked.closes_at > work.now,
    )
    if work.tenant != programme.tenant_id:
        wanted = wanted.where(Asked.home_tenant_id == work.tenant)
    return [Waiting(*row) for row in work.session.execute(wanted.order_by(Asked.asked_at, Asked.id))]


def _people(work: UnitOfWork, programme: Programme, keys: Collection[UUID]) -> Mapping[UUID, Registration]:
    rows = work.session.scalars(
        select(Registration).where(
            Registration.tenant_id == programme.tenant_id,
            Registration.id.in_(keys),
            Registration.state == "submitted",
            Registration.forgotten_at.is_(None),
        )
    )
    return {row.id: row for row in rows}


def _letter(registration: Registration, asked_id: UUID, turn: str) -> Letter:
    return Letter(registration, "survey_reminder", (), f"{asked_id}:{turn}", path=path_of(asked_id))


def _open_or_ringing(work: UnitOfWork, programme: Programme) -> tuple[list[Waiting], list[UUID]]:
    """Who can still answer and has not; and the answers that call for a person. At the host, in one query."""
    here = {"host": programme.tenant_id, "programme": programme.id}
    rows = tuples(work.session, _OPEN_OR_RINGING, here, of=(Asked.__tablename__,), now=work.now)
    waiting = [Waiting(*row[:6]) for row in rows if row.answered_at is None and row.closes_at > work.now]
    return waiting, [row.id for row in rows if row.alarm]


def _ring(work: UnitOfWork, programme: Programme, setting: Setting, ringing: Collection[UUID]) -> None:
    """Set a task for each answer that needs a person: once, whatever becomes of the answer."""
    heard: list[UUID] = []
    for row in _rang(work, programme, ringing) if ringing else ():
        survey = setting.scheme.surveys.get(row.survey)
        if survey is None or survey.alarm is None:
            continue
        key, about = f"{programme.id}:alarm:{row.id}", ("registration", str(row.registration_id))
        set_task(work, programme, words=say(survey.alarm["task"]), key=key, about=about)
        heard.append(row.id)
    if heard:  # the key sees to it that it is heard once
        here = (Asked.tenant_id == programme.tenant_id, Asked.id.in_(heard))
        work.session.execute(update(Asked).where(*here).values(alarm=False))
    for name, survey in setting.scheme.surveys.items():
        if survey.alarm is not None and not survey.named:
            _ring_unsigned(work, programme, name, survey)


def _rang(work: UnitOfWork, programme: Programme, ringing: Collection[UUID]) -> Sequence[Asked]:
    these = select(Asked).where(Asked.tenant_id == programme.tenant_id, Asked.id.in_(ringing))
    return work.session.scalars(these.order_by(Asked.answered_at, Asked.id)).all()


def _ring_unsigned(work: UnitOfWork, programme: Programme, name: str, survey: Survey) -> None:
    """Where nobody is read by name the task names nobody."""
    rows = work.session.scalars(
        select(UnsignedAnswers).where(
            UnsignedAnswers.tenant_id == programme.tenant_id,
            UnsignedAnswers.programme_id == programme.id,
            UnsignedAnswers.survey == name,
        )
    )
    for row in rows:
        if survey.alarm is not None and calls_for_a_person(survey, row.answers):
            set_task(work, programme, words=say(survey.alarm["task"]), key=f"{programme.id}:alarm:{row.id}")
