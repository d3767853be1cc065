"""Circles that run, between rounds: who could join which, and what is proposed where one is below its least.

Proposals for a coordinator; `join` makes one of them. How many meetings a circle has held is for the caller to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import Conflict, NotFound
from mentoring.matching.cohort import Cohort
from mentoring.matching.later import Joining, Running, Short, joining, short
from mentoring.mentorships.form import join_running
from mentoring.mentorships.model import Member, Mentorship
from mentoring.mentorships.rules import day_of
from mentoring.participants.setting import roles_here
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.rounds.cohort import entrant
from mentoring.rounds.field import Inputs, inputs_of
from mentoring.schemes.scheme import Point
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Later:
    """What could be done with the circles that run. Ids are those of mentorships and registrations, as text."""

    joining: tuple[Joining, ...]
    short: tuple[Short, ...]


def later(work: UnitOfWork, programme: Programme, milestone: str, *, meetings: Mapping[UUID, int]) -> Later:
    """Who could join which running circle of the pathways at `milestone`, and which circles are below their least.

    `meetings`: how many each has held. Circles past their `join_until` are not joined. Raises NotAllowed, NotFound.
    """
    work.demand("round.read", roles_here(work, programme))
    inputs = inputs_of(work, programme, milestone)
    return later_of(work, inputs, running_circles(work, programme, inputs), meetings=meetings)


def later_of(
    work: UnitOfWork, inputs: Inputs, running: list[tuple[Running, date]], *, meetings: Mapping[UUID, int]
) -> Later:
    """The same of what was read already."""
    today = work.now.astimezone(inputs.setting.zone).date()
    pathways = inputs.setting.scheme.pathways
    open_ = [
        each
        for each, formed in running
        if may_join(
            pathways[each.pathway].join_until,
            formed=formed,
            held=meetings.get(UUID(each.id), 0),
            today=today,
            inputs=inputs,
        )
    ]
    everyone = [each for each, _ in running]
    policies = {name: pathway.below for name, pathway in pathways.items()}
    return Later(
        joining(with_members(inputs, open_), inputs.plan, open_) if open_ else (),
        short(with_members(inputs, everyone), inputs.plan, everyone, policies) if everyone else (),
    )


def join(
    work: UnitOfWork,
    programme: Programme,
    milestone: str,
    *,
    mentorship_id: UUID,
    registration_id: UUID,
    meetings: Mapping[UUID, int],
) -> None:
    """Let somebody join a running circle, as `later` proposes: they see the others, and are told.

    Raises Conflict where it is not proposed any more, NotAllowed, NotFound.
    """
    work.demand("round.publish", roles_here(work, programme))
    if work.tenant != programme.tenant_id:
        raise NotFound("Circles are joined at the programme's host.", "Ask the host's coordinators.")
    locked(work, programme.id)
    wanted = Joining(str(mentorship_id), str(registration_id))
    if wanted not in later(work, programme, milestone, meetings=meetings).joining:
        raise Conflict("This person cannot join this circle any more.", "Look again at who could join which.")
    inputs = inputs_of(work, programme, milestone)
    join_running(work, programme, inputs.setting, mentorship_id, inputs.everyone[registration_id].registration)


def may_join(until: Point | None, *, formed: date, held: int, today: date, inputs: Inputs) -> bool:
    """Whether newcomers may still join and empty seats are filled (contract, section 2: `join_until`)."""
    if until is None:
        return False
    if isinstance(until.meetings, int):
        return held < until.meetings
    day = day_of(until, formed, inputs.setting.moments)
    return day is not None and today <= day


def running_circles(work: UnitOfWork, programme: Programme, inputs: Inputs) -> list[tuple[Running, date]]:
    """The running circles of the round's pathways, each with the day on which it was formed."""
    circles = [pathway.id for pathway in inputs.plan.pathways if not pathway.is_pair]
    rows = work.session.execute(
        select(Mentorship, Member.registration_id)
        .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
        .where(
            Mentorship.tenant_id == programme.tenant_id,
            Mentorship.programme_id == programme.id,
            Mentorship.state == "running",
            Mentorship.pathway.in_(circles),
            Member.joined_at.is_not(None),
            Member.left_at.is_(None),
        )
        .order_by(Mentorship.formed_at, Mentorship.id, Member.registration_id)
    )
    known = {each.said.id for each in inputs.judged}  # whoever has withdrawn holds no seat to look at
    found: dict[UUID, tuple[Mentorship, list[str]]] = {}
    for mentorship, registration in rows:
        if str(registration) in known:
            found.setdefault(mentorship.id, (mentorship, []))[1].append(str(registration))
    return [
        (
            Running(str(key), one.pathway, tuple(members)),
            (one.formed_at or work.now).astimezone(inputs.setting.zone).date(),
        )
        for key, (one, members) in found.items()
    ]


def with_members(inputs: Inputs, running: list[Running]) -> Cohort:
    """Newcomers, and the members of the circles with the room that their seats take."""
    taken: dict[str, int] = {}
    for circle in running:
        for one in circle.members:
            taken[one] = taken.get(one, 0) + 1
    free = {each.id: each for each in inputs.field.cohort.entrants}
    people = {each.said.id: each for each in inputs.judged}
    members = []
    for one, seats in taken.items():
        known = free.pop(one, None)
        if known is None:
            known = replace(entrant(inputs.setting.scheme, people[one], tuple(people[one].verdicts)), capacity=0)
        members.append(replace(known, capacity=known.capacity + seats))
    return Cohort.of([*free.values(), *members], inputs.field.cohort.earlier)
