"""What is played, by whom, and playing it: the parts of a rehearsal between its setting and its story."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random  # noqa: TID251 - chance is seeded by who is asked
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from mentoring.cli.simulate.dates import year_of
from mentoring.cli.simulate.people import people_of
from mentoring.db.engine import Database
from mentoring.errors import SetUpIncomplete, UnsoundDocument
from mentoring.participants.facts import Setting
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import ProgrammeFile, read_programme
from mentoring.programmes.pinned import changed_by
from mentoring.schemes.scheme import Fragment, Scheme
from mentoring.simulation.chance import Ids, chance_of
from mentoring.simulation.checks import Checked, checked
from mentoring.simulation.part import Part
from mentoring.simulation.play import staged
from mentoring.simulation.registering import Season, spans_of
from mentoring.simulation.stage import Stage
from mentoring.simulation.story import Story, story_of
from mentoring.simulation.theatre import evening
from mentoring.tenants.file import TenantFile, read_tenants
from mentoring.testing.answers import Surroundings, draw_answers
from mentoring.testing.ground import setting_for
from mentoring.unit_of_work import Schemes

BASE_URL = "https://mentoring.example"


@dataclass(frozen=True)
class Bill:
    """What is played: the programme, its institutions, and who takes part."""

    file: ProgrammeFile
    tenants: Mapping[str, TenantFile]
    scheme: Scheme
    parts: list[Part]

    @property
    def zone(self) -> str:
        """The host's."""
        return self.tenants[self.file.host].timezone


def seldom_collect() -> None:
    """Let this process look for garbage seldom: a play makes millions of rows that go by themselves."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def bill_of(scheme: Scheme, programme: Path | None, tenants: Path, *, seed: int, mentees: int) -> Bill:
    """Everything that a play needs. Raises UnsoundDocument, SetUpIncomplete."""
    if programme is None:
        invented = setting_for(scheme)
        if invented.programme is None:
            raise UnsoundDocument(
                f"No dates fit {scheme.name}.", "Write a programme's file and give it as --programme."
            )
        houses = dict(invented.tenants)
        zone = houses[invented.programme.host].timezone
        file = replace(invented.programme, dates=year_of(scheme, zone))
    else:
        file = read_programme(programme)
        if file.scheme != scheme.name:
            raise UnsoundDocument(
                f"{programme} is a programme of {file.scheme}.", f"Run: mentoring simulate {file.scheme}"
            )
        known = read_tenants(tenants) if tenants.is_dir() else {}
        wanted = (file.host, *(partner.slug for partner in file.partners))
        missing = [slug for slug in wanted if slug not in known]
        if missing:
            raise SetUpIncomplete(
                f"{programme} speaks of {', '.join(missing)}, and {tenants}/ has no such institution.",
                "Name the folder with the institutions' files: --tenants.",
            )
        houses = {slug: known[slug] for slug in wanted}
        zone = houses[file.host].timezone
    laid = changed_by(scheme, file.overlay)
    setting = Setting(laid, houses, file, resolve_dates(laid, file.dates, zone))
    return staffed(setting, file, mentees=mentees, seed=seed)


def staffed(setting: Setting, file: ProgrammeFile, *, mentees: int, seed: int) -> Bill:
    """The bill of a programme in its `setting`, with people made up for it. Raises UnsoundDocument."""
    return Bill(file, setting.tenants, setting.scheme, people_of(setting, served=mentees, seed=seed))


def played(
    database: Database, schemes: Schemes, bill: Bill, *, seed: int, ids: Callable[[], UUID] | None = None
) -> tuple[Story, tuple[Checked, ...]]:
    """The story of one play, and what was checked of it; nothing stays in `database`.

    It is the same whatever the `ids` of what is written: they follow from the seed where none are given.
    """
    moments = resolve_dates(bill.scheme, bill.file.dates, bill.zone)
    with evening(database) as tonight:
        stage = Stage(tonight, schemes, BASE_URL, datetime(2000, 1, 1, tzinfo=UTC), ids or Ids(seed))
        spans = spans_of(bill.file, bill.zone)
        season = Season(stage, bill.file.slug, bill.file.host, bill.scheme, moments, bill.zone, {}, spans=spans)
        chance = chance_of(seed)

        def draw(form: Fragment, home: str, by: Random) -> dict[str, Any]:
            return draw_answers(form, Surroundings(bill.tenants[home], stage.now.date()), by)

        play = staged(stage, bill.file, bill.tenants, bill.parts, season=season, chance=chance, draw=draw)
        play.run()
        return story_of(play), checked(play)
