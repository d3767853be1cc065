"""A-R4: 24 months of a programme on a given clock: everything happens once, whatever clock and machines do.

Both changes of the clock lie in it (twice each). Two workers come at every moment; now and then the clock goes back two
hours; the machines stand still for an hour, a day and thirty days. `make test` plays it once; ``tox -e deep-r4`` plays
MENTORING_YEARS of them, each with other moments of trouble.
"""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from random import Random  # noqa: TID251 - seeded by the round's number
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from makers import BASE_URL, Works
from mentoring.contracts.durations import add, parse_duration
from mentoring.db.engine import Database
from mentoring.messages.model import Message
from mentoring.programmes.file import read_programme
from mentoring.settings import new_id
from mentoring.tasks.model import Task
from mentoring.timeline.model import Occurrence
from mentoring.worker.outfit import Outfit
from mentoring.worker.programmes import settle_due
from year import B_MENTOR, OPEN, Year, b_mentor_year, rows, variant

YEARS = int(os.environ.get("MENTORING_YEARS", "1"))
LONDON = ZoneInfo("Europe/London")
CLOSES, OVER = date(2020, 12, 18), date(2022, 11, 30)
LATE = timedelta(hours=1)
AMARA = "amara.quarto@kcl.example"

TIMELINE = {
    "over": {"title": "Over", "at": {"set": "The last day"}},
    "news": {"title": "News", "at": {"every": "2 weeks", "from": "closes", "until": "over"},
             "do": [{"send": "waiting", "to": "mentee"}]},
    "count": {"title": "Count", "at": {"every": "1 month", "from": "closes", "until": "over"}, "time": "01:30",
              "do": [{"task": "Count them"}]},
}  # fmt: skip


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def turns(every: str, hour: int, minute: int) -> list[datetime]:
    """When something that repeats should be, said a second time: on the face of London's clock, in UTC."""
    step = parse_duration(every)
    found: list[datetime] = []
    while (day := add(CLOSES, step * (len(found) + 1))) <= OVER:
        found.append(datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).astimezone(UTC))
    return found


def standstills(chance: Random) -> list[tuple[datetime, datetime]]:
    """An hour, a day and thirty days in which nothing runs: the first over the very moment of some news."""
    news = turns("2 weeks", 9, 0)
    hour = news[chance.randrange(2, 6)] - timedelta(minutes=30)
    day = news[chance.randrange(10, 16)] - timedelta(hours=chance.randrange(1, 20))
    month = news[chance.randrange(20, 28)] - timedelta(days=1)
    return [(at, at + long) for at, long in ((hour, LATE), (day, timedelta(days=1)), (month, timedelta(days=30)))]


@pytest.mark.parametrize("number", range(YEARS))
def test_each_milestone_of_24_months_is_once(database: Database, number: int) -> None:
    file = read_programme(B_MENTOR)
    file = replace(file, dates={**file.dates, "over": (OVER.isoformat(),)})
    year = b_mentor_year(Works(database, variant("b-mentor", {"timeline": TIMELINE})), file)
    year.register(AMARA, "mentee")
    play(year, Random(number))
    look(year, Random(number))


def play(year: Year, chance: Random) -> None:
    """From the opening to the end: whenever the worker wants to be called, two come at once."""
    clock, down = Clock(OPEN + timedelta(days=1)), standstills(chance)
    outfit = Outfit(
        database=year.works.database, schemes=year.works.schemes, clock=clock, ids=new_id, base_url=BASE_URL
    )
    end = datetime(2022, 12, 2, tzinfo=UTC)
    with ThreadPoolExecutor(2) as pool:
        wakes = 0
        while clock.now < end:
            wanted = list(pool.map(settle_due, [outfit, outfit]))
            wakes += 1
            if wakes % 9 == 0:  # somebody sets the clock back, and it is noticed later
                clock.now -= timedelta(hours=2)
                list(pool.map(settle_due, [outfit, outfit]))
                clock.now += timedelta(hours=2)
            after = [at for at in wanted if at is not None and at > clock.now]
            clock.now = running(min(after, default=end), down)


def running(at: datetime, down: list[tuple[datetime, datetime]]) -> datetime:
    """The first moment from then on at which the machines run."""
    return next((until for since, until in down if since <= at < until), at)


def look(year: Year, chance: Random) -> None:
    """Each occurrence once, at its moment or when the machines ran again; each letter once, late ones as one."""
    down = standstills(chance)
    expected = {"news": turns("2 weeks", 9, 0), "count": turns("1 month", 1, 30)}
    with year.works.work("ucl") as work:
        found = [each for each in rows(work, Occurrence) if each.milestone in expected and not each.action]
        letters = Counter(each.occasion for each in rows(work, Message) if each.to_email == AMARA)
        counted = sum(each.words == "Count them" for each in rows(work, Task))
    for milestone, instants in expected.items():
        those = sorted((each for each in found if each.milestone == milestone), key=lambda each: int(each.key))
        assert [each.at for each in those] == instants
        assert [each.key for each in those] == [str(number) for number in range(1, len(instants) + 1)]
        assert [each.taken_at for each in those] == [running(at, down) for at in instants]
    late = [at for at in expected["news"] if running(at, down) - at > LATE]
    summed_up = [len(group) for group in together(late, down) if len(group) > 1]
    assert len(summed_up) == 1
    assert letters["came_late"] == 1
    assert letters["waiting"] == len(expected["news"]) - sum(summed_up)
    assert counted == len(expected["count"])
    assert {at.hour for at in expected["news"]} == {8, 9}, "summer and winter"
    print(  # noqa: T201 - a proof tells its count
        f"A-R4: {len(found)} occurrences of 24 months once each at their moment, {len(late)} of them late: "
        f"{sum(summed_up)} told in one letter, {letters['waiting']} in one each"
    )


def together(late: list[datetime], down: list[tuple[datetime, datetime]]) -> Iterator[list[datetime]]:
    for since, until in down:
        yield [at for at in late if since <= at < until]
