"""What coordinators see of gates before a meeting: who has not signed or passed, and meetings held before that was so.

A meeting that is logged all the same is kept, and only flagged.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from mentoring.gates.holding import holds
from mentoring.gates.model import GatePass
from mentoring.gates.rules import gates_of
from mentoring.meetings.model import Meeting
from mentoring.mentorships.agreements import unsigned
from mentoring.mentorships.holding import missing_before_meeting
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Standing:
    """One mentorship: agreements and who has not signed; gates and who has not passed; how many meetings came early."""

    unsigned: tuple[tuple[str, tuple[str, ...]], ...]
    held: tuple[tuple[str, tuple[str, ...]], ...]
    early: int


def standings_of(work: UnitOfWork, programme: Programme, only: Collection[UUID]) -> Mapping[UUID, Standing]:
    """By mentorship, of `only` these: those that run, and of which there is something to say to this institution.

    A fixed number of queries. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("mentorship.list", roles_here(work, programme))
    return while_unchanged(work, programme, ("standings", *only), lambda: _standings(work, programme, only))


def _standings(work: UnitOfWork, programme: Programme, only: Collection[UUID]) -> Mapping[UUID, Standing]:
    scheme = scheme_of(programme)
    if not scheme.activities.agreements and not holds(scheme, "meeting"):
        return {}
    rows = work.session.execute(
        select(Mentorship, Member)
        .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
        .where(
            Mentorship.tenant_id == programme.tenant_id,
            Mentorship.programme_id == programme.id,
            Mentorship.state == "running",
            Mentorship.id.in_(only),
        )
        .order_by(Mentorship.created_at, Mentorship.id, Member.registration_id)
    )
    members: dict[UUID, list[Member]] = defaultdict(list)
    mentorships: dict[UUID, Mentorship] = {}
    for mentorship, member in rows:
        mentorships[mentorship.id] = mentorship
        members[mentorship.id].append(member)
    late = unsigned(work, programme, only=list(mentorships))
    held = missing_before_meeting(work, programme, [(each, members[key]) for key, each in mentorships.items()])
    early = _early(work, programme, scheme, mentorships, members)
    found = {
        key: Standing(
            unsigned=tuple(
                (say(scheme.activities.agreements[name].title), names)
                for name, names in late.get(key, {}).items()
                if name in scheme.activities.agreements
            ),
            held=tuple((step.title, step.names) for step in held.get(key, ())),
            early=early.get(key, 0),
        )
        for key in mentorships
    }
    return {key: each for key, each in found.items() if each.unsigned or each.held or each.early}


def _early(
    work: UnitOfWork,
    programme: Programme,
    scheme: Scheme,
    mentorships: Mapping[UUID, Mentorship],
    members: Mapping[UUID, Sequence[Member]],
) -> dict[UUID, int]:
    """How many meetings each held before its gates were passed, or while they are not, as far as this reader sees."""
    if not holds(scheme, "meeting"):
        return {}
    passed = {
        (key, gate): at
        for key, gate, at in work.session.execute(
            select(GatePass.registration_id, GatePass.gate, GatePass.passed_at).where(
                GatePass.tenant_id == programme.tenant_id,
                GatePass.programme_id == programme.id,
                GatePass.registration_id.in_([each.registration_id for here in members.values() for each in here]),
            )
        )
    }
    held: dict[UUID, list[datetime]] = defaultdict(list)
    for key, at in work.session.execute(
        select(Meeting.mentorship_id, Meeting.starts_at).where(
            Meeting.tenant_id == programme.tenant_id,
            Meeting.mentorship_id.in_(mentorships),
            Meeting.state == "held",
        )
    ):
        held[key].append(at)
    found = {}
    for key, times in held.items():
        known = [each for each in members[key] if work.tenant in {programme.tenant_id, each.home_tenant_id}]
        opened = _opened(scheme, mentorships[key], known, passed)
        found[key] = sum(opened is None or at < opened for at in times)
    return found


def _opened(
    scheme: Scheme, mentorship: Mentorship, members: Sequence[Member], passed: Mapping[tuple[UUID, str], datetime]
) -> datetime | None:
    """Since when all members present have passed what stands before a meeting; None while they have not."""
    since = mentorship.formed_at
    for member in members:
        if member.joined_at is None or member.left_at is not None:
            continue
        gates = gates_of(scheme, role=member.role, pathways=(mentorship.pathway,), facts={}, before="meeting")
        times = [passed.get((member.registration_id, gate)) for gate in gates]
        if any(at is None for at in times):
            return None
        since = max([at for at in times if at is not None] + ([since] if since else []), default=None)
    return since
