"""Verdicts remembered: whoever said the same in the same setting is not judged again.

A verdict follows from the setting (documents, dates, institutions), from what one person says, and from the roles in
which they registered, and from nothing else: neither the clock nor the database. So it is the same until one of these
changes. Each process remembers for itself, and of a programme only those who were judged the last time: whoever has
withdrawn, left or been forgotten is forgotten here as well.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from threading import Lock
from typing import Any
from uuid import UUID

from mentoring.participants.facts import Setting
from mentoring.participants.judged import Judged, judge_one, roles_by_person
from mentoring.participants.said import Said

AT_MOST = 20_000
"""So many registrations are remembered in a process, over all its programmes; one takes about five kilobytes."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What was judged of one programme in one setting: by registration, the person's roles, and the verdict."""

    setting: Setting
    verdicts: Mapping[str, tuple[frozenset[str], Judged]]


class Memory:
    """What was judged last, by programme; those looked at longest ago are dropped first."""

    def __init__(self, at_most: int = AT_MOST) -> None:
        self.at_most = at_most
        self._programmes: OrderedDict[UUID, _Known] = OrderedDict()
        self._lock = Lock()

    def judge(self, programme_id: UUID, setting: Setting, everyone: Iterable[Said]) -> Iterator[Judged]:
        """As `judge_all`, of everyone in one programme."""
        told = list(everyone)
        known = self._programmes.get(programme_id)
        before = known.verdicts if known is not None and known.setting == setting else {}
        roles = roles_by_person(told)
        verdicts: dict[str, tuple[frozenset[str], Judged]] = {}
        for said in told:
            theirs = roles[said.email]
            last_roles, last = before.get(said.id, (theirs, None))
            if last is None or last_roles != theirs or not _says_the_same(said, last.said):
                last = judge_one(setting, said, theirs)
            verdicts[said.id] = theirs, last
            yield last
        self._keep(programme_id, _Known(setting, verdicts))

    def _keep(self, programme_id: UUID, known: _Known) -> None:
        with self._lock:
            self._programmes[programme_id] = known
            self._programmes.move_to_end(programme_id)
            while sum(len(each.verdicts) for each in self._programmes.values()) > self.at_most:
                self._programmes.popitem(last=False)


def _says_the_same(one: Said, other: Said) -> bool:
    return all(_is_the_same(getattr(one, name), getattr(other, name)) for name in _WORDS)


_WORDS = tuple(each.name for each in fields(Said))


def _is_the_same(one: Any, other: Any) -> bool:
    """Equal, and of one kind throughout: 1 is not `true`, and not 1.0."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_is_the_same(each, other[name]) for name, each in one.items())
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_is_the_same, one, other))
    return bool(one == other)
