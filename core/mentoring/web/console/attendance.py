"""Events and attendance: what people must have done before they go on, and who has."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from mentoring.gates.queries import GateView, gate_list
from mentoring.gates.service import record_passes
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.attendance import AttendancePage, GateBlock
from mentoring.web.views.parts import Empty
from mentoring.web.words import begun, count, day

_AT = "/{tenant:str}/console/{programme:str}/attendance"


@get(_AT, opt=permits("gate.record", lists="attendance"), sync_to_thread=True)
def attendance(visit: NamedDependency[Visit]) -> Response[str]:
    """Each gate with the people who have not passed it yet."""
    with visit.work() as work:
        gates = gate_list(work, visit.programme)
        frame = console_frame(visit, current="attendance", wanted=needed(work, visit.programme))
    missing = sum(gate.missing for gate in gates)
    view = AttendancePage(
        title="Events and attendance",
        programme=visit.programme.title,
        sentence=begun(f"{count(missing, 'person has', 'people have')} something still to attend.")
        if missing
        else "Everybody has attended what they must.",
        gates=tuple(_block(visit, gate) for gate in gates),
        empty=None
        if gates
        else Empty(title="Nothing is compulsory", text="This scheme asks nobody to attend anything before they go on."),
    )
    return visit.page(view, frame)


@post(_AT, opt=permits("gate.record"), sync_to_thread=True)
def record_attendance(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Redirect:
    """Everyone ticked has passed."""
    gate = first(typed, "gate")
    ticked = [UUID(each) for each in typed.get(f"people-{gate}", ()) if _is_id(each)]
    with visit.work() as work:
        record_passes(work, visit.programme, ticked, gate=gate)
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "attendance"))


def _block(visit: Visit, gate: GateView) -> GateBlock:
    waiting = [each for each in gate.people if not each.passed]
    held = f" The date: {day(gate.date.times[0].date(), language=visit.language)}." if gate.date else ""
    return GateBlock(
        id=gate.gate,
        title=gate.title,
        sentence=f"{gate.needs}. {gate.passed} of {gate.passed + gate.missing} have.{held}",
        action=visit.path("console", visit.programme.slug, "attendance"),
        hidden=(("gate", gate.gate),),
        fields=(
            Field(
                name=f"people-{gate.gate}",
                kind="checks",
                label="Who was there?",
                hint="Tick everybody whose attendance you have seen.",
                required=False,
                options=tuple(
                    Option(value=str(each.registration_id), label=each.name, hint=f"{each.role_title}, {each.house}")
                    for each in waiting
                ),
            ),
        )
        if waiting
        else (),
        button="Record as attended",
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
