"""Who looks after people's data at an institution, and what the system does with it."""

from litestar import Response, get
from litestar.di import NamedDependency

from mentoring.programmes.controllers import controllers_of
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.programmes.queries import programmes
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.frames import public_frame
from mentoring.web.http.permits import EVERYONE, permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.entrance import TextPage

_COORDINATORS = (
    "Coordinators of your own institution and of the programme's host see your registration once you have sent it. "
    "Other institutions see nothing of you, unless you are matched with one of their people: then they see your name, "
    "job title, institution and address."
)
_DECLARED = (
    "What you answer about yourself to show that a programme is meant for you is kept apart. Coordinators alone see "
    "it, no one you are matched with, and you can withdraw it at any time."
)


_MONITORED = (
    "One question about your ethnic group is optional. It is sealed: no coordinator, list, rule or match can read it. "
    "It leaves only in rounded tables about at least 23 people, in which everybody is counted once; and to you."
)
Section = tuple[str, tuple[str, ...]]


@get("/{tenant:str}/data-protection", opt=permits(EVERYONE), sync_to_thread=True)
def data_protection(visit: NamedDependency[Visit]) -> Response[str]:
    """In plain words."""
    contacts = visit.tenant.contacts
    with visit.work() as work:
        records, kept = _records(work), _kept(work)
    view = TextPage(
        title="Who looks after your data",
        sentence=f"{visit.tenant.name} looks after what you tell us. In a programme of several institutions they do so "
        "together: the host runs the programme, and your own institution looks after you.",
        sections=(
            (
                "Who sees what",
                (
                    _COORDINATORS,
                    "The person you are matched with sees those too, and the answers that the form marks for them.",
                    _DECLARED,
                    _MONITORED,
                    "What you say in your meetings is yours. Coordinators see that you met, and when.",
                ),
            ),
            *records,
            (
                "How long it is kept",
                (
                    f"After a programme has ended: {visit.tenant.retention.programme}.",
                    f"When you were not matched: {visit.tenant.retention.unmatched}.",
                    *kept,
                ),
            ),
            (
                "Whom to ask",
                (
                    f"{contacts.data_protection.title}: {contacts.data_protection.email}",
                    f"{contacts.mentoring.title}: {contacts.mentoring.email}",
                ),
            ),
        ),
    )
    return visit.page(view, public_frame(visit))


def _kept(work: UnitOfWork) -> tuple[str, ...]:
    """How long the schemes of programmes here say instead, counted from the last mentorship and survey."""
    return tuple(
        f"In {programme.title}: {keep} after its last mentorship and survey."
        for programme in programmes(work)
        if programme.published_at is not None and (keep := scheme_of(programme).card.keep)
    )


def _records(work: UnitOfWork) -> tuple[Section, ...]:
    """The joint-controller record of each programme that the institution takes part in, in sentences."""
    known, made = institutions(work.session), []
    for programme in programmes(work):
        if programme.published_at is None:
            continue
        lines = [
            f"{each.name}{' (until it left)' if each.left else ''}: {' '.join(each.of)} "
            f"Ask {each.contact}: {each.email}"
            for each in controllers_of(file_of(programme), known)
        ]
        made.append((f"Who looks after what in {programme.title}", tuple(lines)))
    return tuple(made)
