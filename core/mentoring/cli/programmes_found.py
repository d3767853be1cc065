"""A programme as somebody writes it on the command line, found; and settled after a change."""

from uuid import UUID

from mentoring.cli.installation import Installation
from mentoring.errors import Invalid, NotFound
from mentoring.programmes.queries import programmes as all_programmes
from mentoring.settings import clock, new_id
from mentoring.tenants.directory import institutions
from mentoring.timeline.settle import settle_programme


def found_programme(here: Installation, named: str) -> tuple[str, UUID]:
    """Host and id of the programme written as slug or host/slug. Raises NotFound, Invalid when several are meant."""
    host, _, slug = named.rpartition("/")
    with here.database.directory() as session:
        slugs = [each for each in institutions(session) if not host or each == host]
    found = []
    for each in slugs:
        with here.work(each) as work:
            found += [(each, row.id) for row in all_programmes(work) if (row.tenant_id, row.slug) == (each, slug)]
    if not found:
        raise NotFound(f"There is no programme {named}.", "See `mentoring programmes list`.")
    if len(found) > 1:
        raise Invalid(f"{named} is the name of several programmes.", f"Write one as {found[0][0]}/{slug}.")
    return found[0]


def settle_found(here: Installation, host: str, programme_id: UUID) -> None:
    """Let what follows from a change follow at once."""
    settle_programme(
        here.database,
        host=host,
        programme_id=programme_id,
        schemes=here.schemes,
        clock=clock,
        ids=new_id,
        base_url=here.settings.base_url,
    )
