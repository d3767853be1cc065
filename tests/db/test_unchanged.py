"""What was worked out is kept only while nobody has written anything, and for whoever it was worked out for."""

from uuid import UUID

from sqlalchemy import func, select, update

from mentoring.db.engine import Database, ScopedSession
from mentoring.db.straight import ask
from mentoring.db.unchanged import unchanged
from mentoring.people.model import Person
from mentoring.settings import clock, new_id
from mentoring.tenants.model import Tenant

AMARA = UUID(int=1)
MANY = 200


class Counting:
    """How many people there are, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, session: ScopedSession) -> int:
        def count() -> int:
            self.asked += 1
            return session.scalar(select(func.count()).select_from(Person)) or 0

        return unchanged(session, ("people", id(self)), count)


def amara(number: int) -> Person:
    return Person(tenant_id="ucl", id=new_id(), email=f"a{number}@ucl.example", name="Amara Quarto", created_at=clock())


def asked_again(database: Database, people: Counting) -> bool:
    """Whether each look asks again what the one before has asked: of many, since others write to the server too."""
    for _ in range(MANY):
        with database.session("ucl") as session:
            assert people(session) == 0
        asked = people.asked
        with database.session("ucl") as session:
            assert people(session) == 0
        if people.asked == asked:
            return False
    return True


def test_what_nobody_has_changed_is_not_asked_again_and_what_anybody_has_changed_is(institutions: Database) -> None:
    people = Counting()
    assert not asked_again(institutions, people)
    with institutions.session("ucl") as first, institutions.session("ucl") as second:
        second.add(amara(1))
        second.flush()
        assert people(first) == 0  # not committed: nobody else sees it
        second.commit()
        assert people(first) == 1  # in the same transaction, as the database answers
        second.add(amara(2))
        second.rollback()
        assert people(first) == 1


def test_whoever_has_written_reads_what_they_wrote_and_leaves_nothing_of_it(institutions: Database) -> None:
    people = Counting()
    with institutions.session("ucl") as session:
        assert people(session) == 0
        session.add(amara(1))
        assert people(session) == 1
        session.rollback()
        assert people(session) == 0


def test_whoever_holds_a_row_is_told_what_is_there_now(institutions: Database) -> None:
    people = Counting()
    with institutions.session("ucl") as session:
        session.execute(update(Tenant).where(Tenant.id == "ucl").values(settings={}))
        asked = [people(session), people(session)]
    assert (asked, people.asked) == ([0, 0], 2)


def test_nobody_is_told_what_others_were(institutions: Database) -> None:
    people = Counting()
    with institutions.session("ucl") as session:
        session.add(amara(1))
        session.commit()
        assert people(session) == 1
    with institutions.session("kcl") as session:
        assert (people(session), people.asked) == (0, 2)
    with institutions.session("ucl", AMARA) as session:
        assert (people(session), people.asked) == (1, 3)


def test_short_words_answer_texts(institutions: Database) -> None:
    with institutions.session("ucl") as session:
        found = ask(session.connection(), "select app.tenant(), app.person(), current_setting('TimeZone')")
        assert found == ("ucl", None, "UTC")


def test_who_asks_is_quoted(institutions: Database) -> None:
    for name in ("u'cl", "u\\cl", "100 %(person)s", "ucl', true), set_config('app.tenant_id', 'kcl"):
        with institutions.session(name) as session:
            assert ask(session.connection(), "select app.tenant()") == (name,)
