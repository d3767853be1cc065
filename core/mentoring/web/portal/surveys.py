"""A survey, answered by whoever was asked: one theme a page, kept on the way, changed until it closes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.contracts.forms import compile_form
from mentoring.errors import Invalid, NotFound
from mentoring.mentorships.queries import one
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Survey, say
from mentoring.surveys.answer import Question, is_open, own_asked, save, send
from mentoring.surveys.queries import answered_of_members
from mentoring.surveys.rules import last_moment
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.draw import form_fields, form_problems, themes_of, typed_of
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.forms.told import answers_in_words
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.home import PROGRAMME_AT
from mentoring.web.portal.readers import readers_of
from mentoring.web.portal.to_do import in_a_sentence
from mentoring.web.views.parts import Banner, Link, Step
from mentoring.web.views.surveys import Said, SurveyPage
from mentoring.web.words import day

SURVEY_AT = PROGRAMME_AT + "/surveys/{question:uuid}"


@get(SURVEY_AT, opt=permits("survey.answer"), sync_to_thread=True)
def survey_form(
    visit: NamedDependency[Visit], question: FromPath[UUID], theme: FromQuery[int] = 1, sent: FromQuery[bool] = False
) -> Response[str]:
    """The questions with what is kept; once they are closed, what one said."""
    with visit.work() as work:
        view = _Answering(visit, work, question).show(theme, sent=sent)
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


@post(SURVEY_AT, opt=permits("survey.answer"), sync_to_thread=True)
def keep_answers(
    visit: NamedDependency[Visit],
    question: FromPath[UUID],
    typed: NamedDependency[Typed],
    theme: FromQuery[int] = 1,
) -> Response[str] | Redirect:
    """What was typed is kept; then the next theme, or the answers are sent."""
    with visit.work() as work:
        answering = _Answering(visit, work, question)
        if first(typed, "then") == "later":
            view, follows = answering.keep(theme, typed, whole=False), visit.in_programme("mine")
        else:
            view, follows = answering.go_on(theme, typed)
    if view is not None:
        return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))
    visit.settle()
    return see_other(follows)


class _Answering:
    """One visit to one survey."""

    def __init__(self, visit: Visit, work: UnitOfWork, asked_id: UUID) -> None:
        self.visit, self.work, self.language = visit, work, visit.language
        self.scheme = scheme_of(visit.programme)
        self.own = own_asked(work, visit.programme, asked_id)
        self.asked: Question = self.own.asked
        self.survey: Survey = self.scheme.surveys[self.asked.survey]
        self.themes = themes_of(self.survey.form, visit.language)
        self.at = visit.in_programme("mine", "surveys", asked_id)

    @property
    def said(self) -> Mapping[str, Any]:
        """What is kept so far."""
        return self.own.answers

    def show(self, theme: int, *, sent: bool) -> SurveyPage:
        """The page as it is first shown."""
        if not is_open(self.work, self.visit.programme, self.asked):
            return self._closed(sent=sent)
        number = self._number(theme)
        ask = self.themes[number - 1][2]
        typed = typed_of(self.survey.form, self.said)
        fields = form_fields(self.survey.form, typed, ask=ask, answers=self.said, language=self.language)
        return self._page(number, fields_of=fields, sent=sent)

    def go_on(self, theme: int, typed: Typed) -> tuple[SurveyPage | None, str]:
        """Keep this theme; then the next one, or send. The page again where something needs another look."""
        again = self.keep(theme, typed, whole=True)
        number = self._number(theme)
        if again is not None:
            return again, ""
        if number < len(self.themes):
            return None, f"{self.at}?theme={number + 1}"
        try:
            send(self.work, self.visit.programme, self.own)
        except Invalid as refusal:
            missing = next(n for n, each in enumerate(self.themes, 1) if set(each[2]) & refusal.problems.keys())
            reading = read_form(
                self.survey.form, typed_of(self.survey.form, self.said), before=self.said, language=self.language
            )
            return self._again(missing, reading), ""
        return None, f"{self.at}?sent=true"

    def keep(self, theme: int, typed: Typed, *, whole: bool) -> SurveyPage | None:
        """Keep what was typed; of what was sent already nothing changes while something needs another look."""
        number = self._number(theme)
        ask = self.themes[number - 1][2]
        reading = read_form(self.survey.form, typed, ask=ask, before=self.said, whole=whole, language=self.language)
        if not (reading.problems and self.asked.answered_at is not None):
            kept = {name: reading.answers.get(name) for name in ask}
            save(self.work, self.visit.programme, self.own, kept)
        return self._again(number, reading) if reading.problems else None

    def _number(self, theme: int) -> int:
        return min(max(theme, 1), len(self.themes))

    def _again(self, number: int, reading: Reading) -> SurveyPage:
        fields = form_fields(
            self.survey.form,
            reading.typed,
            ask=self.themes[number - 1][2],
            answers=self.said,
            reading=reading,
            language=self.language,
        )
        return self._page(number, fields_of=fields)

    def _page(self, number: int, *, fields_of: tuple[Any, ...], sent: bool = False) -> SurveyPage:
        zone, done = self.visit.tenant.timezone, self.asked.answered_at is not None
        until = day(last_moment(self.asked.closes_at), zone, self.language)
        _, text, _ = self.themes[number - 1]
        several = len(self.themes) > 1
        last = number == len(self.themes)
        send_words = "Send my changed answers" if done else "Send my answers"
        return SurveyPage(
            title=say(self.survey.title, self.language),
            banner=self._banner() if sent else None,
            problems=form_problems(fields_of),
            sentence=f"{self.visit.programme.title}{self._about()}. "
            + (f"You can change your answers until the end of {until}." if done else f"Open until the end of {until}."),
            readers=readers_of(self.visit, self.work, self.asked, self.survey),
            steps=self._steps(number) if several else (),
            text=text,
            action=f"{self.at}?theme={number}" if several else self.at,
            fields=fields_of,
            button=send_words if last else "Save and continue",
            later="" if done else "Save and come back later",
            saved="" if done else "What you type is kept when you save; nobody reads it before you send it.",
            others=self._others(),
            leave=Link("Back to my page", self.visit.in_programme("mine")),
        )

    def _about(self) -> str:
        """Which match is asked about, where one is: somebody may be in several."""
        if self.asked.mentorship_id is None:
            return ""
        try:
            match = one(self.work, self.asked.mentorship_id, host=self.asked.tenant_id)
        except NotFound:  # they have left it since
            return ""
        return f", about {in_a_sentence(match.title)}"

    def _steps(self, number: int) -> tuple[Step, ...]:
        return tuple(
            Step(
                title=title or "A few more questions",
                state="done" if n < number else "now" if n == number else "open",
                href=f"{self.at}?theme={n}" if n < number else "",
            )
            for n, (title, _, _) in enumerate(self.themes, 1)
        )

    def _banner(self) -> Banner:
        if self.asked.reach == "nobody":
            return Banner(kind="done", title="Your answers are sent", text="Your name does not stand beside them.")
        closes = day(last_moment(self.asked.closes_at), self.visit.tenant.timezone, self.language)
        return Banner(
            kind="done", title="Your answers are sent", text=f"You can change them until the end of {closes}."
        )

    def _closed(self, *, sent: bool) -> SurveyPage:
        told = {
            (True, True): "You have answered, without your name: nobody, you neither, can change or find your answers.",
            (True, False): "This is closed, and your answers are kept as you sent them.",
        }
        done = self.asked.answered_at is not None
        said = self.said if done else {}
        form = compile_form(self.survey.form)
        return SurveyPage(
            title=say(self.survey.title, self.language),
            banner=self._banner() if sent else None,
            sentence=told.get((done, self.asked.reach == "nobody"), "This is closed. You need do nothing."),
            readers=readers_of(self.visit, self.work, self.asked, self.survey),
            answers_title="Your answers",
            answers=answers_in_words(form, said, self.language) if said else (),
            others=self._others(),
            leave=Link("Back to my page", self.visit.in_programme("mine")),
        )

    def _others(self) -> tuple[Said, ...]:
        """What the other members said, once one has answered oneself or nobody can any more."""
        open_still = self.work.now < self.asked.closes_at
        if self.asked.mentorship_id is None or (self.asked.answered_at is None and open_still):
            return ()
        found = answered_of_members(self.work, self.asked)
        if not found:
            return ()
        match = one(self.work, self.asked.mentorship_id, host=self.asked.tenant_id)
        names = {each.registration_id: each.name for each in match.others}
        form = compile_form(self.survey.form)
        return tuple(
            Said(name=names[each.registration_id], answers=answers_in_words(form, each.answers, self.language))
            for each in found
            if each.registration_id in names
        )
