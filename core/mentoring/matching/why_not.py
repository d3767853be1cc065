"""Why somebody is without a match: who was possible, what stood in the way of each, and what change would help.

A relaxation is told only when the round, solved again with it, does place that person.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mentoring.errors import Conflict
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.measure import Measure, aims
from mentoring.matching.plan import PathwayPlan, Plan, Solution
from mentoring.matching.reach import Cause, Counterparts, Outlook, counterparts
from mentoring.matching.relax import Relaxation, relaxed_board
from mentoring.matching.room import Group
from mentoring.matching.score import Board
from mentoring.matching.solve import solve_board
from mentoring.matching.words import counted, first_name, listing, role_title, say

_EACH = 6
_EACH_MENTOR = 3  # the best so many of those who are full are asked to take one more
_CIRCLES_COST = 25  # a round with circles is solved so many times slower, and so tried as many times less


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Somebody whom one thing alone keeps apart."""

    entrant: str
    words: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why an entrant has no match in a pathway.

    `total` counterparts are parted into `causes`, each under the first that excludes them. `relaxation` is the smallest
    single change found that places this person, or None; `tried` changes were solved, and `complete` says whether
    these were all there are. `words` are whole sentences.
    """

    pathway: str
    entrant: str
    total: int
    causes: tuple[Cause, ...]
    near: tuple[NearMiss, ...]
    relaxation: Relaxation | None
    words: str
    tried: int
    complete: bool


def why_not(cohort: Cohort, plan: Plan, solution: Solution, *, at_most: int = 400) -> tuple[WhyNot, ...]:
    """A reason for everyone without a match, in the order of `solution.unplaced`.

    `at_most` rounds are solved again altogether; relaxations are sought for people of the served role.
    """
    return why_not_on(Board(cohort, plan), solution, at_most=at_most)


def why_not_on(board: Board, solution: Solution, *, at_most: int = 400) -> tuple[WhyNot, ...]:
    """As `why_not`, with scores at hand."""
    if not solution.unplaced:
        return ()
    trial, outlook = _Trial(board, solution, at_most), Outlook(board, solution)
    return tuple(_why(outlook, pathway, entrant, trial) for pathway, entrant in solution.unplaced)


def _why(outlook: Outlook, pathway_id: str, entrant_id: str, trial: "_Trial") -> WhyNot:
    board = outlook.board
    pathway = board.pathway[pathway_id]
    entrant = board.cohort.entrants[board.position[entrant_id]]
    seen = counterparts(outlook, pathway, entrant)
    words = [seen.words]
    found, tried, complete = None, 0, True
    if entrant.role == pathway.served:
        found, tried, complete = trial.smallest(pathway, entrant, seen)
        if found:
            words.append(found.words)
        elif tried:
            words.append(say("try.nothing") if complete else say("try.capped", tried=tried))
    near = tuple(NearMiss(e, w) for e, w in seen.near)
    return WhyNot(
        pathway_id, entrant_id, seen.total, seen.causes, near, found, " ".join(w for w in words if w), tried, complete
    )


class _Trial:
    """Solves a round again with one change at a time, each change once."""

    def __init__(self, board: Board, solution: Solution, at_most: int) -> None:
        self.board = board
        self.before = solution
        pairs = all(p.is_pair for p in board.plan.pathways)
        self.left = at_most if pairs else at_most // _CIRCLES_COST
        self.each = _EACH if pairs else 2
        self.served = {p.served for p in board.plan.pathways}
        self._known: dict[object, tuple[Solution, dict[str, frozenset[str]]] | None] = {}
        self._partners = _partners(solution)
        self._roles = Counter(e.person for e in board.cohort.entrants)

    def smallest(
        self, pathway: PathwayPlan, entrant: Entrant, seen: Counterparts
    ) -> tuple[Relaxation | None, int, bool]:
        """The change that places this person and disturbs the fewest others; how many were tried, and whether all."""
        best: Relaxation | None = None
        tried, fresh = 0, 0
        for change in _changes(self.board, pathway, entrant, seen):
            besides = self._besides(pathway, entrant, change)
            if besides:
                return besides, tried + 1, True
            new = change.change not in self._known
            if new and (fresh >= self.each or self.left <= 0):
                return best, tried, False
            fresh += new
            tried += 1
            outcome = self._outcome(pathway, entrant, change)
            if outcome and (
                best is None or (len(outcome.lost), len(outcome.moved)) < (len(best.lost), len(best.moved))
            ):
                best = outcome
            if best and not best.moved:
                return best, tried, True
        return best, tried, True

    def _besides(self, pathway: PathwayPlan, entrant: Entrant, change: Relaxation) -> Relaxation | None:
        """The outcome where it is plain without solving; else None.

        Who takes one more takes exactly this person. Without this person, who had no match, the best solution of all
        others stays what it was, for every solution of theirs was possible before. So one pair is added to it.
        """
        if change.kind != "capacity" or len(change.entrants) < 2 or self.before.certificate is None:
            return None
        other = self.board.cohort.entrants[self.board.position[change.entrants[0]]]
        alone = self._roles[entrant.person] == self._roles[other.person] == 1
        if not alone or entrant.capacity != 1 or other.id not in self._partners:
            return None
        if any(c.rule == "even" for c in pathway.criteria):
            return None
        pair = {r: (self.board.position[entrant.id if r == entrant.role else other.id],) for r in pathway.members}
        groups = [Group.of(pathway.id, pair)]
        more = aims(self.board, groups, Measure(self.board, groups).mentorships())
        told = replace(change, aims={name: value + more[name] for name, value in self.before.aims.items()})
        return replace(told, words=_told(self.board, pathway, entrant, told))

    def _solved(self, change: Relaxation) -> tuple[Solution, dict[str, frozenset[str]]] | None:
        """The round with this change, and who is with whom; None where the locks leave it no solution."""
        try:
            solved = solve_board(relaxed_board(self.board, change), anneal=False)
        except Conflict:
            return None
        return solved, _partners(solved)

    def _outcome(self, pathway: PathwayPlan, entrant: Entrant, change: Relaxation) -> Relaxation | None:
        if change.change not in self._known:
            self.left -= 1
            self._known[change.change] = self._solved(change)
        known = self._known[change.change]
        if known is None or entrant.id not in known[1]:
            return None
        solved, partners = known
        moved, lost = [], []
        for other in self.board.cohort.entrants:
            if other.id == entrant.id or other.role not in self.served:
                continue
            before, after = self._partners.get(other.id), partners.get(other.id)
            if (before or frozenset()) - {entrant.id} != (after or frozenset()) - {entrant.id}:
                moved.append(other.id)
                if after is None:
                    lost.append(other.id)
        told = replace(change, moved=tuple(moved), lost=tuple(lost), aims=solved.aims)
        return replace(told, words=_told(self.board, pathway, entrant, told))


def _partners(solution: Solution) -> dict[str, frozenset[str]]:
    partners: dict[str, frozenset[str]] = {}
    for m in solution.mentorships:
        for _, entrant in m.members:
            others = frozenset(e for _, e in m.members if e != entrant)
            partners[entrant] = partners.get(entrant, frozenset()) | others
    return partners


def _changes(board: Board, pathway: PathwayPlan, entrant: Entrant, seen: Counterparts) -> list[Relaxation]:
    """Single changes that could place this person, the most promising first."""
    changes: list[Relaxation] = []
    if seen.no_place:  # nothing but a place helps without taking somebody else's
        takers = seen.full[:_EACH_MENTOR] if pathway.is_pair else ()
        return [Relaxation("places", pathway.id, (entrant.id, *taker)) for taker in ((), *((t,) for t in takers))]
    with_whom = (entrant.id,) if pathway.is_pair else ()
    changes += [Relaxation("capacity", pathway.id, (other, *with_whom)) for other in seen.full[:_EACH_MENTOR]]
    for lock in board.plan.locks:
        if lock.pathway == pathway.id and lock.members & set(seen.full):
            changes.append(Relaxation("lock", pathway.id, tuple(sorted(lock.members))))
    changes += [Relaxation("forbid", pathway.id, tuple(sorted((entrant.id, other)))) for other in seen.forbidden]
    changes += [Relaxation("criterion", pathway.id, (entrant.id,), index) for index in seen.alone]
    return changes


def _told(board: Board, pathway: PathwayPlan, entrant: Entrant, change: Relaxation) -> str:
    plan, name = board.plan, first_name(entrant)

    def names(ids: Sequence[str]) -> str:
        return listing(first_name(board.cohort.entrants[board.position[e]]) for e in ids)

    moved = [e for e in change.moved if e not in change.lost]
    moves = say("moves.none") if not change.moved else ""
    if moved and len(moved) <= 3:
        moves = say("moves.some", people=names(moved), **counted(len(moved)))
    elif moved:
        moves = say("moves.many", **counted(len(moved)))
    if change.lost:
        moves += say("moves.lost", people=names(change.lost))
    if change.kind == "capacity":
        role = role_title(plan, pathway.served)
        return say("try.capacity", other=names(change.entrants[:1]), role=role, name=name, moves=moves)
    if change.kind == "places":
        which = "try.places" if len(change.entrants) == 1 else "try.places.taker"
        other, role = names(change.entrants[1:]), role_title(plan, pathway.served)
        return say(which, name=name, moves=moves, other=other, role=role)
    if change.kind == "criterion":
        criterion = next(c for c in pathway.criteria if c.index == change.criterion)
        return say("try.criterion", rule=criterion.reason or criterion.rule, name=name, moves=moves)
    others = names([e for e in change.entrants if e != entrant.id])
    if change.kind == "forbid":
        return say("try.forbid", name=name, other=others, moves=moves)
    return say("try.lock", others=others, name=name, moves=moves)
