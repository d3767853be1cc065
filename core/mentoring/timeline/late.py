"""Letters that come late: after a standstill everybody gets one that names what happened, not one for each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from babel.dates import format_date

from mentoring.participants.facts import Setting
from mentoring.participants.letters import tell
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

LATE = timedelta(hours=1)
"""How long after its moment a letter is late; the worker needs seconds."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to be queued. `due` is when it should have been; `title` says what came then."""

    to: Registration
    occasion: str
    pathways: tuple[str, ...]
    key: str
    others: str
    due: datetime
    title: str


def send_all(work: UnitOfWork, programme: Programme, setting: Setting, letters: Iterable[Letter]) -> None:
    """Queue each letter; of several late ones to one person, one that names what each was about."""
    by_person: dict[UUID, list[Letter]] = defaultdict(list)
    for letter in letters:
        by_person[letter.to.id].append(letter)
    for theirs in by_person.values():
        late = [each for each in theirs if work.now - each.due > LATE]
        together = late if len(late) > 1 else []
        for each in theirs:
            if each not in together:
                tell(
                    work,
                    programme,
                    setting,
                    each.to,
                    occasion=each.occasion,
                    pathways=each.pathways,
                    key=each.key,
                    others=each.others,
                )
        if together:
            _sum_up(work, programme, setting, together)


def _sum_up(work: UnitOfWork, programme: Programme, setting: Setting, late: list[Letter]) -> None:
    """One letter in place of several, in the order in which things happened."""
    lines = []
    for each in late:
        day = format_date(each.due.astimezone(setting.zone).date(), "d MMMM y", locale="en_GB")
        lines.append(f"- {each.title} ({day})")
    tell(
        work,
        programme,
        setting,
        late[0].to,
        occasion="came_late",
        pathways=tuple(dict.fromkeys(pathway for each in late for pathway in each.pathways)),
        key=late[0].key,
        news="\n".join(lines),
    )
