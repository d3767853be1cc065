import pytest

from makers import Works
from mentoring.accounts.grants import grant, roles_of, take_back
from mentoring.errors import NotAllowed
from mentoring.unit_of_work import Actor


def test_a_role_is_granted_once_and_taken_back(works: Works) -> None:
    amara = works.person("amara@north.example")
    with works.work() as work:
        assert [grant(work, person=amara, role="coordinator") for _ in range(2)] == [True, False]
        assert roles_of(work, amara.id) == {"coordinator"}
        assert [take_back(work, person=amara, role="coordinator") for _ in range(2)] == [True, False]
        assert roles_of(work, amara.id) == set()


def test_only_a_coordinator_grants(works: Works) -> None:
    amara, basil = works.person("amara@north.example"), works.person("basil@north.example")
    analyst = Actor.person(basil.id, frozenset({"analyst"}))
    with works.work(actor=analyst) as work, pytest.raises(NotAllowed):
        grant(work, person=basil, role="coordinator")
    with works.work(actor=Actor.person(amara.id, frozenset({"coordinator"}))) as work:
        assert grant(work, person=basil, role="coordinator", reason="Joins the mentoring team")


def test_another_institution_sees_no_grant(works: Works) -> None:
    amara = works.person("amara@north.example")
    with works.work() as work:
        grant(work, person=amara, role="operator")
    with works.work("south") as work:
        assert roles_of(work, amara.id) == set()
