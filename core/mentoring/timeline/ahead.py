"""How much of a programme's year is known to come: counted from the moments that it hangs on, nobody's record read.

As many as the occurrences of `timeline.occurrences` that are still ahead; lives with equal moments are looked at once.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select

from mentoring.gates.service import passed_at
from mentoring.mentorships.model import Member, Mentorship
from mentoring.mentorships.seats import Seats
from mentoring.participants.facts import Setting
from mentoring.participants.model import Registration, Standing
from mentoring.programmes.model import Programme
from mentoring.programmes.unchanged import while_unchanged
from mentoring.timeline.groups import ANCHORS, Group, begun, held_meetings
from mentoring.timeline.occurrences import PERSON, acting
from mentoring.timeline.rules import Calendar, Life, Turn, pin, programme_pins, programme_turns
from mentoring.unit_of_work import UnitOfWork

Moments = tuple[datetime | None, ...]

_MEETINGS = frozenset(each for each in ANCHORS if each.endswith("_meeting"))
_ELIGIBLE = (
    select(Standing.registration_id, func.min(Standing.eligible_at).label("at"))
    .where(Standing.tenant_id == bindparam("host"), Standing.programme_id == bindparam("programme"))
    .group_by(Standing.registration_id)
    .subquery()
)
_JOINED = (
    select(Member.registration_id, func.min(Member.joined_at).label("at"))
    .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
    .where(
        Member.tenant_id == bindparam("host"),
        Member.programme_id == bindparam("programme"),
        Mentorship.formed_at.is_not(None),
    )
    .group_by(Member.registration_id)
    .subquery()
)
_LIVES = (
    select(
        Registration.id,
        Registration.submitted_at,
        Registration.withdrawn_at,
        _ELIGIBLE.c.at.label("eligible"),
        _JOINED.c.at.label("matched"),
    )
    .outerjoin(_ELIGIBLE, _ELIGIBLE.c.registration_id == Registration.id)
    .outerjoin(_JOINED, _JOINED.c.registration_id == Registration.id)
    .where(
        Registration.tenant_id == bindparam("host"),
        Registration.programme_id == bindparam("programme"),
        Registration.submitted_at.is_not(None),
    )
)
_MENTORSHIPS = select(Mentorship).where(
    Mentorship.tenant_id == bindparam("host"),
    Mentorship.programme_id == bindparam("programme"),
    Mentorship.formed_at.is_not(None),
)


def ahead_of(work: UnitOfWork, programme: Programme, setting: Setting, *, coded: bool) -> Counter[str]:
    """By milestone: how many occurrences are known to come, at the host; four queries at most.

    What nothing can hang on is not asked for. `coded` as in `Year`.
    """
    wanted = acting(setting.scheme, coded=coded)
    own = programme_turns(setting.scheme, setting.moments)
    found = Counter(each.milestone for each in own if each.milestone in wanted and _comes(work, programme, each))
    for counted in (_of_people, _of_groups):
        found += counted(work, programme, setting, wanted)
    return found


def _comes(work: UnitOfWork, programme: Programme, turn: Turn) -> bool:
    return turn.at >= programme.created_at and turn.due > work.now


def _of_people(work: UnitOfWork, programme: Programme, setting: Setting, wanted: frozenset[str]) -> Counter[str]:
    calendar = Calendar(setting.scheme, "person", zone=setting.zone, now=work.now)
    roots = calendar.roots(wanted)
    if not roots:
        return Counter()
    gates = {f"passed.{gate}": gate for gate in setting.scheme.activities.gates}
    own, shared = frozenset({*PERSON, *gates}), programme_pins(setting.moments)
    ours, dated = sorted(roots & own), not roots <= own

    def lives() -> Counter[tuple[Life, Moments]]:
        return _lives(work, programme, ours, gates, dated=dated)

    pinned = while_unchanged(work, programme, ("lives", *ours, dated), lives)

    def turns(life: Life, at: Moments) -> Iterator[Turn]:
        named = zip(ours, at, strict=True)
        pins = {name: (pin(each, name, setting.zone),) for name, each in named if each is not None}
        return calendar.turns({**shared, **pins}, life, wanted)

    return _counted(work, programme, ((turns(*each), number) for each, number in pinned.items()))


def _lives(
    work: UnitOfWork, programme: Programme, ours: Sequence[str], gates: Mapping[str, str], *, dated: bool
) -> Counter[tuple[Life, Moments]]:
    """How many people have each life, and came to what is `ours` at the same moments."""
    passed = passed_at(work, programme) if any(name in gates for name in ours) else {}
    own = frozenset({*PERSON, *gates})
    pinned: Counter[tuple[Life, Moments]] = Counter()
    here = {"host": programme.tenant_id, "programme": programme.id}
    for key, submitted, withdrawn, eligible, matched in work.session.execute(_LIVES, here):
        known = {"submitted": submitted, "eligible": eligible, "matched": matched}
        gone = passed.get(key, {})
        at = tuple([gone.get(gates[name]) if name in gates else known[name] for name in ours])
        pinned[Life(submitted if dated else None, withdrawn, own), at] += 1
    return pinned


def _of_groups(work: UnitOfWork, programme: Programme, setting: Setting, wanted: frozenset[str]) -> Counter[str]:
    calendar = Calendar(setting.scheme, "mentorship", zone=setting.zone, now=work.now)
    roots = calendar.roots(wanted)
    if not roots:
        return Counter()
    met = not roots.isdisjoint(_MEETINGS)
    alike = while_unchanged(work, programme, ("groups", met), lambda: _alike(work, programme, met=met))
    shared = programme_pins(setting.moments)

    def turns(group: Group) -> Iterator[Turn]:
        return calendar.turns({**shared, **group.pins(setting.zone, wanted=roots)}, group.life(), wanted)

    return _counted(work, programme, ((turns(group), number) for group, number in alike))


def _alike(work: UnitOfWork, programme: Programme, *, met: bool) -> list[tuple[Group, int]]:
    """One mentorship of each that began, met and end at the same moments, and how many there are of these."""
    here = {"host": programme.tenant_id, "programme": programme.id}
    seats = Seats(work.session.scalars(_MENTORSHIPS, here).all(), defaultdict(list))
    groups = begun(seats, held_meetings(work, programme, seats) if met else {})
    alike: Counter[tuple[Hashable, ...]] = Counter()
    one: dict[tuple[Hashable, ...], Group] = {}
    for group in groups.values():
        row, times = group.mentorship, tuple([(each.starts_at, each.logged_at) for each in group.meetings])
        moments = (row.formed_at, row.ended_at, row.planned_end, row.state, times)
        alike[moments] += 1
        one[moments] = group
    return [(one[each], number) for each, number in alike.items()]


def _counted(work: UnitOfWork, programme: Programme, turns: Iterable[tuple[Iterable[Turn], int]]) -> Counter[str]:
    """By milestone: how many of these turns come, each for so many."""
    found: Counter[str] = Counter()
    for each, number in turns:
        for turn in each:
            if _comes(work, programme, turn):
                found[turn.milestone] += number
    return found
