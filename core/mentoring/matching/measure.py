"""What mentorships are worth, criterion by criterion: a pair and a circle alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mentoring.matching.criteria.answers import Places
from mentoring.matching.criteria.rules import OF_THE_WHOLE
from mentoring.matching.criteria.sides import FULL, Mask, fact, key
from mentoring.matching.plan import Criterion, Mentorship, Solution
from mentoring.matching.room import Group
from mentoring.matching.score import Board, Scores


@dataclass(frozen=True, slots=True)
class Measured:
    """One criterion in one mentorship. `share`: the mean over those it speaks of, in thousandths, rounded down.

    `holding` of `asked` pairs keep it; `asked` is 0 where the mentorship has nobody it speaks of.
    """

    criterion: Criterion
    share: int
    holding: int
    asked: int

    @property
    def holds(self) -> bool:
        """Whether all keep it."""
        return self.holding == self.asked

    @property
    def points(self) -> int:
        """Weight times share."""
        return self.criterion.weight * self.share if isinstance(self.criterion.weight, int) else 0


class Measure:
    """Measures the groups of one solution, which it needs whole: some criteria look beyond one mentorship."""

    def __init__(self, board: Board, groups: Sequence[Group]) -> None:
        self.board = board
        self.groups = groups
        self._places: dict[tuple[str, str], Mapping[int, int]] = {}
        asked = any(c.rule == "one_way" for p in board.plan.pathways for c in p.criteria)
        self._ways = {way for group in groups for way in self._ways_of(group)} if asked else set()
        self._of_pair: dict[str, dict[tuple[int, ...], int]] = {}
        couples = {p.id for p in board.plan.pathways if p.is_pair}
        for group in groups:
            if group.pathway in couples:
                mine = self._of_pair.get(group.pathway)
                if mine is None:
                    mine = self._of_pair[group.pathway] = {}
                mine[group.people] = len(mine)
        self._of_pairs: dict[tuple[str, int], tuple[Places, Mask]] = {}
        self._cells_of_pairs: dict[str, tuple[Places, Places]] = {}

    def of(self, group: Group) -> tuple[Measured, ...]:
        """Every criterion of the group's pathway, in the document's order."""
        return tuple(self._measured(group, c) for c in self.board.pathway[group.pathway].criteria)

    def mentorship(self, group: Group) -> Mentorship:
        """The group as a result."""
        measured = self.of(group)
        entrants = self.board.cohort.entrants
        return Mentorship(
            pathway=group.pathway,
            members=tuple((role, entrants[i].id) for role, members in group.members.items() for i in members),
            points=sum(m.points for m in measured),
            most=sum(m.criterion.weight * FULL for m in measured if isinstance(m.criterion.weight, int) and m.asked),
            last_resorts=tuple(
                m.criterion.index for m in measured if m.criterion.weight == "last_resort" and not m.holds
            ),
        )

    def count(self) -> None:
        """Work out every pair's share of every criterion now, and not when it is asked."""
        for pathway in self._of_pair:
            for criterion in self.board.pathway[pathway].criteria:
                if criterion.rule not in OF_THE_WHOLE:
                    self._pairs(pathway, criterion)

    def mentorships(self) -> tuple[Mentorship, ...]:
        """All groups as results, in their order: pairs many at once."""
        made: dict[tuple[str, tuple[int, ...]], Mentorship] = {}
        ids = self.board.ids
        for pathway, mine in self._of_pair.items():
            criteria = self.board.pathway[pathway].criteria
            if any(c.rule in OF_THE_WHOLE for c in criteria):
                continue
            points = np.zeros(len(mine), dtype=np.int64)
            resorts: list[tuple[int, ...]] = [()] * len(mine)
            for criterion in criteria:
                share, kept = self._pairs(pathway, criterion)
                if isinstance(criterion.weight, int):
                    points += criterion.weight * share
                elif criterion.weight == "last_resort":
                    for k in np.flatnonzero(~kept).tolist():
                        resorts[k] = (*resorts[k], criterion.index)
            first, second = self.board.pathway[pathway].members
            most = self.board.pathway[pathway].full_marks
            couples = [
                Mentorship(pathway, ((first, ids[one]), (second, ids[other])), earned, most, broken)
                for (one, other), earned, broken in zip(mine, points.tolist(), resorts, strict=True)
            ]
            if len(couples) == len(self.groups):  # all are of this pathway, and no two the same
                return tuple(couples)
            made.update(zip([(pathway, people) for people in mine], couples, strict=True))
        return tuple(made.get((g.pathway, g.people)) or self.mentorship(g) for g in self.groups)

    def _pairs(self, pathway: str, criterion: Criterion) -> tuple[Places, Mask]:
        """Share, and whether it is kept, of every pair of this pathway, in the order of the groups."""
        if (pathway, criterion.index) not in self._of_pairs:
            scores = self.board.scores(pathway, *self.board.pathway[pathway].members)
            rows, columns = self._cells_of(pathway, scores)
            answer = scores.grade(criterion).pairs(rows, columns)
            spared, kept = list(self._spared(pathway, criterion)), answer.holds
            if spared:
                kept = kept | np.isin(scores.first[rows], spared) | np.isin(scores.second[columns], spared)
            self._of_pairs[pathway, criterion.index] = answer.share.astype(np.int64), kept
        return self._of_pairs[pathway, criterion.index]

    def _cells_of(self, pathway: str, scores: Scores) -> tuple[Places, Places]:
        """Where this pathway's pairs stand in the scores."""
        if pathway not in self._cells_of_pairs:
            people = np.array(list(self._of_pair[pathway]), dtype=np.int64)
            rows, columns = np.searchsorted(scores.first, people[:, 0]), np.searchsorted(scores.second, people[:, 1])
            self._cells_of_pairs[pathway] = rows, columns
        return self._cells_of_pairs[pathway]

    def _spared(self, pathway: str, criterion: Criterion) -> set[int]:
        """Positions of those to whom a relaxation does not apply the criterion."""
        return {
            self.board.position[e] for p, index, e in self.board.plan.exempt if (p, index) == (pathway, criterion.index)
        }

    def _measured(self, group: Group, criterion: Criterion) -> Measured:
        if criterion.rule == "one_way":
            turned = any((b, a) in self._ways for a, b in self._ways_of(group))
            return Measured(criterion, 0 if turned else FULL, 0 if turned else 1, 1)
        if criterion.rule == "even":
            return self._even(group, criterion)
        if group.pathway in self._of_pair:
            share, kept = self._pairs(group.pathway, criterion)
            k = self._of_pair[group.pathway][group.people]
            return Measured(criterion, int(share[k]), int(kept[k]), 1)
        shares, holds = self._cells(group, criterion)
        if not shares:
            return Measured(criterion, 0, 0, 0)
        return Measured(criterion, sum(shares) // len(shares), sum(holds), len(holds))

    def _cells(self, group: Group, criterion: Criterion) -> tuple[list[int], list[bool]]:
        order = list(self.board.pathway[group.pathway].members)
        first, second = sorted(criterion.between, key=order.index)
        if (group.pathway, first, second) not in self.board.grades:
            return [], []
        scores = self.board.scores(group.pathway, first, second)
        answer = scores.grade(criterion)
        rows, columns = self._at(group.pathway, first), self._at(group.pathway, second)
        cells = [
            (rows[i], columns[j])
            for a, i in enumerate(group.members[first])
            for j in (group.members[second] if first != second else group.members[second][a + 1 :])
        ]
        spared = self._spared(group.pathway, criterion)
        people = (scores.first, scores.second)
        kept = [
            bool(answer.holds[c]) or not spared.isdisjoint((int(people[0][c[0]]), int(people[1][c[1]]))) for c in cells
        ]
        return [int(answer.share[c]) for c in cells], kept

    def _at(self, pathway: str, role: str) -> Mapping[int, int]:
        if (pathway, role) not in self._places:
            people = self.board.people(pathway, role)
            self._places[pathway, role] = {int(i): k for k, i in enumerate(people)}
        return self._places[pathway, role]

    def _even(self, group: Group, criterion: Criterion) -> Measured:
        """Part of the members who are not one too many of their value, were it spread evenly over all circles."""
        circles = [g for g in self.groups if g.pathway == group.pathway]

        def values(one: Group) -> list[object]:
            people = [i for role in dict.fromkeys(criterion.between) for i in one.members.get(role, ())]
            known = (fact(self.board.cohort.entrants[i], criterion.params["on"]) for i in people)
            return [key(v) for v in known if v is not None]

        everyone = [v for g in circles for v in values(g)]
        mine = values(group)
        if not mine:
            return Measured(criterion, 0, 0, 0)
        excess = sum(max(mine.count(v) + everyone.count(v) // -len(circles), 0) for v in set(mine))
        return Measured(criterion, (len(mine) - excess) * FULL // len(mine), len(mine) - excess, len(mine))

    def _ways_of(self, group: Group) -> set[tuple[str, str]]:
        person = self.board.cohort.entrants
        served = group.members[self.board.pathway[group.pathway].served]
        others = [i for i in group.people if i not in served]
        return {(person[i].person, person[j].person) for i in served for j in others}


def groups_of(board: Board, solution: Solution) -> list[Group]:
    """The mentorships of a solution as groups, in its order."""
    groups = []
    for m in solution.mentorships:
        members: dict[str, tuple[int, ...]] = dict.fromkeys(board.pathway[m.pathway].members, ())
        for role, entrant in m.members:
            members[role] += (board.position[entrant],)
        groups.append(Group.of(m.pathway, members))
    return groups


def measure_of(board: Board, solution: Solution) -> Measure:
    """The measure of a solution: the one it was made with, where this board made it last."""
    kept = board.last_measured
    if kept is None or kept[0] is not solution.mentorships:
        kept = board.last_measured = solution.mentorships, Measure(board, groups_of(board, solution))
    found: Measure = kept[1]
    return found


def aims(board: Board, groups: Sequence[Group], mentorships: Sequence[Mentorship]) -> dict[str, int]:
    """How far the aims are reached. A served person counts once; points count for each served person."""
    entrants = board.cohort.entrants
    roles = {p.id: p.served for p in board.plan.pathways}
    people = [group.members[roles[group.pathway]] for group in groups]
    points = sum(m.points * len(mine) for m, mine in zip(mentorships, people, strict=True))
    served = {(i, group.pathway) for group, mine in zip(groups, people, strict=True) for i in mine}
    placed = {i for i, _ in served}
    return {
        "placed": len(placed),
        "last_resorts_broken": sum(len(m.last_resorts) for m in mentorships),
        "first_wishes": sum(entrants[i].pathways[0] == pathway for i, pathway in served),
        "priority": sum(entrants[i].priority for i in placed),
        "points": points,
    }


def nearness(board: Board, group: Group) -> tuple[int, int]:
    """How near a circle is to the size aimed at: minus the served people more or fewer, and leads up to their aim."""
    pathway = board.pathway[group.pathway]
    if pathway.is_pair:
        return 0, 0
    size = len(group.members[pathway.served]) - pathway.members[pathway.served].aim
    others = [(len(group.members[r]), b.aim) for r, b in pathway.members.items() if r != pathway.served]
    return -abs(size), sum(min(n, aim) for n, aim in others)
