"""What follows from the members' answers to an offer: pure (contract, section 5).

A pair and a circle are one case. Each role has its least; whoever declines or lets the time pass empties one
seat; when a role can no longer reach its least, nothing comes of it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mentoring.schemes.scheme import Bounds

Answer = Literal["pending", "accepted", "declined", "expired"]


@dataclass(frozen=True, slots=True)
class Seat:
    """One member: their role, their answer, and whether they have been asked yet."""

    role: str
    answer: Answer
    asked: bool


@dataclass(frozen=True, slots=True)
class Next:
    """What to do: `begin` it, `dissolve` it, `ask` these roles, or `wait` for answers."""

    step: Literal["begin", "dissolve", "ask", "wait"]
    roles: tuple[str, ...] = ()


def first_step(ask: Sequence[Collection[str]]) -> tuple[str, ...]:
    """The roles asked at publication; none when nobody is asked."""
    return tuple(ask[0]) if ask else ()


def next_step(members: Mapping[str, Bounds], ask: Sequence[Collection[str]], seats: Sequence[Seat]) -> Next:
    """What follows from the answers so far.

    `members` are the pathway's bounds. A step is passed when each of its roles has its least; those who have
    not answered by then may still do so. A role that is not in `ask` is not asked: its seats count as taken.
    """
    for role, bounds in members.items():
        open_seats = [s for s in seats if s.role == role and s.answer not in {"declined", "expired"}]
        if len(open_seats) < bounds.least:
            return Next("dissolve")
    for step in ask:
        roles = [role for role in step if role in members]
        waiting = tuple(role for role in roles if _accepted(seats, role) < members[role].least)
        if waiting:
            unasked = tuple(r for r in roles if any(s.role == r and not s.asked for s in seats))
            return Next("ask", unasked) if unasked else Next("wait")
    return Next("begin")


def _accepted(seats: Sequence[Seat], role: str) -> int:
    return sum(s.role == role and s.answer == "accepted" for s in seats)
