"""Goals as one line each: what, the next step, how far; on the members' page, and on the page of goals."""

from collections.abc import Sequence

from mentoring.errors import NotFound
from mentoring.mentorships.goals import Goal, goals_of
from mentoring.mentorships.queries import Match
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.http.visit import Visit
from mentoring.web.views.parts import Button, beads
from mentoring.web.views.portal import Goal as GoalLine
from mentoring.web.words import begun, count, day

GONE = "These words went with whoever wrote them."
"""Stands where a goal or a step was worded by somebody who has been erased."""
STATES = {"reached": "Reached", "dropped": "Let go"}


def goals_in(visit: Visit, goals: Sequence[Goal], at: str) -> tuple[GoalLine, ...]:
    """One line each; `at` is the address of all."""
    return tuple(_line(visit, each, f"{at}/{each.id}") for each in goals)


def goals_here(visit: Visit, work: UnitOfWork, match: Match, at: str) -> tuple[tuple[GoalLine, ...], Button | None]:
    """The open goals for the members' page, and the button that leads to all; nothing before it begins, or after."""
    try:
        goals = goals_of(work, match.mentorship_id, host=match.host)
    except NotFound:
        return (), None
    label = "See and change your goals" if goals else "Set a goal"
    if not goals and match.state != "running":
        return (), None
    going = [each for each in goals if each.state == "open"]
    return goals_in(visit, going, at), Button(label=label, href=at, icon="" if goals else "plus")


def _line(visit: Visit, goal: Goal, href: str) -> GoalLine:
    return GoalLine(
        title=goal.words or GONE,
        next=_next(visit, goal),
        href=href,
        beads=beads(goal.done, len(goal.steps), done_of(goal)) if goal.steps else None,
    )


def done_of(goal: Goal) -> str:
    """``Two of three steps done``."""
    return begun(f"{count(goal.done, '', '').strip()} of {count(len(goal.steps), 'step', 'steps')} done")


def _next(visit: Visit, goal: Goal) -> str:
    if goal.state != "open":
        return f"{STATES[goal.state]}."
    step = goal.next
    if step is None:
        return "Every step is done." if goal.steps else ""
    words = (step.words or GONE).rstrip(".")
    return f"Next: {words}." + (f" By {day(step.by, language=visit.language)}." if step.by else "")
