"""Verdicts remembered: whoever said the same in the same setting is not judged again.

A verdict follows from the setting (documents, dates, institutions), from what one person says, and from the roles in
which they registered, and from nothing else: neither the clock nor the database. So it is the same until one of these
changes. Each process remembers for itself, and of a programme only those who were judged the last time: whoever has
withdrawn, left or been forgotten is forgotten here as well.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from uuid import UUID

import msgspec

from mentoring.participants.facts import Setting
from mentoring.participants.judged import Judged, judge_one, roles_by_person
from mentoring.participants.said import Said

AT_MOST = 20_000
"""So many registrations are remembered in a process, over all its programmes; one takes about five kilobytes."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What was judged of one programme in one setting: by registration, a digest of what was said, and the verdict."""

    setting: Setting
    verdicts: Mapping[str, tuple[bytes, Judged]]


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
        verdicts: dict[str, tuple[bytes, Judged]] = {}
        for said in told:
            digest = _digest(said, roles[said.email])
            last = before.get(said.id)
            verdict = last[1] if last is not None and last[0] == digest else judge_one(setting, said, roles[said.email])
            verdicts[said.id] = digest, verdict
            yield verdict
        self._keep(programme_id, _Known(setting, verdicts))

    def _keep(self, programme_id: UUID, known: _Known) -> None:
        with self._lock:
            self._programmes[programme_id] = known
            self._programmes.move_to_end(programme_id)
            while sum(len(each.verdicts) for each in self._programmes.values()) > self.at_most:
                self._programmes.popitem(last=False)


def _digest(said: Said, roles: frozenset[str]) -> bytes:
    """Of everything that is said, with the kinds of its values: 1 is not `true`, and not 1.0."""
    return blake2b(msgspec.msgpack.encode((said, sorted(roles)), order="deterministic"), digest_size=16).digest()
