"""A programme year for tests: the real institutions, the two real schemes, and people who register in them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import event, select

from makers import BASE_URL, NOW, Installed, Works, tenant
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.contracts.merge import merge_patch
from mentoring.db.base import Base
from mentoring.gates.service import record_passes
from mentoring.messages.model import Message
from mentoring.participants.model import Registration, Standing
from mentoring.participants.register import save_answers, start, submit
from mentoring.people.model import Person
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import Partner, ProgrammeFile, read_programme
from mentoring.programmes.model import Programme
from mentoring.programmes.queries import programme
from mentoring.rounds.publish import publish
from mentoring.rounds.run import run_round
from mentoring.schemes.ask import Asker
from mentoring.schemes.build import pinned_scheme
from mentoring.schemes.load import load_directory
from mentoring.schemes.scheme import Scheme
from mentoring.settings import new_id
from mentoring.tenants.file import read_tenants
from mentoring.timeline.settle import Settled, settle_programme
from mentoring.unit_of_work import Actor, UnitOfWork

Row = TypeVar("Row", bound=Base)

ROOT = Path(__file__).parent.parent
B_MENTOR = ROOT / "docs" / "examples" / "b-mentor-2021.toml"
LSE = ROOT / "docs" / "examples" / "lse-2025.toml"

OPEN = datetime(2020, 11, 2, 9, tzinfo=UTC)
"""While registration for the programme of 2021 is open."""
CLOSED = datetime(2020, 12, 21, 9, tzinfo=UTC)
MATCHING = datetime(2021, 2, 11, 9, tzinfo=UTC)
LSE_OPEN = datetime(2025, 1, 13, 9, tzinfo=UTC)
LSE_MATCHING = datetime(2025, 3, 5, 9, tzinfo=UTC)

B_MENTEE: Mapping[str, Any] = {
    "job_title": "Officer",
    "unit": "Finance",
    "staff_group": "professional_services",
    "line_manager": "manager@ucl.example",
    "wants": ["budgets", "leadership"],
    "goals": "To lead a small team one day",
    "meet": ["online"],
    "training": True,
}
B_MENTOR_ANSWERS: Mapping[str, Any] = {
    "job_title": "Head of Finance",
    "unit": "Finance",
    "staff_group": "professional_services",
    "line_manager": "director@ucl.example",
    "offers": ["budgets", "networks"],
    "fields": ["finance"],
    "experience": "I came to lead a team by chance",
    "meet": ["online"],
    "training": True,
}
LSE_MENTEE: Mapping[str, Any] = {
    "job_title": "Administrator",
    "unit": "Finance",
    "kind": "staff",
    "grade": "Band 4",
    "line_manager": "manager@lse.example",
    "ways": ["circle"],
    "wants": ["direction"],
    "goals": "To find my direction",
}
LSE_MENTOR: Mapping[str, Any] = {
    "job_title": "Director",
    "unit": "Library",
    "kind": "staff",
    "grade": "Band 8",
    "line_manager": "director@lse.example",
    "ways": ["circle"],
    "offers": ["direction"],
    "experience": "I found mine late",
}
SECRET = "MZXW6YTBOI3DQMBRGAZDGNBVGY3TQOJA"
"""What coordinators' apps make their codes from."""
B_GRADES = {"ucl": ("6", "9"), "kcl": ("4", "7"), "qmul": ("4", "7"), "ual": ("4", "7"), "sgul": ("4", "7")}
"""By institution: a grade that fits a mentee, and one that fits a mentor."""


@dataclass
class Year:
    """A programme with its people. `now` is when things happen: a second later each time; a test moves it on."""

    works: Works
    slug: str
    host: str
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def programme_id(self) -> UUID:
        with self.works.work(self.host) as work:
            return programme(work, self.slug).id

    @contextmanager
    def at(self, slug: str, actor: Actor | None = None) -> Iterator[tuple[UnitOfWork, Programme]]:
        """A unit of work of institution `slug` with the programme as it sees it; settled after it is committed."""
        self.now += timedelta(seconds=1)
        given = {"actor": actor} if actor else {}
        with self.works.work(slug, now=self.now, **given) as work:
            yield work, programme(work, self.slug)
        self.settle()

    @contextmanager
    def as_(self, email: str) -> Iterator[tuple[UnitOfWork, Programme]]:
        """A unit of work of a person, by their address; settled after it is committed."""
        with self.at(home_of(email), Actor.person(self.person(email).id)) as here:
            yield here

    @contextmanager
    def coordinating(self, slug: str) -> Iterator[tuple[UnitOfWork, Programme]]:
        """A unit of work of a coordinator of institution `slug`; settled after it is committed."""
        someone = self.person(f"coordinator@{slug}.example", "Maya Archive")
        with self.at(slug, Actor.person(someone.id, frozenset({"coordinator"}))) as here:
            yield here

    def person(self, email: str, name: str = "") -> Person:
        if email not in self.people:
            self.people[email] = self.works.person(email, name or called(email))
        return self.people[email]

    def settle(self, clock: Callable[[], datetime] | None = None, *, only_woken: bool = False) -> Settled:
        return settle_programme(
            self.works.database,
            host=self.host,
            programme_id=self.programme_id,
            schemes=self.works.schemes,
            clock=clock or (lambda: self.now),
            ids=new_id,
            base_url=BASE_URL,
            only_woken=only_woken,
        )

    def register(self, email: str, role: str, **changes: Any) -> UUID:
        """Somebody registers, declares that the scheme is meant for them, and submits."""
        home = home_of(email)
        if self.host == "lse":
            answers = LSE_MENTEE if role == "mentee" else LSE_MENTOR
        else:
            grade = B_GRADES[home][role == "mentor"]
            answers = {**(B_MENTEE if role == "mentee" else B_MENTOR_ANSWERS), "grade": grade}
        with self.as_(email) as (work, programme):
            one = start(work, programme, role=role)
            declared = {"identifies": True} if role == "mentee" or self.host == "lse" else None
            save_answers(work, programme, one, answers={**answers, **changes}, declared=declared)
            submit(work, programme, one)
            return one.id

    def standing(self, registration_id: UUID, pathway: str | None = None) -> Standing:
        with self.works.work(self.host) as work:
            found = {each.pathway: each for each in rows(work, Standing) if each.registration_id == registration_id}
            return found[pathway] if pathway else next(iter(found.values()))

    def state(self, registration_id: UUID, pathway: str | None = None) -> str:
        return self.standing(registration_id, pathway).state

    def registration(self, registration_id: UUID) -> Registration:
        with self.works.work(self.host) as work:
            return next(each for each in rows(work, Registration) if each.id == registration_id)

    def letters(self, email: str) -> list[str]:
        """The occasions of the letters to somebody, the oldest first."""
        with self.works.work(self.host) as work:
            found = sorted(rows(work, Message), key=lambda each: (each.created_at, each.id))
            return [each.occasion for each in found if each.to_email == email]


def variant(name: str, change: Mapping[str, Any]) -> Installed:
    """The installed schemes, one of them with a merge patch over its documents: what no overlay may change."""
    found = load_directory()
    scheme = found.get(name)
    changed = pinned_scheme(name, scheme.version, merge_patch(scheme.documents, change))
    return Installed({**found.schemes, name: changed})


def b_mentor_year(works: Works, file: ProgrammeFile | None = None) -> Year:
    return _opened(works, file or read_programme(B_MENTOR), OPEN)


def lse_year(works: Works, file: ProgrammeFile | None = None) -> Year:
    return _opened(works, file or read_programme(LSE), LSE_OPEN)


def odd_year(works: Works, scheme: Scheme, asker: Asker) -> Year:
    """A programme of the test scheme `odd`, whose code does what people name, hosted by north and joined by south."""
    here = replace(works, schemes=Installed({"odd": scheme}, asker))
    here.apply(*(tenant(slug, schemes=("odd",)) for slug in ("north", "south", "west")))
    file = ProgrammeFile(
        slug="odd-2021", title="Odd 2021", scheme="odd", host="north", partners=(Partner("south", date(2020, 10, 1)),),
        dates={"match_by": ("2021-02-01",), "half": ("2021-06-01",)},
    )  # fmt: skip
    with here.work("north") as work:
        apply_programme(work, file)
    for slug in ("north", "south"):
        someone = here.person(f"coordinator@{slug}.example", "Maya Archive")
        with here.work(slug) as work:
            grant(work, person=someone, role="coordinator")
            install_factor(work, someone, SECRET)
    return Year(here, "odd-2021", "north", NOW)


def _opened(works: Works, file: ProgrammeFile, now: datetime) -> Year:
    works.apply(*read_tenants(ROOT / "tenants").values())
    with works.work(file.host, now=now) as work:
        apply_programme(work, file)
    for slug in (file.host, *(partner.slug for partner in file.partners)):
        someone = works.person(f"coordinator@{slug}.example", "Maya Archive")
        with works.work(slug, now=now) as work:
            grant(work, person=someone, role="coordinator")
            install_factor(work, someone, SECRET)
    return Year(works, file.slug, file.host, now)


def home_of(email: str) -> str:
    return email.partition("@")[2].removesuffix(".example")


def called(email: str) -> str:
    """``amara.quarto@kcl.example`` is called Amara Quarto."""
    return " ".join(part.title() for part in email.partition("@")[0].split("."))


def rows(work: UnitOfWork, model: type[Row]) -> list[Row]:
    return list(work.session.scalars(select(model)))


@contextmanager
def counted(work: UnitOfWork) -> Iterator[list[str]]:
    """The statements sent while it is open, with nothing kept: what is kept hangs on who else writes to the server."""
    sent: list[str] = []
    connection = work.session.connection()

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        with patch("mentoring.db.unchanged._snapshot", return_value=None):
            yield sent
    finally:
        event.remove(connection, "before_cursor_execute", note)


def ready_pairs(year: Year, count: int) -> list[tuple[UUID, UUID]]:
    """So many mentees of King's and mentors of UCL, registered and trained, on the day of the round."""
    pairs = [
        (
            year.register(f"amara.quarto{number}@kcl.example", "mentee"),
            year.register(f"dinah.almanac{number}@ucl.example", "mentor", line_manager="director@ucl.example"),
        )
        for number in range(count)
    ]
    year.now = MATCHING
    with year.coordinating("ucl") as (work, programme):
        record_passes(work, programme, [mentee for mentee, _ in pairs], gate="trained_mentee")
        record_passes(work, programme, [mentor for _, mentor in pairs], gate="trained_mentor")
    return pairs


def published(year: Year) -> UUID:
    """A round run and published by the host's coordinator; its id."""
    with year.coordinating(year.host) as (work, programme):
        found = run_round(work, programme)
    with year.coordinating(year.host) as (work, programme):
        return publish(work, programme, found.id, version=found.version).id
