"""Marks on a proposal: lock, forbid, and back again.

A mark keeps the proposal's number, since nobody is with anybody else for it: it takes effect when the rest is solved
again (`rework`), which makes the next proposal with the marks in it. Each operation names the `version` that was read;
whoever comes second is refused and told so (`versions`).
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from mentoring.errors import Conflict, NotFound
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.rounds.bench import groups_in
from mentoring.rounds.hand import Change, Hand, Mark, hand_of
from mentoring.rounds.model import Round
from mentoring.rounds.run import round_of
from mentoring.rounds.versions import opened, rewrite
from mentoring.unit_of_work import UnitOfWork


def lock(
    work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int, pathway: str, members: Iterable[str]
) -> Round:
    """Keep people of one proposed mentorship together when the rest is solved again: a pair, a circle or part of one.

    Raises NotFound when they are in no such mentorship, Conflict when the proposal has changed.
    """
    found = _opened(work, programme, round_id, version=version, doing="lock")
    together = tuple(sorted(set(members)))
    if len(together) < 2 or not any(
        g.pathway == pathway and g.members.issuperset(together) for g in groups_in(found.result)
    ):
        raise NotFound("These people are in no mentorship of this proposal together.")
    mark = Mark("lock", pathway, together)
    hand = hand_of(found.hand)
    added = () if mark in hand.marks else (mark,)
    return _change(work, found, hand, "lock", f"{named(found, together)} locked", added=added)


def unlock(
    work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int, pathway: str, members: Iterable[str]
) -> Round:
    """Let go of what keeps these people together, also where they were put together by hand. Raises as `lock`."""
    found = _opened(work, programme, round_id, version=version, doing="change")
    together = tuple(sorted(set(members)))
    hand = hand_of(found.hand)
    kept = hand.keeping(pathway, together)
    if not kept:
        raise NotFound("These people are not locked.")
    return _change(work, found, hand, "unlock", f"{named(found, together)} unlocked", removed=kept)


def forbid(work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int, one: str, other: str) -> Round:
    """Keep two people apart from the next solving on. A lock that holds both of them is lifted.

    A proposal in which they are still together is not published. Raises as `lock`.
    """
    found = _opened(work, programme, round_id, version=version, doing="change")
    known = names_in(found.result)
    if one == other or one not in known or other not in known:
        raise NotFound("There are no such two people in this proposal.")
    pair = tuple(sorted((one, other)))
    hand = hand_of(found.hand)
    mark = Mark("forbid", "", pair)
    lifted = tuple(m for m in hand.marks if m.holds and {*pair} <= set(m.members))
    added = () if mark in hand.marks else (mark,)
    return _change(work, found, hand, "forbid", f"{named(found, pair)} kept apart", added=added, removed=lifted)


def allow(work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int, one: str, other: str) -> Round:
    """Let two people be together again. Raises as `lock`."""
    found = _opened(work, programme, round_id, version=version, doing="change")
    hand = hand_of(found.hand)
    lifted = tuple(m for m in hand.marks if m.kind == "forbid" and {*m.members} == {one, other})
    if not lifted:
        raise NotFound("These two are not kept apart.")
    return _change(work, found, hand, "allow", f"{named(found, (one, other))} allowed again", removed=lifted)


def undo(work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int) -> Round:
    """Take back the last change; the proposal as it stands then.

    The last mark of this proposal, or, where it has none, the making of the proposal itself: it is put aside, and the
    one it was made from is answered. Raises Conflict where nothing was changed.
    """
    found = _opened(work, programme, round_id, version=version, doing="undo")
    hand = hand_of(found.hand)
    if hand.changes:
        latest = hand.changes[-1]
        said = Change("undo", f"{latest.words}: taken back", work.now, work.actor.person_id)
        rewrite(work, found, hand.undone(said), doing="undo")
        work.record("undo", "round", found.id)
        return found
    if hand.origin is None:
        raise Conflict("Nothing has been changed by hand in this proposal.", "There is nothing to undo.")
    before = round_of(work, programme, hand.origin)
    if before.state != "proposed":
        raise Conflict(f"Proposal {before.number}, before this one, is no longer open.", "Run the round again.")
    said = Change("undo", f"proposal {found.number} taken back", work.now, work.actor.person_id)
    rewrite(work, found, msgspec.structs.replace(hand, last=said), doing="undo", state="discarded")
    work.record("undo", "round", found.id)
    return before


def names_in(result: Mapping[str, Any]) -> dict[str, str]:
    """The names of everyone with and without a match, by registration."""
    people = [e for match in result["matches"] for e in match["members"]]
    return {e["id"]: e["name"] for e in (*people, *(each["person"] for each in result["unmatched"]))}


def named(found: Round, members: Iterable[str]) -> str:
    """People of a proposal in words, in the order of its mentorships: ``Amara Quarto with Dinah Almanac``."""
    wanted = set(members)
    known = [name for one, name in names_in(found.result).items() if one in wanted]
    return " with ".join(known) if len(known) < 3 else f"{len(known)} people"


def _opened(work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int, doing: str) -> Round:
    locked(work, programme.id)
    return opened(work, programme, round_id, version=version, doing=doing)


def _change(
    work: UnitOfWork,
    found: Round,
    hand: Hand,
    what: str,
    words: str,
    *,
    added: tuple[Mark, ...] = (),
    removed: tuple[Mark, ...] = (),
) -> Round:
    if not added and not removed:
        return found
    change = Change(what, words, work.now, work.actor.person_id, added, removed)
    rewrite(work, found, hand.changed(change), doing=what)
    work.record(what, "round", found.id)
    return found
