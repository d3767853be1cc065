"""Criteria on what two people already are to each other: unrelated, not_before, one_way."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Any

import numpy as np

from mentoring.errors import UnsoundDocument
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.criteria.answers import Answer, Places
from mentoring.matching.criteria.sides import FULL, Sides, column, listed, lower
from mentoring.matching.criteria.sparse import Sparse

Addresses = Mapping[str, list[int]]
Names = Mapping[str, AbstractSet[str]]
_NONE: Places = np.zeros(0, dtype=np.int64)


def unrelated(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Neither names the other in the `person` questions `by` (say, the line manager).

    With `chain`, nor through others of the round (my manager's manager); with `shared`, nor do both name one person.
    Whoever left the question empty names nobody.
    """
    shared = bool(params.get("shared"))
    names = _names(sides.cohort, listed(params["by"]), strangers=shared)
    related = _related(sides, names, chain=bool(params.get("chain")))
    if shared:
        related |= _share_one(sides, names)
    return all_but(sides.shape, related)


def not_before(params: Mapping[str, Any], sides: Sides) -> Answer:
    """The two were never in one mentorship, or none that ended in the last `within`."""
    since = before(sides.on, params["within"]) if params.get("within") and sides.on else ""
    met: set[tuple[int, int]] = set()
    known: frozenset[str] = frozenset().union(*sides.cohort.earlier)
    rows, columns = (_by_person(side, known) for side in (sides.first, sides.second))
    for pair, ended in sides.cohort.earlier.items():
        if since and ended and ended < since:
            continue
        people = tuple(pair)
        for a, b in (people, people[::-1]) if len(people) == 2 else ():
            met |= {(i, j) for i in rows.get(a, ()) for j in columns.get(b, ())}
    return all_but(sides.shape, met)


def one_way(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Where one mentors the other, not the reverse as well: nothing bars one pair alone, the search sees to both."""
    del params
    return all_but(sides.shape, set())


def all_but(shape: tuple[int, int], pairs: AbstractSet[tuple[int, int]]) -> Sparse:
    """Holds for everyone but these pairs."""
    if not pairs:
        return Sparse(shape, FULL, _NONE, _NONE, _NONE.astype(np.int16))
    found: Places = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return Sparse(shape, FULL, found[:, 0], found[:, 1], np.zeros(len(found), dtype=np.int16))


def before(day: str, duration: str) -> str:
    """The ISO date so long before `day`; months keep the day of the month, or take the month's last.

    Durations are the contract's: a number of days, weeks, months or years. Anything else is refused.
    """
    number, _, unit = duration.strip().partition(" ")
    unit = unit.strip().rstrip("s")
    if not number.isdigit() or unit not in {"day", "week", "month", "year"}:
        raise UnsoundDocument(
            f"“{duration}” is no duration.", "Write a number of days, weeks, months or years, for example 2 years."
        )
    start = date.fromisoformat(day[:10])
    if unit in {"day", "week"}:
        return (start - timedelta(days=int(number) * (7 if unit == "week" else 1))).isoformat()
    months = start.year * 12 + start.month - 1 - int(number) * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).isoformat()


def _names(cohort: Cohort, questions: Sequence[str], *, strangers: bool) -> dict[str, set[str]]:
    """By e-mail address: whom this human names, in any of their roles; who names nobody is left out.

    `strangers`: also those who are not in the round.
    """
    names: dict[str, set[str]] = {}
    emails = lower([e.email for e in cohort.entrants])
    known = frozenset(emails)
    for question in questions:
        answers: Iterable[tuple[str, Any]] = zip(emails, column(cohort.entrants, question), strict=True)
        if not strangers:  # most name one person, who is not in the round
            answers = [(e, v) for e, v in answers if v and (v.__class__ is not str or v.strip().lower() in known)]
        for email, told in answers:
            for one in listed(told):
                name = str(one).strip().lower()
                if (strangers or name in known) and name != email and name and email:
                    names.setdefault(email, set()).add(name)
    return names


def _chain(email: str, names: Mapping[str, AbstractSet[str]]) -> AbstractSet[str]:
    reached: set[str] = set()
    waiting = [*names[email]]
    while waiting:
        if (one := waiting.pop()) not in reached:
            reached.add(one)
            waiting.extend(names.get(one, ()))
    return reached


def _related(sides: Sides, names: Names, *, chain: bool) -> set[tuple[int, int]]:
    """Who of the first names whom of the second, or is named, by place."""
    firsts, seconds = sides.addresses
    found: set[tuple[int, int]] = set()
    for email, named in names.items():
        ones, others = firsts.get(email, ()), seconds.get(email, ())
        if ones or others:
            for name in _chain(email, names) if chain and not names.keys().isdisjoint(named) else named:
                if ones and name in seconds:
                    found.update([(i, j) for i in ones for j in seconds[name]])
                if others and name in firsts:
                    found.update([(i, j) for i in firsts[name] for j in others])
    return found


def _share_one(sides: Sides, names: Mapping[str, AbstractSet[str]]) -> set[tuple[int, int]]:
    naming: dict[str, list[int]] = {}
    for j, other in enumerate(sides.second):
        for name in names.get(other.email.lower(), ()):
            naming.setdefault(name, []).append(j)
    return {
        (i, j)
        for i, entrant in enumerate(sides.first)
        for name in names.get(entrant.email.lower(), ())
        for j in naming.get(name, ())
    }


def _by_person(entrants: Sequence[Entrant], people: AbstractSet[str]) -> dict[str, list[int]]:
    """Where each of these people stands."""
    places: dict[str, list[int]] = {}
    for i, entrant in enumerate(entrants):
        if entrant.person in people:
            places.setdefault(entrant.person, []).append(i)
    return places
