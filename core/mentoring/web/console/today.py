"""What needs a person now, over every programme of the institution; the list of programmes."""

from litestar import Response, get
from litestar.di import NamedDependency

from mentoring.participants.selection import to_review
from mentoring.programmes.leave import left_on
from mentoring.programmes.model import Programme
from mentoring.programmes.queries import programmes
from mentoring.timeline.queries import Coming, milestones
from mentoring.web.console.asked import asked_lines
from mentoring.web.console.data_requests import data_tasks
from mentoring.web.console.frame import Needed, console_frame, needed_in, selects
from mentoring.web.console.standing_notes import scheme_tasks
from mentoring.web.console.timeline import asked_of
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.console import (
    ProgrammeLine,
    ProgrammesPage,
    Task,
    TaskGroup,
    TodayPage,
)
from mentoring.web.views.parts import Button, Empty, Step
from mentoring.web.words import begun, count, day

_NEXT_DATES = 5


@get("/{tenant:str}/console", opt=permits("registration.list"), sync_to_thread=True)
def today(visit: NamedDependency[Visit]) -> Response[str]:
    """People kept waiting first; then the next dates."""
    with visit.work() as work:
        there = programmes(work)
        waiting = needed_in(work, there)
        rows = [(each, waiting[each.id], milestones(work, each)) for each in there]
        asked: list[Task] = []
        asks = 0
        for each, _, _ in rows:
            some, number = asked_of(visit, work, each)
            asked, asks = [*asked, *some], asks + number
        schemes = [task for each, _, _ in rows for task in scheme_tasks(visit, work, each)]
        people = data_tasks(visit, work)
        reviews = {each.id: to_review(work, each) for each in there if selects(each)}
        now = work.now
    held = tuple(task for task in schemes if task.urgent)
    later = tuple(task for task in schemes if not task.urgent)
    tasks = [task for each, wanted, _ in rows for task in _tasks(visit, each, wanted, reviews.get(each.id, 0))]
    coming = sorted(
        ((moment, each) for each, _, moments in rows for moment in moments if not moment.past),
        key=lambda pair: pair[0].at.at,
    )
    total = sum(wanted.all for _, wanted, _ in rows) + sum(reviews.values())
    nearest = f" The next date is {_day(visit, coming[0][0])}." if coming else ""
    view = TodayPage(
        title="Today",
        sentence=f"{day(now, visit.tenant.timezone, visit.language)}. "
        + (
            begun(f"{count(total, 'registration needs', 'registrations need')} you.")
            if total
            else begun(f"{count(asks, 'thing asks', 'things ask')} for you.")
            if asked
            else "A round is held."
            if held
            else begun(f"{count(len(people), 'person asks', 'people ask')} about their data.")
            if people
            else "Nothing needs you today."
        )
        + nearest,
        groups=tuple(
            TaskGroup(title=title, tasks=group)
            for title, group in (
                ("Held until somebody acts", held),
                ("People who wait for you", tuple(tasks)),
                ("What people ask about their own data", tuple(people)),
                (_asks(len(asked), asks), tuple(asked)),
                ("When you have a moment", later),
            )
            if group
        ),
        next_dates=tuple(
            Step(title=moment.title, when=_day(visit, moment), text=each.title) for moment, each in coming[:_NEXT_DATES]
        ),
        calm=tuple(
            f"{each.title}: nobody waits." for each, wanted, _ in rows if not wanted.all and not reviews.get(each.id)
        ),
        empty=None
        if tasks or held or asked or people
        else Empty(title="Nobody waits for you", text="When a registration needs a person, it stands here."),
    )
    return visit.page(view, console_frame(visit, current="today"))


def _asks(shown: int, number: int) -> str:
    """The title above what the year asks: whether it is all."""
    return "What the year asks of you" + (f": the oldest {shown} of {number}" if shown < number else "")


@get("/{tenant:str}/console/programmes", opt=permits("registration.list"), sync_to_thread=True)
def programme_list(visit: NamedDependency[Visit]) -> Response[str]:
    """Every programme that the institution hosts or joins."""
    with visit.work() as work:
        there = programmes(work)
        wanted_in = needed_in(work, there)
        rows = [(each, wanted_in[each.id]) for each in there]
        waiting = asked_lines(visit, work)
    view = ProgrammesPage(
        title="Programmes",
        sentence=begun(f"{count(len(rows), 'programme', 'programmes')} at {visit.tenant.short_name}."),
        actions=(Button(label="Open a programme", href=visit.path("console", "programmes", "open"), icon="plus"),),
        programmes=waiting
        + tuple(
            ProgrammeLine(
                title=each.title,
                text=_part_in(visit, each),
                href=visit.path("console", each.slug, "overview"),
                mark="wait" if wanted.all else None,
                word=begun(f"{count(wanted.all, 'registration needs', 'registrations need')} a person")
                if wanted.all
                else "",
            )
            for each, wanted in rows
        ),
        empty=None
        if rows or waiting
        else Empty(
            title="No programme yet", text="Open one here, or from its file with “mentoring programmes apply FILE”."
        ),
    )
    return visit.page(view, console_frame(visit, current="programmes"))


def _part_in(visit: Visit, programme: Programme) -> str:
    left = left_on(programme, visit.slug)
    if left is not None:
        return f"You left it on {day(left, language=visit.language)}."
    return "You host it." if programme.tenant_id == visit.slug else "You are a partner in it."


def _tasks(visit: Visit, programme: Programme, wanted: Needed, reviews: int) -> list[Task]:
    made = []
    at = visit.path("console", programme.slug, "registrations")
    if wanted.look:
        made.append(
            Task(
                when="Today",
                title=begun(f"{count(wanted.look, 'registration needs', 'registrations need')} a person to look"),
                text=f"{programme.title}. Matching cannot take them in without you.",
                button=Button(label=f"Review {wanted.look}", href=f"{at}?tab=needs_person"),
                urgent=True,
            )
        )
    if wanted.refusals:
        made.append(
            Task(
                when="Today",
                title=begun(f"{count(wanted.refusals, 'refusal waits', 'refusals wait')} for your confirmation"),
                text=f"{programme.title}. Nothing has been sent. You can change any of them.",
                button=Button(label="Confirm or change", href=f"{at}?tab=refusals"),
            )
        )
    if reviews:
        made.append(
            Task(
                when="Today",
                title=begun(f"{count(reviews, 'registration waits', 'registrations wait')} for your review"),
                text=f"{programme.title}. Selection goes on with those you have reviewed.",
                button=Button(label=f"Review {reviews}", href=visit.path("console", programme.slug, "selection")),
            )
        )
    return made


def _day(visit: Visit, coming: Coming) -> str:
    return day(coming.at.times[0].date(), language=visit.language)
