"""Whether to go on past the planned end: each member says it for themself."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.mentorships.extend import extend
from mentoring.mentorships.queries import Match
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.home import MATCH_AT, own_match
from mentoring.web.views.parts import Link
from mentoring.web.views.portal import LogMeetingPage
from mentoring.web.words import day


@get(MATCH_AT + "/go-on", opt=permits("mentorship.see"), sync_to_thread=True)
def going_on_form(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """Yes or no."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
    return visit.page(_page(visit, match), portal_frame(visit, current="programme", programme=visit.programme))


@post(MATCH_AT + "/go-on", opt=permits("mentorship.see"), sync_to_thread=True)
def keep_going_on(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """The answer is kept; once all have said yes it goes on."""
    chosen = first(typed, "go_on")
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        if chosen in {"yes", "no"}:
            extend(work, match.mentorship_id, host=match.host, yes=chosen == "yes")
    if chosen not in {"yes", "no"}:
        view = _page(visit, match, "Choose yes or no")
        return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))
    visit.settle()
    return see_other(visit.in_programme("mine", match.mentorship_id))


def _page(visit: Visit, match: Match, problem: str = "") -> LogMeetingPage:
    ends = f" It is planned to end on {day(match.planned_end, language=visit.language)}." if match.planned_end else ""
    fields = (
        Field(
            name="go_on",
            kind="radio",
            label="Would you like to go on?",
            options=(
                Option(value="yes", label="Yes", chosen=match.goes_on is True),
                Option(
                    value="no", label="No", hint="It ends as planned. You need not say why.",
                    chosen=match.goes_on is False,
                ),
            ),
            problem=problem,
        ),
    )  # fmt: skip
    return LogMeetingPage(
        title=match.title,
        problems=form_problems(fields),
        sentence=f"{match.programme_title}.{ends} It goes on when all of you say yes; the others do not read a no.",
        action=visit.in_programme("mine", match.mentorship_id, "go-on"),
        fields=fields,
        button="Send my answer",
        leave=Link("Decide later", visit.in_programme("mine", match.mentorship_id)),
    )
