"""Locks: who is together whatever the points, as pairs and as circles to build on."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentoring.errors import Conflict
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.room import Group
from mentoring.matching.score import Board


@dataclass(frozen=True, slots=True)
class Locked:
    """`pairs` as they will be; `circles`: by pathway, the positions of those who sit in one circle."""

    pairs: tuple[Group, ...]
    circles: Mapping[str, tuple[tuple[int, ...], ...]]


def locked(board: Board) -> Locked:
    """The locks of the plan. Raises Conflict where one names somebody absent, or a hard rule keeps them apart."""
    pairs: list[Group] = []
    circles: dict[str, list[set[int]]] = {}
    for lock in sorted(board.plan.locks, key=lambda x: (x.pathway, sorted(x.members))):
        pathway = board.pathway.get(lock.pathway)
        if pathway is None:
            raise Conflict(f"A lock names the pathway “{lock.pathway}”, which this round does not have.", "Lift it.")
        people = sorted(_position(board, pathway, e) for e in sorted(lock.members))
        _refuse_barred(board, pathway, people)
        if pathway.is_pair:
            pairs.append(_pair(board, pathway, people))
        else:
            _join(board, pathway, circles.setdefault(pathway.id, []), set(people))
    for pathway_id, groups in circles.items():
        for group in groups:
            _refuse_barred(board, board.pathway[pathway_id], sorted(group))
    return Locked(tuple(_once(pairs)), _frozen(circles))


def _once(pairs: list[Group]) -> list[Group]:
    seen: dict[tuple[str, tuple[int, ...]], Group] = {}
    for group in pairs:
        seen.setdefault((group.pathway, group.people), group)
    return list(seen.values())


def _frozen(circles: Mapping[str, list[set[int]]]) -> dict[str, tuple[tuple[int, ...], ...]]:
    return {p: tuple(sorted(tuple(sorted(g)) for g in groups)) for p, groups in circles.items()}


def _position(board: Board, pathway: PathwayPlan, entrant: str) -> int:
    position = board.position.get(entrant)
    if position is None:
        raise Conflict("A lock names somebody who is not in this round.", "Lift the lock.")
    person = board.cohort.entrants[position]
    if person.role not in pathway.members or pathway.id not in person.pathways:
        raise Conflict(
            f"{person.name or entrant} is locked into {pathway.title} but does not enter it.", "Lift the lock."
        )
    return position


def _pair(board: Board, pathway: PathwayPlan, people: list[int]) -> Group:
    members = {role: tuple(i for i in people if board.cohort.entrants[i].role == role) for role in pathway.members}
    if len(people) != 2 or any(len(m) != 1 for m in members.values()):
        raise Conflict(
            f"A lock for {pathway.title} does not name one person of each role.", "Lift it, and lock the pair again."
        )
    return Group.of(pathway.id, members)


def _join(board: Board, pathway: PathwayPlan, groups: list[set[int]], people: set[int]) -> None:
    """Locks that share somebody with one seat speak of one circle."""
    single = {
        i for i in people if board.cohort.entrants[i].capacity == 1 or board.cohort.entrants[i].role == pathway.served
    }
    for group in [g for g in groups if g & single]:
        people |= group
        groups.remove(group)
    groups.append(people)


def _refuse_barred(board: Board, pathway: PathwayPlan, people: list[int]) -> None:
    for name in board.grades:
        if name[0] != pathway.id:
            continue
        scores = board.scores(*name)
        rows = {int(i): k for k, i in enumerate(scores.first)}
        columns = {int(i): k for k, i in enumerate(scores.second)}
        for bar in scores.bars:
            for a in people:
                for b in people:
                    if a != b and a in rows and b in columns and bar.mask[rows[a], columns[b]]:
                        one, other = (board.cohort.entrants[i].name or board.cohort.entrants[i].id for i in (a, b))
                        rule = f" ({bar.criterion.rule})" if bar.criterion else ""
                        raise Conflict(
                            f"{one} and {other} are locked together, but a hard rule{rule} keeps them apart.",
                            "Lift the lock, or change the rule for this person.",
                        )
