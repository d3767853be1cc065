"""Whom somebody could be with instead, best first, each with who else moves.

Fewest people lost first, then the most points altogether. Locks, capacity, places and hard rules are kept in every
choice; criteria of the whole round are looked at when the choice is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mentoring.matching.cohort import Entrant
from mentoring.rounds.bench import Bench, Group


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody else who moves: now with `to`; with nobody where that is empty."""

    person: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One choice. `key` names it within its proposal; `others` are whom the person would be with.

    `fit` of 100 and `change` in it; `total` is the change in points altogether, in thousandths. `lost` are people of
    the served role who would be left without a match. `removed` and `added` groups make up the choice.
    """

    key: str
    others: tuple[str, ...]
    fit: int
    change: int
    total: int
    moves: tuple[Move, ...]
    lost: tuple[str, ...]
    removed: tuple[Group, ...]
    added: tuple[Group, ...]


def alternatives(bench: Bench, pathway: str, person: str, current: Group | None) -> tuple[Alternative, ...]:
    """Every choice for `person` in `pathway` in place of `current` (None: with nobody yet), best first."""
    found = _in_pairs if bench.pathway(pathway).is_pair else _in_circles
    best: dict[str, Alternative] = {}
    for one in found(bench, pathway, person, current):
        known = best.get(one.key)
        if (known is None or _rank(one) < _rank(known)) and bench.has_places(one.removed, one.added):
            best[one.key] = one
    return tuple(sorted(best.values(), key=_rank))


def _rank(one: Alternative) -> tuple[int, int, int, str]:
    return len(one.lost), -one.total, len(one.moves), one.key


def _in_pairs(bench: Bench, pathway: str, person: str, current: Group | None) -> Iterator[Alternative]:
    roles = bench.pathway(pathway).members
    (role,) = (r for r in roles if r != bench.entrant(person).role)
    partner = next(iter(current.members - {person})) if current else ""
    gone = (current,) if current else ()
    if current is None and bench.room(person) < 1:
        return
    free = {r: [e for e in bench.entering(pathway, r) if bench.room(e.id) > 0] for r in roles}
    together = {g.members for g in bench.groups if g.pathway == pathway}
    for other in bench.entering(pathway, role):
        pair = Group(pathway, frozenset((person, other.id)))
        if other.id == partner or pair.members in together or not bench.may(pathway, person, other.id):
            continue
        busy = {person, other.id}
        if bench.room(other.id) > 0:
            yield _choice(bench, person, other.id, current, gone, (pair,))
            if spare := _spare(bench, pathway, partner, free, busy):
                yield _choice(bench, person, other.id, current, gone, (pair, *spare))
            continue
        for taken in bench.of.get(other.id, ()):
            if taken.pathway != pathway or taken in bench.kept:
                continue
            (left,) = taken.members - {other.id}
            swapped = Group(pathway, frozenset((left, partner)))
            if partner and swapped.members not in together and bench.may(pathway, left, partner):
                yield _choice(bench, person, other.id, current, (*gone, taken), (pair, swapped))
            one, two = _spare(bench, pathway, left, free, busy), _spare(bench, pathway, partner, free, busy)
            for spare in dict.fromkeys(((), one, two, (*one, *two))):
                yield _choice(bench, person, other.id, current, (*gone, taken), (pair, *spare))


def _spare(bench: Bench, pathway: str, left: str, free: dict[str, list[Entrant]], busy: set[str]) -> tuple[Group, ...]:
    """Whoever has room and fits best somebody left over, as a pair; nothing where nobody does."""
    if not left:
        return ()
    role = bench.entrant(left).role
    fitting = [
        e.id for r, people in free.items() if r != role for e in people
        if e.id not in busy and bench.may(pathway, left, e.id)
    ]  # fmt: skip
    if not fitting:
        return ()
    best = max(fitting, key=lambda e: (bench.points(pathway, left, e), e))
    return (Group(pathway, frozenset((left, best))),)


def _in_circles(bench: Bench, pathway: str, person: str, current: Group | None) -> Iterator[Alternative]:
    role = bench.entrant(person).role
    bounds = bench.pathway(pathway).members[role]
    may_leave = current is None or _count(bench, current, role) > bounds.least
    if current is None and bench.room(person) < 1:
        return
    for circle in bench.groups:
        if circle.pathway != pathway or circle == current or person in circle.members or circle in bench.kept:
            continue
        rest = (Group(pathway, current.members - {person}),) if current else ()
        gone = (current,) if current else ()
        if may_leave and _count(bench, circle, role) < bounds.most:
            if bench.may_join(pathway, person, circle.members):
                joined = Group(pathway, circle.members | {person})
                yield _choice(bench, person, f"join-{min(circle.members)}", current, (*gone, circle), (joined, *rest))
            continue
        for left in sorted(circle.members):
            if bench.entrant(left).role != role or not bench.may_join(pathway, person, circle.members - {left}):
                continue
            joined = Group(pathway, circle.members - {left} | {person})
            if current and bench.may_join(pathway, left, current.members - {person}):
                swapped = Group(pathway, current.members - {person} | {left})
                yield _choice(bench, person, left, current, (current, circle), (joined, swapped))


def _count(bench: Bench, group: Group, role: str) -> int:
    return sum(bench.entrant(e).role == role for e in group.members)


def _choice(
    bench: Bench, person: str, key: str, current: Group | None, removed: tuple[Group, ...], added: tuple[Group, ...]
) -> Alternative:
    pathway, mine = added[0].pathway, added[0]
    moves = _moves(bench, person, mine, removed, added)
    was = bench.fit(pathway, current.members) if current else 0
    fit = bench.fit(pathway, mine.members)
    return Alternative(
        key=key,
        others=tuple(sorted(mine.members - {person})),
        fit=fit,
        change=fit - was,
        total=_worth(bench, added) - _worth(bench, removed),
        moves=moves,
        lost=tuple(move.person for move in moves if not move.to),
        removed=removed,
        added=added,
    )


def _moves(
    bench: Bench, person: str, mine: Group, removed: tuple[Group, ...], added: tuple[Group, ...]
) -> tuple[Move, ...]:
    """Who else is with somebody else now, or with nobody; of two who change together, one is named."""
    before, after = _homes(bench, removed), _homes(bench, added)
    served = bench.pathway(mine.pathway).served
    elsewhere = {one for one in before if len(bench.of[one]) > sum(one in g.members for g in removed)}
    moves: list[Move] = []
    for one in sorted(before, key=lambda e: bench.entrant(e).role != served):
        named = {e for move in moves for e in move.to}
        if one == person or one in mine.members or one in named or before[one] == after.get(one):
            continue
        if one in after:
            moves.append(Move(one, tuple(sorted(after[one]))))
        elif bench.entrant(one).role == served and one not in elsewhere:
            moves.append(Move(one, ()))
    return tuple(moves)


def _homes(bench: Bench, groups: tuple[Group, ...]) -> dict[str, frozenset[str]]:
    """By person: the others of a pair; in a circle its leads, who stay, or all others where it has none."""
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        roles = {e: bench.entrant(e).role for e in group.members}
        pair = bench.pathway(group.pathway).is_pair
        for one in group.members:
            leads = frozenset(e for e in group.members if roles[e] != roles[one])
            found[one] = group.members - {one} if pair else leads
    return found


def _worth(bench: Bench, groups: tuple[Group, ...]) -> int:
    return sum(bench.worth(g.pathway, g.members) for g in groups)
