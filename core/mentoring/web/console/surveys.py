"""Surveys of a programme: how many have answered, what they said as far as one may read it, who has not."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.contracts.forms import compile_form
from mentoring.reports.survey_results import Results, exported, results
from mentoring.reports.surveys import LEAST, Counted, Written
from mentoring.schemes.scheme import Survey, say
from mentoring.surveys.chase import remind_now
from mentoring.surveys.queries import Someone, SurveyState, survey_states
from mentoring.tenants.directory import institutions
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.paging import page_in, page_links, paged
from mentoring.web.forms.told import answers_in_words
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.charts import BarTable, bar_rows
from mentoring.web.views.parts import Banner, Button, Empty, Link, MarkKind
from mentoring.web.views.surveys import Answered, Missing, SurveyLine, SurveyResultsPage, SurveysPage, Words
from mentoring.web.words import begun, count, day

_AT = "/{tenant:str}/console/{programme:str}/surveys"
_ONE = _AT + "/{survey:str}"
_WITHHELD = {
    "nobody": "Nobody has answered yet.",
    "members": "The members of each mentorship read these answers, and nobody else.",
    "host": "The coordinators of the programme's host read these answers.",
    "open": "Answers without names are shown once nobody can add one: before that, each new one could be told.",
    "few": f"Answers without names are shown once at least {LEAST} people have answered.",
}
_FOOTNOTE = (
    "Without names, 0, 1 and 2 people are shown as 0 and all others as the nearest five, so that no one can be "
    f"recognised; averages are of at least {LEAST} people."
)


@get(_AT, opt=permits("survey.read", lists="surveys"), sync_to_thread=True)
def survey_list(visit: NamedDependency[Visit]) -> Response[str]:
    """Every survey, with its response."""
    with visit.work() as work:
        states = survey_states(work, visit.programme)
        frame = console_frame(visit, current="surveys", wanted=needed(work, visit.programme))
        now = work.now
    running = [each for each in states if each.last_close and each.last_close > now and each.answered < each.asked]
    view = SurveysPage(
        title="Surveys",
        programme=visit.programme.title,
        sentence=begun(f"{count(len(running), 'survey waits', 'surveys wait')} for answers.")
        if running
        else "No survey waits for answers.",
        lines=tuple(_line(visit, each, waits=each in running) for each in states),
        empty=None if states else Empty(title="No surveys", text="This scheme asks no questions on the way."),
    )
    return visit.page(view, frame)


@get(_ONE, opt=permits("survey.read", lists="surveys"), sync_to_thread=True)
def survey_page(
    visit: NamedDependency[Visit],
    survey: FromPath[str],
    reminded: FromQuery[int] = -1,
    page: FromQuery[int] = 1,
    words: FromQuery[int] = 1,
    missing: FromQuery[int] = 1,
) -> Response[str]:
    """One survey: results, answers, and who is missing; each list a page at a time."""
    with visit.work() as work:
        found = results(work, visit.programme, survey, language=visit.language)
        houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
        frame = console_frame(visit, current="surveys", wanted=needed(work, visit.programme))
        late = found.missing(work.now)
    asked = len(found.people)
    share = f" ({100 * found.answered // asked} per cent)" if asked else ""
    at = visit.path("console", visit.programme.slug, "surveys", survey)
    view = SurveyResultsPage(
        title=say(found.entry.title, visit.language),
        banner=_reminded(reminded),
        programme=visit.programme.title,
        sentence=f"{found.answered} of {asked} have answered{share}." if asked else "Nobody has been asked yet.",
        readers=_readers(found.entry),
        actions=() if found.withheld else (Button(label="Download as CSV", href=f"{at}/export", post=True),),
        tables=tuple(_table(each) for each in found.counts),
        words=tuple(_words(found, each, at, words) for each in found.words if each.lines),
        people=tuple(_answered(visit, found, each, houses) for each in paged(found.authors, page)),
        people_pages=page_links(
            len(found.authors), page_in(page, len(found.authors)), lambda to: f"{at}?page={to}#who-answered"
        ),
        missing=tuple(
            Missing(
                name=each.name,
                house=houses.get(each.home, each.home),
                since=day(each.asked_at, visit.tenant.timezone, visit.language),
            )
            for each in paged(late, missing)
        ),
        missing_pages=page_links(len(late), page_in(missing, len(late)), lambda to: f"{at}?missing={to}#missing"),
        missing_title=begun(f"{count(len(late), 'person has', 'people have')} not answered"),
        remind=Button(label=f"Remind {len(late)} now", href=f"{at}/remind", post=True) if late else None,
        withheld=_WITHHELD.get(found.withheld, "") if asked else "",
        footnote="" if found.entry.named else _FOOTNOTE,
        back=Link("All surveys", visit.path("console", visit.programme.slug, "surveys")),
    )
    return visit.page(view, frame)


@post(_ONE + "/remind", opt=permits("survey.remind"), sync_to_thread=True)
def remind_people(visit: NamedDependency[Visit], survey: FromPath[str]) -> Redirect:
    """A reminder to each who has not answered, once a day at most."""
    with visit.work() as work:
        sent = remind_now(work, visit.programme, survey=survey)
    return see_other(visit.path("console", visit.programme.slug, "surveys", survey) + f"?reminded={sent}")


@post(_ONE + "/export", opt=permits("survey.read", step_up=True), sync_to_thread=True)
def export_answers(visit: NamedDependency[Visit], survey: FromPath[str]) -> Response[bytes]:
    """The answers as a file for a spreadsheet program."""
    with visit.work() as work:
        content = exported(work, visit.programme, survey, language=visit.language)
    name = f"{visit.programme.slug}-{survey}.csv"
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
        status_code=200,
    )


def _line(visit: Visit, state: SurveyState, *, waits: bool) -> SurveyLine:
    mark: MarkKind = "wait" if waits else "done" if state.asked else "open"
    first = day(state.first_asked, visit.tenant.timezone, visit.language) if state.first_asked else ""
    return SurveyLine(
        title=say(state.entry.title, visit.language),
        href=visit.path("console", visit.programme.slug, "surveys", state.survey),
        when=f"Asked since {first}" if first else "Not asked yet",
        answered=f"{state.answered} of {state.asked}" if state.asked else "",
        readers=_readers(state.entry),
        mark=mark,
        word="Waits for answers" if waits else "Closed" if state.asked else "To come",
    )


def _readers(entry: Survey) -> str:
    if not entry.named:
        return "Nobody reads answers with names."
    return {
        "coordinators": "Read by the coordinators of the host and of each person's institution.",
        "host": "Read by the host's coordinators.",
        "members": "Read by the members of each mentorship.",
    }[entry.read_by]


def _reminded(number: int) -> Banner | None:
    if number < 0:
        return None
    if number == 0:
        return Banner(kind="info", title="Nobody was reminded", text="All of them had a reminder today already.")
    return Banner(kind="done", title=begun(f"{count(number, 'person is', 'people are')} reminded"))


def _table(each: Counted) -> BarTable:
    told = f"{each.people} {'person' if each.people == 1 else 'people'} answered."
    if each.mean is not None:
        told += f" Average {each.mean}."
    if each.before is not None:
        told += f" In “{each.before[0]}” it was {each.before[1]}."
    return BarTable(
        id=each.question,
        title=each.title,
        heads=("Answer", "People"),
        rows=bar_rows(tuple((label, number, "") for label, number in each.counts)),
        text=told,
    )


def _words(found: Results, each: Written, here: str, page: int) -> Words:
    lines = sorted((text, found.authors[at].name if found.authors else "") for at, text in each.lines)
    name = f"words-{each.question}"
    return Words(
        id=name,
        title=each.title,
        lines=tuple(paged(lines, page)),
        pages=page_links(len(lines), page_in(page, len(lines)), lambda to: f"{here}?words={to}#{name}"),
    )


def _answered(visit: Visit, found: Results, who: Someone, houses: dict[str, str]) -> Answered:
    form = compile_form(found.entry.form)
    return Answered(
        id=f"answers-{who.registration_id}-{who.asked_at:%Y%m%d%H%M%S}",
        name=who.name,
        house=houses.get(who.home, who.home),
        when=day(who.answered_at, visit.tenant.timezone, visit.language) if who.answered_at else "",
        answers=answers_in_words(form, who.answers or {}, visit.language),
    )
