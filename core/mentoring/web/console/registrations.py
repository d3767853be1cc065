"""Registrations: states as tabs, the pile, one file with the rule beside the answer, and the decision."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.contracts.lengths import at_most
from mentoring.errors import Invalid, ReasonNeeded
from mentoring.gates.service import passes_of, record_pass, take_back
from mentoring.participants.decide import SETTLED, decide
from mentoring.participants.enter import roles_to_enter
from mentoring.participants.files import registration_file
from mentoring.participants.importing import roles_to_import
from mentoring.participants.invite import roles_to_fill
from mentoring.participants.namesakes import namesakes
from mentoring.participants.queries import SHOWN, pile
from mentoring.participants.views import TABS, File, Line, PathwayFile, Pile, Row
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import Needed, console_frame, is_lead
from mentoring.web.console.level import level_in_words
from mentoring.web.console.paging import page_links
from mentoring.web.console.why import why_page
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.console import Decision, Finding, PileEntry, RegistrationFile, RegistrationsPage
from mentoring.web.views.frame import ConsoleFrame
from mentoring.web.views.parts import Banner, Button, Empty, Link, MarkKind
from mentoring.web.words import begun, count, short_day

_AT = "/{tenant:str}/console/{programme:str}/registrations"
_OUTCOMES = {"eligible": "Eligible", "not_eligible": "Not eligible"}
_MARKS: dict[str, MarkKind] = {"done": "done", "wait": "wait", "stop": "stop", "plus": "priority", "ring": "open"}
_WORDS: dict[MarkKind, str] = {
    "done": "Met",
    "wait": "Needs a person",
    "stop": "Not met",
    "priority": "Priority",
    "open": "Evidence only",
    "next": "Next",
    "info": "Note",
}
_REASON_MOST = 2000
_MANY = 100_000
_WAYS = ("From a file", "Invitations")


@get(_AT, opt=permits("registration.list", lists="registrations"), sync_to_thread=True)
def registrations(
    visit: NamedDependency[Visit],
    tab: FromQuery[str | None] = None,
    decided: FromQuery[int] = 0,
    page: FromQuery[int] = 1,
) -> Response[str]:
    """A page of the pile of one state; after several were decided on at once, how many."""
    with visit.work() as work:
        found = pile(work, visit.programme, tab=tab, page=min(page, _MANY))
        view = _page(visit, work, found, None)
        if 0 < decided < _MANY:
            told = begun(f"{count(decided, 'person', 'people')} may take part")
            view = replace(view, banner=Banner(kind="done", title=told, text="Each decision is kept in your name."))
    return visit.page(view, _frame(visit, found))


@get(_AT + "/{registration:uuid}", opt=permits("registration.read", lists="registrations"), sync_to_thread=True)
def registration(
    visit: NamedDependency[Visit],
    registration: FromPath[UUID],
    tab: FromQuery[str | None] = None,
    done: FromQuery[str | None] = None,
) -> Response[str]:
    """One registration's file beside the pile."""
    try:
        with visit.work() as work:
            file = registration_file(work, visit.programme, registration)
            found = pile(work, visit.programme, tab=tab or "everyone", beside=registration, told=_id_in(done or ""))
            view = _page(visit, work, found, file, done=done or "")
    except ReasonNeeded:
        return why_page(visit, registration)
    return visit.page(view, _frame(visit, found))


@post(_AT + "/{registration:uuid}", opt=permits("registration.decide"), sync_to_thread=True)
def decide_registration(
    visit: NamedDependency[Visit],
    registration: FromPath[UUID],
    typed: NamedDependency[Typed],
    tab: FromQuery[str] = "everyone",
) -> Response[str] | Redirect:
    """A person decides; then the next one that waits."""
    tab = tab if tab in dict(TABS) else "everyone"
    outcome, reason = first(typed, "outcome"), at_most(first(typed, "reason"), _REASON_MOST, "reason")
    problems = {} if outcome in _OUTCOMES else {"outcome": "Choose eligible or not eligible"}
    with visit.work() as work:
        file = registration_file(work, visit.programme, registration)
    if not problems:
        try:
            with visit.work() as work:
                decide(work, visit.programme, registration, outcome=outcome, reason=reason)  # type: ignore[arg-type] # checked above
        except Invalid as refusal:
            problems = refusal.problems or {"reason": refusal.what}
    if problems:
        with visit.work() as work:
            found = pile(work, visit.programme, tab=tab, beside=registration)
            view = _page(visit, work, found, file, typed=typed, problems=problems)
        return visit.page(view, _frame(visit, found))
    visit.settle()
    follows = file.next_id or registration
    return see_other(f"{_base(visit)}/{follows}?tab={tab}&done={registration}")


@post(_AT + "/{registration:uuid}/gates", opt=permits("gate.record"), sync_to_thread=True)
def record_gate(visit: NamedDependency[Visit], registration: FromPath[UUID], typed: NamedDependency[Typed]) -> Redirect:
    """What a coordinator has seen: a training attended, a paper signed."""
    with visit.work() as work:
        gate = first(typed, "gate")
        act = take_back if first(typed, "act") == "take_back" else record_pass
        act(work, visit.programme, registration, gate=gate)
    visit.settle()
    return see_other(f"{_base(visit)}/{registration}?tab={first(typed, 'tab') or 'everyone'}")


def _base(visit: Visit) -> str:
    return visit.path("console", visit.programme.slug, "registrations")


def _frame(visit: Visit, found: Pile) -> ConsoleFrame:
    wanted = Needed(found.counts["needs_person"], found.counts["refusals"])
    return console_frame(visit, current="registrations", wanted=wanted)


def _id_in(words: str) -> UUID | None:
    """The id that an address carries; None where it is none."""
    try:
        return UUID(words)
    except ValueError:
        return None


def _page(
    visit: Visit,
    work: UnitOfWork,
    found: Pile,
    file: File | None,
    *,
    typed: Typed | None = None,
    problems: dict[str, str] | None = None,
    done: str = "",
) -> RegistrationsPage:
    tab = found.tab
    decision = _decision(visit, file, tab, typed or {}, problems or {}) if file and _may_decide(file) else None
    drawn = form_problems(decision.fields) if decision else ()
    told = next((name for key, name in found.names.items() if str(key) == done), "")
    called = namesakes(work, visit.programme, among=(row.name for row in found.rows))
    return RegistrationsPage(
        title="Registrations",
        problems=drawn,
        banner=Banner(kind="done", title=f"Decided: {told}" if told else "The decision is kept") if done else None,
        programme=visit.programme.title,
        actions=_asking(visit, work, found),
        tabs=tuple(
            Link(words, f"{_base(visit)}?tab={key}", current=key == tab, count=found.counts[key]) for key, words in TABS
        ),
        pile=tuple(_entry(visit, row, called, tab, file) for row in found.rows),
        pages=page_links(
            found.counts[tab],
            found.first // SHOWN + 1,
            lambda number: f"{_base(visit)}?tab={tab}&page={number}",
            SHOWN,
        ),
        file=_file(visit, work, file, tab, found, decision) if file else None,
        empty=_nothing(tab) if not found.rows and file is None else None,
    )


def _asking(visit: Visit, work: UnitOfWork, found: Pile) -> tuple[Button, ...]:
    """The ways to those who come from a file, are asked or are entered, where there are such roles."""
    at = (visit.path("console", visit.programme.slug, each) for each in ("import", "invitations"))
    from_file, invitations = (Button(label=label, href=href) for label, href in zip(_WAYS, at, strict=True))
    invited = roles_to_fill(work, visit.programme) or roles_to_enter(work, visit.programme)
    return (
        *((_together(visit),) if found.counts["needs_person"] > 1 else ()),
        *((from_file,) if roles_to_import(work, visit.programme) else ()),
        *((invitations,) if invited else ()),
    )


def _together(visit: Visit) -> Button:
    at = visit.path("console", visit.programme.slug, "registrations", "together")
    return Button(label="Decide on several", href=at)


def _may_decide(file: File) -> bool:
    """Whether a decision can still be made: not after a withdrawal, nor once others count on this person."""
    counted_on = any(each.state in SETTLED for each in file.pathways)
    return file.may_decide and file.withdrawn is None and not counted_on


def _nothing(tab: str) -> Empty:
    if tab in {"needs_person", "refusals"}:
        return Empty(title="Nobody waits for you here", text="What the rules can decide alone stands under Eligible.")
    return Empty(title="Nobody here", text="Registrations stand here as soon as they are sent.")


def _entry(visit: Visit, row: Row, called: Mapping[UUID, str], tab: str, file: File | None) -> PileEntry:
    return PileEntry(
        name=called.get(row.registration_id, row.name),
        house=row.house,
        cause=row.cause,
        role=row.role_title.lower(),
        href=f"{_base(visit)}/{row.registration_id}?tab={tab}",
        mark=_MARKS[row.mark],
        word=row.state_words,
        current=file is not None and file.registration_id == row.registration_id,
    )


def _file(
    visit: Visit, work: UnitOfWork, file: File, tab: str, found: Pile, decision: Decision | None
) -> RegistrationFile:
    sent = short_day(file.submitted, visit.tenant.timezone, visit.language)
    job = f"{file.job_title}, " if file.job_title else ""
    mark, verdict, text = _verdict(visit, file)
    return RegistrationFile(
        name=file.name,
        line=f"{job}{file.house}. Registered as {file.role_title.lower()} on {sent}.",
        mark=mark,
        verdict=verdict,
        verdict_text=text,
        findings=tuple(_finding(line) for line in _lines(file.pathways)),
        words_title=f"{file.name.split()[0] if file.name else 'Their'}: in their own words",
        words=tuple((each.title, each.words) for each in (*file.words, *file.declared)),
        sealed_note="Equality monitoring is kept apart and sealed. It is not on this page, and no rule can read it.",
        decision=decision,
        decided=" ".join(filter(None, (_decided(visit, file), *_reviewed(visit, file), _set_level(visit, file)))),
        actions=(
            *_gates(visit, work, file, tab),
            *_level(visit, file),
            *_declaration(visit, file),
            *_entered(visit, file),
        ),
        position=f"{found.place + 1} of {found.counts[tab]}" if found.place is not None else "",
        back=f"{_base(visit)}?tab={tab}",
        next=f"{_base(visit)}/{found.following}?tab={tab}" if found.following else "",
    )


def _entered(visit: Visit, file: File) -> tuple[Button, ...]:
    """What the host does for somebody who cannot sign in."""
    if not file.is_entered or not is_lead(visit) or file.withdrawn is not None:
        return ()
    at = f"{_base(visit)}/{file.registration_id}/entered"
    return (
        Button(label="Change what was entered", href=at, kind="small"),
        Button(label="Withdraw them", href=f"{at}/withdraw", kind="small"),
    )


def _declaration(visit: Visit, file: File) -> tuple[Button, ...]:
    """The way to what they declared about themself, where it is shown to whoever says why."""
    if not file.declaration_closed:
        return ()
    at = f"{_base(visit)}/{file.registration_id}/why"
    return (Button(label="Show what they declared", href=at, kind="small", icon="sealed"),)


def _verdict(visit: Visit, file: File) -> tuple[MarkKind, str, str]:
    """What the rules found: in the pathway that waits for a person, if one does. Whoever withdrew has withdrawn."""
    if file.withdrawn is not None:
        gone = short_day(file.withdrawn, visit.tenant.timezone, visit.language)
        return "open", f"Withdrawn on {gone}", file.withdraw_reason
    if not file.pathways:
        return "wait", "The rules have not been looked at yet", ""
    main = next((each for each in file.pathways if each.open), file.pathways[0])
    return _MARKS[main.mark], main.headline, main.text


def _lines(pathways: tuple[PathwayFile, ...]) -> list[Line]:
    """The lines of every pathway, each said once where it is the same for several."""
    found: dict[tuple[str, str, str], Line] = {}
    for pathway in pathways:
        for line in pathway.lines:
            found.setdefault((line.rule, line.mark, line.said), line)
    return list(found.values())


def _finding(line: Line) -> Finding:
    mark = _MARKS[line.mark]
    return Finding(
        mark=mark,
        word=_WORDS[mark],
        title=line.reason,
        kind=line.kind_words,
        said=line.said,
        attention=mark in {"wait", "stop"},
    )


def _decided(visit: Visit, file: File) -> str:
    for pathway in file.pathways:
        for each in pathway.decided[:1]:
            by = f" by {each.by}" if each.by else f" at {each.house}"
            reason = f" {each.reason}" if each.reason else ""
            return f"{each.words}{by} on {short_day(each.at, visit.tenant.timezone, visit.language)}.{reason}"
    return "" if file.may_decide else file.who_decides


def _gates(visit: Visit, work: UnitOfWork, file: File, tab: str) -> tuple[Button, ...]:
    """One button for each gate of this role: recorded, or taken back."""
    gates = scheme_of(visit.programme).activities.gates
    passed = passes_of(work, visit.programme, [file.registration_id]).get(file.registration_id, frozenset())
    made = []
    for gate, entry in gates.items():
        if entry.who.roles and file.role not in entry.who.roles:
            continue
        back = gate in passed
        if back and not is_lead(visit):
            continue
        title = say(entry.title, visit.language)
        made.append(
            Button(
                label=f"Take back: {title}" if back else f"Record as passed: {title}",
                href=f"{_base(visit)}/{file.registration_id}/gates",
                post=True,
                kind="small",
                icon="undo" if back else "check",
                hidden=(("gate", gate), ("act", "take_back" if back else "record"), ("tab", tab)),
            )
        )
    return tuple(made)


def _level(visit: Visit, file: File) -> tuple[Button, ...]:
    """The way to set a level, where the scheme's rules speak of levels."""
    href = f"{_base(visit)}/{file.registration_id}/level"
    return (Button(label="Set the level", href=href, kind="small"),) if file.ladder else ()


def _set_level(visit: Visit, file: File) -> str:
    return f"Level: {level_in_words(visit, file)}" if file.level and file.level.at else ""


def _reviewed(visit: Visit, file: File) -> tuple[str, ...]:
    """What selection stages have found, a sentence for each."""
    return tuple(
        f"{each.words} at {each.house} on {short_day(each.at, visit.tenant.timezone, visit.language)}."
        + (f" {each.reason}" if each.reason else "")
        for each in file.reviews
    )


def _decision(visit: Visit, file: File, tab: str, typed: Typed, problems: dict[str, str]) -> Decision:
    person = file.name.split()[0] if file.name else "The person"
    return Decision(
        action=f"{_base(visit)}/{file.registration_id}?tab={tab}",
        fields=(
            Field(
                name="outcome",
                kind="radio",
                label=f"May {person} take part?",
                options=tuple(
                    Option(value=value, label=words, chosen=first(typed, "outcome") == value)
                    for value, words in _OUTCOMES.items()
                ),
                problem=problems.get("outcome", ""),
                beside=True,
            ),
            Field(
                name="reason",
                kind="long",
                label="Reason",
                hint=f"Needed to refuse or to differ from the rules. Kept with your name; {person} can ask to see it.",
                required=False,
                value=first(typed, "reason"),
                problem=problems.get("reason", ""),
                most=_REASON_MOST,
            ),
        ),
        button="Confirm and go to the next" if file.next_id else "Confirm",
        note="Nothing is sent until you confirm.",
    )
