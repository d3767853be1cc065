"""Mentorships come into being: offered to their members, or begun at once where nobody is asked. At the host."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, repeat
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from mentoring.contracts.durations import add, parse_duration
from mentoring.gates.holding import passed_before, still_held
from mentoring.mentorships.acceptance import first_step
from mentoring.mentorships.model import Member, Mentorship
from mentoring.mentorships.rules import planned_end
from mentoring.mentorships.shared import shared_of
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter, tell_all
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Proposed:
    """Members who are to be in one mentorship of a pathway, and what is kept of the reasons.

    `asked_by` is the one of them who has asked, and so accepted: all others are asked at once. `agreed`: all have said
    so before, and nobody is asked.
    """

    pathway: str
    members: Sequence[Registration]
    because: Mapping[str, Any]
    asked_by: UUID | None = None
    agreed: bool = False


def form(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    *,
    pathway: str,
    members: Sequence[Registration],
    because: Mapping[str, Any],
    round_id: UUID | None = None,
    asked_by: UUID | None = None,
) -> Mentorship:
    """A mentorship of `members` in `pathway`: offered in the scheme's order, or running where nobody is asked."""
    proposed = Proposed(pathway, members, because, asked_by)
    (formed,) = form_all(work, programme, setting, [proposed], round_id=round_id)
    return formed


def form_all(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    proposed: Sequence[Proposed],
    *,
    round_id: UUID | None = None,
) -> list[Mentorship]:
    """All these mentorships, as `form` does one, in as many statements for many as for one.

    Rows are complete before they are written, and letters are queued when all is there. Where a gate before the offer
    still holds one of them nobody is asked yet: settling goes on with it once they have passed.
    """
    passed = passed_before(work, programme, setting.scheme, "offer")
    titles = {each.pathway: _titles(work, programme, setting, each.pathway) for each in proposed}
    formed: list[tuple[Mentorship, list[Member], Mapping[UUID, Registration], str]] = []
    for each in proposed:
        mentorship = Mentorship(
            tenant_id=programme.tenant_id,
            id=work.new_id(),
            programme_id=programme.id,
            seen_by=sorted({one.home_tenant_id for one in each.members}),
            pathway=each.pathway,
            title=next(titles[each.pathway]),
            round_id=round_id,
            state="offered",
            because=dict(each.because),
            created_at=work.now,
            asked_by=each.asked_by,
        )
        rows = [_member(setting, mentorship, one) for one in each.members]
        people = {one.id: one for one in each.members}
        if each.asked_by is not None:
            _asked_by(work, rows, each.asked_by)
        seats = [(one.id, one.role) for one in each.members]
        if not each.agreed and still_held(setting.scheme, seats, each.pathway, passed, "offer"):
            formed.append((mentorship, rows, people, "offer_made"))
        elif each.asked_by is not None:
            _ask(work, setting, mentorship, rows, roles=[row.role for row in rows])
            formed.append((mentorship, rows, people, "request_received"))
        elif not each.agreed and (asked := first_step(setting.scheme.matching[each.pathway].offers.ask)):
            _ask(work, setting, mentorship, rows, roles=asked)
            formed.append((mentorship, rows, people, "offer_made"))
        else:
            _begin(work, setting, mentorship, rows, people)
            formed.append((mentorship, rows, people, "match_published"))
    work.add(*(mentorship for mentorship, *_ in formed))
    work.add(*(row for _, rows, *_ in formed for row in rows))
    work.record_each("form", "mentorship", [mentorship.id for mentorship, *_ in formed])
    letters = [
        _letter(mentorship, row, rows, registrations, occasion)
        for mentorship, rows, registrations, occasion in formed
        for row in rows
        if (row.asked_at or row.joined_at) and row.registration_id != mentorship.asked_by
    ]
    tell_all(work, programme, setting, letters)
    return [mentorship for mentorship, *_ in formed]


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
    for row in _ask(work, setting, mentorship, rows, roles=roles):
        _tell(work, programme, setting, mentorship, row, rows, registrations, occasion="offer_made")
    work.session.flush()


def _asked_by(work: UnitOfWork, rows: Sequence[Member], asker: UUID) -> None:
    """Whoever asks has accepted."""
    for row in rows:
        if row.registration_id == asker:
            row.asked_at = row.answered_at = work.now
            row.answer = "accepted"


def _ask(
    work: UnitOfWork, setting: Setting, mentorship: Mentorship, rows: Sequence[Member], *, roles: Sequence[str]
) -> list[Member]:
    """Those who are asked now."""
    asked = [row for row in rows if row.role in roles and row.asked_at is None and row.answer == "pending"]
    for row in asked:
        row.asked_at = work.now
        row.answer_by = _answer_by(work, setting, mentorship)
    return asked


def begin_mentorship(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    mentorship: Mentorship,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
) -> None:
    """Let it begin: everyone who agreed, or was not asked, joins, sees the others, and is told."""
    joined = _begin(work, setting, mentorship, rows, registrations)
    for row in joined:
        _tell(work, programme, setting, mentorship, row, joined, registrations, occasion="match_published")
    work.session.flush()


def _begin(
    work: UnitOfWork,
    setting: Setting,
    mentorship: Mentorship,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
) -> list[Member]:
    """Those who have joined."""
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
    return [row for row in rows if row.joined_at is not None]


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


def join_running(
    work: UnitOfWork, programme: Programme, setting: Setting, mentorship_id: UUID, registration: Registration
) -> None:
    """Let `registration` join a mentorship that runs: they see the others from now on, and are told."""
    here = (Member.tenant_id == programme.tenant_id, Member.mentorship_id == mentorship_id, Member.left_at.is_(None))
    rows = list(work.session.scalars(select(Member).where(*here)))
    mentorship = work.session.get_one(Mentorship, (programme.tenant_id, mentorship_id))
    row = _member(setting, mentorship, registration)
    row.answer = "accepted"
    work.add(row)
    join_late(work, programme, setting, mentorship, [*rows, row], {registration.id: registration})
    work.record("form", "mentorship", mentorship_id, subject=(registration.home_tenant_id, registration.person_id))


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
    letter = _letter(mentorship, row, rows, registrations, occasion)
    tell_all(work, programme, setting, [letter])


def _letter(
    mentorship: Mentorship,
    row: Member,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
    occasion: str,
) -> Letter:
    others = names_of([each.name for each in rows if each is not row])
    registration = registrations[row.registration_id]
    return Letter(registration, occasion, (mentorship.pathway,), str(mentorship.id), others)


def names_of(names: Sequence[str]) -> str:
    """Names as a sentence has them: Dinah Almanac; Dinah Almanac and Tom Serif."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _titles(work: UnitOfWork, programme: Programme, setting: Setting, pathway: str) -> Iterator[str | None]:
    """A circle gets the pathway's title and a number, after those there are; two people need no title."""
    entry = setting.scheme.pathways[pathway]
    if entry.is_pair:
        return repeat(None)
    before = work.session.scalar(
        select(func.count())
        .select_from(Mentorship)
        .where(
            Mentorship.tenant_id == programme.tenant_id,
            Mentorship.programme_id == programme.id,
            Mentorship.pathway == pathway,
        )
    )
    return (f"{say(entry.title)} {number}" for number in count((before or 0) + 1))
