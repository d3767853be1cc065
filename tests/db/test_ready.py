"""Statements in words ask what they asked before, within the same walls."""

from sqlalchemy import ARRAY, Text, any_, bindparam, literal, select

from mentoring.db.engine import Database
from mentoring.db.ready import Ready
from mentoring.people.model import Person
from mentoring.settings import clock, new_id
from mentoring.tenants.model import Tenant


def test_a_statement_in_words_answers_as_the_mapper_does(institutions: Database) -> None:
    wanted = (
        select(Tenant.id, literal("100 %").label("share"), Tenant.document)
        .where(Tenant.id == any_(bindparam("ids", type_=ARRAY(Text))))
        .order_by(Tenant.id)
    )
    asked = {"ids": ["ucl", "kcl"]}
    with institutions.session("ucl") as session:
        found = Ready(wanted).rows(session, asked).all()
        assert [(each.id, each.share) for each in found] == [("kcl", "100 %"), ("ucl", "100 %")]
        assert found == session.execute(wanted, asked).all()


def test_what_is_still_to_be_written_is_found_and_of_other_institutions_nothing(institutions: Database) -> None:
    names = Ready(select(Person.name).order_by(Person.name))
    with institutions.session("ucl") as session:
        session.add(
            Person(tenant_id="ucl", id=new_id(), email="a@ucl.example", name="Amara Quarto", created_at=clock())
        )
        assert names.rows(session, {}).scalars().all() == ["Amara Quarto"]
        session.commit()
    with institutions.session("kcl") as session:
        assert names.rows(session, {}).scalars().all() == []
