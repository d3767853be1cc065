"""The register of a session: who was there, marked by hand; below it, a box for the list of a video tool."""

from collections.abc import Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.errors import NotFound
from mentoring.events.attendance import Mark, take_register
from mentoring.events.queries import SessionView
from mentoring.events.roll import Guesting, Roll, reply_of, roll
from mentoring.events.rules import Was
from mentoring.web.console.event_change import SESSION_AT
from mentoring.web.console.events import PLACE, REPLIES, base, is_id, span_of
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.events import RollPage
from mentoring.web.views.parts import Banner, Button, Empty, Link, Problem
from mentoring.web.words import begun, count

_MARKS: tuple[tuple[str, str], ...] = (
    ("present", "Present"),
    ("absent", "Absent"),
    ("excused", "Excused"),
    ("", "Nothing yet"),
)
MOST = 900
"""As many people as one form can hold."""


@get(SESSION_AT + "/register", opt=permits("attendance.record", lists="attendance"), sync_to_thread=True)
def register_page(
    visit: NamedDependency[Visit], event: FromPath[str], gathering: FromPath[UUID], done: FromQuery[str] = ""
) -> Response[str]:
    """Everybody the event is for, those with a place first."""
    with visit.work() as work:
        found = roll(work, visit.programme, event)
    number = int(done) if done.isascii() and done.isdecimal() and len(done) < 6 else None
    banner = None
    if number is not None:
        told = count(number, "person is written down otherwise", "people are written down otherwise")
        banner = Banner(
            kind="done", title=begun(told) + ".", text="Gates that ask for this event follow by themselves."
        )
    return register_drawn(visit, found, session_in(found, gathering), {}, banner=banner)


@post(SESSION_AT + "/register", opt=permits("attendance.record"), sync_to_thread=True)
def keep_register(
    visit: NamedDependency[Visit], event: FromPath[str], gathering: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """What is chosen is written down; the short cut chooses, and writes nothing yet."""
    if first(typed, "then") == "came":
        with visit.work() as work:
            found = roll(work, visit.programme, event)
        session = session_in(found, gathering)
        chosen = {str(e.registration_id): "present" for e in found.people if e.expected(session.id)}
        typed = {**typed, **{f"was-{key}": (was,) for key, was in chosen.items()}}
        title = "Whoever has a place is marked present. Nothing is saved yet."
        return register_drawn(
            visit, found, session, typed, banner=Banner(kind="info", title=title, text="Change what was not so.")
        )
    with visit.work() as work:
        marks = {
            UUID(name.removeprefix("was-")): Mark(_was(values[0]))
            for name, values in typed.items()
            if name.startswith("was-") and is_id(name.removeprefix("was-"))
        }
        before = {e.registration_id: (e.was.get(gathering), e.minutes.get(gathering)) for e in
                  roll(work, visit.programme, event).people}  # fmt: skip
        kept = {key: mark for key, mark in marks.items() if mark.was != before.get(key, (None, None))[0]}
        number = take_register(work, visit.programme, gathering, kept)
    visit.settle()
    return see_other(f"{base(visit, event, gathering, 'register')}?done={number}")


def _was(word: str) -> Was | None:
    known: dict[str, Was] = {"present": "present", "absent": "absent", "excused": "excused"}
    return known.get(word)


def session_in(found: Roll, key: UUID) -> SessionView:
    """The session with this id. Raises NotFound."""
    for each in found.sessions:
        if each.id == key:
            return each
    raise NotFound("There is no such session here.", "Go back to the event.")


def in_order(found: Roll, session: SessionView) -> list[Guesting]:
    """Those with a place first; no more than a form can hold."""
    return sorted(found.people, key=lambda each: not each.expected(session.id))[:MOST]


def register_drawn(
    visit: Visit,
    found: Roll,
    session: SessionView,
    typed: Typed,
    *,
    banner: Banner | None = None,
    problems: tuple[Problem, ...] = (),
) -> Response[str]:
    """The register with what was typed."""
    people = in_order(found, session)
    expected = tuple(_field(each, session, typed) for each in people if each.expected(session.id))
    others = tuple(_field(each, session, typed) for each in people if not each.expected(session.id))
    there = sum(each.was.get(session.id) == "present" for each in people)
    begun_already = not session.open and session.live
    have = count(len(expected), "person has", "people have")
    shortcut = Button(label="Mark everybody present who has a place", name="then", value="came")
    view = RollPage(
        title=f"Register: {found.title}",
        programme=visit.programme.title,
        sentence=f"{span_of(visit, session)}. {begun(have)} a place, {there} were there.",
        banner=banner,
        problems=problems,
        back=Link("Back to the event", base(visit, found.event)),
        action=base(visit, found.event, session.id, "register"),
        shortcuts=(shortcut,) if expected and begun_already else (),
        expected_title="Those with a place",
        expected=expected if begun_already else (),
        others_title=f"Others whom it is for ({len(others)})",
        others=others if begun_already else (),
        button="Save the register",
        list_action=base(visit, found.event, session.id, "register", "list"),
        list_fields=_list_fields(typed, problems) if begun_already and people else (),
        list_button="Show what the list says",
        empty=_empty(session, people, begun_already=begun_already),
    )
    with visit.work() as work:
        frame = console_frame(visit, current=PLACE, wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _empty(session: SessionView, people: Sequence[Guesting], *, begun_already: bool) -> Empty | None:
    if not session.live:
        return Empty(title="It did not take place", text="A session that was called off has no register.")
    if not begun_already:
        return Empty(title="It has not begun yet", text="The register can be taken once the session has begun.")
    return None if people else Empty(title="Nobody to mark", text="Nobody of your institution is meant by this event.")


def _field(each: Guesting, session: SessionView, typed: Typed) -> Field:
    name = f"was-{each.registration_id}"
    chosen = first(typed, name) if name in typed else each.was.get(session.id, "")
    reply = REPLIES[reply_of(each)][1] if each.invited else "Not invited"
    lasted = each.minutes.get(session.id)
    there = f", {lasted} minutes" if lasted is not None else ""
    return Field(
        name=name,
        kind="radio",
        label=each.name,
        hint=f"{each.role_title}, {each.house}. {reply}{there}.",
        beside=True,
        options=tuple(Option(value=value, label=label, chosen=chosen == value) for value, label in _MARKS),
    )


def _list_fields(typed: Typed, problems: Sequence[Problem]) -> tuple[Field, ...]:
    told = next((each.text for each in problems if each.field == "text"), "")
    return (
        Field(
            name="file", kind="file", label="The list as CSV", required=False,
            hint="Name, e-mail and duration in whatever order; other columns are passed over.",
        ),
        Field(name="text", kind="long", label="Or its rows, pasted", required=False, rows=5, value=first(typed, "text"),
              problem=told),
        least_field(typed, ""),
    )  # fmt: skip


def least_field(typed: Typed, problem: str) -> Field:
    """From how many minutes on somebody counts as present."""
    return Field(
        name="least", kind="integer", label="How many minutes make somebody present?", width="w-3",
        hint="Whoever was there for less is left as they are. 0 takes everybody.", value=first(typed, "least") or "0",
        problem=problem,
    )  # fmt: skip
