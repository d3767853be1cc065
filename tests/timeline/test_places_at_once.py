"""A-R1: a place is given once. Four institutions' people apply at once, leavers leave at once, settling meets settling.

`make test` plays one round of 60 applicants for 12 places. ``tox -e deep-r1`` plays rounds of 200 for 40, up to
MENTORING_ROUNDS of them, in two processes, each over a database that is put back between rounds. It ends before
MENTORING_MINUTES are over and writes down which rounds are played: called again it goes on, so that the counts add up.
"""

import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - seeded by the round's number
from uuid import UUID

import pytest
from psycopg import Connection
from sqlalchemy import select

from makers import Works
from mentoring.db.engine import Database
from mentoring.participants.model import Standing
from mentoring.participants.register import own_registration, save_answers, start, submit, withdraw
from mentoring.programmes.queries import programme
from mentoring.unit_of_work import Actor
from year import B_GRADES, B_MENTEE, CLOSED, OPEN, Year, b_mentor_year, home_of, variant

DEEP = "MENTORING_ROUNDS" in os.environ
ROUNDS = int(os.environ.get("MENTORING_ROUNDS", "1"))
MINUTES = float(os.environ.get("MENTORING_MINUTES", "20"))
PARTS = 2 if DEEP else 1
APPLICANTS, PLACES, LEAVERS = (200, 40, 8) if DEEP else (60, 12, 4)
HOMES = ("ucl", "kcl", "ual", "qmul")


class Field:
    """The programme with everyone's draft in it, written once."""

    def __init__(self, year: Year, admin: Connection[tuple[object, ...]]) -> None:
        self.year, self.admin, self.key = year, admin, year.programme_id
        self.of: dict[UUID, tuple[str, UUID]] = {}
        for number in range(APPLICANTS):
            self.draft(f"amara.quarto{number}@{HOMES[number % 4]}.example")

    def draft(self, email: str) -> None:
        home = home_of(email)
        person = self.year.person(email).id
        with self.year.works.work(home, Actor.person(person), OPEN) as work:
            found = programme(work, self.year.slug)
            one = start(work, found, role="mentee")
            self.of[one.id] = home, person
            answers = {**B_MENTEE, "grade": B_GRADES[home][0]}
            save_answers(work, found, one, answers=answers, declared={"identifies": True})

    def put_back(self) -> None:
        """Everyone's draft as it was; nothing decided, nothing told."""
        for table in ("standings", "decisions", "messages", "due"):
            self.admin.execute(f"delete from {table}")
        self.admin.execute("update registrations set state = 'draft', submitted_at = null, withdrawn_at = null")

    def at_once(self, do: Callable[[UUID, datetime], None], these: Iterable[UUID], begun: datetime) -> None:
        """Each institution's people one after the other, a minute apart; the four institutions beside each other."""
        moments = {each: begun + timedelta(minutes=number) for number, each in enumerate(these)}

        def of(home: str) -> None:
            for each, moment in moments.items():
                if self.of[each][0] == home:
                    do(each, moment)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(of, HOMES))

    def submit(self, each: UUID, moment: datetime) -> None:
        home, person = self.of[each]
        with self.year.works.work(home, Actor.person(person), moment) as work:
            found = programme(work, self.year.slug)
            submit(work, found, own_registration(work, found, each))

    def withdraw(self, each: UUID, moment: datetime) -> None:
        home, person = self.of[each]
        with self.year.works.work(home, Actor.person(person), moment) as work:
            found = programme(work, self.year.slug)
            withdraw(work, found, own_registration(work, found, each))
        self.year.settle(lambda: moment, only_woken=True)

    def settle_at_once(self) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: self.year.settle(), range(4)))

    def seated(self) -> tuple[set[UUID], set[UUID]]:
        """Who holds a place, and who waits."""
        with self.year.works.work("ucl") as work:
            found = list(work.session.scalars(select(Standing)))
        return {e.registration_id for e in found if e.place}, {e.registration_id for e in found if e.state == "waiting"}


class Played:
    """Which rounds of a part are played, written down after each where a campaign says where."""

    def __init__(self, part: int) -> None:
        self.wanted = range(part, ROUNDS, PARTS)
        self.file = Path(os.environ["MENTORING_PLAYED"]) / f"part-{part}" if "MENTORING_PLAYED" in os.environ else None
        self.before = set(map(int, self.file.read_text().split())) if self.file and self.file.exists() else set[int]()

    def note(self, number: int) -> None:
        if self.file:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("a") as lines:
                lines.write(f"{number}\n")


@pytest.mark.parametrize("part", range(PARTS))
def test_places_are_given_once_and_the_rest_wait_in_the_stated_order(
    database: Database, superuser: Connection[tuple[object, ...]], part: int
) -> None:
    places = [{"who": "mentee", "at_most": PLACES, "taken_at": "selection"}]
    field = Field(b_mentor_year(Works(database, variant("b-mentor", {"card": {"places": places}}))), superuser)
    played, until, now = Played(part), time.monotonic() + MINUTES * 60, 0
    for number in played.wanted:
        if number not in played.before and time.monotonic() < until:
            play(field, Random(number))
            played.note(number)
            now += 1
    print(  # noqa: T201 - a proof tells its count
        f"A-R1, part {part + 1} of {PARTS}: {now} rounds of {APPLICANTS} applicants for {PLACES} places now, "
        f"{now + len(played.before)} of {len(played.wanted)} in all: exactly {PLACES} in each"
    )
    assert now + len(played.before) > 0


def play(field: Field, chance: Random) -> None:
    """One round: all apply, registration closes, some who hold a place leave."""
    field.put_back()
    order = chance.sample(sorted(field.of), APPLICANTS)
    field.at_once(field.submit, order, OPEN)
    field.year.now = CLOSED
    field.settle_at_once()
    held, waiting = field.seated()
    assert len(held) == PLACES
    assert (held, waiting) == ({*order[:PLACES]}, {*order[PLACES:]})
    leavers = chance.sample(order[:PLACES], LEAVERS)
    field.at_once(field.withdraw, leavers, CLOSED)
    held, waiting = field.seated()
    assert len(held) == PLACES
    assert (held, waiting) == (
        {*order[: PLACES + LEAVERS]} - {*leavers},
        {*order[PLACES + LEAVERS :]},
    )
