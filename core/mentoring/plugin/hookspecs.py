"""The framework's table of contents: what a scheme is asked, in the order a programme lives.

First the twelve documents: each hook takes no argument and returns one document, once, when the scheme is loaded.
A scheme seldom writes them: by default the core reads ``scheme/DOCUMENT.yaml`` of its package.

Then the four functions (`CODE_HOOKS`), asked while a programme runs, for what no document can say: frozen values in,
values out. Each call runs in a process of its own that may only compute: no file, no network, no other process, and
nothing is kept from one call to the next. Whatever it answers is checked again by the core.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentoring.plugin.markers import hookspec
from mentoring.plugin.values import Action, Cohort, Entrant, Mentorship, Milestone, Plan, Registration, Subject

Document = dict[str, Any]


@hookspec(firstresult=True)
def card() -> Document | None:
    """Asked first, when the scheme is loaded.

    Answer with the scheme itself: name, title, summary, which institutions may take part, the
    ladder of levels its rules speak of, places, retention. See ``schemas/card.schema.json``.

    If the scheme stays silent it is not loaded: the card is required.
    """


@hookspec(firstresult=True)
def roles() -> Document | None:
    """Asked at load, after the card.

    Answer with the roles people take, by id: title, who starts a registration, capacity.

    If the scheme stays silent it is not loaded: roles are required.
    """


@hookspec(firstresult=True)
def pathways() -> Document | None:
    """Asked at load, after the roles.

    Answer with the kinds of mentorship, by id: who makes one up, how many of each role.

    If the scheme stays silent there is one pathway, ``main``: one person of each of two roles.
    """


@hookspec(firstresult=True)
def registration() -> Document | None:
    """Asked at load.

    Answer, by role, with the questions (JSON Schema), the self-declaration, and selection stages.

    If the scheme stays silent nobody can register; a role with open entry must have a form.
    """


@hookspec(firstresult=True)
def eligibility() -> Document | None:
    """Asked at load.

    Answer with facts and, by role, rules: each with the sentence that an applicant reads.

    If the scheme stays silent everyone is eligible.
    """


@hookspec(firstresult=True)
def matching() -> Document | None:
    """Asked at load.

    Answer, by pathway, with how mentorships come about, criteria and acceptance.

    If the scheme stays silent there is a round at ``match_by``, without criteria, and nobody is asked.
    """


@hookspec(firstresult=True)
def activities() -> Document | None:
    """Asked at load.

    Answer with events, agreements and gates.

    If the scheme stays silent there are none.
    """


@hookspec(firstresult=True)
def timeline() -> Document | None:
    """Asked at load.

    Answer with milestones, by id: when each is and what is done then.

    If the scheme stays silent the core's milestones hold: ``opens``, ``closes``, ``match_by``.
    """


@hookspec(firstresult=True)
def mentorships() -> Document | None:
    """Asked at load.

    Answer, by pathway, with the rhythm of meetings, the planned end and extensions.

    If the scheme stays silent there is no target and no planned end.
    """


@hookspec(firstresult=True)
def surveys() -> Document | None:
    """Asked at load.

    Answer with questionnaires, by id.

    If the scheme stays silent there is the core's ``fit`` alone.
    """


@hookspec(firstresult=True)
def messages() -> Document | None:
    """Asked at load.

    Answer with templates, by id; the id of a core occasion replaces the core's text.

    If the scheme stays silent the core's texts are sent.
    """


@hookspec(firstresult=True)
def public_page() -> Document | None:
    """Asked at load.

    Answer with the sections of the programme's public page.

    If the scheme stays silent the page is built from the other documents.
    """


@hookspec(firstresult=True)
def derive(registrations: tuple[Registration, ...]) -> Mapping[str, Sequence[Any]] | None:
    """Asked before verdicts and before a round, once for everybody. It sees answers, never declarations or names.

    Answer with one column for each fact that `eligibility.own` declares: as many values as there are registrations,
    in their order, each as its schema says; None where a fact is not known.

    If the scheme stays silent it has no facts of its own. If it fails they are absent: a person looks.
    """


@hookspec(firstresult=True)
def score(
    name: str, params: Mapping[str, Any], left: tuple[Entrant, ...], right: tuple[Entrant, ...]
) -> NDArray[np.int16] | None:
    """Asked in a round for each block of a criterion `own`: its `name` and `params`, and the people on both sides.

    Answer with int16[left, right], in thousandths: 1000 earns the whole weight, 0 nothing (the criterion does not
    hold), -1 forbids the two to be together.

    If the scheme stays silent it is not loaded: a criterion `own` needs this hook. If it fails the round is held.
    """


@hookspec(firstresult=True)
def propose_matches(cohort: Cohort, plan: Plan) -> Iterable[Mentorship] | None:
    """Asked when a round is run.

    Answer with the mentorships of the whole round. The core checks them all again: who may enter, bounds, capacity,
    places, locks, who is kept apart, every must. One that breaks a rule is refused by name, and the round is held.

    If the scheme stays silent, or answers None, the core's solver finds the best. If it fails the round is held.
    """


@hookspec(firstresult=True)
def milestone_due(milestone: Milestone, subjects: tuple[Subject, ...]) -> Iterable[Action] | None:
    """Asked at each occurrence of each milestone, after what the timeline itself does then.

    Answer with what else is to be done: a declared message sent, a declared survey asked, a declared task given, to
    some of these subjects.

    If the scheme stays silent nothing more is done. If it fails that is recorded, and a coordinator gets a task.
    """


DOCUMENTS: tuple[str, ...] = (
    "card",
    "roles",
    "pathways",
    "registration",
    "eligibility",
    "matching",
    "activities",
    "timeline",
    "mentorships",
    "surveys",
    "messages",
    "public_page",
)

CODE_HOOKS: tuple[str, ...] = ("derive", "score", "propose_matches", "milestone_due")
