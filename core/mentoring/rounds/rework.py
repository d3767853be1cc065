"""A proposal becomes the next: the rest solved again, somebody swapped, added by hand, or a smallest change tried.

Each makes a proposal with a number of its own, so that “proposal 4 compared with proposal 3” says what one change did;
the proposal it came from stays to be read and gone back to. Locked and hand-made mentorships stay. Only “solve the
rest again” and a tried change move others freely; a swap moves those whom it names, and whoever was left without a
match is placed where the change made room. Each names the `version` that was read (see `versions`).
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.matching.plan import Lock, PlaceLimit
from mentoring.matching.score import Board
from mentoring.programmes import code
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.rounds.alternatives import alternatives
from mentoring.rounds.bench import Bench, Group, groups_in, kept_by
from mentoring.rounds.cohort import tries
from mentoring.rounds.field import Inputs, inputs_of
from mentoring.rounds.hand import Change, Ease, Hand, Mark, by_hand, hand_of
from mentoring.rounds.inputs import kept as inputs_kept
from mentoring.rounds.marks import named
from mentoring.rounds.model import Round
from mentoring.rounds.own import solved
from mentoring.rounds.run import has_own_code, propose, result_with
from mentoring.rounds.versions import opened, rewrite
from mentoring.unit_of_work import UnitOfWork


def solve_rest(work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int) -> Round:
    """Solve the round again: locked and hand-made mentorships stay, forbidden pairs stay apart, all else is free.

    Raises Conflict where the marks cannot all be kept, naming whom it concerns, or the proposal has changed.
    """
    found = opened(work, programme, round_id, version=version, doing="solving")
    return followed(work, programme, found, hand_of(found.hand), "Solved again", doing="solving")


def swap(
    work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int, pathway: str, person: str, choice: str
) -> Round:
    """Take the alternative `choice` (a key of `alternatives`) for `person`; what is chosen counts as made by hand.

    Raises NotFound for a choice that is not there (any more), Conflict as `solve_rest`.
    """
    found = opened(work, programme, round_id, version=version, doing="swap")
    inputs, hand = inputs_of(work, programme, found.milestone), hand_of(found.hand)
    bench = bench_of(inputs, found)
    current = current_of(bench, pathway, person)
    offered = alternatives(bench, pathway, person, current)
    chosen = next((each for each in offered if each.key == choice), None)
    if chosen is None:
        raise NotFound("This swap is not possible any more.", "Go back to the proposal.")
    mine = chosen.added[0]
    words = f"{named(found, (person,))} swapped to {named(found, chosen.others)}"
    kept = (*(g for g in bench.groups if g not in chosen.removed), *chosen.added)
    marked = with_mark(hand, Mark("made", pathway, tuple(sorted(mine.members)), "Swapped by hand"))
    return followed(work, programme, found, marked, words, doing="swap", inputs=inputs, kept=kept)


def add(
    work: UnitOfWork,
    programme: Programme,
    round_id: UUID,
    *,
    version: int,
    pathway: str,
    person: str,
    other: str,
    reason: str = "",
) -> Round:
    """Put `person` together with `other` (in a circle: into theirs), whatever the points.

    What speaks against it (a rule, no room, no place) is broken for them alone, and needs a `reason`, which is kept and
    shown. Raises Invalid(problems={"reason": ...}) without one, Conflict where nothing outweighs what is against it.
    """
    found = opened(work, programme, round_id, version=version, doing="match")
    inputs, hand = inputs_of(work, programme, found.milestone), hand_of(found.hand)
    bench = bench_of(inputs, found)
    current, mine = current_of(bench, pathway, person), _joined(bench, pathway, person, other)
    if current is not None and current in bench.kept:
        raise Conflict(f"{named(found, (person,))} is locked where they are.", "Unlock them first.")
    broken, eases = _against(bench, pathway, person, mine, current)
    if broken and not reason.strip():
        told = "; ".join(broken)
        raise Invalid(
            f"Something speaks against this match: {told}.",
            "Say why it is right all the same.",
            {"reason": f"Say why this match is right although something speaks against it: {told}"},
        )
    mark = Mark("made", pathway, tuple(sorted(mine.members)), reason.strip() or "Added by hand", broken, eases)
    gone = {g for g in (current, next(iter(_circle(bench, pathway, other)), None)) if g is not None}
    rest = () if current is None or bench.pathway(pathway).is_pair else (Group(pathway, current.members - {person}),)
    kept = (*(g for g in bench.groups if g not in gone), mine, *rest)
    words = f"{named(found, (person, other))} added by hand"
    return followed(work, programme, found, with_mark(hand, mark), words, doing="match", inputs=inputs, kept=kept)


def try_change(
    work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int, pathway: str, person: str
) -> Round:
    """Make the smallest change that was found for somebody without a match, and solve again with it.

    Raises NotFound where none was found, Conflict where it helps no more with what was marked since.
    """
    found = opened(work, programme, round_id, version=version, doing="change")
    each = next(
        (e for e in found.result["unmatched"] if (e["pathway"], e["person"]["id"]) == (pathway, person)),
        None,
    )
    change = each["smallest_change"] if each else None
    if change is None:
        raise NotFound("No single change is known that would help here.")
    hand = _relaxed(hand_of(found.hand), pathway, person, change)
    made = followed(work, programme, found, hand, f"For {named(found, (person,))}: {change['words']}", doing="change")
    if not any(e["id"] == person for m in made.result["matches"] for e in m["members"]):
        raise Conflict(
            "With what has been marked since, this change does not help any more.", "Solve the rest again first."
        )
    return made


def bench_of(inputs: Inputs, found: Round) -> Bench:
    """The proposal laid out over who may enter now, with everything done by hand in it."""
    hand, groups = hand_of(found.hand), groups_in(found.result)
    cohort, plan = by_hand(inputs.field.cohort, inputs.plan, hand)
    return Bench(Board(cohort, plan), groups, kept_by(hand, groups))


def current_of(bench: Bench, pathway: str, person: str) -> Group | None:
    """The mentorship that somebody is in now. Raises NotFound for who is not in the round."""
    if person not in bench.board.position or pathway not in bench.board.pathway:
        raise NotFound("There is no such person in this round.", "Go back to the proposal.")
    return next((g for g in bench.of.get(person, ()) if g.pathway == pathway), None)


def followed(
    work: UnitOfWork,
    programme: Programme,
    found: Round,
    hand: Hand,
    words: str,
    *,
    doing: str,
    inputs: Inputs | None = None,
    kept: Iterable[Group] = (),
) -> Round:
    """Solve with everything done by hand, and with `kept` as they are; keep the answer as the next proposal."""
    inputs = inputs or inputs_of(work, programme, found.milestone)
    cohort, plan = by_hand(inputs.field.cohort, inputs.plan, hand)
    known = {e.id for e in cohort.entrants}
    held = tuple(Lock(g.pathway, g.members) for g in kept if len(g.members) > 1 and g.members <= known)
    besides = tuple(each for each in held if each not in plan.locks)
    asked = replace(plan, locks=(*plan.locks, *besides))
    solution = solved(partial(code.asked, work, programme), inputs.setting.scheme, cohort, asked)
    tried = max(4, tries(cohort) // 5)
    result = result_with(inputs, cohort, plan, solution, at_most=tried)
    own_code = has_own_code(work, inputs.setting.scheme)
    proof = None if asked.locks else solution.certificate
    given = inputs_kept(cohort, plan, besides=besides, at_most=tried, own_code=own_code, certificate=proof)
    locked(work, programme.id)
    said = Change(doing, words, work.now, work.actor.person_id)
    rewrite(work, found, msgspec.structs.replace(hand_of(found.hand), last=said), doing=doing)
    next_hand = Hand(found.id, words, hand.marks, (), said)
    return propose(work, programme, found.milestone, result, next_hand, given, did=_AUDIT[doing])


_AUDIT = {"solving": "solve", "swap": "swap", "match": "match", "change": "relax", "merger": "merge"}


def with_mark(hand: Hand, mark: Mark) -> Hand:
    """`mark` in place of those that it says more than."""
    marks = tuple(m for m in hand.marks if not (m.holds and set(m.members) <= set(mark.members)))
    return msgspec.structs.replace(hand, marks=(*marks, mark))


def _circle(bench: Bench, pathway: str, other: str) -> tuple[Group, ...]:
    """The circle that `other` is in; a pair is nobody else's to join."""
    if bench.pathway(pathway).is_pair:
        return ()
    return tuple(g for g in bench.of.get(other, ()) if g.pathway == pathway)


def _joined(bench: Bench, pathway: str, person: str, other: str) -> Group:
    if other not in bench.board.position or other == person:
        raise NotFound("There is no such person in this round.", "Go back to the proposal.")
    circle = _circle(bench, pathway, other)
    pair = bench.pathway(pathway).is_pair
    if not pair and not circle:
        raise Conflict("Nobody can join a circle that is not there.", "Choose somebody who is in a circle.")
    if pair and bench.entrant(person).role == bench.entrant(other).role:
        raise Conflict("These two have the same role.", "Choose one of each.")
    joined = Group(pathway, (circle[0].members if circle else frozenset({other})) | {person})
    if joined in bench.groups:
        raise Conflict("These people are together already.", "Lock them to keep it so.")
    return joined


def _against(
    bench: Bench, pathway: str, person: str, mine: Group, current: Group | None
) -> tuple[tuple[str, ...], tuple[Ease, ...]]:
    """What is broken in words, and the eases that it takes. Raises Conflict where nothing outweighs it."""
    broken: list[str] = []
    eases: list[Ease] = []
    for other in sorted(mine.members - {person}):
        found = bench.against(pathway, person, other)
        if found.never:
            raise Conflict(f"This match cannot be made. {found.never}", "Choose somebody else.")
        broken += found.broken
        eases += found.eases
    bounds = bench.pathway(pathway).members[bench.entrant(person).role]
    if sum(bench.entrant(e).role == bench.entrant(person).role for e in mine.members) > bounds.most:
        raise Conflict("This circle is full.", "Choose another, or swap somebody.")
    takers = [person] if current is None else []
    takers += [e for e in mine.members - {person} if bench.pathway(pathway).is_pair]
    for one in takers:
        if bench.room(one) < 1:
            broken.append(f"{bench.entrant(one).name} has said to have no room for another")
            eases.append(Ease("capacity", pathway, one))
    for limit in _full(bench, pathway, person):
        broken.append(f"all places are taken ({limit.title})")
        eases.append(Ease("places", pathway, person))
    return tuple(dict.fromkeys(broken)), tuple(dict.fromkeys(eases))


def _full(bench: Bench, pathway: str, person: str) -> list[PlaceLimit]:
    """The places that are all taken, and that somebody without a match would need one of."""
    if bench.used[person]:
        return []
    return [
        limit
        for limit in bench.board.plan.places
        if person in limit.entrants
        and limit.pathway in {None, pathway}
        and sum(e in limit.entrants for e in bench.used if bench.used[e]) >= limit.at_most
    ]


def _relaxed(hand: Hand, pathway: str, person: str, change: dict[str, Any]) -> Hand:
    """The marks with a smallest change made to them."""
    concerns, words = change["concerns"], change["words"]
    if change["kind"] in {"forbid", "lock"}:
        kind, members = ("forbid", concerns) if change["kind"] == "forbid" else ("lock", concerns)
        lifted = [
            m for m in hand.marks if (m.kind == kind or (kind == "lock" and m.holds)) and {*m.members} == {*members}
        ]
        return msgspec.structs.replace(hand, marks=tuple(m for m in hand.marks if m not in lifted))
    if change["kind"] == "criterion":
        eases: tuple[Ease, ...] = (Ease("criterion", pathway, person, change["criterion"]),)
    elif change["kind"] == "places":
        eases = (Ease("places", pathway, concerns[0]), *(Ease("capacity", pathway, e) for e in concerns[1:]))
    else:
        eases = (Ease("capacity", pathway, concerns[0]),)
    together = tuple(sorted(concerns)) if len(concerns) > 1 else ()
    mark = Mark("made" if together else "eased", pathway, together, words, (), eases)
    return msgspec.structs.replace(hand, marks=(*hand.marks, mark))
