"""Criteria on what two people already are to each other: unrelated, not_before, one_way."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from mentoring.errors import UnsoundDocument
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.criteria.sides import Block, Mask, Sides, fact, listed, yes_or_no


def unrelated(params: Mapping[str, Any], sides: Sides) -> Block:
    """Neither names the other in the `person` questions `by` (say, the line manager).

    With `chain`, nor through others of the round (my manager's manager); with `shared`, nor do both name one person.
    Whoever left the question empty names nobody.
    """
    names = _names(sides.cohort, listed(params["by"]))
    reach = {e: _chain(e, names) for e in names} if params.get("chain") else names
    related = _points_at(sides.first, sides.second, reach) | _points_at(sides.second, sides.first, reach).T
    if params.get("shared"):
        related |= _share_one(sides, names)
    return yes_or_no(~related)


def not_before(params: Mapping[str, Any], sides: Sides) -> Block:
    """The two were never in one mentorship, or none that ended in the last `within`."""
    since = before(sides.on, params["within"]) if params.get("within") and sides.on else ""
    met = np.zeros(sides.shape, dtype=np.bool_)
    rows, columns = _by_person(sides.first), _by_person(sides.second)
    for pair, ended in sides.cohort.earlier.items():
        if since and ended and ended < since:
            continue
        people = tuple(pair)
        for a, b in (people, people[::-1]) if len(people) == 2 else ():
            met[np.ix_(rows.get(a, []), columns.get(b, []))] = True
    return yes_or_no(~met)


def one_way(params: Mapping[str, Any], sides: Sides) -> Block:
    """Where one mentors the other, not the reverse as well: nothing bars one pair alone, the search sees to both."""
    del params
    return yes_or_no(np.ones(sides.shape, dtype=np.bool_))


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


def _names(cohort: Cohort, questions: Sequence[str]) -> dict[str, frozenset[str]]:
    """By e-mail address: whom this human names, in any of their roles."""
    names: dict[str, set[str]] = {}
    for entrant in cohort.entrants:
        if entrant.email:
            named = (str(v).strip().lower() for q in questions for v in listed(fact(entrant, q)))
            names.setdefault(entrant.email.lower(), set()).update(n for n in named if n)
    return {email: frozenset(named - {email}) for email, named in names.items()}


def _chain(email: str, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
    reached: set[str] = set()
    waiting = list(names[email])
    while waiting:
        if (one := waiting.pop()) not in reached:
            reached.add(one)
            waiting.extend(names.get(one, ()))
    return frozenset(reached)


def _points_at(these: Sequence[Entrant], those: Sequence[Entrant], reach: Mapping[str, frozenset[str]]) -> Mask:
    places: dict[str, list[int]] = {}
    for j, other in enumerate(those):
        if other.email:
            places.setdefault(other.email.lower(), []).append(j)
    result = np.zeros((len(these), len(those)), dtype=np.bool_)
    for i, entrant in enumerate(these):
        hits = [j for name in reach.get(entrant.email.lower(), ()) for j in places.get(name, ())]
        result[i, hits] = True
    return result


def _share_one(sides: Sides, names: Mapping[str, frozenset[str]]) -> Mask:
    index = {name: i for i, name in enumerate(sorted(set().union(*names.values())))}

    def of(entrants: Sequence[Entrant]) -> Any:
        matrix = np.zeros((len(entrants), len(index)))
        for i, entrant in enumerate(entrants):
            matrix[i, [index[n] for n in names.get(entrant.email.lower(), ())]] = 1
        return matrix

    return np.asarray(of(sides.first) @ of(sides.second).T > 0)


def _by_person(entrants: Sequence[Entrant]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for i, entrant in enumerate(entrants):
        places.setdefault(entrant.person, []).append(i)
    return places
