from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from makers import Works
from mentoring.cli.check import Finding, of_database, of_keys, of_mail, of_roles, of_schemes
from mentoring.db.embedded import Server
from mentoring.db.keyfile import make_keys
from mentoring.errors import UnsoundDocument
from mentoring.schemes.ask import Asker, Code
from mentoring.schemes.contain.host import Zygote
from mentoring.schemes.load import Directory, LoadFailure
from mentoring.settings import Settings
from post_office import post_office


@pytest.fixture
def administrator(postgres: Server, database_name: str) -> Iterator[Connection]:
    """The administrator in a transaction that is undone: roles are the whole server's."""
    engine = create_engine(postgres.url("postgres", database_name))
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def test_a_sound_database_lacks_nothing(works: Works) -> None:
    found = list(of_database(works.database, embedded=False))
    assert [(each.subject, each.good) for each in found] == [
        ("PostgreSQL", True),
        ("roles", True),
        ("tables", True),
        ("institutions", True),
    ]
    assert found[-1].words == "north, south, west"


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ("alter role mentoring_app bypassrls", "mentoring_app passes by row-level security"),
        ("grant mentoring_report to mentoring_app", "mentoring_app is a member of another"),
        ("alter role mentoring_report rename to somebody", "mentoring_report is missing"),
    ],
)
def test_a_role_that_could_see_too_much_is_named(administrator: Connection, done: str, words: str) -> None:
    administrator.execute(text(done))
    assert list(of_roles(administrator)) == [Finding("roles", good=False, words=words)]


def test_a_scheme_that_cannot_be_loaded_is_named_with_the_command_that_says_why() -> None:
    failure = LoadFailure("walks", "mentoring-walks 1.0", UnsoundDocument("The card is missing."))
    assert list(of_schemes(Directory({}, (failure,)))) == [
        Finding("schemes", good=False, words="none is installed: install a distribution such as mentoring-hello"),
        Finding(
            "schemes",
            good=False,
            words="walks (mentoring-walks 1.0) cannot be loaded: `mentoring schemes check walks`",
        ),
    ]


def test_code_hooks_are_told_and_that_nothing_confines_them_is_a_lack() -> None:
    codes = {"folio": Code("folio", "1.0", "mentoring_folio", ("derive", "score"))}
    (_, confined) = of_schemes(Directory({}, (), Asker(codes, Zygote(confined=True))))
    assert confined == Finding("code hooks", good=True, words="folio (derive, score); each call confined")
    (_, loose) = of_schemes(Directory({}, (), Asker(codes, Zygote(confined=False))))
    assert (loose.good, loose.words) == (
        False,
        "folio (derive, score); NOT confined: MENTORING_UNCONFINED_PLUGINS is set",
    )


def test_a_mail_server_is_asked_for_a_connection(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, mail_from="mentoring@mentoring.example")
    assert of_mail(settings).good
    assert not of_mail(replace(settings, mode="production")).good
    with post_office(tmp_path) as office:
        there = replace(settings, smtp_url=f"plain://127.0.0.1:{office.server.port}")
        assert of_mail(there) == Finding("mail", good=True, words="127.0.0.1, from mentoring@mentoring.example")
    assert not of_mail(there).good


def test_a_key_file_is_counted_and_one_that_is_named_must_be_there(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    assert of_keys(settings).good
    named = replace(settings, keys=tmp_path / "keys")
    assert not of_keys(named).good
    make_keys(tmp_path / "keys")
    assert of_keys(named).words == f"1 in {tmp_path / 'keys'}, which no backup of the database may hold"
