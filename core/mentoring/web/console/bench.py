"""The pages beside a proposal: another partner for somebody, two proposals compared, the matrix."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from mentoring.errors import Invalid
from mentoring.participants.namesakes import namesakes
from mentoring.rounds.alternatives import Alternative, Move
from mentoring.rounds.apart import candidates_apart, matrix_apart
from mentoring.rounds.candidates import Candidates, Matrix, candidates, matrix
from mentoring.rounds.compare import Changed, Comparison
from mentoring.rounds.compare import compare as compare_rounds
from mentoring.rounds.queries import rounds
from mentoring.rounds.rework import add, swap
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.matching import version_in
from mentoring.web.console.proposal import base, figures, id_of, left_id
from mentoring.web.console.workbench import Answer, done
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.parts import Button, Link, Problem
from mentoring.web.views.workbench import Cell, ChangedLine, Choices, ComparePage, MatrixPage, MatrixRow, SwapPage
from mentoring.web.words import begun, count

_AT = "/{tenant:str}/console/{programme:str}/matching/{round_id:uuid}"
ROWS, COLUMNS = 20, 40
AnyRequest = Request[Any, Any, Any]


@get(_AT + "/swap", opt=permits("round.read", lists="matching"), sync_to_thread=True)
def swap_page(request: AnyRequest, visit: NamedDependency[Visit], round_id: FromPath[UUID]) -> Response[str]:
    """Alternatives for somebody, best first, each with who else moves."""
    asked = dict(request.query_params)
    with visit.work() as work:
        view = _swap_view(visit, work, round_id, asked.get("pathway", ""), asked.get("person", ""))
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


@post(_AT + "/swap", opt=permits("round.run"), sync_to_thread=True)
def swap_people(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """The chosen alternative is made: the next proposal."""
    pathway, person, choice = first(typed, "pathway"), first(typed, "person"), first(typed, "choice")
    if not choice:
        return _again(visit, round_id, typed, {"choice-1": "Choose somebody"})
    version = version_in(typed)
    return done(
        visit,
        round_id,
        typed,
        lambda work: swap(
            work, visit.programme, round_id, version=version, pathway=pathway, person=person, choice=choice
        ),
    )


@post(_AT + "/add", opt=permits("round.run"), sync_to_thread=True)
def add_by_hand(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """A match is made by hand; against a rule it needs a reason."""
    pathway, person, other = first(typed, "pathway"), first(typed, "person"), first(typed, "other")
    reason, version = first(typed, "reason"), version_in(typed)
    if not other:
        return _again(visit, round_id, typed, {"other": "Choose somebody"})
    try:
        return done(
            visit,
            round_id,
            typed,
            lambda work: add(
                work,
                visit.programme,
                round_id,
                version=version,
                pathway=pathway,
                person=person,
                other=other,
                reason=reason,
            ),
        )
    except Invalid as refusal:
        return _again(visit, round_id, typed, refusal.problems)


@get(_AT + "/compare", opt=permits("round.read", lists="matching"), sync_to_thread=True)
def compare_page(request: AnyRequest, visit: NamedDependency[Visit], round_id: FromPath[UUID]) -> Response[str]:
    """Two proposals person by person."""
    asked = request.query_params.get("with", "")
    with visit.work() as work:
        lines = rounds(work, visit.programme)
        mine = next((each for each in lines if each.id == round_id), None)
        others = [each for each in lines if each.id != round_id]
        other = next((each for each in others if str(each.number) == asked), others[0] if others else mine)
        compared = compare_rounds(work, visit.programme, round_id, other=other.id if other else round_id)
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    now, then = mine.number if mine else 0, other.number if other else 0
    view = ComparePage(
        title=f"Proposal {now} compared with proposal {then}",
        programme=visit.programme.title,
        sentence=difference_words(compared),
        heads=(f"Proposal {then}", f"Proposal {now}"),
        figures=figures(compared.after, compared),
        people=changed_lines(compared.people),
        leave=Button(label=f"Back to proposal {now}", href=f"{base(visit)}/{round_id}"),
    )
    return visit.page(view, frame)


@get(_AT + "/matrix", opt=permits("round.read", lists="matching"), sync_to_thread=True)
def matrix_page(request: AnyRequest, visit: NamedDependency[Visit], round_id: FromPath[UUID]) -> Response[str]:
    """Everyone against everyone, twenty rows at a time."""
    asked = dict(request.query_params)
    down, across = _from(asked.get("row", "")), _from(asked.get("column", ""))
    with visit.work() as work:
        found = matrix(
            work,
            visit.programme,
            round_id,
            pathway=asked.get("pathway", ""),
            rows_from=down,
            columns_from=across,
            rows=ROWS,
            columns=COLUMNS,
        )
        found = matrix_apart(found, namesakes(work, visit.programme))
        number = next(each.number for each in rounds(work, visit.programme) if each.id == round_id)
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(_matrix_view(visit, round_id, number, found, down, across), frame)


def difference_words(compared: Comparison) -> str:
    """How many people differ, in a sentence."""
    kinds: list[str] = [each.kind for each in compared.people if each.served]
    if not compared.people:
        return "Nobody's match differs."
    told = ((kinds.count(kind), words) for kind, words in _KINDS)
    parts = [f"{count(number, 'person', 'people')} {words}" for number, words in told if number]
    return begun(", ".join(parts) + ".") if parts else "Only people who are free differ."


def changed_lines(people: tuple[Changed, ...]) -> tuple[ChangedLine, ...]:
    """Everyone whose partners differ, as lines of a table."""
    return tuple(
        ChangedLine(
            name=each.name,
            line=f"{each.role_title}, {each.house}",
            kind=_MARKS[each.kind if each.served or each.kind != "lost" else "free"][0],
            word=_MARKS[each.kind if each.served or each.kind != "lost" else "free"][1],
            before=", ".join(each.before) or "nobody",
            after=", ".join(each.after) or "nobody",
            fit=_fits(each.fit_before, each.fit_after),
        )
        for each in people
    )


_KINDS = (("won", "gained a match"), ("lost", "lost theirs"), ("changed", "with somebody else"))
_MARKS: dict[str, tuple[Any, str]] = {
    "won": ("done", "Matched now"),
    "lost": ("stop", "No match any more"),
    "changed": ("info", "Somebody else"),
    "free": ("open", "Free now"),
}


def _fits(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return str(after if before is None else before)
    return f"{before} \N{RIGHTWARDS ARROW} {after}"


def _again(visit: Visit, round_id: UUID, typed: Typed, problems: dict[str, str]) -> Response[str]:
    """The swap page with what was typed and what is wrong with it."""
    with visit.work() as work:
        view = _swap_view(
            visit, work, round_id, first(typed, "pathway"), first(typed, "person"), typed=typed, problems=problems
        )
        frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _swap_view(
    visit: Visit,
    work: UnitOfWork,
    round_id: UUID,
    pathway: str,
    person: str,
    *,
    typed: Typed | None = None,
    problems: dict[str, str] | None = None,
) -> SwapPage:
    found = candidates(work, visit.programme, round_id, pathway=pathway, person=person)
    found = candidates_apart(found, namesakes(work, visit.programme))
    at, wrong, said = f"{base(visit)}/{round_id}", problems or {}, typed or {}
    hidden = (("version", str(found.version)), ("pathway", pathway), ("person", person))
    now = ", ".join(found.names[e] for e in found.current)
    sentence = f"Now with {now}, fit {found.fit}." if now else "Without a match now."
    none = "This proposal cannot be changed any more." if found.state != "proposed" else ""
    kept = "Locked where they are. Unlock this match first." if found.kept else ""
    sought = found.sought.lower()
    people = tuple(Link(found.names[e], f"{at}/swap?pathway={pathway}&person={e}") for e in found.current)
    line = id_of((person, *found.current)) if found.current else left_id(pathway, person)
    return SwapPage(
        title=f"Another {sought} for {found.name}",
        programme=visit.programme.title,
        sentence=sentence,
        problems=tuple(Problem(field, text) for field, text in wrong.items()),
        people=people,
        swap=Choices(
            title="Swap",
            text="Best first. Locks, capacity and hard rules are kept in every choice.",
            action=f"{at}/swap",
            hidden=hidden,
            fields=(
                Field(
                    name="choice",
                    kind="radio",
                    label=f"Another {sought}",
                    options=tuple(_option(found, each, first(said, "choice")) for each in found.alternatives),
                    problem=wrong.get("choice-1", ""),
                ),
            ),
            button="Swap",
            none=none or kept or ("" if found.alternatives else "Nobody else keeps every rule and has room."),
        ),
        by_hand=None
        if none or kept
        else Choices(
            title="Match by hand",
            text="Anybody else. What speaks against it is broken for this match alone, and needs a reason.",
            action=f"{at}/add",
            hidden=hidden,
            fields=_by_hand_fields(found, said, wrong),
            button="Match by hand",
            none="" if found.others else "There is nobody else.",
        ),
        apart=None if none or len(found.current) < 2 else _apart_form(found, at, hidden),
        leave=Button(label="Leave as it is", href=f"{at}#{line}"),
    )


def _apart_form(found: Candidates, at: str, hidden: tuple[tuple[str, str], ...]) -> Choices:
    """In a circle one says from whom somebody is to be kept apart."""
    options = tuple(Option(value=e, label=found.names[e]) for e in found.current)
    return Choices(
        title="Keep apart",
        text=f"{found.name} and whom you choose are not in one circle when you solve the rest again.",
        action=f"{at}/forbid",
        hidden=(*hidden, ("member", found.person)),
        fields=(Field(name="member", kind="select", label="From whom?", options=options),),
        button="Keep apart",
    )


def _by_hand_fields(found: Candidates, said: Typed, wrong: dict[str, str]) -> tuple[Field, ...]:
    options = tuple(
        Option(
            value=each.registration_id,
            label=f"{each.name}, {found.houses[each.registration_id]}. Fit {each.fit}"
            + (f". Against: {'; '.join(each.against)}" if each.against else ""),
            chosen=each.registration_id == first(said, "other"),
        )
        for each in found.others
    )
    nobody = Option(value="", label="Choose")
    return (
        Field(
            name="other",
            kind="select",
            label="With whom?" if found.is_pair else "With whose circle?",
            options=(nobody, *options),
            problem=wrong.get("other", ""),
        ),
        Field(
            name="reason",
            kind="long",
            label="Why this match?",
            hint="Needed where something speaks against it. It is kept with the proposal and shown beside the match.",
            required=False,
            rows=2,
            value=first(said, "reason"),
            problem=wrong.get("reason", ""),
        ),
    )


def _option(found: Candidates, each: Alternative, chosen: str) -> Option:
    if found.is_pair:
        who = f"{found.names[each.others[0]]}, {found.houses[each.others[0]]}"
    else:
        who = ", ".join(found.names[e] for e in each.others)
    more = f", {'up' if each.change > 0 else 'down'} {abs(each.change)}" if each.change and found.current else ""
    return Option(
        value=each.key, label=f"{who}. Fit {each.fit}{more}", hint=_moves(found, each.moves), chosen=each.key == chosen
    )


def _moves(found: Candidates, moves: tuple[Move, ...]) -> str:
    told = [
        f"{found.names[move.person]} moves to {', '.join(found.names[e] for e in move.to)}."
        if move.to
        else f"{found.names[move.person]} is left without a match."
        for move in moves
    ]
    return " ".join(told) or "Nobody else moves."


def _matrix_view(visit: Visit, round_id: UUID, number: int, found: Matrix, down: int, across: int) -> MatrixPage:
    at = f"{base(visit)}/{round_id}"
    here = f"{at}/matrix?pathway={found.pathway}"
    window = f"{found.served} {down + 1} to {down + len(found.rows)} of {found.all_rows}"
    return MatrixPage(
        title="Matching",
        programme=visit.programme.title,
        sentence=f"Proposal {number}. {window}: without a match first, then the weakest fit.",
        ways=(Link("List", at), Link("Matrix", here, current=True)),
        pathways=tuple(
            Link(title, f"{at}/matrix?pathway={name}", current=name == found.pathway) for name, title in found.pathways
        )
        if len(found.pathways) > 1
        else (),
        caption=f"How well each of {window.lower()} fits",
        corner=found.served,
        columns=tuple(name for _, name in found.columns),
        rows=tuple(
            MatrixRow(
                name=name,
                line="",
                href=f"{at}/swap?pathway={found.pathway}&person={one}",
                cells=tuple(
                    Cell(cell.kind, cell.fit, min(3, max(0, (cell.fit or 0) // 25)), _WORDS[cell.kind])
                    for cell in cells
                ),
            )
            for (one, name), cells in zip(found.rows, found.cells, strict=True)
        ),
        down=_windows(here + f"&column={across}", "row", found.all_rows, ROWS, down),
        across=_windows(here + f"&row={down}", "column", found.all_columns, COLUMNS, across, found.other),
    )


_WORDS = {
    "open": "",
    "chosen": "chosen",
    "locked": "chosen and locked",
    "forbidden": "forbidden by you",
    "barred": "a hard rule says no",
}


def _windows(href: str, name: str, number: int, size: int, at: int, what: str = "") -> tuple[Link, ...]:
    if number <= size:
        return ()
    before = f"{what} " if what else ""
    return tuple(
        Link(f"{before}{begin + 1} to {min(begin + size, number)}", f"{href}&{name}={begin}", current=begin == at)
        for begin in range(0, number, size)
    )


def _from(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
