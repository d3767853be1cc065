"""Events and attendance: what takes place, what people must have done before they go on, and who has."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from mentoring.events.roll import rolls
from mentoring.gates.queries import GateView, gate_list
from mentoring.gates.service import record_passes
from mentoring.participants.namesakes import namesakes
from mentoring.web.console.events import AT, base, event_block, is_id
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.paging import LARGEST, SHOWN, page_in, page_links
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.attendance import AttendancePage, GateBlock
from mentoring.web.views.parts import Empty
from mentoring.web.words import begun, count, day


@get(AT, opt=permits("attendance.record", lists="attendance"), sync_to_thread=True)
def attendance(visit: NamedDependency[Visit], gate: FromQuery[str] = "", page: FromQuery[int] = 1) -> Response[str]:
    """Every event; below, each gate with the people who have not passed it yet, of `gate` that page of them."""
    pages = {gate: page_in(page, LARGEST)}
    with visit.work() as work:
        events = rolls(work, visit.programme)
        gates = gate_list(work, visit.programme, pages=pages, size=SHOWN)
        called = namesakes(work, visit.programme, among=(one.name for each in gates for one in each.waiting))
        frame = console_frame(visit, current="attendance", wanted=needed(work, visit.programme))
    missing = sum(each.missing for each in gates)
    view = AttendancePage(
        title="Events and attendance",
        programme=visit.programme.title,
        sentence=begun(f"{count(missing, 'person has', 'people have')} something still to attend.")
        if missing
        else "Everybody has attended what they must."
        if gates
        else "Nothing is compulsory: nobody has to attend anything before they go on.",
        events=tuple(event_block(visit, each) for each in events),
        gates=tuple(_block(visit, each, called, pages.get(each.gate, 1)) for each in gates),
        empty=None
        if events or gates
        else Empty(title="No events", text="This scheme has none, and asks nobody to attend anything."),
    )
    return visit.page(view, frame)


@post(AT, opt=permits("gate.record"), sync_to_thread=True)
def record_attendance(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Redirect:
    """Everyone ticked has passed."""
    gate = first(typed, "gate")
    ticked = [UUID(each) for each in typed.get(f"people-{gate}", ()) if is_id(each)]
    with visit.work() as work:
        record_passes(work, visit.programme, ticked, gate=gate)
    visit.settle()
    return see_other(base(visit))


def _block(visit: Visit, gate: GateView, called: Mapping[UUID, str], page: int) -> GateBlock:
    held = f" The date: {day(gate.date.times[0].date(), language=visit.language)}." if gate.date else ""
    return GateBlock(
        id=gate.gate,
        title=gate.title,
        sentence=f"{gate.needs}. {gate.passed} of {gate.passed + gate.missing} have.{held}",
        action=base(visit),
        hidden=(("gate", gate.gate),),
        fields=(
            Field(
                name=f"people-{gate.gate}",
                kind="checks",
                label="Who has passed in another way?",
                hint="Whoever the register says was present passes without this.",
                required=False,
                options=tuple(
                    Option(
                        value=str(each.registration_id),
                        label=called.get(each.registration_id, each.name),
                        hint=f"{each.role_title}, {each.house}",
                    )
                    for each in gate.waiting
                ),
            ),
        )
        if gate.waiting
        else (),
        button="Record as attended",
        pages=page_links(gate.missing, page, lambda to: f"{base(visit)}?gate={gate.gate}&page={to}#{gate.gate}"),
    )
