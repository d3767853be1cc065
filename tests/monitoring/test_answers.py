"""E5: a person's equality answer goes in sealed; the application cannot read it, the person alone has it back."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from psycopg import errors
from psycopg.rows import DictRow, dict_row

from makers import Installed, Works
from mentoring.db.embedded import Server
from mentoring.db.engine import Database
from mentoring.errors import Invalid, NotFound
from mentoring.monitoring.answers import answered, say_ethnicity, take_back
from mentoring.monitoring.count import own_answer
from mentoring.monitoring.questions import FORM, GROUP_OF, WORDS
from mentoring.participants.register import own_registrations
from mentoring.schemes.load import load_directory
from year import Year, b_mentor_year

AMARA = "amara.quarto@kcl.example"
BASIL = "basil.folio@kcl.example"
BLACK_CARIBBEAN = "121"


@pytest.fixture
def year(database: Database) -> Year:
    return b_mentor_year(Works(database, Installed(load_directory().schemes)))


@pytest.fixture
def raw(postgres: Server, database_name: str) -> Iterator[psycopg.Connection[DictRow]]:
    with psycopg.connect(
        host=str(postgres.socket), user="mentoring_app", dbname=database_name, row_factory=dict_row
    ) as connection:
        yield connection


def says(year: Year, email: str, code: str | None) -> None:
    with year.as_(email) as (work, programme):
        (one,) = own_registrations(work, programme)
        say_ethnicity(work, one, {} if code is None else {"ethnicity": code})


def hears(year: Year, email: str, registration: UUID) -> str | None:
    person = year.person(email).id
    return own_answer(year.works.database, "ucl", registration, home=email.partition("@")[2][:3], person=person)


def test_the_person_alone_has_their_answer_back_in_words(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    year.register(BASIL, "mentee")
    says(year, AMARA, BLACK_CARIBBEAN)
    assert hears(year, AMARA, key) == "Black - Caribbean or Caribbean British"
    assert hears(year, BASIL, key) is None
    says(year, AMARA, "998")
    assert hears(year, AMARA, key) == "I prefer not to say"
    says(year, AMARA, None)
    assert hears(year, AMARA, key) is None


def test_only_what_the_framework_asks_is_taken_and_only_of_oneself(year: Year) -> None:
    year.register(AMARA, "mentee")
    year.register(BASIL, "mentee")
    with pytest.raises(Invalid), year.as_(AMARA) as (work, programme):
        say_ethnicity(work, own_registrations(work, programme)[0], {"ethnicity": "Black"})
    with pytest.raises(Invalid), year.as_(AMARA) as (work, programme):
        say_ethnicity(work, own_registrations(work, programme)[0], {"ethnicity": "121", "religion": "any"})
    with year.as_(BASIL) as (work, programme):
        (of_basil,) = own_registrations(work, programme)
    with pytest.raises(NotFound), year.as_(AMARA) as (work, _):
        say_ethnicity(work, of_basil, {"ethnicity": "121"})
    with pytest.raises(NotFound), year.as_(AMARA) as (work, _):
        take_back(work, of_basil)


def test_that_somebody_answered_is_known_to_them_alone(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    says(year, AMARA, BLACK_CARIBBEAN)
    with year.as_(AMARA) as (work, _):
        assert answered(work, [key]) == {key}
    with year.coordinating("kcl") as (work, _):
        assert answered(work, [key]) == frozenset()


@pytest.mark.parametrize(
    "statement",
    [
        "select sealed from monitoring",
        "select * from monitoring",
        "select length(sealed) from monitoring",
        "select 1 from monitoring where sealed is not null",
        "update monitoring set sealed = sealed || 'x'",
        "update monitoring set sealed = '' returning sealed",
        "delete from monitoring returning sealed",
        "select row_to_json(monitoring) from monitoring",
        "copy monitoring (sealed) to stdout",
    ],
)
def test_the_application_reads_it_by_no_statement(year: Year, raw: psycopg.Connection[DictRow], statement: str) -> None:
    year.register(AMARA, "mentee")
    says(year, AMARA, BLACK_CARIBBEAN)
    person = str(year.person(AMARA).id)
    with raw.transaction(force_rollback=True):
        raw.execute("select set_config('app.tenant_id', 'kcl', true), set_config('app.person_id', %s, true)", (person,))
        assert len(raw.execute("select registration_id from monitoring").fetchall()) == 1
        with pytest.raises((errors.InsufficientPrivilege, errors.FeatureNotSupported)):
            raw.execute(statement)


def test_every_code_has_its_group_and_its_words() -> None:
    assert set(GROUP_OF) == set(WORDS) == set(FORM["properties"]["ethnicity"]["enum"])
    assert len(WORDS) == 21
