"""Why somebody reads a registration: asked where the permission table says so, before anything of it is shown."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Invalid
from mentoring.participants.reasons import MOST, name_of, say_why
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.audit import WhyPage
from mentoring.web.views.parts import Link

_AT = "/{tenant:str}/console/{programme:str}/registrations/{registration:uuid}/why"


@get(_AT, opt=permits("registration.read"), sync_to_thread=True)
def why(visit: NamedDependency[Visit], registration: FromPath[UUID]) -> Response[str]:
    """The question."""
    return why_page(visit, registration)


@post(_AT, opt=permits("registration.read"), sync_to_thread=True)
def keep_why(
    visit: NamedDependency[Visit], registration: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """The reason is kept, and the registration shown."""
    reason = first(typed, "reason")
    try:
        with visit.work() as work:
            say_why(work, visit.programme, registration, reason=reason)
    except Invalid as refusal:
        return why_page(visit, registration, reason, refusal.problems["reason"])
    return see_other(_at(visit, registration))


def why_page(visit: Visit, registration: UUID, typed: str = "", problem: str = "") -> Response[str]:
    """The page that asks; everybody's name stands in the lists already."""
    with visit.work() as work:
        name = name_of(work, visit.programme, registration)
    field = Field(
        name="reason",
        kind="long",
        label="Your reason",
        hint="Kept in the trail of both institutions. It holds here for an hour, or until you sign out.",
        value=typed,
        problem=problem,
        most=MOST,
        rows=3,
    )
    view = WhyPage(
        title=f"Why do you look at what {name} wrote?",
        programme=visit.programme.title,
        problems=form_problems((field,)),
        sentence="Nothing is to be decided on this registration. "
        f"{name.split()[0]} sees on their page “My data” that you looked, and your reason.",
        action=_at(visit, registration) + "/why",
        fields=(field,),
        button="Open the registration",
        back=Link("Back to registrations", visit.path("console", visit.programme.slug, "registrations")),
    )
    return visit.page(view, console_frame(visit, current="registrations"))


def _at(visit: Visit, registration: UUID) -> str:
    return visit.path("console", visit.programme.slug, "registrations", registration)
