"""What a tick costs: milestones that come due, among more and more that have come already (B10).

Each level has programmes of its own, in a year of its own, with a milestone on every day. After a standstill two
workers do what is late; then one worker does what comes due day by day, and that is measured; then nothing is due.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Engine, event, func, select, tuple_

from mentoring.db.engine import Database
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import ProgrammeFile
from mentoring.schemes.build import build_scheme
from mentoring.schemes.load import Directory
from mentoring.settings import new_id
from mentoring.tenants.file import Brand, Contact, Contacts, TenantFile
from mentoring.tenants.service import apply_tenants
from mentoring.timeline.model import Occurrence
from mentoring.worker.outfit import Outfit
from mentoring.worker.programmes import settle_due

LEVELS = ((1, 5), (1, 50), (10, 50), (100, 50), (1_000, 50))
"""How many programmes there are, and how many days they stand still: each day leaves two rows."""
AHEAD = 20
"""How many days are then played one by one, at most."""
LOOKS = 200
BASE_URL = "https://mentoring.example"
SCHEME = {
    "card": {"name": "bench", "title": "Bench", "summary": "A milestone a day.", "contract": ">=1,<2"},
    "roles": {"one": {"title": "One", "plural": "Ones"}, "other": {"title": "Other", "plural": "Others"}},
    "registration": {role: {"closes": "closes", "form": {"type": "object", "properties": {
                     "why": {"type": "string", "title": "Why?"}}}} for role in ("one", "other")},
    "pathways": {"main": {"title": "Main", "members": {"one": 1, "other": 1}}},
    "timeline": {
        "closes": {"title": "Registration closes", "at": {"set": "Any day"}},
        "match_by": {"title": "Matches", "at": {"after": "closes"}},
        "over": {"title": "Over", "at": {"set": "The last day"}},
        "daily": {"title": "Daily", "at": {"every": "1 day", "from": "closes", "until": "over"},
                  "do": [{"task": "Look at it"}]},
    },
}  # fmt: skip


@dataclass
class Bench:
    """The database, and what time it is."""

    database: Database
    schemes: Directory
    now: datetime = datetime(2030, 1, 1, tzinfo=UTC)

    @property
    def outfit(self) -> Outfit:
        """What a worker is given."""
        return Outfit(
            database=self.database, schemes=self.schemes, clock=lambda: self.now, ids=new_id, base_url=BASE_URL
        )

    def tick(self) -> None:
        """One worker does what is due."""
        settle_due(self.outfit)


def measured(database: Database, *, most: int = len(LEVELS)) -> Iterator[dict[str, Any]]:
    """A row for each of the first `most` levels, as they come; the database is empty before and full afterwards."""
    scheme = build_scheme("bench", "1.0", SCHEME)
    bench = Bench(database, Directory({scheme.name: scheme}))
    counted = 0
    for number, (programmes, days) in enumerate(LEVELS[:most]):
        begins = date(2030 + number, 1, 1)
        slugs = _opened(bench, number, programmes, begins, days)
        bench.now = _morning(begins, days)
        late, _ = _timed(lambda: _two_workers(bench))
        once = _each_once(bench, slugs, days)
        counted += _rows(bench, slugs)
        each = AHEAD if programmes < AHEAD else 1
        wall, used = _day_by_day(bench, begins, days, each)
        due = programmes * each
        statements, looking = _idle(bench)
        once = once and _each_once(bench, slugs, days + each)
        yield {
            "existing": counted,
            "tenants": sum(count for count, _ in LEVELS[: number + 1]),
            "due": due,
            "per_due": wall / due,
            "processor_per_due": used / due,
            "late": programmes * days,
            "two_workers": late,
            "once": once,
            "idle_statements": statements,
            "idle": looking,
        }
        bench.now = _morning(begins, days + AHEAD + 5)
        _two_workers(bench)
        counted += _rows(bench, slugs) - 2 * programmes * days


def _opened(bench: Bench, level: int, programmes: int, begins: date, days: int) -> list[str]:
    """Institutions with one programme each; nobody is in them."""
    slugs = [f"house-{level}-{number}" for number in range(programmes)]
    bench.now = datetime(begins.year - 1, 12, 1, tzinfo=UTC)
    with bench.database.owner() as owner:
        apply_tenants(owner, {slug: _house(slug) for slug in slugs}, bench.now)
    dates = {"closes": (begins.isoformat(),), "over": ((begins + timedelta(days=days + AHEAD)).isoformat(),)}
    for slug in slugs:
        with bench.outfit.work(slug) as work:
            apply_programme(work, ProgrammeFile(slug="bench", title="Bench", scheme="bench", host=slug, dates=dates))
    return slugs


def _house(slug: str) -> TenantFile:
    contact = Contact("Mentoring team", f"mentoring@{slug}.example")
    return TenantFile(
        slug=slug,
        name=slug,
        short_name=slug,
        timezone="Europe/London",
        domains=(f"{slug}.example",),
        schemes=("bench",),
        brand=Brand("#003d4c"),
        contacts=Contacts(contact, contact),
    )


def _morning(begins: date, days: int) -> datetime:
    """Late enough for the milestone of that day, early enough for no other."""
    return datetime.combine(begins + timedelta(days=days), datetime.min.time(), UTC) + timedelta(hours=12)


def _two_workers(bench: Bench) -> None:
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(bench.tick) for _ in range(2)]:
            done.result()


def _day_by_day(bench: Bench, begins: date, days: int, each: int) -> tuple[float, float]:
    wall = used = 0.0
    for day in range(1, each + 1):
        bench.now = _morning(begins, days + day)
        more, processor = _timed(bench.tick)
        wall, used = wall + more, used + processor
    return wall, used


def _idle(bench: Bench) -> tuple[float, float]:
    """Statements and seconds of one look while nothing is due."""
    bench.tick()  # whatever is left over
    with _counting(bench.database._app) as sent:  # noqa: SLF001 - what goes over the wire is what is measured
        spent, _ = _timed(lambda: _look(bench))
    return len(sent) / LOOKS, spent / LOOKS


def _look(bench: Bench) -> None:
    for _ in range(LOOKS):
        bench.tick()


@contextmanager
def _counting(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def listen(*told: Any) -> None:
        sent.append(told[2])

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall, and of this process's processors."""
    begun, used = perf_counter(), process_time()
    act()
    return perf_counter() - begun, process_time() - used


def _each_once(bench: Bench, slugs: list[str], days: int) -> bool:
    """Whether every programme has a row for each day and one for its task, and none twice."""
    name = tuple_(Occurrence.milestone, Occurrence.key, Occurrence.action)
    for slug in slugs:
        with bench.outfit.work(slug) as work:
            counted = work.session.execute(
                select(func.count(), func.count(name.distinct()), func.count(Occurrence.key.distinct()))
            ).one()
        if tuple(counted) != (2 * days, 2 * days, days):
            return False
    return True


def _rows(bench: Bench, slugs: list[str]) -> int:
    found = 0
    for slug in slugs:
        with bench.outfit.work(slug) as work:
            found += work.session.scalar(select(func.count()).select_from(Occurrence)) or 0
    return found
