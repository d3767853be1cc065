"""What a round would be made of, for whoever looks: kept from one look to the next while no row of it has changed.

To read and to judge thousands of people takes a second, and a coordinator at the workbench looks many times. So each
process keeps what it put together last, under a sum over the versions of all rows from which it follows (`db.kept`),
asked for anew at every look. Whoever changes something puts it together anew (`field.inputs_of`).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from mentoring.db.kept import version_of
from mentoring.gates.model import GatePass
from mentoring.mentorships.model import Exit, Member, Mentorship
from mentoring.participants.model import Decision, Declaration, LevelSet, Registration, Review, Standing
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.rounds.field import Inputs, inputs_of
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.model import Tenant
from mentoring.unit_of_work import UnitOfWork

AT_MOST = 10_000
"""Of so many registrations is kept, over all programmes of a database; those looked at longest ago go first."""

_OF: tuple[type[Any], ...] = (
    Registration, Declaration, Standing, Decision, Review, LevelSet, GatePass, Mentorship, Member, Exit, Programme,
)  # fmt: skip
"""From their rows at the host, of earlier programmes as well, everything follows: and from its institutions' own."""
_ASK = "select " + ", ".join(
    (*(version_of(each, "tenant_id = %(host)s") for each in _OF), version_of(Tenant, "id = any(%(houses)s)"))
)

T = TypeVar("T")

Which = tuple[str, UUID, str]
"""The institution that looks, the programme and the milestone."""


@dataclass(frozen=True, slots=True)
class _Kept:
    versions: tuple[str | None, ...]
    day: date
    inputs: Inputs


_KEPT: "WeakKeyDictionary[Engine, OrderedDict[Which, _Kept]]" = WeakKeyDictionary()
_LOCK = Lock()


def inputs_seen(work: UnitOfWork, programme: Programme, milestone: str) -> Inputs:
    """As `inputs_of`, to look at and not to change: one query where nothing has changed since this process looked.

    Of a scheme whose own code has a say everything is put together anew.
    """
    if _asks_code(scheme_of(programme)):
        return inputs_of(work, programme, milestone)
    houses = sorted({*(each["slug"] for each in programme.institutions), *programme.listed})
    here = {"host": programme.tenant_id, "houses": houses}
    work.session.flush()  # as before every query
    versions = tuple(work.session.connection().exec_driver_sql(_ASK, here).one())
    which, engine = (work.tenant, programme.id, milestone), work.session.get_bind().engine
    with _LOCK:
        known = _KEPT.setdefault(engine, OrderedDict()).get(which)
    if known is None or (known.versions, known.day) != (versions, work.now.date()):
        known = _Kept(versions, work.now.date(), inputs_of(work, programme, milestone))
    with _LOCK:
        shelf = _KEPT[engine]
        shelf[which] = known
        shelf.move_to_end(which)
        for one in [one for one, each in shelf.items() if each.day < known.day]:
            del shelf[one]  # what was erased since stays in no memory for more than a day
        while sum(len(each.inputs.everyone) for each in shelf.values()) > AT_MOST and len(shelf) > 1:
            shelf.popitem(last=False)
    return known.inputs


def follows(work: UnitOfWork, programme: Programme, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What `make` answers, which follows from `inputs_seen`, rounds and mentorships: kept while nothing is written.

    Whoever asks has looked at the rights before.
    """
    if _asks_code(scheme_of(programme)):
        return make()
    return while_unchanged(work, programme, (*key, work.now.date()), make)


def _asks_code(scheme: Scheme) -> bool:
    """What it answers is not ours to keep, nor whether it may be asked."""
    own = (criterion.rule == "own" for matching in scheme.matching.values() for criterion in matching.criteria)
    return bool(scheme.eligibility.own) or any(own)
