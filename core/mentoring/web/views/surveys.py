"""Surveys and agreements as plain values: the participant's pages, and the coordinators'."""

from dataclasses import dataclass
from typing import ClassVar

from mentoring.web.forms.field import Field
from mentoring.web.views.charts import BarTable
from mentoring.web.views.parts import Button, Empty, Link, MarkKind, Page, Step


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one person said: question and answer, in the order of the form."""

    name: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class SurveyPage(Page):
    """A survey to answer, one theme a page; without `fields` it is closed, and what was said is read back.

    `readers` says who reads the answers; `others` are those of the other members, where members read them.
    """

    template: ClassVar[str] = "portal/survey.html"
    sentence: str
    readers: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    text: str = ""
    action: str = ""
    fields: tuple[Field, ...] = ()
    button: str = ""
    later: str = ""
    saved: str = ""
    answers_title: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    others: tuple[Said, ...] = ()
    leave: Link | None = None


@dataclass(frozen=True, kw_only=True)
class SignatureLine:
    """One member of the mentorship, and since when they have signed."""

    name: str
    mark: MarkKind
    word: str


@dataclass(frozen=True, kw_only=True)
class AgreementPage(Page):
    """What the members agree on: the words, the fields, who has signed; without `button` there is nothing to sign."""

    template: ClassVar[str] = "portal/agreement.html"
    sentence: str
    text: str
    action: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    fields: tuple[Field, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    button: str = ""
    signatures_title: str
    signatures: tuple[SignatureLine, ...]
    promise: str
    leave: Link


@dataclass(frozen=True, kw_only=True)
class CertificatePage(Page):
    """A certificate of completion, to be printed."""

    template: ClassVar[str] = "portal/certificate.html"
    over: str
    name: str
    lines: tuple[str, ...]
    leave: Link


@dataclass(frozen=True, kw_only=True)
class SurveyLine:
    """One survey of a programme in the coordinators' list."""

    title: str
    href: str
    when: str
    answered: str
    readers: str
    mark: MarkKind
    word: str


@dataclass(frozen=True, kw_only=True)
class SurveysPage(Page):
    """The surveys of a programme, and how many have answered."""

    template: ClassVar[str] = "console/surveys.html"
    programme: str
    sentence: str
    lines: tuple[SurveyLine, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Somebody who has not answered."""

    name: str
    house: str
    since: str


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One person's answers, to be opened. `id` is the address on the page."""

    id: str
    name: str
    house: str
    when: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What people wrote to one question, with who where that is read."""

    id: str
    title: str
    lines: tuple[tuple[str, str], ...]
    pages: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SurveyResultsPage(Page):
    """One survey: how many have answered, results as tables that are charts, words, people, and who is missing.

    `withheld` says why there are no results; `footnote` is the rounding rule, where figures were rounded.
    """

    template: ClassVar[str] = "console/survey.html"
    programme: str
    sentence: str
    readers: str
    actions: tuple[Button, ...] = ()
    tables: tuple[BarTable, ...] = ()
    words: tuple[Words, ...] = ()
    people: tuple[Answered, ...] = ()
    people_pages: tuple[Link, ...] = ()
    missing: tuple[Missing, ...] = ()
    missing_pages: tuple[Link, ...] = ()
    missing_title: str = ""
    remind: Button | None = None
    withheld: str = ""
    footnote: str = ""
    back: Link
