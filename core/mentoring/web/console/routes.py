"""The console's routes: coordinators' pages."""

from litestar.types import ControllerRouterHandler

from mentoring.web.console.attendance import attendance, record_attendance
from mentoring.web.console.matching import discard_round, matching, one_round, publication, publish_round, run
from mentoring.web.console.mentorships import mentorship_list
from mentoring.web.console.registrations import decide_registration, record_gate, registration, registrations
from mentoring.web.console.today import overview, programme_list, today


def console_routes() -> tuple[ControllerRouterHandler, ...]:
    """All of them."""
    return (
        today,
        programme_list,
        overview,
        registrations,
        registration,
        decide_registration,
        record_gate,
        attendance,
        record_attendance,
        matching,
        run,
        one_round,
        publication,
        publish_round,
        discard_round,
        mentorship_list,
    )
