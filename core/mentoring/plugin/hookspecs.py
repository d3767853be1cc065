"""The framework's table of contents: what a scheme is asked, in the order a programme lives.

Every hook below takes no argument and returns one document, once, when the scheme is loaded.
A scheme seldom writes them: by default the core reads ``scheme/DOCUMENT.yaml`` of its package.
"""

from typing import Any

from mentoring.plugin.markers import hookspec

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
