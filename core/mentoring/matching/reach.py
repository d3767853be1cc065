"""Whom somebody could have been matched with, and what stood in the way of each: counted by the first cause."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mentoring.matching.cohort import Entrant
from mentoring.matching.criteria.sides import Mask, fact, listed
from mentoring.matching.measure import groups_of
from mentoring.matching.plan import Criterion, PathwayPlan, PlaceLimit, Plan, Solution
from mentoring.matching.score import Bar, Board, Scores, Values
from mentoring.matching.words import counted, first_name, inside, label, listing, question, role_title, say

_BEST = 12
"""So many of those without room are named, where nothing asks for more."""

CauseKind = Literal["avoid", "forbid", "criterion", "wish", "full", "places", "left", "circle"]


@dataclass(frozen=True, slots=True)
class Cause:
    """`count` of the counterparts are excluded by this first; `criterion` where one is behind it."""

    kind: CauseKind
    criterion: int | None
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Counterparts:
    """One person's possible counterparts.

    `near`: (id, words) of those whom one thing alone keeps apart; `full`: ids of possible ones without room, the best
    first; `alone`: criteria that alone bar somebody, those that bar most first; `forbidden`: whom a forbid alone bars;
    `no_place`: no place is left for this person.
    """

    total: int
    causes: tuple[Cause, ...]
    near: tuple[tuple[str, str], ...]
    full: tuple[str, ...]
    alone: tuple[int, ...]
    forbidden: tuple[str, ...]
    no_place: bool
    words: str


@dataclass(frozen=True, slots=True)
class Others:
    """Everyone on the other side: their place in the scores is their place here.

    `full`: no room left; `out_of_places`: a limit leaves them no place.
    """

    people: Sequence[Entrant]
    full: Mask
    out_of_places: Mask


class Outlook:
    """A solution as those without a match see it; what is the same for all of them is worked out once."""

    def __init__(self, board: Board, solution: Solution) -> None:
        self.board, self.solution = board, solution
        self.taken = Counter(e for m in solution.mentorships for _, e in m.members)
        self._others: dict[tuple[str, str], Others] = {}

    def others(self, pathway: PathwayPlan, role: str) -> Others:
        """Those of this role in this pathway."""
        if (pathway.id, role) not in self._others:
            people = [self.board.cohort.entrants[i] for i in self.board.people(pathway.id, role).tolist()]
            full = [self.taken[e.id] >= e.capacity for e in people]
            none = [_no_place(self.board, self.solution, pathway, e) is not None for e in people]
            found = Others(people, np.array(full, dtype=np.bool_), np.array(none, dtype=np.bool_))
            self._others[pathway.id, role] = found
        return self._others[pathway.id, role]


def counterparts(outlook: Outlook, pathway: PathwayPlan, entrant: Entrant) -> Counterparts:
    """Everyone of the pathway's other role (of a circle: of its leads, or its peers) against this person."""
    board, solution = outlook.board, outlook.solution
    others = [r for r in pathway.members if r != entrant.role] or [entrant.role]
    scores, turned = _scores(board, pathway, entrant.role, others[0])
    mine = scores.second if turned else scores.first
    row = int(np.searchsorted(mine, board.position[entrant.id]))
    bars = [(bar, bar.line(row, turned=turned)) for bar in scores.bars]
    seen = outlook.others(pathway, others[0])
    people, full = seen.people, seen.full
    oneself = next(mask for bar, mask in bars if bar.kind == "self")
    rest = [(bar, mask & ~oneself) for bar, mask in bars if bar.kind != "self"]
    open_ = ~oneself
    limit = _no_place(board, solution, pathway, entrant)
    out_of_places = seen.out_of_places | (limit is not None)
    causes, left = _causes(board, (entrant, people), rest, open_)
    causes += _last_causes(pathway, entrant, left, full, out_of_places)
    how_many = np.sum([mask for _, mask in rest], axis=0)
    alone = {k: mask & (how_many == 1) for k, (_, mask) in enumerate(rest)}
    order = _best_first(scores.line(row, turned=turned), left & full)
    if not board.plan.locks:  # only a lock is asked for by name; else the best are enough
        order = order[:_BEST]
    count = int(open_.sum())
    words = _sentence(board, pathway, solution, (entrant, others[0]), causes, count)
    if limit:
        which = "why.one_place" if limit.at_most == 1 else "why.all_places"
        words = f"{say(which, count=limit.at_most)} {words}"
    weights = {bar.criterion.index: int(alone[k].sum()) for k, (bar, _) in enumerate(rest) if bar.criterion}
    return Counterparts(
        total=count,
        causes=tuple(causes),
        near=_near(board.plan, (entrant, people), rest, alone),
        full=tuple(people[j].id for j in order),
        alone=tuple(sorted((c for c, n in weights.items() if n), key=lambda c: (-weights[c], c))),
        forbidden=tuple(
            people[j].id
            for k, (bar, _) in enumerate(rest)
            if bar.kind == "forbid"
            for j in np.flatnonzero(alone[k]).tolist()
        ),
        no_place=limit is not None,
        words=words,
    )


def _scores(board: Board, pathway: PathwayPlan, mine: str, other: str) -> tuple[Scores, bool]:
    order = list(pathway.members)
    first, second = sorted((mine, other), key=order.index)
    return board.scores(pathway.id, first, second), mine != first


def _best_first(line: Values, which: Mask) -> list[int]:
    """Those of the mask: who breaks fewest last resorts, then who earns most, first."""
    at = np.flatnonzero(which)
    broken = np.zeros(len(at)) if line.broken is None else line.broken[at]
    found: list[int] = at[np.lexsort((at, -line.points[at], broken))].tolist()
    return found


def _no_place(board: Board, solution: Solution, pathway: PathwayPlan, entrant: Entrant) -> PlaceLimit | None:
    """The first limit that leaves no place for this person, who has none."""
    for limit in board.plan.places:
        if entrant.id in limit.entrants and limit.pathway in {None, pathway.id}:
            placed = {e for m in solution.mentorships if limit.pathway in {None, m.pathway} for _, e in m.members}
            if entrant.id not in placed and len(placed & limit.entrants) >= limit.at_most:
                return limit
    return None


def _causes(
    board: Board, sides: tuple[Entrant, Sequence[Entrant]], bars: Sequence[tuple[Bar, Mask]], left: Mask
) -> tuple[list[Cause], Mask]:
    """Parts those left by the first bar that excludes them; answers with the parts and who is left after them."""
    entrant, _ = sides
    causes = []
    for bar, mask in bars:
        here = left & mask
        if here.any() and bar.kind != "self":
            out = int(here.sum())
            index = bar.criterion.index if bar.criterion else None
            causes.append(Cause(bar.kind, index, out, _of_bar(board.plan, bar, entrant, out)))
            left = left & ~mask
    return causes, left


def _last_causes(pathway: PathwayPlan, entrant: Entrant, left: Mask, full: Mask, out_of_places: Mask) -> list[Cause]:
    """Parts those whom nothing bars: without room, without a place, and those who would have been possible."""
    parts: list[tuple[CauseKind, str, int]] = [
        ("full", "why.full" if entrant.role == pathway.served else "why.taken", int((left & full).sum())),
        ("places", "why.places", int((left & ~full & out_of_places).sum())),
        ("left", "why.left", int((left & ~full & ~out_of_places).sum())),
    ]
    return [Cause(kind, None, count, say(words, **counted(count))) for kind, words, count in parts if count]


def _of_bar(plan: Plan, bar: Bar, entrant: Entrant, out: int) -> str:
    name, count = first_name(entrant), counted(out)
    if bar.criterion is None:
        return say(f"why.{bar.kind}", **count)
    return _of_criterion(plan, bar.criterion, entrant, out, wish=bar.kind == "wish") or say(
        "why.criterion", question=_asked(plan, bar.criterion), name=name, **count
    )


def _of_criterion(plan: Plan, criterion: Criterion, entrant: Entrant, out: int, *, wish: bool) -> str:
    name, count, rule, params = first_name(entrant), counted(out), criterion.rule, criterion.params
    mine = params.get("on") or params.get("of" if entrant.role == criterion.between[0] else "with") or params.get("of")
    asked = _asked(plan, criterion)
    if rule in {"same", "different", "gap", "overlap", "table"} and fact(entrant, str(mine)) is None:
        return say("why.unknown", question=question(plan, str(mine)), name=name, **count)
    if rule == "different" and params["on"] == "institution":
        return say("why.same.institution", value=label(plan, "institution", fact(entrant, "institution")), **count)
    if rule == "gap":
        upward = entrant.role == criterion.between[0]
        senior = params["on"] == "level" and params.get("most") is None
        which = ("why.gap.senior" if upward else "why.gap.junior") if senior else "why.gap"
        return say(which, question=asked, **count)
    which = "why.wish" if wish or rule == "wish" else f"why.{rule}"
    if rule in {"same", "different", "overlap", "unrelated", "not_before", "choice", "wish"}:
        return say(which, question=asked, name=name, **count)
    return ""


def _asked(plan: Plan, criterion: Criterion) -> str:
    params = criterion.params
    names = listed(params.get("by")) or [params.get("on") or params.get("of") or params.get("name") or criterion.rule]
    return listing(inside(question(plan, str(n))) for n in names)


def _near(
    plan: Plan,
    sides: tuple[Entrant, Sequence[Entrant]],
    bars: Sequence[tuple[Bar, Mask]],
    alone: dict[int, Mask],
) -> tuple[tuple[str, str], ...]:
    """At most five whom one bar alone keeps apart. Who asked not to be matched is not told."""
    entrant, people = sides
    found = sorted(
        (j, k) for k, (bar, _) in enumerate(bars) if bar.kind != "avoid" for j in np.flatnonzero(alone[k])[:5].tolist()
    )
    near = []
    for j, k in found[:5]:
        words = _of_bar(plan, bars[k][0], entrant, 1).removeprefix("1 ")
        near.append((people[j].id, f"{first_name(people[j])} {words}"))
    return tuple(near)


def _sentence(
    board: Board,
    pathway: PathwayPlan,
    solution: Solution,
    who: tuple[Entrant, str],
    causes: Sequence[Cause],
    total: int,
) -> str:
    entrant, other = who
    plan = board.plan
    others = role_title(plan, other, 2 if total != 1 else 1)
    if not pathway.is_pair and entrant.role == pathway.served:
        return _circles(board, pathway, solution, entrant)
    if not total:
        return say("why.nobody", others=role_title(plan, other, 2), name=first_name(entrant))
    return say("why.of", total=total, others=others, causes=listing(inside(c.words) for c in causes))


def _circles(board: Board, pathway: PathwayPlan, solution: Solution, entrant: Entrant) -> str:
    """The circles that came about, parted by what keeps this person out."""
    groups = [g for g in groups_of(board, solution) if g.pathway == pathway.id]
    if not groups:
        needs = listing(f"{b.least} {role_title(board.plan, r, b.least)}" for r, b in pathway.members.items())
        return say("why.no_circle", needs=needs)
    full, barred = 0, 0
    most = pathway.members[entrant.role].most
    for group in groups:
        if any(_kept_apart(board, pathway, entrant, i) for i in group.people):
            barred += 1
        elif len(group.members[entrant.role]) >= most:
            full += 1
    left = len(groups) - full - barred
    parts = [("why.circle_full", full), ("why.circle_barred", barred)]
    parts.append(("why.places" if _no_place(board, solution, pathway, entrant) else "why.circle_left", left))
    causes = [say(which, name=first_name(entrant), **counted(n)) for which, n in parts if n]
    return say(
        "why.circles" if len(groups) > 1 else "why.one_circle",
        total=len(groups),
        causes=listing(inside(c) for c in causes),
    )


def _kept_apart(board: Board, pathway: PathwayPlan, entrant: Entrant, other: int) -> bool:
    role = board.cohort.entrants[other].role
    scores, turned = _scores(board, pathway, entrant.role, role)
    rows, columns = (scores.second, scores.first) if turned else (scores.first, scores.second)
    row = int(np.flatnonzero(rows == board.position[entrant.id])[0])
    column = int(np.flatnonzero(columns == other)[0])
    return not (scores.allowed.T if turned else scores.allowed)[row, column]
