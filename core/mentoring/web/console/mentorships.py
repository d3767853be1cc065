"""Mentorships of a programme: who, how often they met, how it goes. Never what was said."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from mentoring.meetings.early import Standing, standings_of
from mentoring.meetings.pages import match_page
from mentoring.meetings.queries import MatchLine
from mentoring.mentorships.form import names_of
from mentoring.participants.namesakes import namesakes
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.named import named_pathways
from mentoring.schemes.scheme import say
from mentoring.web.console.frame import console_frame, is_lead, needed
from mentoring.web.console.paging import SHOWN, page_links
from mentoring.web.console.requests import asks_one_another
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.console import MentorshipLine, MentorshipsPage
from mentoring.web.views.parts import Button, Empty, Link, MarkKind, Person, beads
from mentoring.web.words import begun, count, short_day


@get(
    "/{tenant:str}/console/{programme:str}/mentorships",
    opt=permits("mentorship.list", lists="mentorships"),
    sync_to_thread=True,
)
def mentorship_list(visit: NamedDependency[Visit], tab: FromQuery[str] = "", page: FromQuery[int] = 1) -> Response[str]:
    """Those out of rhythm come first, then those that have not met; with `tab` quiet only the former."""
    with visit.work() as work:
        found = match_page(work, visit.programme, only_quiet=tab == "quiet", page=page, size=SHOWN)
        standings = standings_of(work, visit.programme, [line.mentorship_id for line in found.lines])
        shown = (each.name for line in found.lines for each in line.members)
        called = namesakes(work, visit.programme, among=shown)
        frame = console_frame(visit, current="mentorships", wanted=needed(work, visit.programme))
    scheme = scheme_of(visit.programme)
    several = len({say(scheme.pathways[name].title) for name in found.pathways}) > 1
    told = " " + begun(f"{count(found.not_met, 'has', 'have')} not met yet.") if found.not_met else ""
    if found.quiet:
        told += " " + begun(f"{count(found.quiet, 'has', 'have')} gone quiet.")
    here = visit.path("console", visit.programme.slug, "mentorships")
    asked = "tab=quiet&" if tab == "quiet" else ""
    view = MentorshipsPage(
        title="Mentorships",
        programme=visit.programme.title,
        sentence=begun(f"{count(found.running, 'mentorship', 'mentorships')} running.") + told,
        mentorships=tuple(
            _line(visit, line, called, standings.get(line.mentorship_id), several=several) for line in found.lines
        ),
        tabs=(
            Link("Everyone", here, current=tab != "quiet", count=found.all),
            Link("Gone quiet", f"{here}?tab=quiet", current=tab == "quiet", count=found.quiet),
        )
        if found.quiet or tab == "quiet"
        else (),
        actions=_naming(visit),
        pages=page_links(found.found, found.number, lambda to: f"{here}?{asked}page={to}"),
        empty=None
        if found.all
        else Empty(title="No mentorships yet", text="They stand here as soon as a round is published."),
    )
    return visit.page(view, frame)


def _naming(visit: Visit) -> tuple[Button, ...]:
    """The ways to put people together by hand, and to what people ask one another, where the scheme has them."""
    made, at = [], ("console", visit.programme.slug)
    if asks_one_another(visit.programme):
        made.append(Button(label="See the requests", href=visit.path(*at, "requests")))
    if is_lead(visit) and named_pathways(scheme_of(visit.programme)):
        made.append(Button(label="Put people together", href=visit.path(*at, "naming")))
    return tuple(made)


def _notes(standing: Standing | None) -> tuple[str, ...]:
    """Who has not signed or passed what, and meetings before that was so."""
    if standing is None:
        return ()
    missing = dict(standing.unsigned) | dict(standing.held)
    early = (
        begun(f"{count(standing.early, 'meeting', 'meetings')} held before that was done.") if standing.early else ""
    )
    told = [f"{title}: {names_of(names)} still to do." for title, names in missing.items()]
    return tuple(part for part in (*told, early) if part)


def _line(
    visit: Visit, line: MatchLine, called: Mapping[UUID, str], standing: Standing | None, *, several: bool
) -> MentorshipLine:
    last = short_day(line.last_held, visit.tenant.timezone, visit.language) if line.last_held else "Not yet"
    mark: MarkKind = "done" if line.target and line.held >= line.target else "open" if line.held else "wait"
    word = "Target reached" if mark == "done" else line.state_words if line.held else "Have not met"
    if line.quiet:
        mark, word = "stop", "Quiet" if line.held else "Quiet: have not met"
    return MentorshipLine(
        people=tuple(
            Person(
                name=called.get(each.registration_id, each.name),
                line=f"{each.role_title}, {each.house}",
                leads=each.leads,
            )
            for each in line.members
        ),
        beads=beads(line.held, max(line.target or 0, line.held, 1), f"{count(line.held, 'meeting', 'meetings')} held"),
        last=last,
        mark=mark,
        word=word,
        pathway=line.pathway_title if several else "",
        notes=_notes(standing),
        href=visit.path("console", visit.programme.slug, "mentorships", line.mentorship_id),
    )
