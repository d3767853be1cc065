"""Releases of equality monitoring: what analysts read and coordinators issue; nobody is named on these pages."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from mentoring.errors import Conflict
from mentoring.programmes.queries import programmes
from mentoring.reports.releases import ReleaseLine, issue, releases
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.charts import BarTable, bar_rows
from mentoring.web.views.console import ProgrammeLine, ProgrammesPage
from mentoring.web.views.parts import Banner, Button, Empty, MarkKind
from mentoring.web.views.releases import ReleaseBlock, ReleasesPage
from mentoring.web.words import begun, count, day

_AT = "/{tenant:str}/console/{programme:str}/releases"
_STATES: dict[str, tuple[MarkKind, str]] = {
    "to_come": ("open", "To come"),
    "ready": ("wait", "Can be issued"),
    "issued": ("done", "Issued"),
    "withheld": ("done", "Withheld"),
}
_FOOTNOTE = (
    "0, 1 and 2 people are shown as 0, all others as the nearest five, so that no one can be recognised; columns need "
    "not add up. No table is about fewer than 23 people, and nobody is counted in two."
)
_WITHHELD = (
    "This table would have said too much about those in it, so it is not shown. Everybody in it counts as published "
    "and is counted in no later one."
)


@get("/{tenant:str}/console/releases", opt=permits("report.read"), sync_to_thread=True)
def release_list(visit: NamedDependency[Visit]) -> Response[str]:
    """Where an analyst begins: every programme, with how many tables it has published."""
    with visit.work() as work:
        rows = [(each, releases(work, each)) for each in programmes(work)]
    view = ProgrammesPage(
        title="Equality monitoring",
        sentence="Tables that are published once for each phase of a programme. They name nobody.",
        programmes=tuple(
            ProgrammeLine(
                title=each.title,
                text=begun(f"{count(sum(line.state == 'issued' for line in lines), 'table', 'tables')} published."),
                href=visit.path("console", each.slug, "releases"),
            )
            for each, lines in rows
        ),
        empty=None if rows else Empty(title="No programme yet", text="Where there is one, its tables stand here."),
    )
    return visit.page(view, console_frame(visit, current="releases"))


@get(_AT, opt=permits("report.read"), sync_to_thread=True)
def release_page(visit: NamedDependency[Visit]) -> Response[str]:
    """The phases of one programme in order of time, each with its table once that is issued."""
    return _page(visit)


@post(_AT, opt=permits("release.issue", step_up=True), sync_to_thread=True)
def issue_release(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """One table is counted, and published for good."""
    phase = first(typed, "phase")
    try:
        with visit.work() as work:
            issue(work, visit.programme, phase, visit.site.database)
    except Conflict as refusal:
        return _page(visit, Banner(kind="wait", title="No table was issued", text=f"{refusal.what} {refusal.remedy}"))
    return see_other(visit.path("console", visit.programme.slug, "releases") + f"#phase-{phase}")


def _page(visit: Visit, banner: Banner | None = None) -> Response[str]:
    with visit.work() as work:
        lines = releases(work, visit.programme)
    published = sum(line.state == "issued" for line in lines)
    view = ReleasesPage(
        title="Equality monitoring",
        banner=banner,
        programme=visit.programme.title,
        sentence=begun(f"{count(published, 'table', 'tables')} published. ")
        + "Each is counted once, when its phase is over, and stays as it is.",
        blocks=tuple(_block(visit, line) for line in lines),
        footnote=_FOOTNOTE,
    )
    return visit.page(view, console_frame(visit, current="releases"))


def _block(visit: Visit, line: ReleaseLine) -> ReleaseBlock:
    mark, word = _STATES[line.state]
    closes = day(line.closes, visit.tenant.timezone, visit.language)
    over = f"Counts those registered at the end of {closes} who are in no earlier table."
    told = {
        "to_come": f"Can be issued from {closes} on.",
        "ready": over,
        "issued": f"About {line.people} people, registered at the end of {closes}.",
        "withheld": _WITHHELD,
    }
    may = line.state == "ready" and "lead" in visit.roles
    return ReleaseBlock(
        id=f"phase-{line.phase}",
        title=line.title,
        mark=mark,
        word=word if line.issued_at is None else f"{word} on {_issued(visit, line)}",
        text=told[line.state],
        table=_table(line) if line.counts else None,
        button=Button(
            label="Issue this table",
            about=line.title,
            href=visit.path("console", visit.programme.slug, "releases"),
            post=True,
            hidden=(("phase", line.phase),),
        )
        if may
        else None,
    )


def _issued(visit: Visit, line: ReleaseLine) -> str:
    return day(line.issued_at, visit.tenant.timezone, visit.language) if line.issued_at else ""


def _table(line: ReleaseLine) -> BarTable:
    return BarTable(
        id=f"table-{line.phase}",
        title="People by ethnic group",
        heads=("Ethnic group", "People"),
        rows=bar_rows(tuple((name, number, "") for name, number in line.counts)),
    )
