"""A dry run on the console: other weights and rule values, on these people or on an earlier programme's."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from mentoring.errors import Invalid
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.field import round_milestones
from mentoring.rounds.trial import Dial, Trial, cohorts, dials, dry_run
from mentoring.web.console.bench import changed_lines, difference_words
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.proposal import base, figures
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.parts import Button, Problem
from mentoring.web.views.workbench import DialGroup, TrialPage

_AT = "/{tenant:str}/console/{programme:str}/matching/dry-run"
AnyRequest = Request[Any, Any, Any]
SHOWN = 200


@get(_AT, opt=permits("round.run", lists="matching"), sync_to_thread=True)
def trial_page(request: AnyRequest, visit: NamedDependency[Visit]) -> Response[str]:
    """The weights and values as they are."""
    milestone = _milestone(visit, request.query_params.get("milestone", ""))
    with visit.work() as work:
        view = _view(visit, milestone, cohorts(work, visit.programme), {})
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


@post(_AT, opt=permits("round.run"), sync_to_thread=True)
def try_values(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str]:
    """What the round would be with other values; nothing is kept."""
    milestone = _milestone(visit, first(typed, "milestone"))
    values = {name: each[0] for name, each in typed.items() if "." in name}
    trial, problems = None, {}
    with visit.work() as work:
        known = cohorts(work, visit.programme)
        on = next((each for each in known if str(each.id) == first(typed, "on")), visit.programme)
        try:
            trial = dry_run(work, visit.programme, milestone=milestone, values=values, on=on.id)
        except Invalid as refusal:
            problems = refusal.problems
        view = _view(visit, milestone, known, values, on=on.id, trial=trial, problems=problems)
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _milestone(visit: Visit, asked: str) -> str:
    known = round_milestones(scheme_of(visit.programme))
    return asked if asked in known or not known else known[0]


def _view(
    visit: Visit,
    milestone: str,
    known: tuple[Programme, ...],
    values: Mapping[str, str],
    *,
    on: UUID | None = None,
    trial: Trial | None = None,
    problems: Mapping[str, str] | None = None,
) -> TrialPage:
    found = dials(visit.programme, milestone=milestone)
    wrong = problems or {}
    groups = dict.fromkeys(dial.group for dial in found)
    people = trial.comparison.people if trial else ()
    return TrialPage(
        title="Try other weights and values",
        programme=visit.programme.title,
        sentence="A dry run: you see who would be with whom. Nothing is kept, and no proposal changes.",
        problems=tuple(Problem(key, text) for key, text in wrong.items()),
        action=f"{base(visit)}/dry-run",
        hidden=(("milestone", milestone),),
        on=Field(
            name="on",
            kind="radio",
            label="On whose people?",
            hint="Both sides are solved afresh, without what was locked or made by hand.",
            options=tuple(
                Option(value=str(each.id), label=each.title, chosen=each.id == (on or visit.programme.id))
                for each in known
            ),
        ),
        groups=tuple(
            DialGroup(
                title=title,
                fields=tuple(_field(dial, values, wrong) for dial in found if dial.group == title),
            )
            for title in groups
        ),
        outcome=difference_words(trial.comparison) if trial else "",
        notes=_notes(trial) if trial else (),
        figures=figures(trial.comparison.after, trial.comparison) if trial else (),
        people=changed_lines(people[:SHOWN]),
        leave=Button(label="Back to matching", href=base(visit)),
    )


_WEIGHT = " From 1 to 100; or “must”, never broken; or “last_resort”, broken only so that somebody is placed."


def _field(dial: Dial, values: Mapping[str, str], wrong: Mapping[str, str]) -> Field:
    return Field(
        name=dial.key,
        kind="text",
        label=dial.title,
        hint=f"Now {dial.value}." + (_WEIGHT if dial.weight else ""),
        value=values.get(dial.key, dial.value),
        width="w-name",
        problem=wrong.get(dial.key, ""),
    )


def _notes(trial: Trial) -> tuple[str, ...]:
    told = []
    for names, words in ((trial.entered, "May enter now"), (trial.stayed_out, "May not enter any more")):
        if names:
            more = f" and {len(names) - 20} more" if len(names) > 20 else ""
            told.append(f"{words}: {', '.join(names[:20])}{more}.")
    if len(trial.comparison.people) > SHOWN:
        told.append(f"The first {SHOWN} of {len(trial.comparison.people)} people are listed.")
    return tuple(told)
