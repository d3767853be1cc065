"""What was worked out from the database, kept in a process for as long as nobody has written anything there.

PostgreSQL's snapshot names the transactions that a statement sees. Whatever is committed makes it another, and none
ever comes again. So what was answered under the same snapshot, to the same institution and person, is what would be
answered now: it is asked for at every look, behind the same walls, which takes some microseconds. A unit of work that
has itself written, or locked a row, takes nothing from here and leaves nothing.

One write by anybody, anywhere on the server, and all is worked out anew: it serves whoever goes from page to page while
nothing happens. With the first look after it all that was kept is forgotten, so nothing erased is found here.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from mentoring.db.engine import ScopedSession
from mentoring.db.straight import ask

AT_MOST = 500
"""So many answers are kept for one database; those that were found first go first."""

_NOW = "select pg_current_snapshot(), pg_current_xact_id_if_assigned()"


@dataclass(slots=True)
class _Shelf:
    """All that was answered under one snapshot."""

    snapshot: str = ""
    found: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)


_KEPT: "WeakKeyDictionary[Engine, _Shelf]" = WeakKeyDictionary()
_LOCK = Lock()
_NOTHING = object()
_ONCE = "once"

T = TypeVar("T")


def unchanged(session: ScopedSession, key: Hashable, make: Callable[[], T]) -> T:
    """What `make` answers, which follows from the `key` and from what `session` sees alone. Nobody changes it."""
    engine, snapshot = session.get_bind(), _snapshot(session)
    if snapshot is None or not isinstance(engine, Engine):
        return make()
    whose = (session.tenant, session.person, key)
    with _LOCK:
        shelf = _KEPT.get(engine)
        if shelf is None or shelf.snapshot != snapshot:
            shelf = _KEPT[engine] = _Shelf(snapshot)
        found = shelf.found.get(whose, _NOTHING)
    if found is not _NOTHING:
        answer: T = found
        return answer
    made = make()
    with _LOCK:  # a shelf that another has taken the place of is nobody's any more
        shelf.found[whose] = made
        while len(shelf.found) > AT_MOST:
            shelf.found.popitem(last=False)
    return made


def once(session: ScopedSession, key: Hashable, make: Callable[[], T]) -> T:
    """The same within this one session: for rows, which belong to it. Whoever has written asks anew."""
    snapshot = _snapshot(session)
    if snapshot is None:
        return make()
    known: _Shelf | None = session.info.get(_ONCE)
    if known is None or known.snapshot != snapshot:
        known = session.info[_ONCE] = _Shelf(snapshot)
    if key not in known.found:
        known.found[key] = make()
    answer: T = known.found[key]
    return answer


def _snapshot(session: ScopedSession) -> str | None:
    """What `session` sees now; None where it has written or locked, and in a play, which has only one connection."""
    session.flush()
    told = ask(session.connection(), _NOW) if isinstance(session.get_bind(), Engine) else None
    return told[0] if told is not None and told[1] is None else None


def forget_unchanged() -> None:
    """Keep nothing."""
    with _LOCK:
        _KEPT.clear()
