"""Who was in a video meeting, from the tool's own list: seen line by line before it is written down."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import UnsoundFile
from mentoring.events.attendance import Mark, take_register
from mentoring.events.queries import SessionView
from mentoring.events.roll import Guesting, Roll, roll
from mentoring.events.video import Expected, Matched, match_people, read_text, text_of
from mentoring.web.console.event_change import SESSION_AT
from mentoring.web.console.events import PLACE, base, is_id, told_apart
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.register_taken import least_field, register_drawn, register_read, session_in
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import LONGEST_VALUE, Typed, Uploaded, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.events import ListLine, RollListPage
from mentoring.web.views.parts import Link, MarkKind, Problem
from mentoring.web.words import begun, count

_MOST_CHOICES = 900
"""As many people are offered for a line, the likely ones first; whoever is none of them is marked by hand."""


@post(
    SESSION_AT + "/register/list",
    opt=permits("attendance.record", lists="attendance"),
    sync_to_thread=True,
)
def keep_list(
    visit: NamedDependency[Visit],
    event: FromPath[str],
    gathering: FromPath[UUID],
    typed: NamedDependency[Typed],
    uploaded: NamedDependency[Uploaded | None],
) -> Response[str] | Redirect:
    """What a list would write down, line by line; written down once that was seen."""
    with visit.work() as work:
        found = roll(work, visit.programme, event, session=gathering)
    session = session_in(found, gathering)
    try:
        text = _text(typed, uploaded)
        seen = read_text(text)
    except UnsoundFile as refusal:
        problem = f"{refusal.what} {refusal.remedy}"
        shown = register_read(visit, event, gathering)
        return register_drawn(visit, shown, session, typed, problems=(Problem("text", problem),))
    least, wrong = _least(typed)
    lines = match_people(seen, [Expected(e.registration_id, e.name, e.email) for e in found.people])
    marks = _marks(lines, typed, least)
    if first(typed, "then") == "save" and not wrong and first(typed, "seen") == str(len(marks)):
        with visit.work() as work:
            number = take_register(work, visit.programme, gathering, marks)
        visit.settle()
        return see_other(f"{base(visit, event, gathering, 'register')}?done={number}")
    return _list_page(visit, found, session, typed, text=text, lines=lines, marks=marks, wrong=wrong)


def _text(typed: Typed, uploaded: Uploaded | None) -> str:
    """The list as text, whole: it goes on in a field of the next page. Raises UnsoundFile where none holds it."""
    if uploaded and first(typed, "text").strip():
        raise UnsoundFile("You chose a file and pasted rows as well.", "Leave one of them out.")
    text = text_of(uploaded.content) if uploaded else first(typed, "text")
    if len(text) > LONGEST_VALUE:
        told = f"The list has {len(text):,} characters, and at most {LONGEST_VALUE:,} are read."
        raise UnsoundFile(told, "Take out lines or columns that are not needed.")
    return text


def _marks(lines: Sequence[Matched], typed: Typed, least: int) -> dict[UUID, Mark]:
    """Who is present by the list: each line's person, or the one chosen for it; not whoever was there too briefly."""
    found: dict[UUID, Mark] = {}
    for each in lines:
        key = _meant(each, typed)
        if key is None:
            continue
        lasted = each.seen.minutes
        if key in found and lasted is not None:
            lasted += found[key].minutes or 0
        if lasted is None or lasted >= least:
            found[key] = Mark("present", lasted)
    return found


def _least(typed: Typed) -> tuple[int, str]:
    text = first(typed, "least").strip()
    if text.isascii() and text.isdecimal() and len(text) < 5:
        return int(text), ""
    return 0, "Enter a whole number of minutes; 0 takes everybody." if text else ""


def _list_page(
    visit: Visit,
    found: Roll,
    session: SessionView,
    typed: Typed,
    *,
    text: str,
    lines: Sequence[Matched],
    marks: Mapping[UUID, Mark],
    wrong: str,
) -> Response[str]:
    people = {each.registration_id: each for each in found.people}
    unsure = [each for each in lines if each.person is None]
    least = least_field(typed, wrong)
    present = count(len(marks), "person", "people")
    needs = f" {begun(count(len(unsure), 'line needs', 'lines need'))} you." if unsure else ""
    view = RollListPage(
        title="What the list says",
        programme=visit.programme.title,
        sentence=f"{begun(present)} would be written down as present. Nothing is saved yet.{needs}",
        problems=form_problems((least,)),
        back=Link("Back to the register", base(visit, found.event, session.id, "register")),
        action=base(visit, found.event, session.id, "register", "list"),
        hidden=(("text", text), ("seen", str(len(marks)))),
        least=least,
        choices=tuple(_choice(each, people, typed) for each in unsure),
        lines=tuple(_list_lines(lines, people, marks, typed)),
        button=begun(f"write down {count(len(marks), 'person', 'people')} as present"),
        again="Look again with what I chose",
    )
    with visit.work() as work:
        frame = console_frame(visit, current=PLACE, wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _choice(each: Matched, people: Mapping[UUID, Guesting], typed: Typed) -> Field:
    name = f"line-{each.seen.line}"
    chosen = first(typed, name)
    likely = [key for key in each.might if key in people]
    order = [*likely, *(key for key in people if key not in likely)][:_MOST_CHOICES]
    said = ", ".join(part for part in (each.seen.name, each.seen.email) if part)
    return Field(
        name=name,
        kind="select",
        label=f"Line {each.seen.line}: {said}",
        hint=f"{each.why} Choose whom it means, or leave it out.",
        required=False,
        options=(
            Option(value="", label="Leave it out"),
            *(Option(value=str(key), label=_called(people[key]), chosen=chosen == str(key)) for key in order),
        ),
    )


def _called(each: Guesting) -> str:
    return f"{each.name}, {told_apart(each)}" if each.alike else f"{each.name}, {each.house}"


def _list_lines(
    lines: Sequence[Matched], people: Mapping[UUID, Guesting], marks: Mapping[UUID, Mark], typed: Typed
) -> Iterator[ListLine]:
    for each in lines:
        mark: MarkKind = "wait"
        outcome = "Nothing, unless you choose whom it means"
        key = _meant(each, typed)
        if key is not None and key in people:
            mark = "done" if key in marks else "info"
            outcome = f"{people[key].name}: " + ("present" if key in marks else "there too briefly, left as they are")
        yield ListLine(
            number=str(each.seen.line),
            said=", ".join(part for part in (each.seen.name, each.seen.email) if part),
            minutes="" if each.seen.minutes is None else str(each.seen.minutes),
            mark=mark,
            outcome=outcome,
        )


def _meant(line: Matched, typed: Typed) -> UUID | None:
    """The person of a line, or the one chosen for it."""
    chosen = first(typed, f"line-{line.seen.line}")
    return line.person or (UUID(chosen) if is_id(chosen) else None)
