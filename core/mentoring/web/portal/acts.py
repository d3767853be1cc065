"""What a participant does: log a meeting, answer an offer, withdraw a registration or a declaration."""

import re
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.contracts.lengths import at_most
from mentoring.errors import Conflict, Invalid
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.answer import answer
from mentoring.mentorships.queries import Match
from mentoring.participants.declare import declared_answers, withdraw_declaration
from mentoring.participants.model import Registration
from mentoring.participants.register import own_registration, withdraw
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.home import MATCH_AT, PROGRAMME_AT, own_match
from mentoring.web.views.parts import Link
from mentoring.web.views.portal import LogMeetingPage
from mentoring.web.words import when

LOG_FORM = {
    "type": "object",
    "required": ["day", "minutes"],
    "properties": {
        "day": {"type": "string", "format": "date", "title": "Which day did you meet?"},
        "minutes": {
            "type": "integer",
            "title": "For how many minutes?",
            "description": "Roughly is fine.",
            "minimum": 1,
            "maximum": 600,
        },
    },
}
_NOON = 12
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_REASON_MOST = 2000
_FREES_A_PLACE = "Your place goes to someone else. You can come back while registration is open."
_IS_DELETED = (
    "It is deleted. Coordinators then no longer see that the programme is meant for you: where it has to be, a person "
    "looks at your registration again, and you may lose your place. A mentorship that is running goes on."
)
_NOBODY_READS = "It is deleted. Nothing else follows: your registration is withdrawn already."


@get(MATCH_AT + "/meetings/log", opt=permits("meeting.log"), sync_to_thread=True)
def meeting_form(
    visit: NamedDependency[Visit],
    mentorship: FromPath[UUID],
    day: FromQuery[str] = "",
    minutes: FromQuery[str] = "",
) -> Response[str]:
    """Two fields, which an address may fill; in a circle also who was there."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        now = work.now.astimezone(ZoneInfo(visit.tenant.timezone))
    when_met = day if _DAY.fullmatch(day) else now.date().isoformat()
    how_long = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 4 else 60
    typed = typed_of(LOG_FORM, {"day": when_met, "minutes": how_long})
    view = _log_page(visit, match, form_fields(LOG_FORM, typed, language=visit.language))
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


@post(MATCH_AT + "/meetings/log", opt=permits("meeting.log"), sync_to_thread=True)
def keep_meeting(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """The meeting is kept, and counted."""
    reading = read_form(LOG_FORM, typed, language=visit.language)
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
    if not reading.problems:
        try:
            with visit.work() as work:
                log_meeting(
                    work,
                    match.mentorship_id,
                    host=match.host,
                    starts_at=_on_that_day(visit, reading.answers["day"], work.now),
                    minutes=reading.answers["minutes"],
                    zone=visit.tenant.timezone,
                    present=_present(match, typed),
                )
        except Invalid as refusal:
            named = {"starts_at": "day", "present": "present"}
            problems = {named.get(name, name): told for name, told in refusal.problems.items()}
            reading = Reading(reading.answers, problems, typed)
        else:
            visit.settle()
            return see_other(visit.in_programme("mine", mentorship))
    fields = form_fields(LOG_FORM, typed, reading=reading, language=visit.language)
    view = _log_page(visit, match, fields, typed, reading.problems.get("present", ""))
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


@get(MATCH_AT + "/answer", opt=permits("mentorship.see"), sync_to_thread=True)
def answer_form(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """Yes or no to an offer."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
    return visit.page(_answer_page(visit, match), portal_frame(visit, current="programme", programme=visit.programme))


@post(MATCH_AT + "/answer", opt=permits("mentorship.see"), sync_to_thread=True)
def keep_answer(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """The answer is kept; what follows from it is settled at once."""
    chosen = first(typed, "answer")
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        if chosen in {"yes", "no"}:
            why = first(typed, "reason")
            answer(work, match.mentorship_id, host=match.host, accept=chosen == "yes", reason=why)
    if chosen not in {"yes", "no"}:
        view = _answer_page(visit, match, "Choose yes or no", first(typed, "reason"))
        return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))
    visit.settle()
    return see_other(visit.in_programme("mine"))


@get(PROGRAMME_AT + "/withdraw/{registration:uuid}", opt=permits("registration.write"), sync_to_thread=True)
def withdraw_form(
    visit: NamedDependency[Visit], registration: FromPath[UUID], what: FromQuery[str] = ""
) -> Response[str]:
    """Withdraw the registration; or only the self-declaration, with what follows from it."""
    with visit.work() as work:
        own = own_registration(work, visit.programme, registration)
        view = _withdraw_page(visit, own, declared=bool(declared_answers(work, own)), chosen=what)
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


@post(PROGRAMME_AT + "/withdraw/{registration:uuid}", opt=permits("registration.write"), sync_to_thread=True)
def keep_withdrawal(
    visit: NamedDependency[Visit], registration: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """It is withdrawn; while nothing is chosen, nothing is."""
    what, reason = first(typed, "what"), at_most(first(typed, "reason"), _REASON_MOST, "reason")
    with visit.work() as work:
        own = own_registration(work, visit.programme, registration)
        declared = bool(declared_answers(work, own))
        if what == "registration":
            withdraw(work, visit.programme, own, reason=reason)
        elif what == "declaration" and declared:
            withdraw_declaration(work, visit.programme, own)
        elif what == "declaration":
            raise Conflict("Your answer about yourself is withdrawn already.", "All else stands as it was.")
        else:
            told = "Choose what to withdraw"
            view = _withdraw_page(visit, own, declared=declared, reason=reason, problem=told, chosen=what)
            return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))
    visit.settle()
    return see_other(visit.in_programme("mine"))


def _withdraw_page(
    visit: Visit, own: Registration, *, declared: bool, reason: str = "", problem: str = "", chosen: str = ""
) -> LogMeetingPage:
    gone = own.state == "withdrawn"
    what = []
    if not gone:
        what.append(
            Option(value="registration", label="My registration", hint=_FREES_A_PLACE, chosen=chosen == "registration")
        )
    if declared:
        label = "My answer about myself" if gone else "Only my answer about myself"
        hint = _NOBODY_READS if gone else _IS_DELETED
        what.append(Option(value="declaration", label=label, hint=hint, chosen=chosen == "declaration"))
    if not what:
        raise Conflict("There is nothing left to withdraw.", "Go back to your page.")
    fields = (
        Field(
            name="what",
            kind="radio",
            label="What would you like to withdraw?",
            options=tuple(what),
            problem=problem,
        ),
        Field(
            name="reason",
            kind="long",
            label="Would you like to tell the coordinators why?",
            required=False,
            rows=3,
            value=reason,
        ),
    )
    return LogMeetingPage(
        title="Withdraw",
        problems=form_problems(fields),
        sentence="You do not have to say why.",
        action=visit.in_programme("mine", "withdraw", own.id),
        fields=fields,
        button="Withdraw",
        leave=Link("Leave everything as it is", visit.in_programme("mine")),
    )


def _on_that_day(visit: Visit, iso: str, now: datetime) -> datetime:
    """Noon of the day; now, when it is today and noon is still to come."""
    noon = datetime.fromisoformat(iso).replace(hour=_NOON, tzinfo=ZoneInfo(visit.tenant.timezone))
    today = noon.date() == now.astimezone(noon.tzinfo).date()
    return min(noon, now) if today else noon


def _present(match: Match, typed: Typed) -> set[UUID] | None:
    if not match.is_circle:
        return None
    chosen = set(typed.get("present", ()))
    me = {match.me.registration_id} if match.me else set()
    return {each.registration_id for each in match.others if str(each.registration_id) in chosen} | me


def _log_page(
    visit: Visit, match: Match, fields: tuple[Field, ...], typed: Typed | None = None, problem: str = ""
) -> LogMeetingPage:
    if match.is_circle:
        fields = (*fields, _who_was_there(match, typed, problem))
    return LogMeetingPage(
        title="Log a meeting",
        problems=form_problems(fields),
        sentence=f"{match.title}. A meeting that has taken place, wherever it was.",
        action=visit.in_programme("mine", match.mentorship_id, "meetings", "log"),
        fields=fields,
        button="Log this meeting",
        leave=Link("Leave without logging", visit.in_programme("mine", match.mentorship_id)),
        promise="Coordinators see that you met, and when; never what was said.",
    )


def _who_was_there(match: Match, typed: Typed | None, problem: str) -> Field:
    return Field(
        name="present",
        kind="checks",
        label="Who else was there?",
        options=tuple(
            Option(
                value=str(each.registration_id),
                label=each.name,
                chosen=typed is None or str(each.registration_id) in typed.get("present", ()),
            )
            for each in match.others
            if not each.left
        ),
        required=False,
        problem=problem,
    )


def _answer_page(visit: Visit, match: Match, problem: str = "", reason: str = "") -> LogMeetingPage:
    until = (
        f" Please answer by {when(match.answer_by, visit.tenant.timezone, visit.language)}." if match.answer_by else ""
    )
    fields = (
        Field(
            name="answer",
            kind="radio",
            label="Would you like this match?",
            options=(
                Option(value="yes", label="Yes"),
                Option(value="no", label="No", hint="You go back to the others; you need not say why."),
            ),
            problem=problem,
        ),
        Field(
            name="reason",
            kind="long",
            label="If it is a no, is there something the coordinators should know?",
            hint="Only they read it, never the other person.",
            required=False,
            value=reason,
        ),
    )
    return LogMeetingPage(
        title=match.title,
        problems=form_problems(fields),
        sentence=f"{match.programme_title}.{until}",
        action=visit.in_programme("mine", match.mentorship_id, "answer"),
        fields=fields,
        button="Send my answer",
        leave=Link("Decide later", visit.in_programme("mine", match.mentorship_id)),
    )
