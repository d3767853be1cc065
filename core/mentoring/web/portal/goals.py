"""Goals of a match or a circle: set together, step by step; only its members read them, and the page says so."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.errors import Invalid, NotFound
from mentoring.mentorships.goals import (
    LONGEST,
    Goal,
    Happened,
    State,
    Step,
    add_step,
    close_goal,
    goals_of,
    mark_step,
    reword_goal,
    set_goal,
)
from mentoring.mentorships.queries import Match
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.goal_lines import GONE, STATES, done_of, goals_in
from mentoring.web.portal.home import MATCH_AT, own_match, readers
from mentoring.web.views.goals import GoalPage, GoalsPage, StepLine
from mentoring.web.views.parts import Banner, Button, Empty, Link, Page
from mentoring.web.words import begun, day, one_of, when

GOALS_AT = MATCH_AT + "/goals"
_GOAL_AT = GOALS_AT + "/{goal:uuid}"
_BY = {"type": "string", "format": "date", "title": "By when?"}
NEW: dict[str, Any] = {
    "type": "object",
    "required": ["goal"],
    "properties": {
        "goal": {
            "type": "string",
            "title": "What would you like to have reached?",
            "description": "In words that you will know it by, such as: lead a small team.",
            "maxLength": LONGEST,
        },
        "step": {"type": "string", "title": "What is the first step?", "maxLength": LONGEST},
        "by": _BY,
    },
}
STEP: dict[str, Any] = {
    "type": "object",
    "required": ["step"],
    "properties": {"step": {"type": "string", "title": "A further step", "maxLength": LONGEST}, "by": _BY},
}
WORDS: dict[str, Any] = {
    "type": "object",
    "required": ["goal"],
    "properties": {"goal": {"type": "string", "title": "The goal", "maxLength": LONGEST}},
}
_KEPT = (
    "They are kept under lock; whoever holds both the database and the key file of the machine could open them by "
    "force. Who joins later does not read what was written before."
)
_SAID = {
    "set": Banner(kind="done", title="Your goal is set"),
    "step": Banner(kind="done", title="The step is added"),
    "reworded": Banner(kind="done", title="It reads otherwise now", text="How it read before is kept below."),
    "reached": Banner(kind="done", title="You have reached it"),
    "dropped": Banner(kind="done", title="You have let it go", text="You can take it up again."),
    "open": Banner(kind="done", title="You have taken it up again"),
}
_ENDS: dict[str, State] = {"reached": "reached", "dropped": "dropped", "open": "open"}
_HAPPENED = {
    "goal": "set or reworded it",
    "step": "added a step",
    "done": "marked a step as done",
    "undone": "marked a step as not done",
    "reached": "said that it is reached",
    "dropped": "let it go",
    "open": "took it up again",
}


@get(GOALS_AT, opt=permits("goal.write"), sync_to_thread=True)
def goals_page(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """The goals, and a new one."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        view = _goals(visit, work, match, Reading({}, {}, {}))
    return _shown(visit, view)


@post(GOALS_AT, opt=permits("goal.write"), sync_to_thread=True)
def keep_goal(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """A goal is set."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
    reading = read_form(NEW, typed, language=visit.language)
    if not reading.problems:
        try:
            with visit.work() as work:
                key = set_goal(
                    work,
                    mentorship,
                    host=match.host,
                    words=reading.answers["goal"],
                    step=reading.answers.get("step", ""),
                    by=_day(reading),
                )
            return see_other(f"{_at(visit, match)}/{key}?said=set")
        except Invalid as refusal:
            reading = Reading(reading.answers, refusal.problems, typed)
    with visit.work() as work:
        return _shown(visit, _goals(visit, work, match, reading))


@get(_GOAL_AT, opt=permits("goal.write"), sync_to_thread=True)
def goal_page(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], goal: FromPath[UUID], said: FromQuery[str] = ""
) -> Response[str]:
    """One goal."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        view = _goal(visit, match, _one(work, match, goal), banner=_SAID.get(said))
    return _shown(visit, view)


@post(_GOAL_AT, opt=permits("goal.write"), sync_to_thread=True)
def change_goal(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], goal: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """A further step, a step that is done, other words, or its end."""
    what = first(typed, "do")
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        found = _one(work, match, goal)
    form = {"step": STEP, "reword": WORDS}.get(what)
    reading = read_form(form, typed, language=visit.language) if form else Reading({}, {}, typed)
    if not reading.problems:
        try:
            with visit.work() as work:
                said = _do(work, match, found, what, reading)
            return see_other(f"{_at(visit, match)}/{goal}?said={said}")
        except Invalid as refusal:
            reading = Reading(reading.answers, refusal.problems, typed)
    return _shown(visit, _goal(visit, match, found, what=what, reading=reading))


def _do(work: UnitOfWork, match: Match, goal: Goal, what: str, reading: Reading) -> str:
    """What the next page says was done. Raises NotFound for anything that no button says."""
    if what == "step":
        add_step(work, match.mentorship_id, goal.id, host=match.host, words=reading.answers["step"], by=_day(reading))
    elif what == "reword":
        reword_goal(work, match.mentorship_id, goal.id, host=match.host, words=reading.answers["goal"])
        return "reworded"
    elif what in _ENDS:
        close_goal(work, match.mentorship_id, goal.id, host=match.host, state=_ENDS[what])
    else:
        done, _, key = what.partition(":")
        step = next((each for each in goal.steps if str(each.id) == key), None)
        if step is None or done not in {"done", "undone"}:
            raise NotFound("There is no such step.", "Go back to your goals.")
        mark_step(work, match.mentorship_id, goal.id, step.id, host=match.host, done=done == "done")
        return ""
    return what


def _one(work: UnitOfWork, match: Match, key: UUID) -> Goal:
    for each in goals_of(work, match.mentorship_id, host=match.host):
        if each.id == key:
            return each
    raise NotFound("There is no such goal.", "Go back to your goals.")


def _day(reading: Reading) -> date | None:
    said = reading.answers.get("by")
    return date.fromisoformat(said) if said else None


def _shown(visit: Visit, view: Page) -> Response[str]:
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


def _at(visit: Visit, match: Match) -> str:
    return visit.in_programme("mine", match.mentorship_id, "goals")


def _goals(visit: Visit, work: UnitOfWork, match: Match, reading: Reading) -> GoalsPage:
    goals = goals_of(work, match.mentorship_id, host=match.host)
    at, going = _at(visit, match), match.state == "running"
    fields = form_fields(NEW, reading.typed, reading=reading, language=visit.language) if going else ()
    return GoalsPage(
        title="Goals",
        problems=form_problems(fields),
        sentence="What you want to reach together, and the next step to it.",
        goals=goals_in(visit, [each for each in goals if each.state == "open"], at),
        closed=goals_in(visit, [each for each in goals if each.state != "open"], at),
        empty=None
        if goals
        else Empty(title="No goals yet", text="One is enough to begin with. Every one of you can change it later."),
        promise_title="This stays between you",
        promise=(
            f"Only {readers(match)} read your goals. Coordinators are not even shown whether you have any.",
            _KEPT,
        ),
        action=at,
        fields=fields,
        button="Set this goal",
        back=Link("Back to your page", visit.in_programme("mine", match.mentorship_id)),
    )


def _goal(
    visit: Visit,
    match: Match,
    goal: Goal,
    *,
    banner: Banner | None = None,
    what: str = "",
    reading: Reading | None = None,
) -> GoalPage:
    going, is_open = match.state == "running", goal.state == "open"
    no = Reading({}, {}, {})
    step = _fields(visit, STEP, reading if reading and what == "step" else no) if going and is_open else ()
    known = Reading({}, {}, typed_of(WORDS, {"goal": goal.words}))
    words = _fields(visit, WORDS, reading if reading and what == "reword" else known) if going and is_open else ()
    return GoalPage(
        title=goal.words or GONE,
        banner=banner,
        problems=(*form_problems(step), *form_problems(words)),
        sentence=f"{_how_far(goal)} Only {readers(match)} read this.",
        steps=tuple(_step(visit, match, goal, each, going=going and is_open) for each in goal.steps),
        none="No step is named yet.",
        action=f"{_at(visit, match)}/{goal.id}",
        step=step,
        add="Add this step",
        buttons=_ends(visit, match, goal) if going else (),
        words=words,
        keep="Keep these words",
        history=tuple(_line(visit, each) for each in goal.history),
        back=Link("All goals", _at(visit, match)),
    )


def _fields(visit: Visit, form: Mapping[str, Any], reading: Reading) -> tuple[Field, ...]:
    return form_fields(form, reading.typed, reading=reading, language=visit.language)


def _how_far(goal: Goal) -> str:
    if goal.state != "open":
        return f"{STATES[goal.state]}."
    if not goal.steps:
        return "Open."
    return f"{done_of(goal)}."


def _step(visit: Visit, match: Match, goal: Goal, step: Step, *, going: bool) -> StepLine:
    by = f"By {day(step.by, language=visit.language)}" if step.by else ""
    button = Button(
        label="Not done after all" if step.done else "Done",
        href=f"{_at(visit, match)}/{goal.id}",
        post=True,
        kind="small",
        name="do",
        value=f"{'undone' if step.done else 'done'}:{step.id}",
        about=step.words or "this step",
    )
    return StepLine(
        words=step.words or GONE,
        line=". ".join(filter(None, ("Done" if step.done else "", by))),
        done=step.done,
        button=button if going else None,
    )


def _ends(visit: Visit, match: Match, goal: Goal) -> tuple[Button, ...]:
    at = f"{_at(visit, match)}/{goal.id}"
    if goal.state != "open":
        return (Button(label="Take it up again", href=at, post=True, name="do", value="open"),)
    return (
        Button(label="We have reached it", href=at, post=True, name="do", value="reached"),
        Button(label="Let it go", href=at, post=True, name="do", value="dropped"),
    )


def _line(visit: Visit, each: Happened) -> tuple[str, str]:
    who = "You" if each.mine else each.who or begun(one_of("former member"))
    return f"{when(each.at, visit.tenant.timezone, visit.language)}: {who} {_HAPPENED[each.kind]}", each.words
