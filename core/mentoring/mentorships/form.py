"""Mentorships come into being: offered to their members, or begun at once where nobody is asked. At the host."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from mentoring.contracts.durations import add, parse_duration
from mentoring.mentorships.acceptance import first_step
from mentoring.mentorships.model import Member, Mentorship
from mentoring.mentorships.rules import planned_end
from mentoring.mentorships.shared import shared_of
from mentoring.participants.facts import Setting
from mentoring.participants.letters import tell
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork


def form(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    *,
    pathway: str,
    members: Sequence[Registration],
    because: Mapping[str, Any],
    round_id: UUID | None = None,
) -> Mentorship:
    """A mentorship of `members` in `pathway`: offered in the scheme's order, or running where nobody is asked."""
    mentorship = Mentorship(
        tenant_id=programme.tenant_id,
        id=work.new_id(),
        programme_id=programme.id,
        seen_by=sorted({each.home_tenant_id for each in members}),
        pathway=pathway,
        title=_title(work, programme, setting, pathway),
        round_id=round_id,
        state="offered",
        because=dict(because),
        created_at=work.now,
    )
    work.add(mentorship)
    rows = [_member(setting, mentorship, each) for each in members]
    work.add(*rows)
    registrations = {each.id: each for each in members}
    asked = first_step(setting.scheme.matching[pathway].offers.ask)
    if asked:
        ask(work, programme, setting, mentorship, rows, registrations, roles=asked)
    else:
        begin_mentorship(work, programme, setting, mentorship, rows, registrations)
    work.record("form", "mentorship", mentorship.id)
    return mentorship


def ask(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    mentorship: Mentorship,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
    *,
    roles: Sequence[str],
) -> None:
    """Ask the members in `roles`; they have until the end of the day on which the offer expires."""
    for row in rows:
        if row.role in roles and row.asked_at is None and row.answer == "pending":
            row.asked_at = work.now
            row.answer_by = _answer_by(work, setting, mentorship)
            _tell(work, programme, setting, mentorship, row, rows, registrations, occasion="offer_made")
    work.session.flush()


def begin_mentorship(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    mentorship: Mentorship,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
) -> None:
    """Let it begin: everyone who agreed, or was not asked, joins, sees the others, and is told."""
    here = work.now.astimezone(setting.zone).date()
    mentorship.state = "running"
    mentorship.formed_at = work.now
    terms = setting.scheme.mentorships[mentorship.pathway]
    mentorship.planned_end = planned_end(terms, formed=here, moments=setting.moments)
    for row in rows:
        if row.answer == "pending" and row.asked_at is None:
            row.answer = "accepted"
        if row.answer == "accepted":
            _join(work, setting, row, registrations[row.registration_id])
    joined = [row for row in rows if row.joined_at is not None]
    for row in joined:
        _tell(work, programme, setting, mentorship, row, joined, registrations, occasion="match_published")
    work.session.flush()


def join_late(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    mentorship: Mentorship,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
) -> None:
    """Let those join who agreed after it had begun."""
    for row in rows:
        if row.answer == "accepted" and row.joined_at is None and row.left_at is None:
            _join(work, setting, row, registrations[row.registration_id])
            _tell(work, programme, setting, mentorship, row, rows, registrations, occasion="match_published")
    work.session.flush()


def _join(work: UnitOfWork, setting: Setting, row: Member, registration: Registration) -> None:
    shared = shared_of(setting, registration, begun=True)
    row.contact, row.profile, row.job_title = shared.contact, dict(shared.profile), shared.job_title
    row.joined_at = work.now


def _member(setting: Setting, mentorship: Mentorship, registration: Registration) -> Member:
    shared = shared_of(setting, registration, begun=False)
    return Member(
        tenant_id=mentorship.tenant_id,
        mentorship_id=mentorship.id,
        registration_id=registration.id,
        programme_id=mentorship.programme_id,
        home_tenant_id=registration.home_tenant_id,
        person_id=registration.person_id,
        role=registration.role,
        name=shared.name,
        job_title=shared.job_title,
        institution=shared.institution,
        contact=shared.contact,
        profile=dict(shared.profile),
    )


def _answer_by(work: UnitOfWork, setting: Setting, mentorship: Mentorship) -> datetime:
    expires = parse_duration(setting.scheme.matching[mentorship.pathway].offers.expires)
    day = add(work.now.astimezone(setting.zone).date(), expires)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=setting.zone)


def _tell(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    mentorship: Mentorship,
    row: Member,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
    *,
    occasion: str,
) -> None:
    tell(
        work,
        programme,
        setting,
        registrations[row.registration_id],
        occasion=occasion,
        pathways=(mentorship.pathway,),
        key=str(mentorship.id),
        others=names_of([each.name for each in rows if each is not row]),
    )


def names_of(names: Sequence[str]) -> str:
    """Names as a sentence has them: Dinah Almanac; Dinah Almanac and Tom Serif."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _title(work: UnitOfWork, programme: Programme, setting: Setting, pathway: str) -> str | None:
    """A circle gets the pathway's title and a number; two people need no title."""
    entry = setting.scheme.pathways[pathway]
    if entry.is_pair:
        return None
    before = work.session.scalar(
        select(func.count())
        .select_from(Mentorship)
        .where(
            Mentorship.tenant_id == programme.tenant_id,
            Mentorship.programme_id == programme.id,
            Mentorship.pathway == pathway,
        )
    )
    return f"{say(entry.title)} {(before or 0) + 1}"
