"""The register of a session: who was there, marked by hand; below it, a box for the list of a video tool."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode
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
from mentoring.web.console.events import PLACE, REPLIES, base, is_id, span_of, told_apart
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.paging import LARGEST, SHOWN, page_in, page_links
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.events import RollPage, Turn
from mentoring.web.views.parts import Banner, Button, Empty, Link, Problem
from mentoring.web.words import begun, count

_MARKS: tuple[tuple[str, str], ...] = (
    ("present", "Present"),
    ("absent", "Absent"),
    ("excused", "Excused"),
    ("", "Nothing yet"),
)
LONGEST_PART = 100
"""Characters of a name to look for."""


@get(SESSION_AT + "/register", opt=permits("attendance.record", lists="attendance"), sync_to_thread=True)
def register_page(
    visit: NamedDependency[Visit],
    event: FromPath[str],
    gathering: FromPath[UUID],
    done: FromQuery[str] = "",
    page: FromQuery[int] = 1,
    find: FromQuery[str] = "",
) -> Response[str]:
    """A page of those the event is for, those with a place first; with `find` of those of that name or address."""
    found = register_read(visit, event, gathering, page=page, find=find)
    number = int(done) if done.isascii() and done.isdecimal() and len(done) < 6 else None
    banner = None
    if number is not None:
        told = (
            count(number, "person is", "people are") + " marked differently now." if number else "nothing has changed."
        )
        text = "Where this event is compulsory, whoever was there can go on."
        banner = Banner(kind="done", title=f"Saved: {told}", text=text)
    return register_drawn(visit, found, session_in(found, gathering), {}, find=_part(find), banner=banner)


@post(SESSION_AT + "/register", opt=permits("attendance.record"), sync_to_thread=True)
def keep_register(
    visit: NamedDependency[Visit],
    event: FromPath[str],
    gathering: FromPath[UUID],
    typed: NamedDependency[Typed],
    page: FromQuery[int] = 1,
    find: FromQuery[str] = "",
) -> Response[str] | Redirect:
    """What is chosen is written down, wherever one goes from here; the short cut chooses, and writes nothing yet."""
    if first(typed, "then") == "came":
        found = register_read(visit, event, gathering, page=page, find=find)
        session = session_in(found, gathering)
        chosen = {str(e.registration_id): "present" for e in found.people if e.expected(session.id)}
        typed = {**typed, **{f"was-{key}": (was,) for key, was in chosen.items()}}
        title = "Whoever has a place is marked present. Nothing is saved yet."
        banner = Banner(kind="info", title=title, text="Change what was not so.")
        return register_drawn(visit, found, session, typed, find=_part(find), banner=banner)
    with visit.work() as work:
        number = take_register(work, visit.programme, gathering, _marked(typed))
    visit.settle()
    goes = first(typed, "go")
    if goes.isascii() and goes.isdecimal():
        page = page_in(int(goes[:9]), LARGEST)
    elif first(typed, "then") == "find":
        page, find = 1, first(typed, "whose")
    told = {"done": str(number)} if number or first(typed, "then") == "save" else {}
    return see_other(_address(visit, event, gathering, page=page, find=_part(find), **told))


def _marked(typed: Typed) -> dict[UUID, Mark]:
    """Who was marked otherwise than the page showed them: what somebody else wrote meanwhile about others stays."""
    shown = dict(each.split(":", 1) for each in first(typed, "seen").split() if ":" in each)
    ids = {name: name.removeprefix("was-") for name in typed if name.startswith("was-")}
    return {
        UUID(key): Mark(_was(first(typed, name)))
        for name, key in ids.items()
        if is_id(key) and _was(first(typed, name)) != _was(shown.get(key, ""))
    }


def _part(find: str) -> str:
    """A part of a name or address to look for, tidied."""
    return " ".join("".join(each for each in find if each.isprintable()).split())[:LONGEST_PART]


def _address(visit: Visit, event: str, gathering: UUID, *, page: int, find: str, **more: str) -> str:
    """The address of that page of the register."""
    asked = {**({"page": str(page)} if page > 1 else {}), **({"find": find} if find else {}), **more}
    return base(visit, event, gathering, "register") + (f"?{urlencode(asked)}" if asked else "")


def _was(word: str) -> Was | None:
    known: dict[str, Was] = {"present": "present", "absent": "absent", "excused": "excused"}
    return known.get(word)


def session_in(found: Roll, key: UUID) -> SessionView:
    """The session with this id. Raises NotFound."""
    for each in found.sessions:
        if each.id == key:
            return each
    raise NotFound("There is no such session here.", "Go back to the event.")


def register_read(visit: Visit, event: str, gathering: UUID, *, page: int = 1, find: str = "") -> Roll:
    """A page of the register: those with a place first."""
    with visit.work() as work:
        return roll(
            work, visit.programme, event, session=gathering, find=_part(find), page=page_in(page, LARGEST), size=SHOWN
        )


def register_drawn(
    visit: Visit,
    found: Roll,
    session: SessionView,
    typed: Typed,
    *,
    find: str = "",
    banner: Banner | None = None,
    problems: tuple[Problem, ...] = (),
) -> Response[str]:
    """The register with what was typed; `find` is what its people were looked for by."""
    people = found.people
    expected = tuple(_field(each, session, typed) for each in people if each.expected(session.id))
    others = tuple(_field(each, session, typed) for each in people if not each.expected(session.id))
    placed = found.expected[session.id] + found.expected[None]
    begun_already = not session.open and session.live
    have = count(placed, "person has", "people have")
    there = count(found.there[session.id], "was there", "were there")
    several = found.found > SHOWN
    label = (
        "Mark everybody on this page present who has a place" if several else "Mark everybody present who has a place"
    )
    here = base(visit, found.event, session.id, "register")
    view = RollPage(
        title=f"Register: {found.title}",
        programme=visit.programme.title,
        sentence=f"{span_of(visit, session)}. {begun(have)} a place, {there}.",
        banner=banner,
        problems=problems,
        back=Link("Back to the event", base(visit, found.event)),
        action=_address(visit, found.event, session.id, page=found.page, find=find),
        hidden=(("seen", _seen(found, session)),),
        find=_find_field(find) if begun_already and (find or found.number > SHOWN) else None,
        find_button="Save and find",
        everybody=Link("Show everybody", here) if find else None,
        shortcuts=(Button(label=label, name="then", value="came"),) if expected and begun_already else (),
        expected_title="Those with a place" + ("" if find else f" ({placed:,})" if several else ""),
        expected=expected if begun_already else (),
        others_title="Others whom it is for" + ("" if find else f" ({found.number - placed:,})"),
        others=others if begun_already else (),
        go_on=_go_on(found),
        button="Save the register" if not several else "Save this page",
        turns=tuple(_turns(found)),
        list_action=base(visit, found.event, session.id, "register", "list"),
        list_fields=_list_fields(typed, problems) if begun_already and found.number and not find else (),
        list_button="Show what the list says",
        empty=_empty(session, people, find, begun_already=begun_already),
    )
    with visit.work() as work:
        frame = console_frame(visit, current=PLACE, wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _seen(found: Roll, session: SessionView) -> str:
    """What the page shows of each that is marked."""
    marks = ((each.registration_id, each.was.get(session.id)) for each in found.people)
    return " ".join(f"{key}:{was}" for key, was in marks if was)


def _find_field(find: str) -> Field:
    return Field(
        name="whose",
        kind="text",
        label="Find somebody in the register",
        hint="A part of a name or address. What is marked on this page is saved first.",
        value=find,
        most=LONGEST_PART,
    )


def _turns(found: Roll) -> Iterator[Turn]:
    """A button to each page near by, where there are several."""
    for each in page_links(found.found, found.page, str):
        yield Turn(each.label, int(each.href), each.current)


def _go_on(found: Roll) -> Button | None:
    """To the next page, after saving this one."""
    following = next((each for each in _turns(found) if each.page == found.page + 1), None)
    return Button(label=f"Save and go on to {following.label}", value=str(following.page)) if following else None


def _empty(session: SessionView, people: Sequence[Guesting], find: str, *, begun_already: bool) -> Empty | None:
    if not session.live:
        return Empty(title="It did not take place", text="A session that was called off has no register.")
    if not begun_already:
        return Empty(title="It has not begun yet", text="The register can be taken once the session has begun.")
    if find and not people:
        return Empty(title="Nobody of that name", text="Look for a part of the name, or of the address.")
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
        hint=f"{told_apart(each)}. {reply}{there}.",
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
