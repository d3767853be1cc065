"""D2: whoever is erased stands nowhere any more; what others lived through with them stays."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from mentoring.errors import Conflict, NotAllowed, NotFound
from mentoring.meetings.notes import notes_of
from mentoring.mentorships.goals import goals_of
from mentoring.mentorships.model import Mentorship
from mentoring.messages.model import Message
from mentoring.people.model import Person
from mentoring.privacy.erasure import erase, held_of
from mentoring.privacy.requests import ask, own_requests, request_here, take_back, waiting_requests
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import Actor, UnitOfWork
from told_everything import AMARA, CARA, DINAH, Told
from year import Year, rows

Superuser = psycopg.Connection[tuple[object, ...]]
TEXTS = """
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'json', 'jsonb', 'ARRAY') order by 1, 2
"""
IDS = """
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and data_type = 'uuid' order by 1, 2
"""

SPOKEN = sql.SQL("select from {} where {}::text ~* %s limit 1")
HELD = sql.SQL("select from {} where {} = %s limit 1")


def named(*names: object) -> list[sql.Identifier]:
    return [sql.Identifier(str(each)) for each in names]


def standing(superuser: Superuser, *words: str) -> list[str]:
    """Every column of every table in which one of these words stands."""
    pattern = "|".join(words)
    return [
        f"{table}.{column}"
        for table, column in superuser.execute(TEXTS).fetchall()
        if superuser.execute(SPOKEN.format(*named(table, column)), (pattern,)).fetchone() is not None
    ]


@contextmanager
def opened(year: Year, slug: str, actor: Actor) -> Iterator[UnitOfWork]:
    with year.works.work(slug, actor, now=year.now) as work:
        yield work


def erased(told: Told, *, cut_short: bool = False) -> None:
    """Amara asks, King's coordinator carries it out."""
    year = told.year
    with year.as_(AMARA) as (work, _):
        key = ask(work, "erasure")
    tom = Actor.person(year.person("coordinator@kcl.example", "Maya Archive").id, frozenset({"coordinator"}))

    def settle(_: Programme) -> None:
        if cut_short:
            raise RuntimeError("the power went")
        year.settle()

    erase(lambda slug, actor: opened(year, slug, actor), settle, home="kcl", by=tom, request_id=key)


def test_afterwards_nothing_of_theirs_stands_in_any_column_of_any_table(told: Told, superuser: Superuser) -> None:
    word = told.words[AMARA]
    other = standing(superuser, told.words[CARA])
    amara = told.year.person(AMARA).id
    before = standing(superuser, word)
    assert set(before) >= {
        "agreements.answers", "answers.answers", "data_requests.words", "decisions.reason", "declines.reason",
        "invitations.name", "levels_set.reason", "meetings.place", "messages.body", "passwords.hash",
        "registrations.answers", "requests.asked_name", "requests.words", "reviews.answers", "reviews.reason",
        "sessions.device", "tasks.words",
    }  # fmt: skip
    erased(told)
    assert standing(superuser, word, "quarto0") == []
    assert standing(superuser, told.words[CARA]) == other, "nobody else loses a word"
    left = [
        f"{table}.{column}"
        for table, column in superuser.execute(IDS).fetchall()
        if superuser.execute(HELD.format(*named(table, column)), (amara,)).fetchone() is not None
    ]
    assert left == ["audit.actor_id", "audit.subject_id", "meetings.logged_by"], "numbers that lead to nobody"
    sealed = (
        "select (select count(*) from notes where author_id = %(a)s),"
        " (select count(*) from monitoring where person_id = %(a)s),"
        " (select count(*) from goal_entries where mentorship_id = %(m)s and sealed is not null)"
    )
    assert superuser.execute(sealed, {"a": amara, "m": told.mentorships[AMARA]}).fetchone() == (0, 0, 0)


def test_the_other_keeps_what_was_and_is_told_no_name_and_no_reason(told: Told) -> None:
    year, pair = told.year, told.mentorships[AMARA]
    erased(told)
    with year.works.work("ucl") as work:
        states = {each.id: each.state for each in rows(work, Mentorship)}
        letters = [each for each in rows(work, Message) if each.to_email == DINAH and "ended" in each.occasion]
        assert ["Quarto0" in each.body for each in letters] == [False], "one letter, and no name in it"
    assert (states[pair], states[told.mentorships[CARA]]) == ("ended", "running")
    with year.as_(DINAH) as (work, _):
        notes, _ = notes_of(work, pair, host="ucl")
        assert [each.text for each in notes] == ["dinahsword about the rota"]
        (goal,) = goals_of(work, pair, host="ucl")
    assert [(each.who, each.kind, each.words) for each in goal.history] == [
        ("", "goal", ""), ("", "step", ""), ("Dinah Almanac0", "done", ""),
    ], "her own step is hers"  # fmt: skip


def test_what_is_cut_short_is_carried_to_its_end_and_cannot_be_taken_back(told: Told, superuser: Superuser) -> None:
    with pytest.raises(RuntimeError, match="the power went"):
        erased(told, cut_short=True)
    with told.year.as_(AMARA) as (work, _):
        waiting = own_requests(work)[0]
    assert (waiting.kind, waiting.begun) == ("erasure", True)
    with pytest.raises(Conflict, match="erasing you already"), told.year.as_(AMARA) as (work, _):
        take_back(work, waiting.id)
    erased(told)
    assert standing(superuser, told.words[AMARA], "quarto0") == []
    with told.year.works.work("kcl") as work:
        assert AMARA not in {each.email for each in rows(work, Person)}


def test_only_a_coordinator_of_their_own_institution_does_it_and_never_to_one_who_holds_a_role(told: Told) -> None:
    year = told.year
    with year.as_(AMARA) as (work, _):
        key = ask(work, "erasure")
        assert ask(work, "erasure") == key, "asking twice is asking once"
        held = held_of(work, year.person(AMARA).id)
    assert (held.registrations, held.running, held.roles, held.changes) == (1, ("B-MEntor Professional 2021",), (), 0)
    with year.coordinating("kcl") as (work, _):
        assert [(each.kind, each.email) for each in waiting_requests(work)] == [
            ("correction", AMARA), ("correction", CARA), ("erasure", AMARA),
        ]  # fmt: skip
    with year.coordinating("ucl") as (work, _):
        assert waiting_requests(work) == ()
    for who, slug in ((CARA, "kcl"), (AMARA, "kcl")):
        with pytest.raises(NotAllowed), year.as_(who) as (work, _):
            request_here(work, key)
        with pytest.raises(NotAllowed):
            erase(
                lambda slug, actor: opened(year, slug, actor), lambda _: None, home=slug,
                by=Actor.person(year.person(who).id), request_id=key,
            )  # fmt: skip
    with pytest.raises(NotFound), year.as_(CARA) as (work, _):
        take_back(work, key)
    with year.as_(AMARA) as (work, _):
        take_back(work, key)
    maya = year.person("coordinator@kcl.example", "Maya Archive")
    with year.coordinating("kcl") as (work, _):
        own = ask(work, "erasure")
    with pytest.raises(Conflict, match="They are coordinator here"):
        erase(
            lambda slug, actor: opened(year, slug, actor), lambda _: None, home="kcl",
            by=Actor.person(maya.id, frozenset({"coordinator"})), request_id=own,
        )  # fmt: skip
