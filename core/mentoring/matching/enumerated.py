"""Small rounds with circles: every possible mentorship is written down, and the best of them are chosen, exactly.

Ten people can make some hundred circles. Which of them come about is a programme in zeros and ones (`programme`),
solved aim after aim as for pairs: so in small rounds circles are the best there are, and not only the best found.
"""

from collections import Counter, defaultdict

from mentoring.errors import Conflict
from mentoring.matching.locks import Locked
from mentoring.matching.measure import nearness
from mentoring.matching.possible import Possible, how_many, possible
from mentoring.matching.programme import Programme, Terms
from mentoring.matching.room import Group, Room
from mentoring.matching.score import POINTS_OF_A_LAST_RESORT, Board

AT_MOST = 700
"""So many possible mentorships; a round of ten people seldom has more."""


def enumerated(board: Board, fixed: Locked) -> list[Group] | None:
    """The best pairs and circles in the order of aims; None where there are too many to write down.

    Also None where a criterion looks at several mentorships at once. Raises Conflict where locks cannot be kept.
    """
    rules = {c.rule for p in board.plan.pathways for c in p.criteria}
    roles = Counter(e.person for e in board.cohort.entrants)
    if "even" in rules or ("one_way" in rules and max(roles.values(), default=0) > 1):
        return None
    if how_many(board) > AT_MOST:
        return None
    Room.whole(board).without(board, fixed.pairs)  # for its refusals, which name people
    return _Choice(board, possible(board), fixed).best()


class _Choice:
    """Which of the possible mentorships come about: one variable for each."""

    def __init__(self, board: Board, known: list[Possible], fixed: Locked) -> None:
        self.board, self.known = board, known
        self.model = Programme(columns=len(known))
        self.of: dict[int, list[int]] = defaultdict(list)
        self.served: dict[int, list[int]] = defaultdict(list)
        for k, each in enumerate(known):
            for i in each.group.people:
                self.of[i].append(k)
            for i in each.group.members[board.pathway[each.group.pathway].served]:
                self.served[i].append(k)
        self._keep_room()
        self._keep_places()
        self._keep_locks(fixed)

    def best(self) -> list[Group]:
        """The mentorships chosen; of equals those of whoever registered first."""
        if not self.known:
            return []
        try:
            for aim in self._aims():
                self.model.keep_best(aim)
            for _, mine in sorted(self.served.items()):
                order = sorted(mine, key=lambda k: (self.known[k].group.people, k))
                self.model.settle({k: len(order) - n for n, k in enumerate(order)})
        except ArithmeticError as impossible:
            raise _REFUSED from impossible
        values = self.model.values
        return [each.group for k, each in enumerate(self.known) if values and values[k]]

    def _capacity(self, i: int) -> int:
        return self.board.cohort.entrants[i].capacity

    def _keep_room(self) -> None:
        for i, mine in sorted(self.of.items()):
            self.model.keep(dict.fromkeys(mine, 1), 0, self._capacity(i))
        pairs = [k for k, each in enumerate(self.known) if self.board.pathway[each.group.pathway].is_pair]
        for k in pairs:
            one, other = self.known[k].group.people
            besides = [j for j in self.of[one] if j != k and other in self.known[j].group.people]
            most = min(self._capacity(one), self._capacity(other))
            if besides and most > 1:  # nobody is in a pair with whom they meet in a circle or in another pair
                self.model.keep({**dict.fromkeys(besides, 1), k: most}, 0, most)

    def _keep_places(self) -> None:
        for limit in self.board.plan.places:
            inside: Terms = {}
            for i, mine in sorted(self.of.items()):
                if self.board.cohort.entrants[i].id in limit.entrants:
                    counted = [k for k in mine if limit.pathway in {None, self.known[k].group.pathway}]
                    for k in self._placed(counted, self._capacity(i)):
                        inside[k] = inside.get(k, 0) + 1
            self.model.keep(inside, 0, limit.at_most)

    def _placed(self, mine: list[int], capacity: int) -> list[int]:
        """Variables whose sum is 1 where one of these comes about, else 0."""
        if capacity == 1 or len(mine) < 2:
            return mine
        one = self.model.new()
        self.model.keep({**dict.fromkeys(mine, 1), one: -capacity}, None, 0)
        self.model.keep({**dict.fromkeys(mine, -1), one: 1}, None, 0)
        return [one]

    def _keep_locks(self, fixed: Locked) -> None:
        together = [(g.pathway, frozenset(g.people)) for g in fixed.pairs]
        together += [(p, frozenset(people)) for p, groups in fixed.circles.items() for people in groups]
        for pathway, people in together:
            holding = [
                k
                for k, each in enumerate(self.known)
                if each.group.pathway == pathway and people <= set(each.group.people)
            ]
            if not holding:
                raise _REFUSED
            self.model.keep(dict.fromkeys(holding, 1), 1, None)

    def _aims(self) -> list[Terms]:
        plan, entrants = self.board.plan, self.board.cohort.entrants
        people, wishes, urgent, early = (Counter[int]() for _ in range(4))
        for i, mine in sorted(self.served.items()):
            placed = self._placed(mine, entrants[i].capacity)
            wished = [k for k in mine if self.known[k].group.pathway == entrants[i].pathways[0]]
            people.update(dict.fromkeys(placed, 1))
            urgent.update(dict.fromkeys(placed, entrants[i].priority))
            early.update(dict.fromkeys(placed, len(entrants) - i))
            wishes.update(dict.fromkeys(self._placed(wished, entrants[i].capacity), 1))
        resorts = {k: -each.resorts for k, each in enumerate(self.known) if each.resorts}
        points = {k: each.points * len(self._served(each)) for k, each in enumerate(self.known)}
        sizes = [nearness(self.board, each.group) for each in self.known]
        near, leads = ({k: size[n] for k, size in enumerate(sizes) if size[n]} for n in (0, 1))
        if any(p.first == "people" for p in plan.pathways):
            return [people, resorts, wishes, urgent, near, leads, points, early]
        bonus = max((p.first for p in plan.pathways if isinstance(p.first, int)), default=0) * 1000
        value = {k: points.get(k, 0) + POINTS_OF_A_LAST_RESORT * resorts.get(k, 0) for k in points}
        for k in people if bonus else ():
            value[k] = value.get(k, 0) + bonus * people[k]
        return [value, people, wishes, urgent, near, leads, early]

    def _served(self, each: Possible) -> tuple[int, ...]:
        return each.group.members[self.board.pathway[each.group.pathway].served]


_REFUSED = Conflict(
    "People are locked together who cannot all be.",
    "Lift a lock, or make room for the people the circles still need.",
)
