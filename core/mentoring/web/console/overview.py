"""A programme at a glance: where the year stands, four figures, then charts of rhythm, funnel, places and causes."""

from collections.abc import Iterator, Mapping

from litestar import Response, get
from litestar.di import NamedDependency

from mentoring.programmes.pinned import scheme_of
from mentoring.reports.progress import Cadence, Funnel, House, Progress, Without, progress, titles
from mentoring.schemes.scheme import Scheme
from mentoring.timeline.queries import Coming, milestones
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.partners import left_page
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.charts import (
    BarTable,
    DotChart,
    DotColumn,
    DotKind,
    PeopleRow,
    PeopleTable,
    Row,
    bar_rows,
)
from mentoring.web.views.console import Figure, OverviewPage
from mentoring.web.views.parts import Page, Step
from mentoring.web.words import begun, count, day

_MARKS = 120
"""So many people are drawn one by one; more are bars."""
_COLUMNS = 13
_KINDS: Mapping[DotKind, str] = {"within": "in rhythm", "late": "late", "over": "much later"}


@get("/{tenant:str}/console/{programme:str}/overview", opt=permits("registration.list"), sync_to_thread=True)
def overview(visit: NamedDependency[Visit]) -> Response[str]:
    """From now to then: what can still be changed comes first, what is to be learned last."""
    programme = visit.programme
    with visit.work() as work:
        wanted = needed(work, programme)
        left = left_page(visit, work)
        stages = milestones(work, programme, public_only=True)
        view: Page = left or _page(visit, progress(work, programme), stages)
    return visit.page(view, console_frame(visit, current="overview", wanted=wanted))


def _page(visit: Visit, found: Progress, stages: tuple[Coming, ...]) -> OverviewPage:
    programme, scheme = visit.programme, scheme_of(visit.programme)
    running = sum(line.state == "running" for line in found.lines)
    nearest = next((stage for stage in stages if not stage.past), None)
    quiet = visit.path("console", programme.slug, "mentorships") + "?tab=quiet"
    taking_part = begun(f"{count(len(programme.institutions), 'institution', 'institutions')}. ")
    return OverviewPage(
        title="Overview",
        programme=programme.title,
        sentence=taking_part + begun(f"{count(running, 'mentorship is', 'mentorships are')} running."),
        stages=tuple(
            Step(
                title=stage.title,
                when=day(stage.at.times[0].date(), language=visit.language),
                state="done" if stage.past else "now" if stage is nearest else "open",
            )
            for stage in stages
        ),
        figures=tuple(_figures(found, running)),
        rhythms=tuple(rhythm_chart(each, quiet, several=len(found.cadences) > 1) for each in found.cadences),
        funnel=_funnel(scheme, found.funnel),
        places=_places(scheme, found),
        causes=_causes(scheme, found.without),
    )


def _figures(found: Progress, running: int) -> Iterator[Figure]:
    funnel, of = found.funnel, f"of {running}"
    if found.places is None or not found.houses:  # a partner does not see who else takes places
        yield Figure(label="Registered", value=str(funnel.registered), text=f"{funnel.eligible} may take part")
    else:
        taken = sum(house.served for house in found.houses)
        free = max(0, found.places - taken)
        yield Figure(label="Places taken", value=str(taken), of=f"of {found.places}", text=f"{free} free")
    held = [line for line in found.lines if line.state == "running"]
    met = sum(bool(line.held) for line in held)
    text = f"{running - met} not yet" if met < running else "By all" if running else "No mentorship has begun"
    yield Figure(label="First meeting held", value=str(met), of=of, text=text)
    if any(each.weeks for each in found.cadences):
        quiet = sum(line.quiet for line in held)
        timed = sum(sum(each.weeks.values()) for each in found.cadences)
        yield Figure(label="In rhythm", value=str(timed - quiet), of=f"of {timed}", text="Met as often as is asked")
    target = next((line.target for line in held if line.target), None)
    if target:
        reached = sum(line.held >= target for line in held)
        close = sum(line.held == target - 1 for line in held)
        more = begun(f"{count(close, 'more has', 'more have')} one to go") if close else ""
        yield Figure(label=f"{target} meetings reached", value=str(reached), of=of, text=more)


def rhythm_chart(found: Cadence, quiet: str, *, several: bool = False) -> DotChart | BarTable:
    """Each mark a mentorship, by weeks since it last met, the weeks asked for shaded; of very many, bars.

    `quiet` is the address of the list of those who are late; with `several` charts each says of whom it tells.
    """
    late = found.between(found.most + 1)
    all_of_them = sum(found.weeks.values())
    whose = f"{', '.join(found.pathways)}: " if several else ""
    title = (
        f"{count(late, 'mentorship has', 'mentorships have')} not met for more than {_weeks(found.most)}"
        if late
        else f"All {all_of_them} have met within {_weeks(found.most)}"
        if all_of_them > 1
        else f"It has met within {_weeks(found.most)}"
    )
    last = max(_COLUMNS - 1, found.longer)
    rows = (
        *((Row(f"Up to {found.least - 1}", str(found.between(0, found.least - 1))),) if found.least > 1 else ()),
        Row(_span(found.least, found.most), str(found.between(found.least, found.most))),
        Row(_span(found.most + 1, found.longer - 1), str(found.between(found.most + 1, found.longer - 1)), quiet),
        Row(f"{found.longer} or more", str(found.between(found.longer)), quiet),
        Row("Of all: no meeting yet", str(found.not_met)),
    )
    asked, name = f"asked for: {_span(found.least, found.most)}", f"rhythm-{found.least}-{found.most}"
    if all_of_them > _MARKS:
        remarks = (*[_KINDS["within"]] * (len(rows) - 3), _KINDS["late"], _KINDS["over"], "")
        parts = tuple((row.label, int(row.value), words) for row, words in zip(rows, remarks, strict=True))
        heads = ("Weeks since last meeting", "Number", "How it goes")
        return BarTable(id=name, title=begun(whose + title), text=begun(f"{asked}."), heads=heads, rows=bar_rows(parts))
    return DotChart(
        id=name,
        title=begun(whose + title),
        text="Each mark is one mentorship, by weeks since it last met, or began. The shaded weeks are the rhythm asked "
        "for; a week that has begun counts.",
        columns=tuple(
            DotColumn(
                f"{week}+" if week == last else str(week),
                found.between(week) if week == last else found.between(week, week),
                "within" if week <= found.most else "late" if week < found.longer else "over",
            )
            for week in range(last + 1)
        ),
        key=tuple(_KINDS.items()),
        heads=("Weeks since last meeting", "Number"),
        rows=rows,
        shaded=(found.least, found.most),
        shaded_label=asked,
    )


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _weeks(number: int) -> str:
    return count(number, "week", "weeks")


def _funnel(scheme: Scheme, found: Funnel) -> BarTable:
    """The people of the served roles at each step; the pale part of a bar is who left there."""
    served, _ = titles(scheme)
    gone = {"open": found.undecided, "not eligible": found.refused, "withdrew": found.withdrew}
    steps = [
        ("Registered", found.registered, ""),
        ("Eligible", found.eligible, ", ".join(f"{number} {words}" for words, number in gone.items() if number)),
    ]
    if found.ready is not None:
        steps.append(("Ready for matching", found.ready, _left(found.eligible - found.ready, "still to train")))
    steps.append(("Matched", found.matched, _left(steps[-1][1] - found.matched, "not, or not yet")))
    steps.append(("First meeting", found.met, _left(found.matched - found.met, "not yet")))
    if found.reached is not None:
        meetings = begun(count(found.target or 0, "meeting", "meetings"))
        steps.append((meetings, found.reached, _left(found.met - found.reached, "on the way")))
    last = f"{count(found.target, 'meeting', 'meetings')}" if found.target else "a first meeting"
    return BarTable(
        id="funnel",
        title=f"From registration to {last}",
        text=f"{served}. The pale part of a bar is who is not, or not yet, at that step.",
        heads=("Step", "People", "Left before"),
        rows=bar_rows(tuple(steps), funnel=True),
    )


def _left(number: int, words: str) -> str:
    return f"{number} {words}" if number else ""


def _places(scheme: Scheme, found: Progress) -> PeopleTable | BarTable | None:
    """By institution: a dot is somebody who has a place, a ring a place that is free."""
    houses = found.houses
    taken = sum(house.served for house in houses)
    if not taken:
        return None
    served, leads = titles(scheme)
    whole = found.places if found.places is not None else _own(houses)
    title = begun(
        f"{taken} of {whole} places are taken" if whole else f"{count(taken, 'place is', 'places are')} taken"
    )
    heads = ("Institution", served, leads) if leads else ("Institution", served)
    free = max(0, found.places - taken) if found.places is not None else 0
    if taken + free > _MARKS or any((house.places or 0) > _MARKS for house in houses):
        bars = tuple((house.name, house.served, f"{house.leads} {leads.lower()}" if leads else "") for house in houses)
        text = begun(f"{count(free, 'is', 'are')} free.") if free else ""
        return BarTable(id="places", title=title, text=text, heads=(*heads[:2], "Beside them"), rows=bar_rows(bars))
    rows = [
        PeopleRow(
            label=house.name,
            taken=house.served,
            free=max(0, house.places - house.served) if house.places is not None else 0,
            values=(str(house.served), str(house.leads))[: len(heads) - 1],
        )
        for house in houses
    ]
    if free and not any(row.free for row in rows):
        rows.append(PeopleRow(label="Free for anybody", taken=0, free=free, values=("0", "")[: len(heads) - 1]))
    return PeopleTable(id="places", title=title, text=_dots(served, rows), heads=heads, rows=tuple(rows))


def _own(houses: tuple[House, ...]) -> int:
    """The places of all institutions together, where each has its own; else 0."""
    own = [house.places for house in houses if house.places is not None]
    return sum(own) if len(own) == len(houses) else 0


def _dots(served: str, rows: list[PeopleRow]) -> str:
    rings = " A ring is a place that is free." if any(row.free for row in rows) else ""
    return f"{served} and whoever stands beside them, asked or matched. One dot is a place taken.{rings}"


def _causes(scheme: Scheme, found: tuple[Without, ...]) -> BarTable | None:
    if not found:
        return None
    served, _ = titles(scheme)
    number = sum(each.number for each in found)
    return BarTable(
        id="causes",
        title=f"Why {count(number, 'person was', 'people were')} without a match in the last round",
        text="Each person is counted once, under the rule that emptied their list last.",
        heads=("Cause", served, "What would have helped"),
        rows=bar_rows(tuple((each.cause, each.number, _helped(each.helped)) for each in found)),
    )


def _helped(found: Mapping[str, int]) -> str:
    told = [f"{number}: {words}" for words, number in found.items() if words]
    nothing = f"{found['']}: no single change" if "" in found else ""
    return begun("; ".join(filter(None, (*told, nothing))))
