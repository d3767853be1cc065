"""The waist: one institution, one time, one commit, and a trail."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from mentoring.accounts.model import RoleGrant
from mentoring.audit.model import AuditEntry
from mentoring.bench.pages import statements
from mentoring.db.engine import Database
from mentoring.errors import NotAllowed
from mentoring.participants.reasons import said_why
from mentoring.people.model import Person
from mentoring.schemes.ask import Asker
from mentoring.schemes.load import LoadFailure
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import SYSTEM, VISITOR, Actor, UnitOfWork, begin

NOW = datetime(2020, 12, 18, 17, tzinfo=UTC)
Open = Callable[..., AbstractContextManager[UnitOfWork]]


class NoSchemes:
    schemes: ClassVar[Mapping[str, Scheme]] = {}
    asker: ClassVar[Asker] = Asker()
    failures: ClassVar[tuple[LoadFailure, ...]] = ()

    def get(self, name: str) -> Scheme:
        raise KeyError(name)


@pytest.fixture
def opened(institutions: Database) -> Open:
    """Begins a unit of work; ids count from 1 in each."""

    def open_(tenant: str, actor: Actor = SYSTEM) -> AbstractContextManager[UnitOfWork]:
        ids = map(UUID, (f"{number:032x}" for number in range(1, 100)))
        return begin(
            institutions, tenant=tenant, actor=actor, schemes=NoSchemes(), clock=lambda: NOW, ids=lambda: next(ids),
            base_url="http://ours.example",
        )  # fmt: skip

    return open_


def someone(work: UnitOfWork, name: str = "Amara Quarto") -> Person:
    email = f"{name.split(maxsplit=1)[0].lower()}@{work.tenant}.example"
    return Person(tenant_id=work.tenant, id=work.new_id(), email=email, name=name, created_at=work.now)


def names(opened: Open, tenant: str) -> list[str]:
    with opened(tenant) as work:
        return list(work.session.scalars(select(Person.name).order_by(Person.name)))


def test_leaving_it_commits_and_only_its_institution_sees_what_it_wrote(opened: Open) -> None:
    with opened("ucl") as work:
        work.add(someone(work))
    assert (names(opened, "ucl"), names(opened, "kcl")) == (["Amara Quarto"], [])


def test_anything_raised_undoes_all_of_it(opened: Open) -> None:
    def half_done() -> None:
        with opened("ucl") as work:
            work.add(someone(work))
            work.record("create", "person", "1")
            raise NotAllowed("No.")

    with pytest.raises(NotAllowed):
        half_done()
    with opened("ucl") as work:
        assert work.session.scalars(select(Person)).all() == []
        assert work.session.scalars(select(AuditEntry)).all() == []


def test_writing_for_another_institution_is_refused_where_it_is_written(opened: Open) -> None:
    with opened("ucl") as work:
        person = someone(work)
        person.tenant_id = "kcl"
        with pytest.raises(ProgrammingError, match="row-level security"):
            work.add(person)
        work.session.rollback()


def test_what_hangs_on_a_row_that_is_not_there_is_refused_where_it_is_written(opened: Open) -> None:
    with opened("ucl") as work:
        grant = RoleGrant(
            tenant_id="ucl", id=work.new_id(), person_id=UUID(int=99), role="coordinator", granted_at=work.now
        )
        with pytest.raises(IntegrityError, match="foreign key"):
            work.add(grant)
        work.session.rollback()


def test_the_trail_names_the_actor_the_object_and_whose_data_it_is(opened: Open) -> None:
    coordinator = UUID(int=7)
    with opened("ucl", Actor.person(coordinator, frozenset({"coordinator"}))) as work:
        work.record(
            "read", "registration", UUID(int=8), subject=("kcl", UUID(int=9)), fields=("name", "answers"), reason="Call"
        )
    with opened("kcl") as work:
        entry = work.session.scalars(select(AuditEntry)).one()
    assert (
        entry.tenant_id, entry.at, entry.actor_kind, entry.actor_id, entry.action, entry.object, entry.object_id,
        entry.fields, entry.reason, entry.subject_tenant_id, entry.subject_id,
    ) == (
        "ucl", NOW, "person", coordinator, "read", "registration", str(UUID(int=8)),
        ["answers", "name"], "Call", "kcl", UUID(int=9),
    )  # fmt: skip


def entered(opened: Open, tenant: str = "ucl") -> list[str]:
    with opened(tenant) as work:
        return list(work.session.scalars(select(AuditEntry.object_id).order_by(AuditEntry.object_id)))


def test_entries_of_what_is_undone_go_with_it_and_earlier_ones_stay(opened: Open) -> None:
    with opened("ucl") as work:
        work.record("create", "person", "1 before")
        attempt = work.savepoint()
        work.record("create", "person", "2 undone")
        attempt.rollback()
        work.record("create", "person", "3 between")
        attempt = work.savepoint()
        work.record("create", "person", "4 kept")
        attempt.commit()
        work.record("create", "person", "5 after")
    assert entered(opened) == ["1 before", "3 between", "4 kept", "5 after"]


def test_several_entries_are_written_in_one_statement(opened: Open) -> None:
    with statements() as sent, opened("ucl") as work:
        work.record("create", "person", "1", fields=("name",), reason="An o’clock “call”\nwith a \\ and é")
        work.record_each("read", "person", ["2", "3"], subjects=[("kcl", UUID(int=9)), ("ucl", None)])
    assert len([each for each in sent if "audit" in each]) == 1
    with opened("ucl") as work:
        rows = work.session.scalars(select(AuditEntry).order_by(AuditEntry.object_id)).all()
        assert [
            (each.object_id, each.fields, each.reason, each.subject_tenant_id, each.subject_id) for each in rows
        ] == [
            ("1", ["name"], "An o’clock “call”\nwith a \\ and é", None, None),
            ("2", [], None, "kcl", UUID(int=9)),
            ("3", [], None, "ucl", None),
        ]


def test_an_entry_is_there_for_whoever_reads_the_trail_in_the_same_work(opened: Open) -> None:
    with opened("ucl", Actor.person(UUID(int=7))) as work:
        work.record("say_why", "registration", UUID(int=8))
        assert said_why(work, UUID(int=8))
        assert not said_why(work, UUID(int=9))


def test_nobody_takes_an_entry_back(opened: Open) -> None:
    with opened("ucl") as work:
        work.record("create", "person", "1")
    for change in (update(AuditEntry).values(action="nothing"), delete(AuditEntry)):
        with opened("ucl") as work:
            with pytest.raises(ProgrammingError, match="permission denied"):
                work.session.execute(change)
            work.session.rollback()


def test_an_action_needs_a_role_that_may_do_it(opened: Open) -> None:
    with opened("ucl", VISITOR) as work:
        work.demand("programme.see")
        with pytest.raises(NotAllowed):
            work.demand("round.run")
        work.demand("round.run", frozenset({"lead"}))
    with opened("ucl", SYSTEM) as work:
        work.demand("round.run")


def test_it_shows_no_ones_data() -> None:
    person = Person(tenant_id="ucl", id=UUID(int=1), email="amara@ucl.example", name="Amara Quarto", created_at=NOW)
    assert "Amara" not in repr(person)
