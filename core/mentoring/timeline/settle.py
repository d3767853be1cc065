"""Settling: whatever follows from what people and coordinators said is done here, once, at the host.

It compares what should be with what is and closes the difference: verdicts, places, waiting list, offers,
letters. Running it again changes nothing. Whoever changed something has woken the programme in the same
transaction (`programmes.due`), so what is cut short here is done by the next one.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

from mentoring.db.engine import Database
from mentoring.db.kept import put_back
from mentoring.gates.seen import see_passes
from mentoring.gates.service import without_when
from mentoring.mentorships.agreements import signed_by_all
from mentoring.mentorships.conclude import conclude
from mentoring.mentorships.history import histories
from mentoring.mentorships.remind import next_reminder
from mentoring.mentorships.seats import Seats, seats_of
from mentoring.mentorships.signing import ask_to_sign
from mentoring.participants.facts import Setting
from mentoring.participants.invite import tell_invited
from mentoring.participants.judge import dossiers, judge_everyone
from mentoring.participants.letters import Letter, tell_all
from mentoring.participants.setting import setting_of
from mentoring.participants.standings import letters_due, renew_standings
from mentoring.programmes.due import come_again, held, is_due
from mentoring.programmes.joining import join_who_agreed
from mentoring.programmes.leave import leave_when_due, next_leaving
from mentoring.programmes.lock import lock_free, locked
from mentoring.programmes.model import Programme
from mentoring.rounds.requests import take_up
from mentoring.tasks.service import undo_reason
from mentoring.timeline.carry_over import (
    ask_about_next_time,
    carry,
    homes_to_carry,
    questions_ahead,
    silence_ahead,
    stay_together,
    staying,
)
from mentoring.timeline.cascade import cascade
from mentoring.timeline.drafts import write_to_drafts
from mentoring.timeline.ends import keep_ends
from mentoring.timeline.groups import begun, held_meetings
from mentoring.timeline.leaving import leavers_of, see_off
from mentoring.timeline.moments import Happened, let_happen, people_in
from mentoring.timeline.occurrences import Due as Occurs
from mentoring.timeline.parting import part
from mentoring.timeline.unchanged import keep_unchanged
from mentoring.unit_of_work import SYSTEM, Schemes, UnitOfWork, begin


@dataclass(frozen=True, slots=True)
class Settled:
    """What one settling did: registrations that came into another state, letters about it, and what the year brought.

    `first` are occurrences that each institution has to do for its own drafts before the host can. `next` is when
    settling finds something to do again.
    """

    moved: int
    told: int
    done: int = 0
    first: tuple[Occurs, ...] = ()
    next: datetime | None = field(default=None, compare=False)

    def then(self, later: "Settled") -> "Settled":
        """Both together, as one settling."""
        return Settled(
            self.moved + later.moved, self.told + later.told, self.done + later.done, later.first, later.next
        )


def settle_programme(
    database: Database,
    *,
    host: str,
    programme_id: UUID,
    schemes: Schemes,
    clock: Callable[[], datetime],
    ids: Callable[[], UUID],
    base_url: str,
    only_woken: bool = False,
    only_free: bool = False,
) -> Settled:
    """Settle one programme in a unit of work of its own, in the scope of its host.

    Called once the unit of work that changed something has been committed. With `only_woken` nothing is looked at
    where somebody has settled it since it was last woken: of many who come at once, few do the work of all.
    With `only_free` it is left to whoever holds it.
    Raises NotFound without the programme.
    """
    scope = partial(
        begin, database, actor=SYSTEM, schemes=schemes, clock=clock, ids=ids, base_url=base_url
    )  # one institution's unit of work, by its slug
    with scope(tenant=host) as work:
        programme = lock_free(work, programme_id) if only_free else locked(work, programme_id)
        if programme is None or (only_woken and not is_due(work, programme)):
            return Settled(0, 0)
        settled = settle(work, programme, anew=False)
        leavers = leavers_of(work, programme)
        homes = [each["slug"] for each in programme.institutions if not each.get("left")]
        carrying = homes_to_carry(work, programme)
    put_back(work.session)
    if carrying:
        for home in carrying:
            with scope(tenant=home) as work:
                carry(work, host=host, programme_id=programme_id)
        for _ in range(2):  # those taken along are judged, and then those who stay go on together
            with scope(tenant=host) as work:
                settled = settled.then(settle(work, locked(work, programme_id)))
    if leavers:
        see_off(lambda tenant: scope(tenant=tenant), leavers, host=host, programme_id=programme_id, settle=settle)
    if not settled.first:
        return settled
    for home in homes:
        with scope(tenant=home) as work:
            write_to_drafts(work, host=host, programme_id=programme_id, due=settled.first)
    with scope(tenant=host) as work:
        again = settle(work, locked(work, programme_id), reached=[each.name for each in settled.first], anew=False)
    put_back(work.session)
    done = settled.done + again.done
    return Settled(settled.moved + again.moved, settled.told + again.told, done, next=again.next)


def settle(
    work: UnitOfWork, programme: Programme, *, reached: Collection[tuple[str, str, str]] = (), anew: bool = True
) -> Settled:
    """Close every difference between what should be and what is in `programme`, which is `locked`.

    `reached` are occurrences that every institution has done for its own drafts. Unless everything is to be read
    `anew`, rows that are unchanged since this process settled the programme last are not; whoever says so has the
    session's rows `put_back` in the end.
    """
    due = held(work, programme)
    if not anew:
        keep_unchanged(work, programme)
        join_who_agreed(work, programme)
        leave_when_due(work, programme)
    if due is not None and due.failures:
        undo_reason(work, programme, stuck_key(programme.id))
    setting = setting_of(work, programme)
    everyone = dossiers(work, programme)
    registrations = {key: each.registration for key, each in everyone.items()}
    passed = see_passes(work, programme, setting.scheme, everyone, signed=signed_by_all(work, programme))
    seats = seats_of(work, programme)
    meetings = held_meetings(work, programme, seats)
    groups = begun(seats, meetings)
    part(work, programme, setting, everyone, groups.values())
    keep_ends(work, programme, setting, everyone, groups.values())
    open_offers = seats.offered()
    if take_up(work, programme) + stay_together(work, programme, setting, everyone):
        seats = seats_of(work, programme)
    memberships = conclude(work, programme, setting, registrations, seats)
    ask_to_sign(work, programme, setting, registrations, seats)
    judged = judge_everyone(
        work, programme, setting, everyone, passed=without_when(passed), histories=histories(work, programme)
    )
    moves = renew_standings(work, setting, everyone, judged, memberships)
    told = tell_invited(work, programme, setting)
    key = work.now.isoformat()  # a state may be reached again; this transaction reaches it once
    letters = [Letter(each.registration, occasion, pathways, key) for each, occasion, pathways in letters_due(moves)]
    told += tell_all(work, programme, setting, letters)
    cascade(work, programme, setting.scheme, before=open_offers)
    groups = begun(seats, meetings)
    happened = let_happen(work, programme, setting, everyone, judged, groups=groups, passed=passed, reached=reached)
    ask_about_next_time(work, programme, setting, people_in(everyone, judged))
    ahead = min(_to_come(work, programme, setting, happened, seats), default=None)
    if staying(work, programme, setting, everyone):
        ahead = work.now  # somebody was found eligible just now, and the others wait for them
    come_again(work, programme, due, ahead)
    return Settled(len(moves), told, happened.done, happened.first, ahead)


def stuck_key(programme_id: UUID) -> str:
    """What the task is known by that says a programme cannot be settled; it goes when the programme is."""
    return f"{programme_id}:stuck"


def _to_come(
    work: UnitOfWork, programme: Programme, setting: Setting, happened: Happened, seats: Seats
) -> Iterator[datetime]:
    """The moments ahead at which settling finds something to do."""
    if happened.first:
        yield work.now
    if happened.next is not None:
        yield happened.next
    closing = {entry.closes for entry in setting.scheme.registration.values()}
    for name, moment in setting.moments.items():
        if name in closing and moment.at > work.now:
            yield moment.at
    yield from questions_ahead(setting, work.now)
    silence = silence_ahead(work, programme)
    if silence is not None:
        yield silence
    leaves = next_leaving(work, programme)
    if leaves is not None:
        yield leaves
    lapses = seats.next_answer_by()
    if lapses is not None:
        yield max(lapses, work.now)
        reminder = next_reminder(setting, seats, work.now)
        if reminder is not None:
            yield reminder
