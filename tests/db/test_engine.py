"""Sessions say whose they are, in each transaction, for that transaction alone."""

from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from mentoring.db.engine import Database, OutsideScope
from mentoring.errors import SetUpIncomplete
from mentoring.people.model import Person
from mentoring.settings import clock, new_id
from mentoring.tenants.model import Tenant

Superuser = psycopg.Connection[tuple[object, ...]]

WHO = text("select app.tenant(), app.person()")


def amara() -> Person:
    return Person(tenant_id="ucl", id=new_id(), email="amara@ucl.example", name="Amara Quarto", created_at=clock())


def test_a_session_is_of_one_institution_and_one_person(database: Database) -> None:
    person = UUID(int=1)
    with database.session("ucl", person) as session:
        assert session.execute(WHO).one() == ("ucl", person)
    with database.session("kcl") as session:
        assert session.execute(WHO).one() == ("kcl", None)


def test_a_session_of_no_institution_raises() -> None:
    database = Database("postgresql+psycopg://nowhere/none")
    with pytest.raises(OutsideScope), database.session(""):
        pass


def test_the_scope_is_said_again_after_a_commit_and_a_rollback_and_not_lost_in_a_savepoint(database: Database) -> None:
    with database.session("ucl") as session:
        session.commit()
        assert session.execute(WHO).one() == ("ucl", None)
        session.rollback()
        with session.begin_nested():
            assert session.execute(WHO).one() == ("ucl", None)
        assert session.execute(WHO).one() == ("ucl", None)


def test_a_question_is_answered_by_one_process(database: Database) -> None:
    with database.session("ucl") as session:
        assert session.scalar(text("show max_parallel_workers_per_gather")) == "0"


def test_a_connection_that_the_server_has_ended_is_replaced_before_it_is_used(
    database: Database, superuser: Superuser
) -> None:
    number = text("select pg_backend_pid()")
    with database.session("ucl") as session:
        ended = session.scalar(number)
    superuser.execute("select pg_terminate_backend(%s, 10000)", [ended])
    with database.session("ucl") as session:
        assert session.scalar(number) != ended
        assert session.execute(WHO).one() == ("ucl", None)


def test_a_connection_back_in_the_pool_belongs_to_no_one(institutions: Database) -> None:
    number = text("select pg_backend_pid()")
    with institutions.session("ucl") as session:
        session.add(
            Person(tenant_id="ucl", id=new_id(), email="a@ucl.example", name="Amara Quarto", created_at=clock())
        )
        session.commit()
        used = session.scalar(number)
    with institutions.directory() as session:
        assert session.scalar(number) == used
        assert session.execute(WHO).one() == (None, None)
        assert session.scalars(select(Person)).all() == []
        assert session.scalars(select(Tenant.id).order_by(Tenant.id)).all() == ["kcl", "lse", "ucl"]


def test_the_directory_is_written_by_the_owner_alone(institutions: Database) -> None:
    with institutions.session("ucl") as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("update tenants set name = 'Mine'"))


def test_even_the_owner_sees_no_one(institutions: Database) -> None:
    with institutions.session("ucl") as session:
        session.add(
            Person(tenant_id="ucl", id=new_id(), email="a@ucl.example", name="Amara Quarto", created_at=clock())
        )
        session.commit()
    with institutions.owner() as owner:
        assert owner.execute(text("select current_user, (select count(*) from people)")).one() == ("mentoring_owner", 0)


@pytest.mark.parametrize(("role", "variable"), [("owner", "OWNER"), ("report", "REPORT")])
def test_a_role_without_an_address_is_asked_for_by_its_variable(role: str, variable: str) -> None:
    database = Database("postgresql+psycopg://nowhere/none")
    with pytest.raises(SetUpIncomplete, match=f"MENTORING_DATABASE_{variable}_URL is not set"):
        (database.owner() if role == "owner" else database.report_session("ucl")).__enter__()
