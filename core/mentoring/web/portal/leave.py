"""Leaving a match or a circle without blame."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Invalid
from mentoring.mentorships.leave import Leaving, exit_reasons, leave_mentorship
from mentoring.mentorships.queries import Match
from mentoring.programmes.pinned import scheme_of
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.home import MATCH_AT, own_match
from mentoring.web.views.parts import Link
from mentoring.web.views.portal import LogMeetingPage

LEAVE_AT = MATCH_AT + "/leave"
_AGAIN = ("yes", "no")


@get(LEAVE_AT, opt=permits("mentorship.leave"), sync_to_thread=True)
def leave_form(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """Why, and what next."""
    with visit.work() as work:
        view = _page(visit, own_match(visit, work, mentorship), {}, {})
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


@post(LEAVE_AT, opt=permits("mentorship.leave"), sync_to_thread=True)
def keep_leaving(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """It ends for them; everything else follows at once."""
    number, again = first(typed, "reason"), first(typed, "again")
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else -1
    leaving = Leaving(
        reason=chosen,
        words=first(typed, "words"),
        apart=first(typed, "apart") == "yes",
        again=again == "yes" if again in _AGAIN else None,
    )
    try:
        with visit.work() as work:
            leave_mentorship(work, mentorship, host=own_match(visit, work, mentorship).host, leaving=leaving)
    except Invalid as refusal:
        with visit.work() as work:
            view = _page(visit, own_match(visit, work, mentorship), typed, refusal.problems)
        return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))
    visit.settle()
    return see_other(visit.in_programme("mine"))


def _page(visit: Visit, match: Match, typed: Typed, problems: Mapping[str, str]) -> LogMeetingPage:
    others = [each.first_name for each in match.others if not each.left]
    told = "The others are told only that you have left"
    if len(others) == 1:
        told = f"{others[0]} is told only that your match has ended"
    fields = _fields(visit, match, typed, problems, with_whom=others[0] if len(others) == 1 else "the same people")
    return LogMeetingPage(
        title="Leave this match" if not match.is_circle else "Leave this circle",
        problems=form_problems(fields),
        sentence=f"Not every match works, and that is nobody's fault. {told}, not what you say here.",
        action=visit.in_programme("mine", match.mentorship_id, "leave"),
        fields=fields,
        button="Leave it now",
        leave=Link("Stay", visit.in_programme("mine", match.mentorship_id)),
        promise="Only the coordinators of your institution and of the programme read your reason.",
    )


def _fields(
    visit: Visit, match: Match, typed: Typed, problems: Mapping[str, str], *, with_whom: str
) -> tuple[Field, ...]:
    reason, again = first(typed, "reason"), first(typed, "again")
    apart = not typed or first(typed, "apart") == "yes"
    return (
        Field(
            name="reason",
            kind="radio",
            label="What comes nearest?",
            options=tuple(
                Option(value=str(number), label=words, chosen=reason == str(number))
                for number, words in enumerate(exit_reasons(scheme_of(visit.programme), match.pathway))
            ),
            problem=problems.get("reason", ""),
        ),
        Field(
            name="words",
            kind="long",
            label="Is there something the coordinators should know?",
            required=False,
            value=first(typed, "words"),
            problem=problems.get("words", ""),
        ),
        Field(
            name="again",
            kind="radio",
            label="What would you like next?",
            options=(
                Option(
                    value="yes",
                    label="Another match",
                    hint="You go back to those who wait for one.",
                    chosen=again == "yes",
                ),
                Option(
                    value="no",
                    label="To stop here",
                    hint="Your registration in this role is withdrawn.",
                    chosen=again == "no",
                ),
            ),
            problem=problems.get("again", ""),
        ),
        Field(
            name="apart",
            kind="checks",
            label="And later?",
            required=False,
            options=(Option(value="yes", label=f"Do not match me with {with_whom} again", chosen=apart),),
        ),
    )
