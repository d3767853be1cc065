"""Who has come to which selection stage, and what came of it: counted by the database, and read a page at a time."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Float, Subquery, and_, case, func, literal, or_, select, tuple_, union
from sqlalchemy.dialects.postgresql import distinct_on

from mentoring.participants.model import Registration, Review, Standing
from mentoring.participants.sorts import seen
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

ORDER = ("open", "reserve", "forward", "no")
"""In what order results stand in a list: those first who wait."""

Place = tuple[str, str]
"""A role and one of its stages."""


class Number(NamedTuple):
    """So many registrations of one institution have come out alike at a stage."""

    place: Place
    result: str
    home: str
    number: int


class Staged(NamedTuple):
    """One registration at a stage; `result` is ``open`` while there is none that counts."""

    place: Place
    id: UUID
    name: str
    email: str
    home: str
    listed: str | None
    result: str
    score: float | None


def numbers(work: UnitOfWork, programme: Programme, places: Collection[Place]) -> list[Number]:
    """How many this reader sees at each of these, by result and institution."""
    at = _at(work, programme, places)
    alike = (at.c.role, at.c.stage, at.c.result, at.c.home_tenant_id)
    rows = work.session.execute(select(*alike, func.count()).group_by(*alike))
    return [Number((role, stage), result, home, number) for role, stage, result, home, number in rows]


def people(
    work: UnitOfWork, programme: Programme, places: Collection[Place], *, pages: Mapping[Place, int], size: int
) -> list[Staged]:
    """So many of each, those who wait first, then by submission: the first page unless `pages` names another."""
    at = _at(work, programme, places)
    order = (
        case({result: number for number, result in enumerate(ORDER)}, value=at.c.result),
        at.c.submitted_at,
        at.c.id,
    )
    number = func.row_number().over(partition_by=(at.c.role, at.c.stage), order_by=order).label("number")
    numbered = select(at, number).subquery()
    wanted = [
        and_(numbered.c.role == role, numbered.c.stage == stage, numbered.c.number.between(first + 1, first + size))
        for role, stage in places
        for first in (size * (max(pages.get((role, stage), 1), 1) - 1),)
    ]
    rows = work.session.execute(
        select(numbered).where(or_(*wanted)).order_by(numbered.c.role, numbered.c.stage, numbered.c.number)
    )
    return [_staged(row) for row in rows]


def next_to_review(work: UnitOfWork, programme: Programme, place: Place, *, home: str | None, but: UUID) -> UUID | None:
    """Somebody else who waits at this stage, of that institution unless of any: who registered first."""
    at = _at(work, programme, [place])
    wanted = select(at.c.id).where(at.c.result == "open", at.c.id != but).order_by(at.c.submitted_at, at.c.id).limit(1)
    return work.session.scalar(wanted if home is None else wanted.where(at.c.home_tenant_id == home))


def _staged(row: Any) -> Staged:
    return Staged(
        (row.role, row.stage), row.id, row.name, row.email, row.home_tenant_id, row.listed, row.result, row.score
    )


def _at(work: UnitOfWork, programme: Programme, places: Collection[Place]) -> Subquery:
    """Every registration that has come to one of these or was reviewed at one, with what counts: the latest result.

    A review is about what was said: one before the answers were last saved counts no more.
    """
    here = (Review.tenant_id == programme.tenant_id, Review.programme_id == programme.id)
    latest = (
        select(Review.registration_id, Review.stage, Review.result, Review.score, Review.reviewed_at)
        .ext(distinct_on(Review.registration_id, Review.stage))
        .where(*here)
        .order_by(Review.registration_id, Review.stage, Review.reviewed_at.desc(), Review.id.desc())
        .subquery()
    )
    come = union(
        select(Standing.registration_id, Standing.stage).where(
            Standing.tenant_id == programme.tenant_id,
            Standing.programme_id == programme.id,
            Standing.stage.is_not(None),
        ),
        select(latest.c.registration_id, latest.c.stage)
        .join(Registration, Registration.id == latest.c.registration_id)
        .where(*seen(work, programme), latest.c.reviewed_at >= Registration.saved_at),
    ).subquery()
    one = Registration
    counts = latest.c.reviewed_at >= one.saved_at
    return (
        select(
            one.id, one.role, come.c.stage, one.name, one.email, one.home_tenant_id, one.listed, one.submitted_at,
            case((counts, latest.c.result), else_=literal("open")).label("result"),
            case((counts, latest.c.score), else_=literal(None, Float)).label("score"),
        )
        .join(come, come.c.registration_id == one.id)
        .outerjoin(
            latest, and_(latest.c.registration_id == come.c.registration_id, latest.c.stage == come.c.stage)
        )
        .where(*seen(work, programme), one.state == "submitted", tuple_(one.role, come.c.stage).in_(list(places)))
        .subquery()
    )  # fmt: skip
