"""What several test folders make: institutions, schemes at hand, units of work. A maker takes only what differs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mentoring.db.engine import Database
from mentoring.errors import NotFound
from mentoring.people.model import Person
from mentoring.people.service import ensure_person
from mentoring.schemes.ask import Asker
from mentoring.schemes.load import LoadFailure
from mentoring.schemes.scheme import Scheme
from mentoring.settings import new_id
from mentoring.tenants.file import Brand, Contact, Contacts, TenantFile
from mentoring.tenants.service import apply_tenants
from mentoring.unit_of_work import SYSTEM, Actor, UnitOfWork, begin

NOW = datetime(2020, 11, 2, 9, tzinfo=UTC)
BASE_URL = "https://mentoring.example"


def tenant(slug: str, **changes: Any) -> TenantFile:
    """An institution whose people live at ``slug.example``."""
    contact = Contact("Mentoring team", f"mentoring@{slug}.example")
    given: dict[str, Any] = {
        "slug": slug,
        "name": f"{slug.title()} University",
        "short_name": slug.title(),
        "timezone": "Europe/London",
        "domains": (f"{slug}.example",),
        "schemes": ("hello",),
        "brand": Brand("#003d4c"),
        "contacts": Contacts(contact, contact),
    }
    return TenantFile(**{**given, **changes})


@dataclass(frozen=True)
class Installed:
    """Schemes at hand, as the directory of installed schemes shows them."""

    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    asker: Asker = field(default_factory=Asker)
    failures: tuple[LoadFailure, ...] = ()

    def get(self, name: str) -> Scheme:
        if name not in self.schemes:
            raise NotFound(f"No scheme `{name}` is installed.", f"Known are {', '.join(self.schemes)}.")
        return self.schemes[name]


@dataclass(frozen=True)
class Works:
    """A database with institutions in its directory; `work` opens units of work in it."""

    database: Database
    schemes: Installed

    def apply(self, *tenants: TenantFile) -> None:
        """Put `tenants` into the directory."""
        with self.database.owner() as owner:
            apply_tenants(owner, {each.slug: each for each in tenants}, NOW)

    @contextmanager
    def work(self, slug: str = "north", actor: Actor = SYSTEM, now: datetime = NOW) -> Iterator[UnitOfWork]:
        """A unit of work of institution `slug`, committed on leaving."""
        with begin(
            self.database,
            tenant=slug,
            actor=actor,
            schemes=self.schemes,
            clock=lambda: now,
            ids=new_id,
            base_url=BASE_URL,
        ) as work:
            yield work

    def person(self, email: str, name: str = "") -> Person:
        """Someone known at the institution that their address names."""
        with self.work(email.partition("@")[2].removesuffix(".example")) as work:
            return ensure_person(work, email=email, name=name)
