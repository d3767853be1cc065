"""The console's frame: the programme's thread in the order of the year, counts only where a person is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from mentoring.participants.queries import waiting_for_a_person, waiting_in
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.frames import house_of
from mentoring.web.http.visit import Visit
from mentoring.web.views.frame import ConsoleFrame
from mentoring.web.views.parts import Link


@dataclass(frozen=True, slots=True)
class Needed:
    """How many registrations need a person, in one programme."""

    look: int
    refusals: int

    @property
    def all(self) -> int:
        """Together."""
        return self.look + self.refusals


def needed(work: UnitOfWork, programme: Programme) -> Needed:
    """The registrations of `programme` that wait for somebody of this institution."""
    return Needed(*waiting_for_a_person(work, programme))


def needed_in(work: UnitOfWork, programmes: Sequence[Programme]) -> Mapping[UUID, Needed]:
    """The same of several programmes, by their ids."""
    return {key: Needed(*found) for key, found in waiting_in(work, programmes).items()}


def is_lead(visit: Visit) -> bool:
    """Whether the programme of the path is hosted by the coordinator's own institution."""
    return "lead" in visit.roles


def selects(programme: Programme) -> bool:
    """Whether the scheme selects people before they are matched."""
    return any(entry.stages for entry in scheme_of(programme).registration.values())


_ANALYSTS = frozenset({"releases"})
"""The places of somebody who reads published tables and sees no person."""


def coordinates(visit: Visit) -> bool:
    """Whether they coordinate here; else they read published tables alone."""
    return "coordinator" in visit.roles


def _programmes(visit: Visit) -> str:
    return "programmes" if coordinates(visit) else "releases"


def console_frame(visit: Visit, *, current: str, wanted: Needed | None = None) -> ConsoleFrame:
    """The frame around a console page; `current` is the place one is at."""
    programme = visit.programme_row
    thread: tuple[Link, ...] = ()
    if programme is not None:
        thread = tuple(
            Link(label, visit.path("console", programme.slug, key), current=current == key, count=number)
            for key, label, number, leads in (
                ("overview", "Overview", 0, False),
                ("timeline", "Timeline", 0, True),
                ("registrations", "Registrations", wanted.all if wanted else 0, False),
                ("selection", "Selection", 0, False),
                ("attendance", "Events and attendance", 0, False),
                ("matching", "Matching", 0, True),
                ("mentorships", "Mentorships", 0, False),
                ("surveys", "Surveys", 0, False),
                ("messages", "Messages", 0, False),
                ("partners", "Partners", 0, True),
                ("releases", "Equality monitoring", 0, False),
                ("scheme", "The scheme", 0, False),
                ("texts", "Texts and rules", 0, True),
            )
            if (is_lead(visit) or not leads) and (key != "selection" or selects(programme))
            if key in _ANALYSTS or coordinates(visit)
        )
    what = "lead coordinator" if is_lead(visit) else "coordinator" if coordinates(visit) else "analyst"
    return ConsoleFrame(
        house=house_of(visit),
        language=visit.language,
        scheme=visit.scheme,
        csrf=visit.csrf,
        person=f"{visit.person.name or visit.person.email}, {what}",
        sign_out=visit.path("sign-out"),
        find=visit.path("console", "find") if coordinates(visit) else "",
        today=Link("Today", visit.path("console"), current=current == "today")
        if coordinates(visit)
        else Link("Equality monitoring", visit.path("console", "releases"), current=programme is None),
        programme=Link(programme.title, visit.path("console", _programmes(visit)), current=False)
        if programme
        else None,
        thread=thread,
        institution=tuple(
            Link(label, visit.path("console", key), current=current == key)
            for key, label in (
                ("programmes", "Programmes"),
                ("releases", "Equality monitoring"),
                ("people", "People and roles"),
                ("schemes", "Schemes"),
                ("settings", "Settings"),
                ("audit", "Who did what"),
            )
            if key in _ANALYSTS or coordinates(visit)
        ),
    )
