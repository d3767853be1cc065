"""Registering, one theme a page: what is typed is kept on every step, and nothing is sent before the last."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Invalid, NotFound
from mentoring.participants.declare import declared_answers
from mentoring.participants.model import Registration
from mentoring.participants.register import problems_of, registration_for, save_answers, start, submit
from mentoring.participants.setting import window_of
from mentoring.people.service import person, rename
from mentoring.programmes.controllers import controllers_of
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.frames import public_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.public.registering import (
    ABOUT,
    DECLARATION,
    LAST,
    Theme,
    heading,
    read_back,
    steps,
    theme_of,
    themes,
)
from mentoring.web.views.parts import Button, Link, Page, Problem
from mentoring.web.views.public import ReadBack, ReadThroughPage, RegisterPage
from mentoring.web.words import when

_AT = "/{tenant:str}/{programme:str}/register/{role:str}"
_NAME_MOST = 200
_PROMISE = (
    "Seen by the coordinators of this programme only, never by the person you are matched with. You can withdraw it at "
    "any time on the page of your registration. It is kept apart from everything else you tell us."
)


class _Registering:
    """One registration of the signed-in person, and the pages it has."""

    def __init__(self, visit: Visit, work: UnitOfWork, role: str) -> None:
        self.visit, self.work, self.role = visit, work, role
        self.programme = visit.programme
        self.scheme: Scheme = scheme_of(self.programme)
        if role not in self.scheme.registration:
            raise NotFound("There is no such role in this programme.")
        self.themes = themes(self.scheme, role, visit.language)
        self.base = visit.in_programme("register", role)
        self.registration: Registration = registration_for(work, self.programme, role) or start(
            work, self.programme, role=role
        )

    def theme(self, key: str) -> Theme:
        """The page called `key`. Raises NotFound."""
        found = next((theme for theme in self.themes if theme.key == key), None)
        if found is None:
            raise NotFound("There is no such page in this registration.")
        return found

    def after(self, theme: Theme) -> str:
        """Where *Save and continue* leads."""
        return f"{self.base}/{self.themes[self.themes.index(theme) + 1].key}"

    def place(self) -> Theme:
        """Where one goes on: the first page with something to fill in; reading it through once all is there."""
        if self.sent:
            return self.themes[-1]
        unsound = {problem.field for problem in self.unsound()}
        for theme in self.themes[:-1]:
            answers = self.answers(theme)
            begun = any(name in answers for name in theme.ask) if theme.schema else self.registration.name
            if not begun or f"{self.base}/{theme.key}" in unsound:
                return theme
        return self.themes[-1]

    @property
    def sent(self) -> bool:
        """Whether the registration was sent already, and is being changed."""
        return self.registration.state == "submitted"

    @property
    def closed(self) -> bool:
        """Whether it was sent and registration has closed since: what was said stands."""
        return self.sent and not window_of(self.work, self.programme, self.role).is_open

    def page(self, theme: Theme, fields: tuple[Field, ...], problems: tuple[Problem, ...] = ()) -> Page:
        """The page of one theme."""
        number = self.themes.index(theme) + 1
        kept = when(self.registration.saved_at, self.visit.tenant.timezone, self.visit.language)
        return RegisterPage(
            title=theme.title,
            problems=problems,
            heading=heading(self.scheme, self.role, self.visit.language),
            short=f"Theme {number} of {len(self.themes)}: {theme.title.lower()}",
            themes=steps(self.themes, theme, self.base, all_open=self.sent),
            text=theme.text,
            action=f"{self.base}/{theme.key}",
            fields=fields,
            button="Save and continue",
            later="Save and come back later",
            saved=f"Saved on {kept}. Close the page if you like; we keep your place.",
        )

    def fields(self, theme: Theme, typed: Typed, reading: Reading | None = None) -> tuple[Field, ...]:
        """The questions of a theme with what was typed."""
        if theme.schema is None:
            return (self.name_field(first(typed, "name")),)
        declared = theme.key == DECLARATION
        return form_fields(
            theme.schema,
            typed,
            ask=theme.ask,
            answers=self.answers(theme),
            reading=reading,
            prefix="declared." if declared else "",
            declared=declared,
            promise=_PROMISE if declared else "",
            language=self.visit.language,
        )

    def answers(self, theme: Theme) -> dict[str, object]:
        """What is kept so far of the form that `theme` belongs to."""
        if theme.key == DECLARATION:
            return dict(declared_answers(self.work, self.registration))
        return dict(self.registration.answers)

    def name_field(self, value: str, problem: str = "") -> Field:
        """The one question the core itself asks."""
        return Field(
            name="name",
            kind="text",
            label="Your name",
            hint="As colleagues know you. The person you are matched with reads it.",
            value=value,
            problem=problem,
            autocomplete="name",
            most=_NAME_MOST,
        )

    def show(self, theme: Theme) -> Page:
        """A page as it is first shown, with what is kept."""
        if theme.key == LAST:
            return self.read_through()
        if theme.schema is None:
            return self.page(theme, self.fields(theme, {"name": (self.registration.name,)}))
        prefix = "declared." if theme.key == DECLARATION else ""
        return self.page(theme, self.fields(theme, typed_of(theme.schema, self.answers(theme), prefix)))

    def keep(self, theme: Theme, typed: Typed, *, whole: bool) -> Page | None:
        """Keep what was typed on a page; the page again where something needs another look."""
        if theme.schema is None:
            return self.keep_name(theme, first(typed, "name").strip(), whole=whole)
        declared = theme.key == DECLARATION
        reading = read_form(
            theme.schema,
            typed,
            ask=theme.ask,
            before=self.answers(theme),
            prefix="declared." if declared else "",
            whole=whole,
            language=self.visit.language,
        )
        kept = {name: reading.answers.get(name) for name in theme.ask}
        if not (self.sent and reading.problems):
            if declared:
                save_answers(self.work, self.programme, self.registration, answers={}, declared=kept)
            else:
                save_answers(self.work, self.programme, self.registration, answers=kept)
        if not reading.problems:
            return None
        fields = self.fields(theme, typed, reading)
        return self.page(theme, fields, form_problems(fields))

    def keep_name(self, theme: Theme, name: str, *, whole: bool) -> Page | None:
        """The person's name, which their registrations copy."""
        problem = "Enter your name" if whole and not name else ""
        if len(name) > _NAME_MOST:
            problem = f"Write your name in at most {_NAME_MOST} characters"
        if problem:
            return self.page(theme, (self.name_field(name, problem),), (Problem("name", problem),))
        if name:
            me = person(self.work, self.visit.person.person_id)
            rename(self.work, me, name=name)
            save_answers(self.work, self.programme, self.registration, answers={})
        return None

    def read_through(self, problems: tuple[Problem, ...] = ()) -> ReadThroughPage:
        """Every answer under its theme."""
        last, closed = self.themes[-1], self.closed
        language = self.visit.language
        parts = [
            ReadBack(
                title=theme.title,
                answers=(
                    ("Your name", self.registration.name or "Not answered"),
                    ("Your address", self.registration.email),
                )
                if theme.schema is None
                else read_back(theme, self.answers(theme), language),
                change=None if closed else Link("Change", f"{self.base}/{theme.key}"),
            )
            for theme in self.themes[:-1]
        ]
        if closed:
            return ReadThroughPage(
                title="What you told us",
                heading=heading(self.scheme, self.role, language),
                text="Registration has closed, so your answers stand as you sent them. If one is wrong, ask your "
                "coordinators to correct it.",
                buttons=(
                    Button(label="Ask for a correction", href=self.visit.path("my-data", "correct")),
                    Button(label="Back to your page", href=self.visit.in_programme("mine")),
                ),
                parts=(*parts, self.controllers()),
            )
        return ReadThroughPage(
            title=last.title,
            problems=problems,
            heading=heading(self.scheme, self.role, language),
            short=f"Theme {len(self.themes)} of {len(self.themes)}: read it through",
            themes=steps(self.themes, last, self.base, all_open=True),
            text="What you change is kept at once." if self.sent else last.text,
            parts=(*parts, self.controllers()),
            action=f"{self.base}/{LAST}",
            button="Done" if self.sent else "Send my registration",
        )

    def controllers(self) -> ReadBack:
        """Which institution looks after what, before anything is sent."""
        record = controllers_of(file_of(self.programme), institutions(self.work.session))
        return ReadBack(
            title="Who looks after your data",
            answers=tuple(
                (each.name, f"{' '.join(each.of)} Questions: {each.contact}, {each.email}")
                for each in record
                if not each.left
            ),
            change=Link("Read more", self.visit.path("data-protection")),
        )

    def unsound(self) -> tuple[Problem, ...]:
        """What keeps the registration from being sent, each with the page it leads to."""
        found: list[Problem] = []
        if not self.registration.name:
            found.append(Problem(f"{self.base}/{ABOUT}", "Enter your name"))
        for problem in problems_of(self.work, self.programme, self.registration):
            theme = theme_of(self.themes, problem.question)
            found.append(Problem(f"{self.base}/{theme.key}", f"{theme.title}: {self.said(theme, problem.question)}"))
        return tuple(found)

    def said(self, theme: Theme, question: str) -> str:
        """The sentence that the question's own page would show."""
        prefix = "declared." if theme.key == DECLARATION else ""
        if theme.schema is None:
            return "look at this page again"
        answers = self.answers(theme)
        reading = read_form(
            theme.schema,
            typed_of(theme.schema, answers, prefix),
            before=answers,
            prefix=prefix,
            language=self.visit.language,
        )
        return reading.problems.get(question.removeprefix("declared."), "look at this answer again")


@get(_AT, opt=permits("registration.write"), sync_to_thread=True)
def begin_registering(visit: NamedDependency[Visit], role: FromPath[str]) -> Redirect:
    """To where one left off; whoever has sent already reads it through."""
    with visit.work() as work:
        registering = _Registering(visit, work, role)
        return see_other(f"{registering.base}/{registering.place().key}")


@get(_AT + "/{theme:str}", opt=permits("registration.write"), sync_to_thread=True)
def registration_theme(
    visit: NamedDependency[Visit], role: FromPath[str], theme: FromPath[str]
) -> Response[str] | Redirect:
    """One page of the registration; once registration has closed, the one on which it is read."""
    with visit.work() as work:
        registering = _Registering(visit, work, role)
        page = registering.theme(theme)
        if registering.closed and page.key != LAST:
            return see_other(f"{registering.base}/{LAST}")
        view = registering.show(page)
    return visit.page(view, public_frame(visit))


@post(_AT + "/{theme:str}", opt=permits("registration.write"), sync_to_thread=True)
def keep_theme(
    visit: NamedDependency[Visit], role: FromPath[str], theme: FromPath[str], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """What was typed is kept; then the next page, or the same one with what needs another look."""
    later = first(typed, "then") == "later"
    with visit.work() as work:
        registering = _Registering(visit, work, role)
        page = registering.theme(theme)
        if page.key == LAST:
            view, follows = _send(registering)
        else:
            view = registering.keep(page, typed, whole=not later)
            follows = visit.in_programme("mine") if later else registering.after(page)
    visit.settle()
    if view is not None:
        return visit.page(view, public_frame(visit))
    return see_other(follows)


def _send(registering: _Registering) -> tuple[Page | None, str]:
    problems = registering.unsound()
    if problems:
        return registering.read_through(problems), ""
    try:
        submit(registering.work, registering.programme, registering.registration)
    except Invalid as refusal:
        return registering.read_through((Problem(registering.base, refusal.what),)), ""
    return None, registering.visit.in_programme("mine")
