"""Mentorships that a gate holds before they meet: what is missing, and of whom. A meeting held all the same is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mentoring.gates.holding import Passed, passed_before, still_held
from mentoring.mentorships.agreements import unsigned
from mentoring.mentorships.model import Member, Mentorship
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Gate, Scheme, say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MissingStep:
    """One gate before a meeting that holds a mentorship, and the names of those who have not passed it."""

    gate: str
    title: str
    names: tuple[str, ...]


def missing_before_meeting(
    work: UnitOfWork, programme: Programme, mentorships: Sequence[tuple[Mentorship, Sequence[Member]]]
) -> Mapping[UUID, tuple[MissingStep, ...]]:
    """What holds each of these running mentorships before a meeting; at most three queries, none without such a gate.

    A gate holds it until its members in the gate's `who` have passed; where it needs an agreement signed, until
    everybody in this mentorship has signed that, whatever was signed in another. Whether somebody of another
    institution has passed is the host's to know: elsewhere only what one's own people have still to do is told, and
    who has not signed.
    """
    scheme = scheme_of(programme)
    members = [each.registration_id for _, here in mentorships for each in here]
    passed = passed_before(work, programme, scheme, "meeting", only=members)
    if passed is None:
        return {}
    late = unsigned(work, programme, only=[mentorship.id for mentorship, _ in mentorships])
    found = {
        mentorship.id: _missing(
            scheme,
            mentorship,
            members,
            [each for each in members if work.tenant in {programme.tenant_id, each.home_tenant_id}],
            passed,
            late.get(mentorship.id, {}),
        )
        for mentorship, members in mentorships
        if mentorship.state == "running"
    }
    return {key: steps for key, steps in found.items() if steps}


def _missing(
    scheme: Scheme,
    mentorship: Mentorship,
    members: Sequence[Member],
    known: Sequence[Member],
    passed: Passed,
    late: Mapping[str, tuple[str, ...]],
) -> tuple[MissingStep, ...]:
    """`known` are those of whom this reader sees what they have passed."""
    present = [each for each in members if each.joined_at is not None and each.left_at is None]
    names = {each.registration_id: each.name for each in present if each in known}
    seats = [(each.registration_id, each.role) for each in present if each in known]
    held = still_held(scheme, seats, mentorship.pathway, passed, "meeting")
    steps = []
    for name, gate in scheme.activities.gates.items():
        who = {names[key] for key, gates in held.items() if name in gates} if gate.before == "meeting" else set()
        who |= _not_signed(gate, late) if gate.before == "meeting" and _concerns(gate, present) else set()
        if who:
            steps.append(MissingStep(name, say(gate.title), tuple(sorted(who))))
    return tuple(steps)


def _not_signed(gate: Gate, late: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {name for need in gate.needs if "signed" in need for name in late.get(need["signed"], ())}


def _concerns(gate: Gate, present: Sequence[Member]) -> bool:
    return any(not gate.who.roles or each.role in gate.who.roles for each in present)
