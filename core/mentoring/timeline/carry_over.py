"""From one programme to the next (contract, card: `carry_over`): asking, taking people along, and going on together.

The host asks when the milestone comes. Once a later programme of the scheme is open, each institution takes its own
people along, since registrations are theirs to write; the host then lets those go on together who all said so.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.mentorships.form import Proposed, form_all
from mentoring.mentorships.model import Member, Mentorship, NextTime
from mentoring.mentorships.next_time import ANSWER_WITHIN, GOING_ON, earlier_programmes, goes_on, meant
from mentoring.participants.declare import declared_answers, keep_declared
from mentoring.participants.facts import Setting
from mentoring.participants.letters import tell
from mentoring.participants.model import Registration
from mentoring.participants.record import Dossier
from mentoring.participants.register import problems_of
from mentoring.participants.setting import window_of
from mentoring.programmes.due import wake
from mentoring.programmes.leave import left_on
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.queries import programme_with_id
from mentoring.timeline.recipients import Person
from mentoring.unit_of_work import UnitOfWork

COPIED = ("digest", "role", "email", "name", "job_title", "unit", "grade", "kind", "listed", "person_id", "verified_at")


def ask_about_next_time(work: UnitOfWork, programme: Programme, setting: Setting, people: Mapping[UUID, Person]) -> int:
    """Ask whom the scheme asks once the moment has come; how many were asked now."""
    asked = 0
    for number, entry in enumerate(setting.scheme.card.carry_over):
        moment = setting.moments.get(entry["at"])
        if moment is None or moment.at > work.now or _was_asked(work, programme, number):
            continue
        for person in people.values():
            if pathways := person.pathways(entry["who"]):
                _ask(work, programme, setting, person.registration, number, pathways)
                asked += 1
    return asked


def questions_ahead(setting: Setting, now: datetime) -> Iterator[datetime]:
    """The moments at which people will be asked."""
    for entry in setting.scheme.card.carry_over:
        moment = setting.moments.get(entry["at"])
        if moment is not None and moment.at > now:
            yield moment.at


def silence_ahead(work: UnitOfWork, programme: Programme) -> datetime | None:
    """When somebody's silence about `programme` begins to count; it is the next programme that waits for it."""
    if not scheme_of(programme).card.carry_over:
        return None
    at = work.session.scalar(
        select(func.min(NextTime.asked_at)).where(
            NextTime.tenant_id == programme.tenant_id,
            NextTime.programme_id.in_(earlier_programmes(programme)),
            NextTime.answer.is_(None),
            NextTime.silent.in_(GOING_ON),
            NextTime.carried_at.is_(None),
            NextTime.asked_at > work.now - ANSWER_WITHIN,
        )
    )
    return at + ANSWER_WITHIN if at else None


def homes_to_carry(work: UnitOfWork, programme: Programme) -> tuple[str, ...]:
    """The institutions that have people to take along into `programme` now; at its host."""
    if not scheme_of(programme).card.carry_over or programme.state != "open" or programme.published_at is None:
        return ()
    slugs = frozenset(each["slug"] for each in programme.institutions if not each.get("left"))
    rows = work.session.execute(
        select(NextTime.home_tenant_id, Registration.role).distinct()
        .join(
            Registration, (Registration.tenant_id == NextTime.tenant_id) & (Registration.id == NextTime.registration_id)
        )
        .where(*_going(work, programme))
    )  # fmt: skip
    return tuple(sorted({home for home, role in rows if home in slugs and window_of(work, programme, role).is_open}))


def carry(work: UnitOfWork, *, host: str, programme_id: UUID) -> int:
    """Take this institution's people along: each with their answers, as a registration of their own; how many.

    What the new form asks and nobody has answered makes it a draft, for the person to complete. What was declared goes
    along only where the person has said that they go on.
    """
    programme = programme_with_id(work, host, programme_id)
    if left_on(programme, work.tenant) is not None:
        return 0
    rows = work.session.execute(
        select(NextTime, Registration)
        .join(
            Registration, (Registration.tenant_id == NextTime.tenant_id) & (Registration.id == NextTime.registration_id)
        )
        .where(*_going(work, programme), NextTime.home_tenant_id == work.tenant)
        .order_by(NextTime.asked_at, NextTime.registration_id)
    ).all()
    carried, roles = 0, programme_roles(work, programme)
    for question, before in rows:
        if before.role in roles:
            carried += _carry(work, programme, before, said=question.answer is not None)
            question.carried_at = work.now
    work.session.flush()
    if carried:
        wake(work, host, programme_id)
    return carried


def stay_together(work: UnitOfWork, programme: Programme, setting: Setting, everyone: Mapping[UUID, Dossier]) -> int:
    """Let those go on who were in one mentorship and all stay: in this programme from now on, unasked; how many."""
    if proposed := staying(work, programme, setting, everyone):
        form_all(work, programme, setting, proposed)
    return len(proposed)


def staying(
    work: UnitOfWork, programme: Programme, setting: Setting, everyone: Mapping[UUID, Dossier]
) -> list[Proposed]:
    """Those who are to go on together, as they stand now."""
    carried = {
        each.registration.carried_from: each for each in everyone.values() if each.registration.carried_from is not None
    }
    if not carried:
        return []
    before = _members(work, list(carried))
    taken = _in_one_already(work, programme)
    proposed = []
    for mentorship, members, answers in before:
        rows = [carried[each.registration_id] for each in members if each.registration_id in carried]
        together = len(rows) == len(members) and all(answers.get(each.registration_id) == "stay" for each in members)
        free = all(
            each.registration.id not in taken
            and mentorship.pathway in each.standings
            and each.standings[mentorship.pathway].state == "eligible"
            for each in rows
        )
        if together and free and mentorship.pathway in setting.scheme.pathways:
            because = {"words": [], "carried": str(mentorship.id)}
            proposed.append(Proposed(mentorship.pathway, [each.registration for each in rows], because, agreed=True))
            taken |= {each.registration.id for each in rows}
    return proposed


def _ask(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    registration: Registration,
    number: int,
    pathways: Sequence[str],
) -> None:
    entry = setting.scheme.card.carry_over[number]
    row = insert(NextTime).values(
        tenant_id=programme.tenant_id,
        registration_id=registration.id,
        number=number,
        programme_id=programme.id,
        home_tenant_id=registration.home_tenant_id,
        offer=list(entry["offer"]),
        silent=entry["silent"],
        asked_at=work.now,
    )
    work.session.execute(row.on_conflict_do_nothing())
    tell(
        work, programme, setting, registration, occasion="carry_over_asked", pathways=tuple(pathways), key=str(number),
        path=f"mine/next/{registration.id}/{number}",
    )  # fmt: skip


def _was_asked(work: UnitOfWork, programme: Programme, number: int) -> bool:
    one = select(NextTime.registration_id).where(
        NextTime.tenant_id == programme.tenant_id, NextTime.programme_id == programme.id, NextTime.number == number
    )
    return work.session.scalar(one.limit(1)) is not None


def _going(work: UnitOfWork, programme: Programme) -> tuple[ColumnElement[bool], ...]:
    return (
        NextTime.tenant_id == programme.tenant_id,
        NextTime.programme_id.in_(earlier_programmes(programme)),
        NextTime.carried_at.is_(None),
        goes_on(work.now),
        Registration.forgotten_at.is_(None),
        Registration.person_id.is_not(None),
    )


def programme_roles(work: UnitOfWork, programme: Programme) -> frozenset[str]:
    """The roles in which one may register in `programme` now."""
    return frozenset(role for role in scheme_of(programme).registration if window_of(work, programme, role).is_open)


def _carry(work: UnitOfWork, programme: Programme, before: Registration, *, said: bool) -> int:
    made = work.session.scalar(
        insert(Registration)
        .values(
            tenant_id=programme.tenant_id,
            id=work.new_id(),
            programme_id=programme.id,
            home_tenant_id=work.tenant,
            **{name: getattr(before, name) for name in COPIED},
            answers=before.answers,
            wishes=before.wishes,
            state="draft",
            created_at=work.now,
            saved_at=work.now,
            carried_from=before.id,
        )
        .on_conflict_do_nothing()
        .returning(Registration)
    )
    if made is None:
        return 0  # they have registered themselves meanwhile
    work.record("carry", "registration", made.id, subject=(work.tenant, made.person_id))
    if said and (declared := declared_answers(work, before)):
        keep_declared(work, programme, made, declared)
    if not problems_of(work, programme, made):
        made.state, made.submitted_at = "submitted", work.now
        work.session.flush()
    return 1


def _members(
    work: UnitOfWork, registrations: Sequence[UUID]
) -> Iterator[tuple[Mentorship, list[Member], dict[UUID, str]]]:
    """The mentorships that these were in to the end, with their present members and what each of them means to do."""
    rows = work.session.execute(
        select(Mentorship, Member)
        .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
        .where(
            Mentorship.tenant_id == work.tenant,
            Mentorship.state.in_(("running", "completed")),
            Member.joined_at.is_not(None),
            Member.left_at.is_(None),
            Mentorship.id.in_(
                select(Member.mentorship_id).where(
                    Member.tenant_id == work.tenant, Member.registration_id.in_(registrations)
                )
            ),
        )
        .order_by(Mentorship.created_at, Mentorship.id, Member.added_at, Member.registration_id)
    )
    found: dict[UUID, tuple[Mentorship, list[Member]]] = {}
    for mentorship, member in rows:
        found.setdefault(mentorship.id, (mentorship, []))[1].append(member)
    answers: dict[UUID, str] = defaultdict(str)
    for question in work.session.scalars(
        select(NextTime).where(
            NextTime.tenant_id == work.tenant, NextTime.registration_id.in_(registrations),
            NextTime.carried_at.is_not(None),
        )
    ):  # fmt: skip
        answers[question.registration_id] = meant(question)
    for mentorship, members in found.values():
        yield mentorship, members, answers


def _in_one_already(work: UnitOfWork, programme: Programme) -> set[UUID]:
    rows = work.session.scalars(
        select(Member.registration_id).where(
            Member.tenant_id == programme.tenant_id, Member.programme_id == programme.id, Member.left_at.is_(None)
        )
    )
    return set(rows)
