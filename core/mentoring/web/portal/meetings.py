"""A member arranges a meeting, changes it, calls it off, replies; and says how many there should be."""

import re
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Invalid, NotFound
from mentoring.meetings.arrange import (
    Plan,
    arrange_meeting,
    call_off,
    change_meeting,
    reply_to_meeting,
    want_meetings,
)
from mentoring.meetings.planned import Arranged, arranged
from mentoring.meetings.queries import rhythm_of
from mentoring.mentorships.members import membership
from mentoring.mentorships.queries import Match
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.queries import programme_with_id
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.home import MATCH_AT, own_match
from mentoring.web.portal.next_meeting import replies_of
from mentoring.web.views.meetings import ArrangePage
from mentoring.web.views.parts import Button, Link
from mentoring.web.views.portal import LogMeetingPage
from mentoring.web.words import when

FORM: dict[str, Any] = {
    "type": "object",
    "required": ["day", "time", "minutes"],
    "properties": {
        "day": {"type": "string", "format": "date", "title": "Which day?"},
        "time": {
            "type": "string",
            "title": "At what time does it begin?",
            "description": "Such as 10:00.",
            "maxLength": 5,
        },
        "minutes": {"type": "integer", "title": "For how many minutes?", "minimum": 1, "maximum": 720},
        "place": {
            "type": "string",
            "title": "Where do you meet?",
            "description": "A room, or the link of a call. You can leave it open.",
            "maxLength": 300,
        },
    },
}
NUMBER: dict[str, Any] = {
    "type": "object",
    "required": ["number"],
    "properties": {"number": {"type": "integer", "title": "How many meetings would you like in all?", "minimum": 1}},
}
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_NAMED = {"starts_at": "day"}
"""What a service refuses, by the question that it concerns."""


@get(MATCH_AT + "/meetings/arrange", opt=permits("meeting.log"), sync_to_thread=True)
def arrange_form(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """Day, time, length, and where."""
    with visit.work() as work:
        match = _running(visit, work, mentorship)
        rhythm = rhythm_of(work, mentorship, host=match.host)
        today = work.now.astimezone(ZoneInfo(visit.tenant.timezone)).date()
    begin: dict[str, Any] = {"minutes": rhythm.minutes}
    if rhythm.suggested is not None and rhythm.suggested > today:
        begin["day"] = rhythm.suggested.isoformat()
    return _shown(visit, _arrange_page(visit, match, Reading({}, {}, typed_of(FORM, begin))))


@post(MATCH_AT + "/meetings/arrange", opt=permits("meeting.log"), sync_to_thread=True)
def keep_arranged(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """It is arranged, and everybody hears of it."""
    with visit.work() as work:
        match = _running(visit, work, mentorship)
    reading, plan = _read(visit, typed)
    if plan is not None:
        try:
            with visit.work() as work:
                arrange_meeting(work, mentorship, host=match.host, plan=plan)
        except Invalid as refusal:
            reading = _refused(reading, refusal, typed)
        else:
            visit.settle()
            return see_other(visit.in_programme("mine", mentorship))
    return _shown(visit, _arrange_page(visit, match, reading))


@get(MATCH_AT + "/meetings/{meeting:uuid}", opt=permits("meeting.log"), sync_to_thread=True)
def meeting_page(visit: NamedDependency[Visit], mentorship: FromPath[UUID], meeting: FromPath[UUID]) -> Response[str]:
    """One that is arranged: who can come, another time, or calling it off."""
    with visit.work() as work:
        match = _running(visit, work, mentorship)
        one = _one(work, match, meeting)
    here = one.starts_at.astimezone(ZoneInfo(visit.tenant.timezone))
    known = {"day": here.date().isoformat(), "time": f"{here:%H:%M}", "minutes": one.minutes, "place": one.place}
    reading = Reading({}, {}, typed_of(FORM, {name: value for name, value in known.items() if value}))
    return _shown(visit, _change_page(visit, match, one, reading, one.sequence))


@post(MATCH_AT + "/meetings/{meeting:uuid}", opt=permits("meeting.log"), sync_to_thread=True)
def keep_changed(
    visit: NamedDependency[Visit],
    mentorship: FromPath[UUID],
    meeting: FromPath[UUID],
    typed: NamedDependency[Typed],
) -> Response[str] | Redirect:
    """It has changed, and everybody hears of it."""
    said = first(typed, "sequence")
    sequence = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else -1
    with visit.work() as work:
        match = _running(visit, work, mentorship)
        one = _one(work, match, meeting)
    reading, plan = _read(visit, typed)
    if plan is not None:
        try:
            with visit.work() as work:
                change_meeting(work, mentorship, meeting, host=match.host, plan=plan, sequence=sequence)
        except Invalid as refusal:
            reading = _refused(reading, refusal, typed)
        else:
            visit.settle()
            return see_other(visit.in_programme("mine", mentorship))
    return _shown(visit, _change_page(visit, match, one, reading, sequence))


@post(MATCH_AT + "/meetings/{meeting:uuid}/off", opt=permits("meeting.log"), sync_to_thread=True)
def keep_off(visit: NamedDependency[Visit], mentorship: FromPath[UUID], meeting: FromPath[UUID]) -> Redirect:
    """It does not take place, and everybody hears of it."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        call_off(work, mentorship, meeting, host=match.host)
    visit.settle()
    return see_other(visit.in_programme("mine", mentorship))


@post(MATCH_AT + "/meetings/{meeting:uuid}/reply", opt=permits("meeting.log"), sync_to_thread=True)
def keep_meeting_reply(
    visit: NamedDependency[Visit],
    mentorship: FromPath[UUID],
    meeting: FromPath[UUID],
    typed: NamedDependency[Typed],
) -> Redirect:
    """Whether it suits me."""
    chosen = first(typed, "coming")
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        if chosen in {"yes", "no"}:
            reply_to_meeting(work, mentorship, meeting, host=match.host, coming=chosen == "yes")
    visit.settle()
    return see_other(visit.in_programme("mine", mentorship))


@get(MATCH_AT + "/number", opt=permits("meeting.log"), sync_to_thread=True)
def number_form(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """How many meetings each of us would like."""
    with visit.work() as work:
        view = _number_page(visit, work, _running(visit, work, mentorship), None)
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


@post(MATCH_AT + "/number", opt=permits("meeting.log"), sync_to_thread=True)
def keep_number(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """What I would like is kept; it holds once all say the same."""
    reading = read_form(NUMBER, typed, language=visit.language)
    if not reading.problems:
        try:
            with visit.work() as work:
                match = _running(visit, work, mentorship)
                want_meetings(work, mentorship, host=match.host, number=reading.answers["number"])
        except Invalid as refusal:
            reading = _refused(reading, refusal, typed)
        else:
            visit.settle()
            return see_other(visit.in_programme("mine", mentorship))
    with visit.work() as work:
        view = _number_page(visit, work, _running(visit, work, mentorship), reading)
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


def _running(visit: Visit, work: UnitOfWork, mentorship: UUID) -> Match:
    match = own_match(visit, work, mentorship)
    if match.state != "running":
        raise NotFound("This match is not running.", "Go back to your page.")
    return match


def _one(work: UnitOfWork, match: Match, meeting: UUID) -> Arranged:
    for each in arranged(work, match.mentorship_id, host=match.host):
        if each.id == meeting and not each.over:
            return each
    raise NotFound("There is no such meeting ahead.", "Go back to your page.")


def _read(visit: Visit, typed: Typed) -> tuple[Reading, Plan | None]:
    """What was typed, and the plan it makes where it makes one."""
    reading = read_form(FORM, typed, language=visit.language)
    problems = dict(reading.problems)
    said = reading.answers
    found = _TIME.fullmatch(said.get("time", "").strip())
    if "time" in said and found is None:
        problems["time"] = "Enter a time such as 10:00 or 14:30."
    if problems or found is None:
        return Reading(said, problems, typed, reading.wrong_boxes), None
    zone = ZoneInfo(visit.tenant.timezone)
    clock = time(int(found[1]), int(found[2]))
    starts_at = datetime.combine(date.fromisoformat(said["day"]), clock, zone)
    if starts_at.astimezone(UTC).astimezone(zone).time() != clock:
        told = "The clocks go forward over this time. Choose an earlier or a later one."
        return Reading(said, {"time": told}, typed), None
    plan = Plan(
        starts_at=starts_at.astimezone(UTC),
        minutes=said["minutes"],
        zone=visit.tenant.timezone,
        place=said.get("place", ""),
    )
    return reading, plan


def _refused(reading: Reading, refusal: Invalid, typed: Typed) -> Reading:
    problems = {_NAMED.get(name, name): told for name, told in refusal.problems.items()}
    return Reading(reading.answers, problems, typed)


def _shown(visit: Visit, view: ArrangePage) -> Response[str]:
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


def _arrange_page(visit: Visit, match: Match, reading: Reading) -> ArrangePage:
    fields = form_fields(FORM, reading.typed, reading=reading, language=visit.language)
    return ArrangePage(
        title="Arrange a meeting",
        problems=form_problems(fields),
        sentence=f"{match.title}. Everyone gets an invitation that their calendar can take up.",
        action=visit.in_programme("mine", match.mentorship_id, "meetings", "arrange"),
        fields=fields,
        button="Arrange it",
        leave=Link("Leave without arranging", visit.in_programme("mine", match.mentorship_id)),
        promise="Coordinators see that you met, and when, once you have logged it; never where, or what was said.",
    )


def _change_page(visit: Visit, match: Match, one: Arranged, reading: Reading, sequence: int) -> ArrangePage:
    fields = form_fields(FORM, reading.typed, reading=reading, language=visit.language)
    at = visit.in_programme("mine", match.mentorship_id, "meetings", one.id)
    return ArrangePage(
        title="Change this meeting",
        problems=form_problems(fields),
        sentence=f"{match.title}. Arranged for {when(one.starts_at, visit.tenant.timezone, visit.language)}.",
        replies=replies_of(one),
        action=at,
        fields=fields,
        hidden=(("sequence", str(sequence)),),
        button="Change it for everyone",
        leave=Link("Leave it as it is", visit.in_programme("mine", match.mentorship_id)),
        off_title="If it does not take place",
        off_text="Everyone hears of it, and their calendars take it out.",
        off=Button(label="Call this meeting off", href=f"{at}/off", post=True, kind="stop"),
    )


def _number_page(visit: Visit, work: UnitOfWork, match: Match, reading: Reading | None) -> LogMeetingPage:
    terms = scheme_of(programme_with_id(work, match.host, match.programme_id)).mentorships[match.pathway].meetings
    if terms.set_by != "members":
        raise NotFound("The scheme sets the number of meetings.", "Go back to your page.")
    found = membership(work, match.mentorship_id, host=match.host)
    me = found.me
    known = {"number": me.meetings_wanted} if me and me.meetings_wanted else {}
    typed = reading.typed if reading else typed_of(NUMBER, known)
    fields = form_fields(NUMBER, typed, reading=reading, language=visit.language)
    said = [
        f"{each.name} would like {each.meetings_wanted}."
        for each in found.members
        if each is not me and each.left_at is None and each.meetings_wanted
    ]
    holds = found.mentorship.agreed_meetings
    agreed = f" You have agreed on {holds}." if holds else ""
    return LogMeetingPage(
        title="How often you meet",
        problems=form_problems(fields),
        sentence=" ".join((f"It holds once all of you say the same number.{agreed}", *said)),
        action=visit.in_programme("mine", match.mentorship_id, "number"),
        fields=fields,
        button="Keep this number",
        leave=Link("Leave it as it is", visit.in_programme("mine", match.mentorship_id)),
    )
