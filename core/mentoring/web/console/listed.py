"""What the host does for people of listed organisations, who cannot sign in: corrects what was entered, withdraws."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.contracts.lengths import at_most
from mentoring.errors import Conflict, Invalid
from mentoring.participants.listed import correct, entered, withdraw_entered
from mentoring.participants.model import Registration
from mentoring.programmes.pinned import scheme_of
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Link
from mentoring.web.views.selection import OneFormPage

_AT = "/{tenant:str}/console/{programme:str}/registrations/{registration:uuid}/entered"
_ANSWERS = "answers."
_NAME_MOST, _REASON_MOST = 200, 2000


@get(_AT, opt=permits("registration.enter"), sync_to_thread=True)
def entered_page(visit: NamedDependency[Visit], registration: FromPath[UUID]) -> Response[str]:
    """What was entered about somebody, to be corrected."""
    with visit.work() as work:
        row = entered(work, visit.programme, registration)
        work.record("read", "registration", row.id, subject=(row.home_tenant_id, None))
        form = dict(scheme_of(visit.programme).registration[row.role].form)
        typed = {**typed_of(form, row.answers, _ANSWERS), "name": (row.name or "",), "email": (row.email,)}
    return _page(visit, registration, typed, None)


@post(_AT, opt=permits("registration.enter"), sync_to_thread=True)
def correct_entered(
    visit: NamedDependency[Visit], registration: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """It reads as they say now; the rules are looked at again."""
    with visit.work() as work:
        row = entered(work, visit.programme, registration)
        form = dict(scheme_of(visit.programme).registration[row.role].form)
    reading = read_form(form, typed, prefix=_ANSWERS, language=visit.language)
    problems = dict(reading.problems)
    try:
        if not problems:
            with visit.work() as work:
                correct(
                    work,
                    visit.programme,
                    registration,
                    name=at_most(first(typed, "name"), _NAME_MOST, "name"),
                    email=first(typed, "email"),
                    answers=reading.answers,
                    reason=at_most(first(typed, "reason"), _REASON_MOST, "reason"),
                )
    except Invalid as refusal:
        problems = dict(refusal.problems)
    if problems:
        return _page(visit, registration, typed, Reading(reading.answers, problems, typed, reading.wrong_boxes))
    visit.settle()
    return see_other(_file(visit, registration))


@get(_AT + "/withdraw", opt=permits("registration.enter"), sync_to_thread=True)
def withdraw_entered_page(visit: NamedDependency[Visit], registration: FromPath[UUID]) -> Response[str]:
    """Whether to withdraw somebody."""
    return _withdraw_page(visit, registration, "", "")


@post(_AT + "/withdraw", opt=permits("registration.enter"), sync_to_thread=True)
def withdraw_listed(
    visit: NamedDependency[Visit], registration: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """They are withdrawn; their place goes to whoever waits."""
    reason = at_most(first(typed, "reason"), _REASON_MOST, "reason")
    try:
        with visit.work() as work:
            withdraw_entered(work, visit.programme, registration, reason=reason)
    except Invalid as refusal:
        return _withdraw_page(visit, registration, reason, refusal.problems["reason"])
    except Conflict as refusal:
        return _withdraw_page(visit, registration, reason, f"{refusal.what} {refusal.remedy}")
    visit.settle()
    return see_other(_file(visit, registration))


def _file(visit: Visit, registration: UUID, *more: str) -> str:
    return visit.path("console", visit.programme.slug, "registrations", registration, *more)


def _row(visit: Visit, registration: UUID) -> Registration:
    with visit.work() as work:
        return entered(work, visit.programme, registration)


def _page(visit: Visit, registration: UUID, typed: Typed, reading: Reading | None) -> Response[str]:
    problems = dict(reading.problems) if reading else {}
    row = _row(visit, registration)
    form = dict(scheme_of(visit.programme).registration[row.role].form)
    fields = (
        Field(
            name="name", kind="text", label="Their name", value=first(typed, "name"), most=_NAME_MOST,
            problem=problems.get("name", ""),
        ),
        Field(
            name="email", kind="email", label="Their address", value=first(typed, "email"),
            problem=problems.get("email", ""),
        ),
        *form_fields(form, typed, reading=reading, prefix=_ANSWERS, language=visit.language),
        _why(first(typed, "reason"), problems.get("reason", "")),
    )  # fmt: skip
    with visit.work() as work:
        frame = console_frame(visit, current="registrations", wanted=needed(work, visit.programme))
    view = OneFormPage(
        title=f"Change what was entered about {row.name}",
        programme=visit.programme.title,
        problems=form_problems(fields),
        sentence=f"{row.listed}. They cannot sign in: write what they told you.",
        back=Link("Back to the registration", _file(visit, registration)),
        action=_file(visit, registration, "entered"),
        fields=fields,
        button="Change the registration",
        note="The rules are looked at again at once. What somebody has decided stays decided.",
    )
    return visit.page(view, frame)


def _withdraw_page(visit: Visit, registration: UUID, reason: str, problem: str) -> Response[str]:
    row = _row(visit, registration)
    fields = (_why(reason, problem),) if row.state == "submitted" else ()
    with visit.work() as work:
        frame = console_frame(visit, current="registrations", wanted=needed(work, visit.programme))
    view = OneFormPage(
        title=f"Withdraw {row.name}",
        programme=visit.programme.title,
        problems=form_problems(fields),
        sentence=f"{row.listed}. Their place goes to whoever waits; they get a letter that says so.",
        back=Link("Back to the registration", _file(visit, registration)),
        told="" if fields else "They have withdrawn already.",
        action=_file(visit, registration, "entered", "withdraw"),
        fields=fields,
        button=f"Withdraw {row.name}",
    )
    return visit.page(view, frame)


def _why(value: str, problem: str) -> Field:
    return Field(
        name="reason", kind="long", label="Why?", hint="Kept in the audit trail.", value=value, rows=3,
        problem=problem, most=_REASON_MOST,
    )  # fmt: skip
