"""One proposal as coordinators work on it: who is with whom, who has room, and what speaks for or against two people.

Pure: it looks at a board of scores and at the mentorships of the proposal, and changes neither.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

from mentoring.matching.cohort import Entrant
from mentoring.matching.plan import PathwayPlan, PlaceLimit
from mentoring.matching.score import Bar, Board, Scores
from mentoring.rounds.hand import Ease, Hand


class Group(NamedTuple):
    """Registrations, by id, in one mentorship of a pathway."""

    pathway: str
    members: frozenset[str]


class Against(NamedTuple):
    """What speaks against two people: rules in words that a reason outweighs, or `never`, why nothing does."""

    broken: tuple[str, ...] = ()
    eases: tuple[Ease, ...] = ()
    never: str = ""


def groups_in(result: Mapping[str, Any]) -> tuple[Group, ...]:
    """The mentorships of a stored result."""
    return tuple(Group(m["pathway"], frozenset(e["id"] for e in m["members"])) for m in result["matches"])


TOGETHER = "Two people whom you keep apart are still together in this proposal."


def still_together(hand: Hand, result: Mapping[str, Any]) -> tuple[frozenset[str], ...]:
    """The forbidden pairs that a stored result still holds: it was not solved again since."""
    groups = groups_in(result)
    return tuple(pair for pair in hand.forbids if any(pair <= g.members for g in groups))


def kept_by(hand: Hand, groups: Iterable[Group]) -> frozenset[Group]:
    """The groups that a mark keeps, whole or in part."""
    return frozenset(g for g in groups if hand.keeping(g.pathway, g.members))


class Bench:
    """A proposal laid out. `kept` are the groups that nobody may be taken from."""

    def __init__(self, board: Board, groups: Sequence[Group], kept: frozenset[Group] = frozenset()) -> None:
        here = [g for g in groups if all(e in board.position for e in g.members)]
        self.board = board
        self.groups = tuple(here)
        self.kept = kept
        self.used = Counter(e for g in here for e in g.members)
        self._tables: dict[tuple[str, str, str], tuple[Scores, dict[str, int], dict[str, int]]] = {}

    def entrant(self, one: str) -> Entrant:
        """Somebody of the round, by registration."""
        return self.board.cohort.entrants[self.board.position[one]]

    def pathway(self, name: str) -> PathwayPlan:
        """A pathway of the round."""
        return self.board.pathway[name]

    def room(self, one: str) -> int:
        """How many more mentorships somebody has room for."""
        return self.entrant(one).capacity - self.used[one]

    @cached_property
    def of(self) -> Mapping[str, tuple[Group, ...]]:
        """The groups of each person."""
        found: dict[str, list[Group]] = {}
        for group in self.groups:
            for one in group.members:
                found.setdefault(one, []).append(group)
        return {one: tuple(each) for one, each in found.items()}

    def has_places(self, removed: Iterable[Group], added: Iterable[Group]) -> bool:
        """Whether there are places for everyone when the groups `removed` give way to those `added`."""
        gone, come = (Counter(e for g in groups for e in g.members) for groups in (removed, added))
        for limit, taken in self._taken:
            more = sum(
                (self.used[e] - gone[e] + come[e] > 0) - (self.used[e] > 0)
                for e in gone.keys() | come.keys()
                if e in limit.entrants
            )
            if more > 0 and taken + more > limit.at_most:
                return False
        return True

    @cached_property
    def _taken(self) -> tuple[tuple[PlaceLimit, int], ...]:
        """Each limit with how many of its places are taken."""
        return tuple((limit, sum(self.used[e] > 0 for e in limit.entrants)) for limit in self.board.plan.places)

    def entering(self, pathway: str, role: str) -> Iterator[Entrant]:
        """Those in `role` who may enter `pathway`."""
        return (e for e in self.board.cohort.entrants if e.role == role and pathway in e.pathways)

    def may(self, pathway: str, one: str, other: str) -> bool:
        """Whether nothing bars these two."""
        found = self._cell(pathway, one, other)
        return found is not None and bool(found[0].allowed[found[1]])

    def points(self, pathway: str, one: str, other: str) -> int:
        """What these two earn together, in thousandths."""
        found = self._cell(pathway, one, other)
        return int(found[0].points[found[1]]) if found else 0

    def fit(self, pathway: str, members: Iterable[str]) -> int:
        """Of 100. In a circle the mean over its pairs of people, by roles."""
        full = self.pathway(pathway).full_marks
        return round(100 * self.worth(pathway, members) / full) if full else 100

    def worth(self, pathway: str, members: Iterable[str]) -> int:
        """Thousandths of a point: for each two roles the mean over the pairs of people in them, summed."""
        by_roles: dict[frozenset[str], list[int]] = {}
        for one, other in combinations(sorted(members), 2):
            roles = frozenset((self.entrant(one).role, self.entrant(other).role))
            by_roles.setdefault(roles, []).append(self.points(pathway, one, other))
        return sum(sum(each) // len(each) for each in by_roles.values())

    def may_join(self, pathway: str, one: str, members: Iterable[str]) -> bool:
        """Whether somebody may be with all of `members`; people of one role need no criterion between them."""
        return all(self._cell(pathway, one, e) is None or self.may(pathway, one, e) for e in members if e != one)

    def against(self, pathway: str, one: str, other: str) -> Against:
        """The rules that these two would break together."""
        found = self._cell(pathway, one, other)
        if found is None:
            return Against()
        broken: list[str] = []
        eases: list[Ease] = []
        for bar in found[0].bars:
            if not bar.mask[found[1]]:
                continue
            if bar.criterion is None:
                return Against(never=_NEVER[bar.kind])
            broken.append(_rule(bar))
            eases.append(Ease("criterion", pathway, one, bar.criterion.index))
        return Against(tuple(broken), tuple(eases))

    def _cell(self, pathway: str, one: str, other: str) -> tuple[Scores, tuple[int, int]] | None:
        roles = (self.entrant(one).role, self.entrant(other).role)
        for first, second, a, b in ((*roles, one, other), (*roles[::-1], other, one)):
            if (pathway, first, second) not in self.board.grades:
                continue
            scores, rows, columns = self._table(pathway, first, second)
            if a in rows and b in columns:
                return scores, (rows[a], columns[b])
        return None

    def _table(self, pathway: str, first: str, second: str) -> tuple[Scores, dict[str, int], dict[str, int]]:
        name = (pathway, first, second)
        if name not in self._tables:
            scores, people = self.board.scores(*name), self.board.cohort.entrants
            rows = {people[int(i)].id: k for k, i in enumerate(scores.first)}
            self._tables[name] = (scores, rows, {people[int(i)].id: k for k, i in enumerate(scores.second)})
        return self._tables[name]


_NEVER = {
    "self": "They are the same person.",
    "avoid": "One of them asked not to be matched with the other. That wish stands.",
    "forbid": "You keep these two apart. Allow them together first.",
}


def _rule(bar: Bar) -> str:
    criterion = bar.criterion
    return (criterion.reason or criterion.rule) if criterion else bar.kind
