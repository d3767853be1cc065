"""The programme's year: what happens when, to how many, and what has happened; dates are moved from here."""

from functools import partial
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.participants.find import names
from mentoring.programmes.dates import Moment
from mentoring.programmes.model import Programme
from mentoring.tasks.queries import ToDo, oldest_to_do
from mentoring.tasks.service import do_task
from mentoring.timeline.gates_due import GATE
from mentoring.timeline.plan import Deed, Planned, plan_of
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.console import Task
from mentoring.web.views.parts import Button, Link
from mentoring.web.views.timeline import MilestoneLine, TimelinePage
from mentoring.web.words import begun, count, day

_PER = {"person": "For each person", "mentorship": "For each match"}


@get("/{tenant:str}/console/{programme:str}/timeline", opt=permits("programme.change"), sync_to_thread=True)
def timeline(visit: NamedDependency[Visit]) -> Response[str]:
    """Every milestone of the year."""
    with visit.work() as work:
        plan = plan_of(work, visit.programme)
        frame = console_frame(visit, current="timeline", wanted=needed(work, visit.programme))
    ahead = [each for each in plan if each.at is not None and not each.past]
    nearest = f"Next: {ahead[0].title}, {_when(visit, ahead[0].at)}." if ahead else "Every date of it has passed."
    view = TimelinePage(
        title="Timeline",
        programme=visit.programme.title,
        sentence=f"What happens by itself, and when. {nearest}",
        actions=(
            Button(label="Move a date", href=visit.path("console", visit.programme.slug, "texts", "dates")),
            Button(label="Play the year", href=visit.path("console", visit.programme.slug, "rehearsal")),
        ),
        dated=tuple(_line(visit, each) for each in plan if each.per == "programme"),
        each=tuple(_line(visit, each) for each in plan if each.per != "programme"),
    )
    return visit.page(view, frame)


@post("/{tenant:str}/console/{programme:str}/tasks/{task:uuid}", opt=permits("task.do"), sync_to_thread=True)
def finish_task(visit: NamedDependency[Visit], task: FromPath[UUID]) -> Redirect:
    """A task is done: back to what else there is."""
    with visit.work() as work:
        do_task(work, visit.programme, task)
    return see_other(visit.path("console"))


def asked_of(visit: Visit, work: UnitOfWork, programme: Programme) -> tuple[tuple[Task, ...], int]:
    """What this institution's coordinators are asked to do, for Today: done with a click; and how much it is in all."""
    tasks, number = oldest_to_do(work, programme)
    people = names(work, programme, [each.about[1] for each in tasks if each.about[0] == "registration"])
    return tuple(_asked(visit, programme, each, people.get(each.about[1], "")) for each in tasks), number


def _asked(visit: Visit, programme: Programme, each: ToDo, who: str) -> Task:
    at = partial(visit.path, "console", programme.slug)
    told, about = "", None
    if who:
        told, about = " It is about", Link(who, at("registrations", each.about[1]))
    elif each.key.startswith(f"{programme.id}:{GATE}:"):
        told, about = "", Link("Events and attendance", at("attendance"))
    return Task(
        when=day(each.set_at, visit.tenant.timezone, visit.language),
        title=each.words,
        text=f"{programme.title}.{told}",
        about=about,
        button=_deal_with(visit, programme, each),
    )


def _deal_with(visit: Visit, programme: Programme, task: ToDo) -> Button:
    """Where it is answered, or that it is done."""
    if task.key.startswith(f"{task.about[1]}:extend:"):
        at = visit.path("console", programme.slug, "mentorships", task.about[1], "go-on")
        return Button(label="Say whether they may go on", href=at, about=task.words)
    at = visit.path("console", programme.slug, "tasks", task.id)
    return Button(label="Done", href=at, post=True, about=task.words)


def _line(visit: Visit, each: Planned) -> MilestoneLine:
    mark, word = ("done", "Past") if each.past else ("open", "To come")
    if each.per != "programme":
        mark, word = ("done", "Under way") if each.came else ("open", "Not yet")
    told = [f"done {count(each.done, 'time', 'times')}"] if each.done else []
    if each.per != "programme" and each.ahead:
        told.append(f"{count(each.ahead, 'time', 'times')} to come")
    last = f"Last on {day(each.came, visit.tenant.timezone, visit.language)}" if each.came and each.done else ""
    return MilestoneLine(
        title=each.title,
        when=_when(visit, each.at) if each.at else _PER.get(each.per, "No date"),
        rule=begun(each.rule),
        happens=(*each.hangs, *map(_deed, each.deeds)),
        mark="done" if mark == "done" else "open",
        word=word,
        note=". ".join(part for part in (begun(", ".join(told)), last) if part),
    )


def _deed(deed: Deed) -> str:
    if deed.count is None:
        return deed.words
    return f"{deed.words}: {deed.count or 'nobody'} as things stand"


def _when(visit: Visit, moment: Moment | None) -> str:
    if moment is None:
        return "No date"
    return "; ".join(
        day(time.date(), language=visit.language) + (", whole day" if moment.deadline else f", {time:%H:%M}")
        for time in moment.times
    )
