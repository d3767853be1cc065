"""What surrounds the registrations of one programme, read once in a unit of work."""

from mentoring.access.permissions import Role, roles_in
from mentoring.errors import NotFound
from mentoring.participants.facts import Setting
from mentoring.participants.window import Window, window
from mentoring.programmes.leave import left_on
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, file_of, scheme_of
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork


def setting_of(work: UnitOfWork, programme: Programme) -> Setting:
    """The scheme and dates of `programme`, and the institutions that are or were part of it."""
    taking_part = {*(each["slug"] for each in programme.institutions), *programme.listed}
    houses = institutions(work.session, only=taking_part)
    return Setting(scheme_of(programme), houses, file_of(programme), dates_of(work, programme))


def window_of(work: UnitOfWork, programme: Programme, role: str) -> Window:
    """When one may register in `role`. Raises NotFound for a role that nobody registers for."""
    scheme = scheme_of(programme)
    if role not in scheme.registration:
        raise NotFound(f"Nobody registers as “{role}” in {programme.title}.", "Go back to the programme's page.")
    published = programme.published_at if programme.state == "open" else None
    found = window(scheme, role, dates_of(work, programme), published_at=published, now=work.now)
    if programme.state == "closed" or left_on(programme, work.tenant) is not None:
        return Window("closed", found.opens, found.closes, found.until)
    return found


def roles_here(work: UnitOfWork, programme: Programme, *, registered: bool = False) -> frozenset[Role]:
    """The actor's roles in `programme`: a coordinator of the host leads."""
    return roles_in(work.actor.roles, tenant=work.tenant, host=programme.tenant_id, registered=registered, member=False)
