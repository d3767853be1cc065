"""What follows from the members' answers is done here: at the host, by the system, as part of settling."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from mentoring.gates.holding import Passed, passed_before, still_held
from mentoring.mentorships.acceptance import Answer, Seat, next_step
from mentoring.mentorships.confirm import confirmed
from mentoring.mentorships.form import ask, begin_mentorship, join_late
from mentoring.mentorships.model import Member, Mentorship
from mentoring.mentorships.remind import remind
from mentoring.mentorships.seats import Seats
from mentoring.participants.facts import Setting
from mentoring.participants.letters import tell
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

GONE = frozenset({"declined", "expired"})


def conclude(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    registrations: Mapping[UUID, Registration],
    seats: Seats,
) -> dict[UUID, dict[str, tuple[str, ...]]]:
    """Bring every mentorship to where its members' answers lead.

    The states of the mentorships each registration is in come back, by pathway: those that are over for it are
    left out, except completed ones.
    """
    found: dict[UUID, dict[str, tuple[str, ...]]] = defaultdict(dict)
    passed = passed_before(work, programme, setting.scheme, "offer")
    for mentorship in seats.mentorships:
        rows = sorted(seats.members[mentorship.id], key=lambda each: (each.added_at, each.registration_id))
        if mentorship.state in {"offered", "running"}:
            _conclude(work, programme, setting, mentorship, rows, registrations, passed)
        for row in rows:
            if state := _state_for(mentorship, row):
                states = found[row.registration_id].get(mentorship.pathway, ())
                found[row.registration_id][mentorship.pathway] = (*states, state)
    return found


def _conclude(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    mentorship: Mentorship,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
    passed: Passed | None,
) -> None:
    _lapse(work, rows, registrations)
    remind(work, programme, setting, mentorship, rows, registrations)
    if mentorship.state == "running":
        join_late(work, programme, setting, mentorship, rows, registrations)
        return
    pathway = setting.scheme.pathways[mentorship.pathway]
    asked = (tuple(pathway.members),) if mentorship.asked_by else setting.scheme.matching[mentorship.pathway].offers.ask
    following = next_step(pathway.members, asked, [_seat(row) for row in rows])
    seats = [(row.registration_id, row.role) for row in rows if row.left_at is None]
    held = still_held(setting.scheme, seats, mentorship.pathway, passed, "offer")
    if held and following.step != "dissolve":
        return  # whoever a gate holds is not asked, and nobody is before them
    following = confirmed(work, programme, setting.scheme, mentorship, rows, following)
    if following.step == "ask":
        ask(work, programme, setting, mentorship, rows, registrations, roles=following.roles)
    elif following.step == "begin":
        begin_mentorship(work, programme, setting, mentorship, rows, registrations)
        work.record("begin", "mentorship", mentorship.id)
    elif following.step == "dissolve":
        _dissolve(work, programme, setting, mentorship, rows, registrations)


def _lapse(work: UnitOfWork, rows: Sequence[Member], registrations: Mapping[UUID, Registration]) -> None:
    """Whoever let the time pass has not answered; whoever withdrew before it began has declined."""
    for row in rows:
        if row.joined_at is None and row.answer not in GONE:
            if registrations[row.registration_id].state == "withdrawn":
                row.answer, row.answered_at = "declined", work.now
            elif row.answer == "pending" and row.answer_by is not None and row.answer_by <= work.now:
                row.answer = "expired"
        if row.answer in GONE and row.left_at is None:
            row.left_at = work.now
    work.session.flush()


def _dissolve(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    mentorship: Mentorship,
    rows: Sequence[Member],
    registrations: Mapping[UUID, Registration],
) -> None:
    """It comes to nothing: everyone returns to the pool, and those who had been asked and did not decline are told."""
    mentorship.state = "declined"
    mentorship.ended_at = work.now
    for row in rows:
        if row.asked_at is not None and row.answer != "declined":
            tell(
                work,
                programme,
                setting,
                registrations[row.registration_id],
                occasion="offer_lapsed",
                pathways=(mentorship.pathway,),
                key=str(mentorship.id),
            )
        row.left_at = row.left_at or work.now
    work.session.flush()
    work.record("dissolve", "mentorship", mentorship.id)


def _seat(row: Member) -> Seat:
    answers: dict[str, Answer] = {"accepted": "accepted", "declined": "declined", "expired": "expired"}
    return Seat(row.role, answers.get(row.answer, "pending"), asked=row.asked_at is not None)


def _state_for(mentorship: Mentorship, row: Member) -> str | None:
    if mentorship.state == "completed":
        return "completed" if row.joined_at is not None else None
    if mentorship.state not in {"offered", "running"} or row.left_at is not None:
        return None
    return mentorship.state if row.joined_at is not None or mentorship.state == "offered" else "offered"
