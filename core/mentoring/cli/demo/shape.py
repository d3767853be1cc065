"""What the demo holds, as ``docs/examples/demo.toml`` says it: programmes, people, and dates as seen from today."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from mentoring.errors import SetUpIncomplete, UnsoundDocument
from mentoring.programmes.dates import MORNING
from mentoring.programmes.file import Partner, ProgrammeFile

TENANTS = Path("tenants")
SHAPE = Path("docs/examples/demo.toml")
"""Both are looked for in the working directory."""

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class When(Struct, frozen=True, forbid_unknown_fields=True):
    """A `day` of the week that is `weeks` weeks after this one; before it, when negative."""

    weeks: int
    day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    def on(self, today: date) -> date:
        """The day itself."""
        return today - timedelta(days=today.weekday()) + timedelta(weeks=self.weeks, days=DAYS.index(self.day))


class Turnout(Struct, frozen=True, forbid_unknown_fields=True):
    """How many register in one role, by what the rules find of them.

    The `unsure` would be eligible, and leave their grade open, so that a person looks at theirs as well.

    Of the `eligible`, some are `withdrawn` again, some `miss` what they have to attend, and some register in
    another role too (`also_as`). The `unsent` begin and never send.
    """

    eligible: int
    unsure: int = 0
    a_person_looks: int = 0
    not_eligible: int = 0
    withdrawn: int = 0
    miss: int = 0
    unsent: int = 0
    also_as: Mapping[str, int] = {}


class ProgrammeShape(Struct, frozen=True, forbid_unknown_fields=True):
    """One programme of the demo.

    In a `running` one coordinators decide, the round is published, and people meet. In an `open` one people have
    registered, and the rest waits for whoever looks at the demo. Chance is seeded by `seed`. Where `equality` is
    given, such a share of people answers the equality question, and tables are issued.
    """

    slug: str
    title: str
    scheme: str
    host: str
    phase: Literal["running", "open"]
    opens: When
    dates: Mapping[str, When]
    people: Mapping[str, Turnout]
    partners: tuple[str, ...] = ()
    seed: int = 1
    equality: float | None = None

    def opened(self, today: date, zone: str) -> datetime:
        """The moment from which people may register, in the host's zone."""
        return datetime.combine(self.opens.on(today), MORNING, ZoneInfo(zone))

    def file(self, today: date) -> ProgrammeFile:
        """The programme as its file would say it."""
        start = self.opens.on(today)
        return ProgrammeFile(
            slug=self.slug,
            title=self.title,
            scheme=self.scheme,
            host=self.host,
            dates={name: (when.on(today).isoformat(),) for name, when in self.dates.items()},
            partners=tuple(Partner(slug, start) for slug in self.partners),
        )


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole demo: coordinators' and analysts' names by institution, the programmes, and the `newcomer`'s name."""

    coordinators: Mapping[str, str]
    newcomer: str
    programmes: tuple[ProgrammeShape, ...]
    analysts: Mapping[str, str] = {}


def read_shape(path: Path) -> Shape:
    """The demo in the file at `path`. Raises UnsoundDocument, SetUpIncomplete where it is not there."""
    if not path.is_file():
        raise SetUpIncomplete(
            f"There is no {path} here.", "Run this in a checkout of the project: that file says what the demo holds."
        )
    try:
        shape = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Shape)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UnsoundDocument(f"{path}: {error}.", "Mend the file and try again.") from error
    houses = {slug: None for each in shape.programmes for slug in (each.host, *each.partners)}
    lost = [slug for slug in houses if slug not in shape.coordinators]
    if lost:
        raise UnsoundDocument(f"{path}: [coordinators] names nobody for {', '.join(lost)}.", "Name somebody there.")
    return shape


def address(name: str, domain: str) -> str:
    """Where somebody of that name is written to."""
    return f"{name.lower().replace(' ', '.')}@{domain}"
