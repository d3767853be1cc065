"""Letters that come late: after a standstill everybody gets one that names what happened, not one for each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from babel.dates import format_date

from mentoring.participants import letters as letters_of
from mentoring.participants.facts import Setting
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
    path: str = "mine"


def send_all(work: UnitOfWork, programme: Programme, setting: Setting, letters: Iterable[Letter]) -> None:
    """Queue each letter, all at once; of several late ones to one person, one that names what each was about."""
    by_person: dict[UUID, list[Letter]] = defaultdict(list)
    for letter in letters:
        by_person[letter.to.id].append(letter)
    written: list[letters_of.Letter] = []
    for theirs in by_person.values():
        late = [each for each in theirs if work.now - each.due > LATE]
        together = late if len(late) > 1 else []
        written += [
            letters_of.Letter(each.to, each.occasion, each.pathways, each.key, each.others, each.path)
            for each in theirs
            if each not in together
        ]
        if together:
            written.append(_summed_up(setting, together))
    letters_of.tell_all(work, programme, setting, written)


def _summed_up(setting: Setting, late: list[Letter]) -> letters_of.Letter:
    """One letter in place of several, in the order in which things happened."""
    lines = []
    for each in late:
        day = format_date(each.due.astimezone(setting.zone).date(), "d MMMM y", locale="en_GB")
        lines.append(f"- {each.title} ({day})")
    pathways = tuple(dict.fromkeys(pathway for each in late for pathway in each.pathways))
    return letters_of.Letter(late[0].to, "came_late", pathways, late[0].key, news="\n".join(lines))
