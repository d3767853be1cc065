"""Many mentorships as coordinators read them, a page at a time: sorted and counted by the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    Date,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from mentoring.contracts.durations import last_before, parse_range
from mentoring.meetings.queries import PACES, MatchLine, line_of, seated
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import UnitOfWork

_LAST_PAGE = 1_000_000
"""Nobody means a page beyond it, and the database counts no further than ten digits."""


@dataclass(frozen=True, slots=True)
class MatchPage:
    """One page of mentorships, with counts over all: so many `found` stand on all pages, and this is page `number`.

    `running` are those that run, `not_met` those of them without a meeting, `quiet` those out of rhythm.
    """

    lines: tuple[MatchLine, ...]
    pathways: tuple[str, ...]
    number: int
    found: int
    all: int
    running: int
    quiet: int
    not_met: int


def match_page(work: UnitOfWork, programme: Programme, *, only_quiet: bool, page: int, size: int) -> MatchPage:
    """So many of the mentorships that this institution sees, those out of rhythm first, then those that met least.

    `only_quiet`: only the former, in the order in which they were made. A page that is not there is the nearest one.
    A fixed number of queries. Raises NotAllowed for anyone but coordinators.
    """
    work.demand("mentorship.list", roles_here(work, programme))
    scheme = scheme_of(programme)
    asked = {
        "host": programme.tenant_id,
        "programme": programme.id,
        "only_quiet": only_quiet,
        "page": min(max(page, 1), _LAST_PAGE),
        "size": size,
        "silent": _silent(scheme, work.now.date()),
    }
    key = ("matches", only_quiet, page, size, work.now.date())
    rows = while_unchanged(work, programme, key, lambda: work.session.execute(_PAGE, asked).all())
    whole = rows[0]
    lines = [line_of(scheme, row, work.now.date()) for row in rows if row.id is not None]
    return MatchPage(
        lines=seated(work, programme, lines),
        pathways=tuple(whole.pathways or ()),
        number=whole.at,
        found=whole.quiet if only_quiet else whole.number,
        all=whole.number,
        running=whole.running,
        quiet=whole.quiet,
        not_met=whole.not_met,
    )


def _silent(scheme: Scheme, today: date) -> Mapping[str, str]:
    """By pathway with a rhythm: whoever last met on that day, or before, is out of it today."""
    return {
        name: last_before(today, parse_range(terms.meetings.every).most).isoformat()
        for name, terms in scheme.mentorships.items()
        if terms.meetings.every
    }


def _paced() -> CTE:
    """Every mentorship that this reader sees, with how often and when last it met, and whether it is out of rhythm."""
    held = PACES.subquery()
    silent = cast(bindparam("silent", type_=JSONB)[held.c.pathway].astext, Date)
    since = func.coalesce(held.c.last, cast(func.coalesce(held.c.formed_at, held.c.created_at), Date))
    quiet = func.coalesce(and_(held.c.state == "running", since <= silent), False)
    return select(held, quiet.label("is_quiet")).cte("paced")


def _page_of(paced: CTE) -> Select[Any]:
    """The counts, and beside them each mentorship of the page; one row without any where there is none."""
    runs, quiet = paced.c.state == "running", paced.c.is_quiet
    only_quiet = bindparam("only_quiet", type_=Boolean)
    size = bindparam("size", type_=Integer)
    counts = select(
        func.count().label("number"),
        func.count().filter(runs).label("running"),
        func.count().filter(quiet).label("quiet"),
        func.count().filter(and_(runs, paced.c.held == 0)).label("not_met"),
        func.array_agg(distinct(paced.c.pathway), type_=ARRAY(Text)).label("pathways"),
    ).subquery()
    found = case((only_quiet, counts.c.quiet), else_=counts.c.number)
    last = func.greatest(1, (found + size - 1) // size)
    at = cast(func.least(func.greatest(bindparam("page", type_=Integer), 1), last), Integer)
    order = (case((quiet, 0), else_=1), case((only_quiet, 0), else_=paced.c.held), paced.c.created_at, paced.c.id)
    placed = select(paced, func.row_number().over(order_by=order).label("place")).where(quiet | ~only_quiet).subquery()
    on_it = and_(placed.c.place > (at - 1) * size, placed.c.place <= at * size)
    return select(counts, at.label("at"), placed).outerjoin(placed, on_it).order_by(placed.c.place)


_PAGE = _page_of(_paced())
