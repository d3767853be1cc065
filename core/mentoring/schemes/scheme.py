"""A loaded scheme as frozen values: the twelve documents of the contract with every default filled in.

Texts are maps from language to string and always hold ``en``. Fragments of JSON Schema (forms,
conditions) stay plain mappings. Field meanings are those of the contract; see ``docs/reference``.
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

from mentoring.contracts.problems import Problem

Text = Mapping[str, str]
Fragment = Mapping[str, Any]
Condition = Mapping[str, Fragment]


def say(text: Text | str | None, language: str = "en") -> str:
    """The text in `language`, else in English, else empty."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or text.get("en", "")


class Who(Struct, frozen=True):
    """Whom a thing concerns. Each key narrows; `roles` empty means all roles."""

    roles: tuple[str, ...] = ()
    pathway: str | None = None
    state: tuple[str, ...] = ()
    condition: Condition = {}


class Places(Struct, frozen=True):
    """At most so many of `who`, counted per programme or institution.

    `own` holds the numbers of single institutions, by slug, which only a programme's overlay gives.
    """

    who: Who
    at_most: int
    per: Literal["programme", "institution"] = "programme"
    taken_at: Literal["matching", "selection"] = "matching"
    order: tuple[Literal["priority", "waited", "submitted", "lot"], ...] = ("priority", "waited", "submitted")
    own: Mapping[str, int] = {}


class Basis(Struct, frozen=True):
    """The evidence a positive-action scheme rests on, and when it is looked at again."""

    text: Text
    review_after: str


class Card(Struct, frozen=True):
    """The scheme itself. `carry_over` holds maps of who (a Who), at, offer (a tuple) and silent."""

    name: str
    title: Text
    summary: Text
    contract: str
    institutions: tuple[Literal["host", "partner", "listed"], ...] = ("host",)
    levels: tuple[Text, ...] = ()
    places: tuple[Places, ...] = ()
    every: str | None = None
    carry_over: tuple[Mapping[str, Any], ...] = ()
    keep: str | None = None
    basis: Basis | None = None


class Capacity(Struct, frozen=True):
    """Running mentorships at once in one role; `most` when the person may choose."""

    default: int = 1
    most: int = 1


class Role(Struct, frozen=True):
    """A role people take in a programme."""

    title: Text
    plural: Text
    entry: Literal["open", "invited", "nominated"] = "open"
    capacity: Capacity = Capacity()


class Bounds(Struct, frozen=True):
    """How many of a role make one mentorship."""

    least: int
    aim: int
    most: int


class Point(Struct, frozen=True):
    """A point in a mentorship's life; exactly one of `after`, `at`, `meetings` is given."""

    after: str | None = None
    anchor: str = "formed"
    at: str | None = None
    meetings: int | Literal["agreed"] | None = None


class Pathway(Struct, frozen=True):
    """A kind of mentorship: who makes it up."""

    title: Text
    members: Mapping[str, Bounds]
    text: Text = {}
    join_until: Point | None = None
    below: Literal["keep", "merge", "end"] = "keep"

    @property
    def served_role(self) -> str:
        """The first role in `members`: its people are placed first."""
        return next(iter(self.members))

    @property
    def is_pair(self) -> bool:
        """Exactly one person of each of two roles."""
        return len(self.members) == 2 and all(b.least == 1 == b.most for b in self.members.values())


class Stage(Struct, frozen=True):
    """One selection stage before matching."""

    id: str
    title: Text
    by: str
    who: Who
    form: Fragment = {}
    at_most: int | None = None
    decided_by: Literal["host", "home"] = "host"


class Registration(Struct, frozen=True):
    """What a role is asked."""

    form: Fragment
    declaration: Fragment | None = None
    opens: str | None = None
    closes: str | None = None
    late_until: str | None = None
    stages: tuple[Stage, ...] = ()


class Fact(Struct, frozen=True):
    """Whole months between two dates; `otherwise` when one of them is absent."""

    start: str
    end: str
    otherwise: int | None = None


class Rule(Struct, frozen=True):
    """One eligibility rule; `holds` is a tuple of conditions of which any one must hold."""

    rule: str
    kind: Literal["required", "evidence", "priority"]
    reason: Text
    holds: tuple[Condition, ...]
    condition: Condition = {}
    pathway: tuple[str, ...] = ()
    points: int = 1


class Eligibility(Struct, frozen=True):
    """Facts and rules."""

    decided_by: Literal["host", "home"] = "host"
    facts: Mapping[str, Fact] = {}
    own: Mapping[str, Fragment] = {}
    rules: Mapping[str, tuple[Rule, ...]] = {}


class Criterion(Struct, frozen=True):
    """One matching criterion. `params` holds everything but rule, weight, between, reason."""

    rule: str
    weight: int | Literal["must", "last_resort"]
    between: tuple[str, str]
    params: Mapping[str, Any] = {}
    reason: Text = {}


class Offers(Struct, frozen=True):
    """Who is asked, in order; an inner tuple is asked together."""

    ask: tuple[tuple[str, ...], ...] = ()
    expires: str = "10 days"
    remind: tuple[str, ...] = ("5 days", "8 days")


class Matching(Struct, frozen=True):
    """How mentorships of one pathway come about.

    Each way is ``{"round": milestone}``, ``{"request": Who, "sees", "at_once", "confirm"}`` or
    ``{"named": "coordinators", "home_coordinators" or a Who}``, complete with its defaults.
    """

    ways: tuple[Mapping[str, Any], ...] = ({"round": "match_by"},)
    first: Literal["people", "points"] | int = "people"
    criteria: tuple[Criterion, ...] = ()
    offers: Offers = Offers()


class At(Struct, frozen=True):
    """When a milestone is: one of `asked` (with its hint), `after`, `before`, `every`."""

    asked: Text | None = None
    after: str | None = None
    before: str | None = None
    by: str | None = None
    every: str | None = None
    anchor: str | None = None
    until: str | None = None


class Milestone(Struct, frozen=True):
    """A point in time and what is done then.

    Each action is ``{"send": message}``, ``{"ask": survey}`` or ``{"task": Text}`` with ``"to"``: a Who (within the
    milestone's `per`), or for tasks also ``"coordinators"`` or ``"home_coordinators"``.
    """

    title: Text
    at: At
    time: str | None = None
    per: Literal["programme", "person", "mentorship"] = "programme"
    condition: Condition = {}
    do: tuple[Mapping[str, Any], ...] = ()
    public: bool = False


class Event(Struct, frozen=True):
    """A gathering, in one session or several."""

    title: Text
    at: At
    text: Text = {}
    time: str | None = None
    minutes: int = 60
    who: Who = Who()
    notice: str = "4 weeks"
    sessions: int = 1
    attend: Literal["one", "all"] = "one"
    places: int | None = None


class Agreement(Struct, frozen=True):
    """What all members sign when a mentorship forms."""

    title: Text
    text: Text
    form: Fragment = {}


class Gate(Struct, frozen=True):
    """What somebody must have done before they go on.

    Each need is one of ``attended`` (event), ``answered`` (survey), ``signed`` (agreement), or ``checked`` (Text)
    with ``decided_by``.
    """

    title: Text
    before: Literal["selection", "matching", "offer", "meeting", "completion"]
    needs: tuple[Mapping[str, Any], ...]
    who: Who = Who()
    valid: str | None = None
    by: str | None = None


class Activities(Struct, frozen=True):
    """Events, agreements and gates, by id."""

    events: Mapping[str, Event] = {}
    agreements: Mapping[str, Agreement] = {}
    gates: Mapping[str, Gate] = {}


class Meetings(Struct, frozen=True):
    """The rhythm asked for. Silence never ends anything."""

    least: int | None = None
    most: int | None = None
    set_by: Literal["scheme", "members"] = "scheme"
    every: str | None = None
    minutes: int = 60
    organiser: str | None = None
    log: Literal["expected", "optional"] = "expected"
    plan: tuple[Text, ...] = ()


class Extend(Struct, frozen=True):
    """How a mentorship may go on past its planned end."""

    by: str
    times: int | Literal["any"] = 1
    agreed_by: tuple[Literal["members", "coordinator"], ...] = ("members",)


class Mentorships(Struct, frozen=True):
    """What is asked of the mentorships of one pathway."""

    meetings: Meetings = Meetings()
    end: tuple[Point, ...] = ()
    extend: Extend | None = None
    exit_reasons: tuple[Text, ...] = ()


class Survey(Struct, frozen=True):
    """A questionnaire. `alarm` holds ``if`` (a condition on its own answers) and ``task`` (Text)."""

    title: Text
    form: Fragment
    open_for: str = "3 weeks"
    remind: tuple[str, ...] = ("1 week", "2 weeks")
    named: bool = True
    read_by: Literal["coordinators", "host", "members"] = "coordinators"
    alarm: Mapping[str, Any] | None = None


class Message(Struct, frozen=True):
    """A template with closed placeholders."""

    subject: Text
    body: Text


class Question(Struct, frozen=True):
    """A question people ask, and its answer."""

    q: Text
    a: Text


class PublicPage(Struct, frozen=True):
    """Sections of the programme's public page."""

    about: Text = {}
    expectations: Mapping[str, tuple[Text, ...]] = {}
    benefits: Mapping[str, tuple[Text, ...]] = {}
    faq: tuple[Question, ...] = ()


class Scheme(Struct, frozen=True):
    """A scheme, or a programme's pinned and overlaid version of one.

    `documents` are the twelve documents in canonical plain form; `digest` is the SHA-256 of their
    canonical JSON; `notices` tell their words that the contract has retired. `matching` and `mentorships` are resolved
    per pathway (the entry ``all`` is gone). `hooks` are those of its own code, sorted; of a pinned scheme those it had
    then (None: not noted then).
    """

    name: str
    version: str
    digest: str
    documents: Mapping[str, Any]
    card: Card
    roles: Mapping[str, Role]
    pathways: Mapping[str, Pathway]
    registration: Mapping[str, Registration]
    eligibility: Eligibility
    matching: Mapping[str, Matching]
    activities: Activities
    timeline: Mapping[str, Milestone]
    mentorships: Mapping[str, Mentorships]
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    messages: Mapping[str, Message] = field(default_factory=dict)
    public_page: PublicPage = PublicPage()
    hooks: tuple[str, ...] | None = ()
    notices: tuple[Problem, ...] = ()

    @property
    def served_roles(self) -> tuple[str, ...]:
        """The served role of each pathway, without repeats, in order."""
        return tuple(dict.fromkeys(p.served_role for p in self.pathways.values()))
