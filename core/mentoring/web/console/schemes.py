"""The institution's page of schemes: what is installed, what failed, and asking a scheme's code again."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from mentoring.programmes.queries import programmes
from mentoring.schemes.ask import Asker
from mentoring.schemes.faults import faults, lift, quarantines
from mentoring.schemes.model import PluginFault
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import Schemes, UnitOfWork
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Banner, Button, Empty
from mentoring.web.views.schemes import FaultLine, SchemeLine, SchemesPage
from mentoring.web.words import begun, count, when

_AT = "/{tenant:str}/console/schemes"


@get(_AT, opt=permits("schemes.see"), sync_to_thread=True)
def schemes(visit: NamedDependency[Visit]) -> Response[str]:
    """Every installed scheme with the state of its code here; load failures; the newest faults."""
    with visit.work() as work:
        held = {name: when(at, visit.tenant.timezone, visit.language) for name, at in quarantines(work.session).items()}
        failed = faults(work.session)
        used = _used(work)
    return visit.page(_page(visit, visit.site.schemes, held, failed, used), console_frame(visit, current="schemes"))


@post(_AT + "/lift", opt=permits("schemes.lift"), sync_to_thread=True)
def lift_quarantine(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Redirect:
    """The scheme's code is asked again from now on."""
    name = first(typed, "scheme")
    with visit.work() as work:
        lift(work.session, name, at=work.now, by=work.actor.person_id)
        work.record("lift", "quarantine", name)
    return see_other(visit.path("console", "schemes"))


def _used(work: UnitOfWork) -> dict[str, list[str]]:
    """The titles of the programmes seen here, by scheme."""
    used: dict[str, list[str]] = {}
    for each in programmes(work):
        used.setdefault(each.scheme, []).append(each.title)
    return used


def _page(
    visit: Visit,
    installed: Schemes,
    held: dict[str, str],
    failed: tuple[PluginFault, ...],
    used: dict[str, list[str]],
) -> SchemesPage:
    known = installed.schemes
    total = begun(f"{count(len(known), 'scheme is', 'schemes are')} installed.")
    waiting = f" The code of {count(len(held), 'scheme', 'schemes')} waits for you." if held else ""
    return SchemesPage(
        title="Schemes",
        sentence=total + waiting,
        machine=_machine(installed.asker),
        schemes=(
            *(
                _line(visit, installed.asker, scheme, held.get(scheme.name, ""), used.get(scheme.name, []))
                for scheme in known.values()
            ),
            *(_gone(visit, name, since) for name, since in held.items() if name not in known),
        ),
        failures=tuple(
            FaultLine(when=each.distribution, title=each.name, text=str(each.error)) for each in installed.failures
        ),
        faults=tuple(
            FaultLine(
                when=when(each.at, visit.tenant.timezone, visit.language),
                title=f"{each.scheme} {each.version}: {each.hook}, {each.cause}",
                text=begun(each.words),
            )
            for each in failed
        ),
        empty=None if known else Empty(title="No scheme yet", text="A scheme is installed as a Python distribution."),
    )


def _machine(asker: Asker) -> Banner | None:
    """What is true of this machine, where code is not held as it should be."""
    if asker.why_off:
        return Banner(kind="stop", title="The code of schemes is off", text=f"{begun(asker.why_off)}.")
    if asker.codes and not asker.confined:
        return Banner(
            kind="wait",
            title="The code of schemes is not confined",
            text="Whoever runs this machine has set MENTORING_UNCONFINED_PLUGINS: they trust every installed scheme.",
        )
    return None


def _line(visit: Visit, asker: Asker, scheme: Scheme, since: str, used: list[str]) -> SchemeLine:
    code = asker.codes.get(scheme.name)
    standing = f"In use: {', '.join(used)}" if used else "Installed"
    hooks = (
        f" Its own code answers {', '.join(code.hooks)}."
        if code
        else " It is made of documents alone, without code of its own."
    )
    return SchemeLine(
        title=f"{say(scheme.card.title, visit.language)} ({scheme.name} {scheme.version})",
        text=say(scheme.card.summary, visit.language) + hooks,
        mark="stop" if since else "done",
        word=f"In quarantine since {since}" if since else standing,
        button=_lift(visit, scheme.name) if since else None,
    )


def _gone(visit: Visit, name: str, since: str) -> SchemeLine:
    return SchemeLine(
        title=name,
        text="It is not installed, or cannot be loaded.",
        mark="stop",
        word=f"In quarantine since {since}",
        button=_lift(visit, name),
    )


def _lift(visit: Visit, name: str) -> Button:
    return Button(
        label="Ask its code again",
        about=name,
        href=visit.path("console", "schemes", "lift"),
        post=True,
        hidden=(("scheme", name),),
    )
