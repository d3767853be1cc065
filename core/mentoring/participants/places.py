"""Who is given a place, and who waits, where places are given at selection (contract, section 5).

Pure. A place once held stays held for as long as its holder may hold one; what is free goes to the others in
the stated order, those who came late behind the rest. The same claims give the same places in any order.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from mentoring.contracts.conditions import Truth, judge
from mentoring.schemes.scheme import Places, Who


@dataclass(frozen=True, slots=True)
class Claim:
    """One registration, eligible in one pathway. `due`: the time has come at which places are given."""

    registration: UUID
    pathway: str
    role: str
    institution: str
    submitted: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    late: bool = False
    priority: int = 0
    waited: int = 0
    held: bool = False
    due: bool = True

    @property
    def key(self) -> tuple[UUID, str]:
        """What a place is given to."""
        return self.registration, self.pathway


@dataclass(frozen=True, slots=True)
class Seating:
    """Who holds a place and who waits for one; whoever is in neither needs none, or it is too early."""

    held: frozenset[tuple[UUID, str]]
    waiting: tuple[tuple[UUID, str], ...]


def seating(
    places: Iterable[Places], claims: Iterable[Claim], *, own: Mapping[str, Mapping[str, int]], seed: str
) -> Seating:
    """The seating of `claims` in `places`.

    `own` holds the numbers that institutions have of their own, by role, which bind besides the programme's; `seed`
    decides by lot. A place counts once for a registration, in however many pathways, unless the limit names its
    pathway.
    """
    limits = [limit for limit in places if limit.taken_at == "selection"]
    claims = list(claims)
    bound = {claim.key: [i for i, limit in enumerate(limits) if concerns(limit.who, claim)] for claim in claims}
    wanting = [claim for claim in claims if bound[claim.key]]
    taken: dict[tuple[int, str], set[UUID]] = {}
    held: set[tuple[UUID, str]] = set()
    waiting: list[tuple[UUID, str]] = []
    for claim in sorted(wanting, key=lambda c: _order(limits[bound[c.key][0]], seed)(c)):
        rooms = [_room(limits[i], i, claim, own) for i in bound[claim.key]]
        rooms += _of_its_own(claim, own)
        seated = [taken.setdefault(room, set()) for room, _ in rooms]
        fits = all(claim.registration in s or len(s) < most for s, (_, most) in zip(seated, rooms, strict=True))
        if claim.held or (claim.due and fits):
            held.add(claim.key)
            for seats in seated:
                seats.add(claim.registration)
        elif claim.due:
            waiting.append(claim.key)
    return Seating(frozenset(held), tuple(waiting))


def concerns(who: Who, claim: Claim) -> bool:
    """Whether `who` means this claim; an unknown condition selects nobody."""
    return (
        (not who.roles or claim.role in who.roles)
        and who.pathway in {None, claim.pathway}
        and judge(who.condition, claim.facts) is Truth.YES
    )


def _room(limit: Places, index: int, claim: Claim, own: Mapping[str, Mapping[str, int]]) -> tuple[tuple[int, str], int]:
    if limit.per == "programme":
        return (index, ""), limit.at_most
    at_most = limit.own.get(claim.institution, limit.at_most)
    return (index, claim.institution), own.get(claim.institution, {}).get(claim.role, at_most)


def _of_its_own(claim: Claim, own: Mapping[str, Mapping[str, int]]) -> list[tuple[tuple[int, str], int]]:
    """The room that the claim's institution has of its own, where it has a number for the role."""
    at_most = own.get(claim.institution, {}).get(claim.role)
    return [] if at_most is None else [((-1, f"{claim.institution}/{claim.role}"), at_most)]


def _order(limit: Places, seed: str) -> Callable[[Claim], tuple[Any, ...]]:
    keys: Mapping[str, Callable[[Claim], Any]] = {
        "priority": lambda claim: -claim.priority,
        "waited": lambda claim: -claim.waited,
        "submitted": lambda claim: claim.submitted,
        "lot": lambda claim: sha256(f"{seed}:{claim.registration}".encode()).digest(),
    }

    def order(claim: Claim) -> tuple[Any, ...]:
        stated = tuple(keys[name](claim) for name in limit.order)
        # the order's own parts may differ in type between limits, so they stand behind the limit's name
        return (not claim.held, claim.late, "".join(limit.order), *stated, claim.submitted, str(claim.registration))

    return order
