"""The page on which a coordinator sets somebody's level, with a reason."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.contracts.lengths import at_most
from mentoring.errors import Invalid
from mentoring.participants.files import registration_file
from mentoring.participants.level import set_level
from mentoring.participants.views import File
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Link
from mentoring.web.views.selection import OneFormPage
from mentoring.web.words import short_day

_AT = "/{tenant:str}/console/{programme:str}/registrations/{registration:uuid}/level"
_REASON_MOST = 2000
BY_GRADE = "by_grade"
_UNKNOWN = "The institution's map does not know this grade"


@get(_AT, opt=permits("registration.decide"), sync_to_thread=True)
def level_page(visit: NamedDependency[Visit], registration: FromPath[UUID]) -> Response[str]:
    """Where somebody stands on the ladder, and why."""
    return _answer(visit, registration, {}, {})


@post(_AT, opt=permits("registration.decide"), sync_to_thread=True)
def record_level(
    visit: NamedDependency[Visit], registration: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """The level that stands from now on."""
    chosen, reason = first(typed, "level"), at_most(first(typed, "reason"), _REASON_MOST, "reason")
    if chosen != BY_GRADE and not (chosen.isascii() and chosen.isdigit() and len(chosen) < 4):
        return _answer(visit, registration, typed, {"level": "Choose a level"})
    try:
        with visit.work() as work:
            level = None if chosen == BY_GRADE else int(chosen)
            set_level(work, visit.programme, registration, level=level, reason=reason)
    except Invalid as refusal:
        return _answer(visit, registration, typed, dict(refusal.problems))
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "registrations", registration))


def _answer(visit: Visit, registration: UUID, typed: Typed, problems: dict[str, str]) -> Response[str]:
    with visit.work() as work:
        file = registration_file(work, visit.programme, registration)
        frame = console_frame(visit, current="registrations", wanted=needed(work, visit.programme))
    fields = _fields(file, typed, problems) if file.ladder else ()
    view = OneFormPage(
        title=f"The level of {file.name}",
        problems=form_problems(fields),
        programme=visit.programme.title,
        sentence=f"{file.grade + ', ' if file.grade else ''}{file.house}. {level_in_words(visit, file)}",
        back=Link(
            "Back to the registration", visit.path("console", visit.programme.slug, "registrations", registration)
        ),
        told="" if file.ladder else "This scheme has no levels: its rules ask for none.",
        action=visit.path("console", visit.programme.slug, "registrations", registration, "level"),
        fields=fields,
        button="Set the level",
        note="The rules are looked at again at once. It stands until somebody sets it anew.",
    )
    return visit.page(view, frame)


def level_in_words(visit: Visit, file: File) -> str:
    """Where somebody stands, and whether a person set it: a sentence."""
    line = file.level
    if line is None:
        return ""
    if line.level is None:
        return f"{_UNKNOWN if file.grade else 'They gave no grade'}, so a person has to say."
    if line.at is None:
        return f"By the institution's map this is {line.title}."
    when = short_day(line.at, visit.tenant.timezone, visit.language)
    return f"Set to {line.title} at {line.house} on {when}: {line.reason}"


def _fields(file: File, typed: Typed, problems: dict[str, str]) -> tuple[Field, ...]:
    set_by_hand = file.level is not None and file.level.at is not None
    now = str(file.level.level) if file.level and file.level.level and set_by_hand else ""
    chosen = first(typed, "level") or now
    ladder = {str(place): title for place, title in enumerate(file.ladder, 1)}
    offered = {"": "Choose one", BY_GRADE: "As the institution's map says", **ladder}
    return (
        Field(
            name="level",
            kind="select",
            label="Level",
            options=tuple(Option(value=value, label=words, chosen=chosen == value) for value, words in offered.items()),
            problem=problems.get("level", ""),
        ),
        Field(
            name="reason",
            kind="long",
            label="Why?",
            hint="Such as an acting post, or a grade that the map does not know. Kept with your name.",
            value=first(typed, "reason"),
            problem=problems.get("reason", ""),
            most=_REASON_MOST,
        ),
    )
