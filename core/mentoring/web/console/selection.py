"""Selection before matching: who has come to which stage, and the page on which a reviewer records a result."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.contracts.lengths import at_most
from mentoring.errors import Invalid, ReasonNeeded
from mentoring.participants.review import RESULTS, review
from mentoring.participants.selection import WORDS, ReviewFile, StagePerson, StageView, review_file, selection
from mentoring.participants.stages import Result
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.paging import LARGEST, SHOWN, page_in, page_links
from mentoring.web.console.why import why_page
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Empty, Link, MarkKind
from mentoring.web.views.selection import Candidate, OneFormPage, SelectionPage, StageBlock
from mentoring.web.words import begun, count, short_day

_AT = "/{tenant:str}/console/{programme:str}/selection"
_MARKS: dict[str, MarkKind] = {"open": "wait", "forward": "done", "reserve": "open", "no": "stop"}
_RESULTS: dict[Result, tuple[str, str]] = {
    "forward": ("Send forward", "To the next stage, or, after the last, into the next round."),
    "reserve": ("Keep in reserve", "They wait. You can send them forward later."),
    "no": ("Do not send forward", "They are told that there is no place for them, and that a person decided it."),
}
_REASON_MOST = 2000
_PREFIX = "review."


@get(_AT, opt=permits("stage.review", lists="selection"), sync_to_thread=True)
def selection_list(
    visit: NamedDependency[Visit], role: FromQuery[str] = "", stage: FromQuery[str] = "", page: FromQuery[int] = 1
) -> Response[str]:
    """Each stage with a page of those who have come to it, those first who wait; of `stage` of `role` that page."""
    pages = {(role, stage): page_in(page, LARGEST)}
    with visit.work() as work:
        stages = selection(work, visit.programme, pages=pages, size=SHOWN)
        frame = console_frame(visit, current="selection", wanted=needed(work, visit.programme))
    waiting = sum(each.waiting for each in stages)
    told = begun(f"{count(waiting, 'registration waits', 'registrations wait')} for you here.")
    view = SelectionPage(
        title="Selection",
        programme=visit.programme.title,
        sentence=told if waiting else "Nobody waits for you here.",
        stages=tuple(_block(visit, each, pages.get((each.role, each.stage), 1)) for each in stages),
        empty=None
        if stages
        else Empty(title="Nobody is selected", text="In this scheme whoever is eligible can be matched."),
    )
    return visit.page(view, frame)


@get(_AT + "/{stage:str}/{registration:uuid}", opt=permits("stage.review"), sync_to_thread=True)
def review_page(visit: NamedDependency[Visit], stage: FromPath[str], registration: FromPath[UUID]) -> Response[str]:
    """One registration before the reviewers of one stage."""
    try:
        with visit.work() as work:
            file = review_file(work, visit.programme, registration, stage=stage)
            frame = console_frame(visit, current="selection", wanted=needed(work, visit.programme))
    except ReasonNeeded:
        return why_page(visit, registration)
    before = file.before
    typed = typed_of(file.form, before.answers, _PREFIX) if before and file.form else {}
    typed = {**typed, "result": (before.result,), "reason": (before.reason or "",)} if before else typed
    return visit.page(_page(visit, file, stage, typed), frame)


@post(_AT + "/{stage:str}/{registration:uuid}", opt=permits("stage.review"), sync_to_thread=True)
def record_review(
    visit: NamedDependency[Visit],
    stage: FromPath[str],
    registration: FromPath[UUID],
    typed: NamedDependency[Typed],
) -> Response[str] | Redirect:
    """A reviewer's result; then the next registration that waits."""
    with visit.work() as work:
        file = review_file(work, visit.programme, registration, stage=stage)
    reading = Reading({}, {}, typed)
    if file.form:
        reading = read_form(file.form, typed, prefix=_PREFIX, language=visit.language)
    problems = dict(reading.problems)
    result = next((each for each in RESULTS if each == first(typed, "result")), None)
    if result is None:
        problems["result"] = "Choose what comes of it"
    else:
        try:
            if not problems:
                with visit.work() as work:
                    reason = at_most(first(typed, "reason"), _REASON_MOST, "reason")
                    review(
                        work, visit.programme, registration, stage=stage, result=result, answers=reading.answers,
                        reason=reason,
                    )  # fmt: skip
        except Invalid as refusal:
            problems = {**refusal.problems}
    if problems:
        with visit.work() as work:
            frame = console_frame(visit, current="selection", wanted=needed(work, visit.programme))
        drawn = Reading(reading.answers, problems, typed, reading.wrong_boxes)
        return visit.page(_page(visit, file, stage, typed, drawn), frame)
    visit.settle()
    follows = visit.path("console", visit.programme.slug, "selection")
    return see_other(f"{follows}/{stage}/{file.next_id}" if file.next_id else follows)


def _block(visit: Visit, stage: StageView, page: int) -> StageBlock:
    here = visit.path("console", visit.programme.slug, "selection")
    numbers, mark = stage.numbers, f"{stage.role}-{stage.stage}"
    by = f" By {short_day(stage.by, visit.tenant.timezone, visit.language)}." if stage.by else ""
    most = f" of at most {stage.at_most}" if stage.at_most is not None else ""
    told = f"{numbers['forward']:,}{most} sent forward, {numbers['reserve']:,} in reserve."
    return StageBlock(
        id=mark,
        title=f"{stage.title}: {stage.role_title.lower()}",
        sentence=begun(f"{count(numbers['open'], 'registration is', 'registrations are')} to be reviewed. {told}{by}"),
        second_title="Score",
        people=tuple(_candidate(visit, stage, each) for each in stage.people),
        pages=page_links(
            numbers.total(),
            page_in(page, numbers.total()),
            lambda to: f"{here}?role={stage.role}&stage={stage.stage}&page={to}#{mark}",
        ),
    )


def _candidate(visit: Visit, stage: StageView, one: StagePerson) -> Candidate:
    return Candidate(
        name=one.name,
        house=one.house,
        mark=_MARKS[one.result],
        word=WORDS[one.result],
        second=f"{one.score:g}" if one.score is not None else "None yet" if one.result == "open" else "None",
        href=visit.path("console", visit.programme.slug, "selection", stage.stage, one.registration_id),
    )


def _page(visit: Visit, file: ReviewFile, stage: str, typed: Typed, reading: Reading | None = None) -> OneFormPage:
    fields = () if file.closed else _fields(visit, file, typed, reading)
    before = f"{WORDS[file.before.result]} so far." if file.before else ""
    return OneFormPage(
        title=f"{file.title}: {file.name}",
        problems=form_problems(fields),
        programme=visit.programme.title,
        sentence=f"{file.role_title}, {file.house}. {before}".strip(),
        back=Link("All of selection", visit.path("console", visit.programme.slug, "selection")),
        words_title="In their own words",
        words=tuple((each.title, each.words) for each in file.words),
        told=file.closed,
        action=visit.path("console", visit.programme.slug, "selection", stage, file.registration_id),
        fields=fields,
        button="Record and go to the next" if file.next_id else "Record",
        note="Your answers are kept with your name, for coordinators alone. The result takes effect at once.",
    )


def _fields(visit: Visit, file: ReviewFile, typed: Typed, reading: Reading | None) -> tuple[Field, ...]:
    problems = reading.problems if reading else {}
    asked = form_fields(file.form, typed, reading=reading, prefix=_PREFIX, language=visit.language) if file.form else ()
    return (
        *asked,
        Field(
            name="result",
            kind="radio",
            label=f"What comes of “{file.title}”?",
            options=tuple(
                Option(value=value, label=words, hint=hint, chosen=first(typed, "result") == value)
                for value, (words, hint) in _RESULTS.items()
            ),
            problem=problems.get("result", ""),
        ),
        Field(
            name="reason",
            kind="long",
            label="Reason",
            hint="Needed where somebody is not sent forward. Coordinators read it; they can ask to see it.",
            required=False,
            value=first(typed, "reason"),
            problem=problems.get("reason", ""),
            most=_REASON_MOST,
        ),
    )
