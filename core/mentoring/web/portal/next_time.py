"""The question about the next programme: stay, look for another match, or leave."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.mentorships.model import NextTime
from mentoring.mentorships.next_time import ANSWER_WITHIN, is_open, own_questions, question_of, say_next_time
from mentoring.participants.model import Registration
from mentoring.participants.register import own_registration
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Button, Link
from mentoring.web.views.portal import LogMeetingPage
from mentoring.web.words import day

_AT = "/{tenant:str}/{programme:str}/mine/next/{registration:uuid}/{number:int}"
_OFFERS = {
    "stay": ("Stay as I am", "A match goes on if all of you say so; without one, you stay in the pool."),
    "rematch": ("Take part again, with another match", "You are registered again and meet somebody new."),
    "leave": ("Leave", "You are not registered again, and can register yourself at any time."),
}
_SILENCE = {
    "stay": "If you do not answer, you stay as you are.",
    "rematch": "If you do not answer, you take part again, with another match.",
    "leave": "If you do not answer, you are not registered again.",
}


def may_say_next(visit: Visit, work: UnitOfWork, own: tuple[Registration, ...]) -> tuple[Button, ...]:
    """The way to each question that is open."""
    return tuple(
        Button(
            label="Change what you said about next time" if each.answer else "Say what happens next time",
            href=visit.in_programme("mine", "next", each.registration_id, each.number),
            kind="" if each.answer else "primary",
        )
        for each in own_questions(work, own)
        if is_open(each, work.now)
    )


@get(_AT, opt=permits("registration.write"), sync_to_thread=True)
def next_time_form(visit: NamedDependency[Visit], registration: FromPath[UUID], number: FromPath[int]) -> Response[str]:
    """What they may choose, and what silence means."""
    with visit.work() as work:
        question = question_of(work, own_registration(work, visit.programme, registration), number)
        view = _page(visit, question, open_=is_open(question, work.now))
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


@post(_AT, opt=permits("registration.write"), sync_to_thread=True)
def keep_next_time(
    visit: NamedDependency[Visit], registration: FromPath[UUID], number: FromPath[int], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """The answer is kept; the next programme takes them along once it is open."""
    chosen = first(typed, "next")
    with visit.work() as work:
        own = own_registration(work, visit.programme, registration)
        question = question_of(work, own, number)
        if chosen in question.offer:
            say_next_time(work, visit.programme, own, number=number, answer=chosen)
    if chosen not in question.offer:
        view = _page(visit, question, open_=True, problem="Choose what is to happen next time")
        return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))
    visit.settle()
    return see_other(visit.in_programme("mine", "next", registration, number))


def _page(visit: Visit, question: NextTime, *, open_: bool, problem: str = "") -> LogMeetingPage:
    until = day(question.asked_at + ANSWER_WITHIN, visit.tenant.timezone, visit.language)
    said = f" You have said: “{_OFFERS[question.answer][0]}”." if question.answer else ""
    options = tuple(
        Option(value=each, label=_OFFERS[each][0], hint=_OFFERS[each][1], chosen=question.answer == each)
        for each in question.offer
    )
    fields = (Field(name="next", kind="radio", label="What would you like to do?", options=options, problem=problem),)
    told = f"Please answer by {until}. {_SILENCE[question.silent]}" if open_ else "This question is no longer open."
    return LogMeetingPage(
        title="Next time",
        problems=form_problems(fields),
        sentence=f"{visit.programme.title} will begin again. {told}{said}",
        action=visit.in_programme("mine", "next", question.registration_id, question.number),
        fields=fields if open_ else (),
        button="Send my answer" if open_ else "",
        leave=Link("Back to my page", visit.in_programme("mine")),
        promise="Your answers go along, and what you declared about yourself only if you say that you go on.",
    )
