"""Registrations by their sort: what a rule about roles, pathways and states looks at, and nothing else of anybody.

There are thousands of registrations and a few dozen sorts: a rule is asked once for each sort, the database counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, Subquery, func, select

from mentoring.participants.model import Registration, Standing
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Sort:
    """The `role` of a registration, its own `state`, and by pathway the states of its standings."""

    role: str
    state: str
    states: Mapping[str, str]


def seen(work: UnitOfWork, programme: Programme) -> tuple[ColumnElement[bool], ...]:
    """Which registrations this reader sees: all that were sent, a partner its own people's."""
    here = (
        Registration.tenant_id == programme.tenant_id,
        Registration.programme_id == programme.id,
        Registration.submitted_at.is_not(None),
    )
    return here if work.tenant == programme.tenant_id else (*here, Registration.home_tenant_id == work.tenant)


def sorts(work: UnitOfWork, programme: Programme, *columns: SQLColumnExpression[Any]) -> Subquery:
    """Every registration that this reader sees: `id`, `sort` (see `sort_of`), and these columns of its own."""
    standing = (
        select(
            Standing.registration_id,
            func.string_agg(Standing.pathway + ":" + Standing.state, " ").label("states"),
        )
        .where(Standing.tenant_id == programme.tenant_id, Standing.programme_id == programme.id)
        .group_by(Standing.registration_id)
        .subquery()
    )
    sort = func.concat_ws(" ", Registration.role, Registration.state, standing.c.states).label("sort")
    return (
        select(Registration.id, sort, *columns)
        .outerjoin(standing, standing.c.registration_id == Registration.id)
        .where(*seen(work, programme))
        .subquery()
    )


@lru_cache(maxsize=5_000)
def sort_of(words: str) -> Sort:
    """What `sorts` wrote. Ids of the contract hold no spaces and no colons."""
    role, state, *standings = words.split(" ")
    return Sort(role, state, dict(each.split(":") for each in standings))
