"""A certificate of completion, to be printed; held while something the scheme asks before it is missing."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from mentoring.errors import Conflict, NotFound
from mentoring.gates.holding import passed_before, still_held
from mentoring.meetings.queries import rhythm_of
from mentoring.mentorships.queries import Match
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.portal.home import MATCH_AT, own_match
from mentoring.web.views.parts import Link
from mentoring.web.views.surveys import CertificatePage
from mentoring.web.words import begun, count, short_day


@get(MATCH_AT + "/certificate", opt=permits("mentorship.see"), sync_to_thread=True)
def certificate(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """One sheet of paper. Raises NotFound before completion, Conflict while a gate holds it."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        if match.state != "completed" or match.me is None:
            raise NotFound("There is no certificate yet.", "It stands here once your mentoring is complete.")
        missing = missing_for_certificate(visit, work, match)
        if missing:
            raise Conflict("Your certificate waits for you.", f"Still missing: {', '.join(missing)}.")
        held = rhythm_of(work, mentorship, host=match.host).held
        host = institution(work.session, match.host).name
    began, ended = (
        short_day(each, visit.tenant.timezone, visit.language) if each else ""
        for each in (match.formed_at, match.ended_at)
    )
    view = CertificatePage(
        title="Certificate of completion",
        over=match.programme_title,
        name=match.me.name,
        lines=(
            f"took part as {match.me.role_title.lower()} from {began} to {ended}.",
            begun(f"{count(held, 'meeting was', 'meetings were')} held."),
            f"{host}, with {match.me.institution}." if match.me.institution != host else f"{host}.",
        ),
        leave=Link("Back to my match", visit.in_programme("mine", mentorship)),
    )
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


def missing_for_certificate(visit: Visit, work: UnitOfWork, match: Match) -> tuple[str, ...]:
    """The titles of what the scheme asks of this member before completion and is not done."""
    scheme = scheme_of(visit.programme)
    if match.me is None:
        return ()
    own = [match.me.registration_id]
    passed = passed_before(work, visit.programme, scheme, "completion", only=own)
    me = (match.me.registration_id, match.me.role)
    held = still_held(scheme, [me], match.pathway, passed, "completion")
    return tuple(say(scheme.activities.gates[gate].title) for gate in held.get(match.me.registration_id, ()))
