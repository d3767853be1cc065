"""A-D1: an integer solver attacks everything that is published of cohorts of 40 with leavers; nobody is determined.

Fast: 20 cohorts. ``tox -e deep-d1``: 500. The attacker knows who registered, left and returned, and when, which is more
than any report tells; each participant also attacks with their own answer.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random  # noqa: TID251 - seeded: the same cohorts every time
from uuid import UUID

import pytest

from attacking import Told, determined
from mentoring.monitoring.count import table_of
from mentoring.monitoring.questions import GROUPS, NOT_STATED
from mentoring.reports.phases import Came, Phase, counted_in

COHORTS = int(os.environ.get("MENTORING_RELEASED_COHORTS", "20"))
SIZE, LEAVERS = 40, 6
START = datetime(2020, 11, 2, tzinfo=UTC)
CLOSES = tuple(
    Phase(name, name, START + timedelta(days=days)) for name, days in (("closes", 40), ("match", 100), ("end", 400))
)
NAMES = tuple(GROUPS)
LIKELY = (30, 34, 14, 4, 8, 10)
"""Of a hundred in such a scheme: Asian, Black, Mixed, White, Other, Not stated."""


@dataclass(frozen=True)
class Cohort:
    """People by number: their groups, when they came, and when they left, if they did."""

    groups: dict[int, str]
    came: tuple[Came, ...]

    def people(self, population: Sequence[Sequence[UUID]]) -> frozenset[int]:
        return frozenset(each.int for (each,) in population)


def cohort(seed: int) -> Cohort:
    """Forty by the end of registration, six of whom leave later; up to thirty who come late, and some who leave early.

    One cohort in ten is nearly alike, since that is where tables say most.
    """
    chance = Random(seed)
    alike = seed % 10 == 0
    late, early = chance.randrange(31), chance.randrange(4)
    weights = [96 if name == "Black" else 1 for name in NAMES] if alike else LIKELY
    groups, came = {}, []
    leavers = set(chance.sample(range(SIZE), LEAVERS))
    for number in range(SIZE + late + early):
        groups[number] = chance.choices(NAMES, weights)[0]
        on_time = number < SIZE or number >= SIZE + late
        submitted = START + timedelta(days=chance.uniform(0, 39) if on_time else chance.uniform(41, 390))
        withdrawn = None
        if number in leavers:
            withdrawn = START + timedelta(days=chance.uniform(41, 399))
        elif number >= SIZE + late:
            withdrawn = submitted + timedelta(hours=1)
        came.append(Came(UUID(int=number), ("here", str(number)), submitted, withdrawn))
    return Cohort(groups, tuple(came))


def released(cohort: Cohort) -> Iterator[Told]:
    """What the releases say: who is counted and how, by the rules the service uses."""
    already: set[UUID] = set()
    for phase in CLOSES:
        population = counted_in(phase, cohort.came, already)
        people = cohort.people(population)
        table = table_of([cohort.groups[each] for each in sorted(people)])
        if len(people) < 23:
            continue  # not issued, and they wait for a later one
        already |= {each for person in population for each in person}
        yield Told(people, table)


def counted_again(cohort: Cohort) -> Iterator[Told]:
    """A release for each phase of all who are registered then, whoever was counted before: not what is done."""
    for phase in CLOSES:
        people = cohort.people(counted_in(phase, cohort.came, ()))
        table = table_of([cohort.groups[each] for each in sorted(people)])
        if table is not None:
            yield Told(people, table)


def live(cohort: Cohort) -> Iterator[Told]:
    """One table, counted anew whenever somebody leaves: not what is done."""
    moments = sorted(each.withdrawn for each in cohort.came if each.withdrawn and each.withdrawn > CLOSES[0].closes)
    for moment in (CLOSES[0].closes, *moments):
        phase = Phase("now", "now", moment)
        came = [each for each in cohort.came if each.submitted <= CLOSES[0].closes]
        people = cohort.people(counted_in(phase, came, ()))
        table = table_of([cohort.groups[each] for each in sorted(people)])
        if table is not None:
            yield Told(people, table)


Publishing = Callable[[Cohort], Iterator[Told]]


def attacked(publishing: Publishing) -> tuple[int, int, int]:
    """Over all cohorts: how many reveal somebody, how many people they reveal, how many tables there are."""
    revealing = people = tables = 0
    for seed in range(COHORTS):
        made = cohort(seed)
        told = list(publishing(made))
        found = determined(made.groups, told)
        revealing, people, tables = revealing + bool(found), people + len(found), tables + len(told)
    return revealing, people, tables


def tell(counts: str) -> None:
    print(f"\nA-D1: {counts}")  # noqa: T201 - a proof tells its counts


def test_the_releases_determine_nobodys_answer() -> None:
    revealing, people, tables = attacked(released)
    tell(f"{COHORTS} cohorts of {SIZE} with {LEAVERS} leavers, {tables} releases: {people} persons determined")
    assert (revealing, people) == (0, 0)
    assert tables >= COHORTS, "something is published of each"


def test_nobody_learns_anothers_answer_from_their_own() -> None:
    found = tried = 0
    for seed in range(COHORTS):
        made = cohort(seed)
        told = list(released(made))
        for person in made.groups:
            found += len(determined(made.groups, told, frozenset({person})))
            tried += 1
    tell(f"{tried} participants attack with their own answer: {found} others determined")
    assert found == 0


def test_a_table_that_is_counted_anew_reveals_somebody() -> None:
    """The test of the test: the attack finds what there is to find."""
    revealing, people, tables = attacked(live)
    tell(f"live tables ({tables}) reveal {people} people, in {revealing} of {COHORTS} cohorts")
    assert revealing > COHORTS // 2


def test_counting_the_same_people_in_each_phase_would_reveal_somebody() -> None:
    """Why nobody is counted twice. In 20 cohorts it may not happen; in hundreds it does."""
    revealing, people, tables = attacked(counted_again)
    tell(f"releases that count people again ({tables}) reveal {people} people, in {revealing} of {COHORTS} cohorts")
    assert COHORTS < 100 or revealing > 0


@pytest.mark.parametrize("size", [23, 24, 28, 40])
def test_a_cohort_that_is_all_alike_is_withheld_and_so_is_one_that_is_nearly(size: int) -> None:
    assert table_of(["Black"] * size) is None
    assert table_of(["Black"] * (size - 2) + ["Asian"] * 2) is None
    assert table_of(["Black"] * (size - 3) + ["Asian"] * 3) is not None


def test_a_table_of_few_is_none() -> None:
    assert table_of(["Black", "Asian"] * 11) is None
    assert table_of([*["Black"] * 12, *["Asian"] * 9, "White", NOT_STATED]) == {
        "Asian": 10, "Black": 10, "Mixed": 0, "White": 0, "Other": 0, NOT_STATED: 0,
    }  # fmt: skip
