"""People of one name told apart: by where they are from, and only where that is the same too by their address."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Text, any_, func, select
from sqlalchemy.dialects.postgresql import array

from mentoring.participants.model import Registration
from mentoring.participants.sorts import seen
from mentoring.programmes.model import Programme
from mentoring.programmes.unchanged import while_unchanged
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork


def namesakes(work: UnitOfWork, programme: Programme, *, among: Iterable[str] | None = None) -> Mapping[UUID, str]:
    """What to call whoever shares a name with somebody else, by registration; anybody else is told by their name.

    Of those whom this reader sees, all at the host, a partner its own; or of those of `among`, the names that a page
    shows. ``Amara Quarto (Letterpress)``; where both are from there, with the address instead. One query.
    """
    names = None if among is None else tuple(sorted({each.lower() for each in among}))
    return while_unchanged(work, programme, ("namesakes", names), lambda: _namesakes(work, programme, names))


def _namesakes(work: UnitOfWork, programme: Programme, names: tuple[str, ...] | None) -> Mapping[UUID, str]:
    one, name = Registration, func.lower(Registration.name)
    here = (*seen(work, programme), one.name != "")
    if names is not None:
        here = (*here, name == any_(array(names, type_=Text)))
    shared = select(name).where(*here).group_by(name).having(func.count(one.email.distinct()) > 1)
    rows = work.session.execute(
        select(one.id, one.name, one.email, one.listed, one.home_tenant_id).where(*here, name.in_(shared))
    ).all()
    if not rows:
        return {}
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    there: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        there[row.name.lower(), _house(row.listed, row.home_tenant_id, houses)].add(row.email)
    return {
        row.id: f"{row.name} ({house if len(there[row.name.lower(), house]) == 1 else row.email})"
        for row in rows
        for house in (_house(row.listed, row.home_tenant_id, houses),)
    }


def _house(listed: str | None, home: str, houses: Mapping[str, str]) -> str:
    return listed or houses.get(home, home)
