"""The system's health for an operator: numbers, and no person."""

from litestar import Response, get
from litestar.di import NamedDependency

from mentoring.timeline.health import Health, health
from mentoring.web.frames import house_of
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.console import Figure
from mentoring.web.views.frame import ConsoleFrame
from mentoring.web.views.parts import Banner, Link
from mentoring.web.views.system import SystemPage
from mentoring.web.words import begun, count


@get("/{tenant:str}/console/system", opt=permits("system.watch"), sync_to_thread=True)
def system(visit: NamedDependency[Visit]) -> Response[str]:
    """What waits, what failed, and how far the audit trail is sealed."""
    with visit.work() as work:
        found = health(work)
    schemes = visit.site.schemes
    view = SystemPage(
        title="System",
        sentence="How the system stands at your institution, in numbers. No page of an operator shows a person.",
        banner=_banner(found),
        figures=(
            *_figures(found),
            Figure(
                label="Schemes installed",
                value=str(len(schemes.schemes)),
                text=f"{len(schemes.failures)} could not be loaded",
            ),
        ),
    )
    return visit.page(view, system_frame(visit))


def system_frame(visit: Visit) -> ConsoleFrame:
    """The frame of an operator: one place."""
    return ConsoleFrame(
        house=house_of(visit),
        language=visit.language,
        scheme=visit.scheme,
        csrf=visit.csrf,
        person=f"{visit.person.name or visit.person.email}, operator",
        sign_out=visit.path("sign-out"),
        today=Link("System", visit.path("console", "system"), current=True),
        programme=None,
        thread=(),
        institution=(),
    )


def _banner(found: Health) -> Banner:
    wrong = []
    if found.overdue:
        wrong.append(
            f"{count(found.overdue, 'programme waits', 'programmes wait')} to be settled: is a worker running?"
        )
    if found.failed:
        wrong.append(f"{count(found.failed, 'message', 'messages')} could not be handed over.")
    if found.quarantines:
        wrong.append(f"{count(found.quarantines, 'scheme is', 'schemes are')} in quarantine.")
    if found.unsealed:
        wrong.append(f"{count(found.unsealed, 'entry', 'entries')} of the audit trail should be sealed by now.")
    if wrong:
        return Banner(kind="wait", title="Something needs you", text=begun(" ".join(begun(each) for each in wrong)))
    return Banner(kind="done", title="Nothing needs you", text="Nothing failed, and nothing waits too long.")


def _figures(found: Health) -> tuple[Figure, ...]:
    waits = ""
    if found.oldest_queued is not None:
        minutes = int(found.oldest_queued.total_seconds() // 60)
        waits = (
            f"The oldest has waited {minutes // 1440} days" if minutes >= 2880 else f"The oldest for {minutes} minutes"
        )
    return (
        Figure(label="Programmes hosted", value=str(found.programmes)),
        Figure(label="Overdue to be settled", value=str(found.overdue), text="For more than ten minutes"),
        Figure(label="Messages waiting", value=str(found.queued), text=waits),
        Figure(label="Messages that failed", value=str(found.failed)),
        Figure(label="Faults of schemes' code", value=str(found.faults), text="In the last seven days"),
        Figure(label="Audit entries sealed", value=str(found.sealed), text=f"{found.unsealed} late"),
    )
