"""What is still free while a round is solved step by step: capacity, places, who may enter which pathway now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

import numpy as np

from mentoring.errors import Conflict
from mentoring.matching.criteria.sides import Mask
from mentoring.matching.plan import PathwayPlan, PlaceLimit
from mentoring.matching.score import Board, Scores


class Group(NamedTuple):
    """People put together: positions in the cohort, by role, served role first; `people` is everyone in it."""

    pathway: str
    members: Mapping[str, tuple[int, ...]]
    people: tuple[int, ...]

    @classmethod
    def of(cls, pathway: str, members: Mapping[str, tuple[int, ...]]) -> "Group":
        """These members."""
        return cls(pathway, members, tuple(chain.from_iterable(members.values())))

    @classmethod
    def couples(cls, pathway: PathwayPlan, pairs: Iterable[tuple[int, int]]) -> "list[Group]":
        """A group for each two, the one of the served role first."""
        name = pathway.id
        first, second = pathway.members
        return [cls(name, {first: pair[:1], second: pair[1:]}, pair) for pair in pairs]


@dataclass(frozen=True, slots=True)
class Room:
    """What later steps may still use.

    `capacity`: mentorships still free, by position; `limits` with what is left of each; `entering`: by pathway,
    bool[entrants], who may enter now; `groups`: what is settled already.
    """

    capacity: tuple[int, ...]
    limits: tuple[PlaceLimit, ...]
    entering: Mapping[str, Mask]
    groups: tuple[Group, ...] = ()

    @classmethod
    def whole(cls, board: Board) -> "Room":
        """Everything is free, everyone may enter what they wish."""
        everyone = np.ones(len(board.cohort.entrants), dtype=np.bool_)
        return cls(
            tuple(max(e.capacity, 0) for e in board.cohort.entrants),
            board.plan.places,
            {p.id: everyone for p in board.plan.pathways},
        )

    @property
    def placed(self) -> frozenset[int]:
        """The positions of those who are in a group."""
        return frozenset(i for g in self.groups for i in g.people)

    def without(self, board: Board, groups: Iterable[Group]) -> "Room":
        """What is left when these groups are settled as well. Raises Conflict where they do not fit."""
        capacity, limits, settled = list(self.capacity), list(self.limits), list(self.groups)
        for group in groups:
            for i in group.people:
                capacity[i] -= 1
                if capacity[i] < 0:
                    entrant = board.cohort.entrants[i]
                    raise Conflict(
                        f"{entrant.name or entrant.id} is locked into more matches than they have room for.",
                        "Lift one of the locks, or raise how many they take.",
                    )
            for k, limit in enumerate(limits):
                limits[k] = _less(board, limit, group, settled)
            settled.append(group)
        return replace(self, capacity=tuple(capacity), limits=tuple(limits), groups=tuple(settled))

    def serves(self, board: Board) -> frozenset[tuple[str, str]]:
        """Who is served by whom in what is settled already: (served person, the other)."""
        entrants = board.cohort.entrants
        ways: set[tuple[str, str]] = set()
        for group in self.groups:
            served = group.members[board.pathway[group.pathway].served]
            others = [j for j in group.people if j not in served]
            ways |= {(entrants[i].person, entrants[j].person) for i in served for j in others}
        return frozenset(ways)

    def may_enter(self, pathway: str) -> Mask:
        """bool[entrants]: who may enter this pathway now and has room for one more."""
        return self.entering[pathway] & (np.array(self.capacity, dtype=np.int64) > 0)

    def open(self, board: Board, pathway: str, first: str, second: str) -> tuple[Scores, Mask]:
        """The scores of two roles in a pathway, and the pairs that may still come about in this step."""
        scores = board.scores(pathway, first, second)
        may = self.may_enter(pathway)
        mask = scores.allowed & may[scores.first][:, None] & may[scores.second][None, :]
        shut = self.closed(board, scores, pathway)
        if shut:
            mask[tuple(np.array(sorted(shut), dtype=np.int64).T)] = False
        return scores, mask

    def closed(self, board: Board, scores: Scores, pathway: str) -> frozenset[tuple[int, int]]:
        """Pairs of places in the scores that cannot come about beside what is settled already."""
        if not self.groups:
            return frozenset()
        rows = {int(i): k for k, i in enumerate(scores.first)}
        columns = {int(i): k for k, i in enumerate(scores.second)}
        shut = {
            (rows[a], columns[b])
            for group in self.groups
            for a in group.people
            for b in group.people
            if a in rows and b in columns
        }
        if any(c.rule == "one_way" and c.weight == "must" for c in board.pathway[pathway].criteria):
            person = [e.person for e in board.cohort.entrants]
            for other, one in self.serves(board):
                served = [k for i, k in rows.items() if person[i] == one]
                shut |= {(r, k) for r in served for i, k in columns.items() if person[i] == other}
        return frozenset(shut)


def _less(board: Board, limit: PlaceLimit, group: Group, settled: Iterable[Group]) -> PlaceLimit:
    if limit.pathway not in {None, group.pathway}:
        return limit
    counted = {i for g in settled if limit.pathway in {None, g.pathway} for i in g.people}
    fresh = [i for i in group.people if i not in counted and board.cohort.entrants[i].id in limit.entrants]
    if len(fresh) > limit.at_most:
        raise Conflict(f"More people are locked than there are places: {limit.title}.", "Lift a lock, or add places.")
    gone = frozenset(board.cohort.entrants[i].id for i in fresh)
    return replace(limit, entrants=limit.entrants - gone, at_most=limit.at_most - len(fresh))
