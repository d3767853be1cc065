"""One row, written as a flush would write it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm.exc import StaleDataError

from mentoring.bench.pages import statements
from mentoring.db.engine import Database
from mentoring.db.kept import open_shelf, tuples
from mentoring.db.one import add_one, add_unless_there, change
from mentoring.people.model import Person

AT = datetime(2021, 3, 28, 0, 59, 59, 123456, tzinfo=UTC)
NAMES = select(Person.name).order_by(Person.name)


def somebody(number: int = 1, tenant: str = "ucl") -> Person:
    return Person(tenant_id=tenant, id=UUID(int=number), email=f"{number}@ucl.example", name="Amara", created_at=AT)


def test_a_row_that_is_added_is_the_sessions_as_if_it_had_been_read(institutions: Database) -> None:
    with institutions.session("ucl") as session:
        amara = somebody()
        with statements() as sent:
            add_one(session, amara)
            assert (amara.name, amara.unit, amara.digest, amara.created_at) == ("Amara", None, False, AT)
            assert session.get(Person, ("ucl", UUID(int=1))) is amara
        assert len([each for each in sent if "people" in each]) == 1
        amara.unit = "Library"
        session.commit()
    with institutions.session("ucl") as session:
        found = session.scalars(select(Person)).one()
        assert (found.email, found.unit, found.digest, found.created_at) == ("1@ucl.example", "Library", False, AT)
        with pytest.raises(IntegrityError):
            add_one(session, somebody())


def test_whoever_is_there_already_is_not_added_again(institutions: Database) -> None:
    with institutions.session("ucl") as session:
        assert add_unless_there(session, somebody())
        assert not add_unless_there(session, somebody())
        assert session.scalars(NAMES).all() == ["Amara"]


def test_of_a_change_only_what_is_new_is_written(institutions: Database) -> None:
    with institutions.session("ucl") as session:
        amara = somebody()
        add_one(session, amara)
        assert not change(session, amara, name="Amara", unit=None)
        with statements() as sent:
            assert change(session, amara, name="Amara", unit="Library", digest=True)
            assert (amara.unit, amara.digest, amara in session.dirty) == ("Library", True, False)
            session.commit()
        assert ["name" in each.partition("SET")[2].partition("WHERE")[0] for each in sent if "people" in each] == [
            False
        ]
    with institutions.session("ucl") as session:
        assert session.scalars(select(Person.unit)).all() == ["Library"]


def test_a_row_that_is_no_more_is_not_changed(institutions: Database) -> None:
    with institutions.session("ucl") as session:
        amara = somebody()
        add_one(session, amara)
        session.execute(text("delete from people"))
        with pytest.raises(StaleDataError):
            change(session, amara, name="Dinah")


def test_the_walls_stand_for_one_row(institutions: Database) -> None:
    with institutions.session("kcl") as session, pytest.raises(ProgrammingError, match="row-level security"):
        add_one(session, somebody())


def test_what_was_kept_of_the_table_is_read_anew(institutions: Database) -> None:
    with institutions.session("ucl") as session:
        open_shelf(session, ("ucl",), {"people": None}, at=AT, spreads={})
        assert tuples(session, NAMES, {}, of=("people",)) == []
        amara = somebody()
        add_one(session, amara)
        assert tuples(session, NAMES, {}, of=("people",)) == [("Amara",)]
        change(session, amara, name="Dinah")
        assert tuples(session, NAMES, {}, of=("people",)) == [("Dinah",)]
