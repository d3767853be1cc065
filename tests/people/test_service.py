from concurrent.futures import ThreadPoolExecutor

import pytest

from makers import Works
from mentoring.errors import NotFound
from mentoring.people.service import ensure_person, person, person_by_email, rename


def test_a_person_is_made_once(works: Works) -> None:
    made = works.person("amara@north.example", "Amara Quarto")
    assert works.person("amara@north.example").id == made.id
    with works.work() as work:
        assert person(work, made.id).name == "Amara Quarto"


def test_of_many_who_make_the_same_person_all_get_one(works: Works) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: works.person("amara@north.example").id, range(16))
    assert len(set(found)) == 1


def test_a_name_is_taken_where_none_is_known_and_never_overwritten(works: Works) -> None:
    works.person("amara@north.example")
    assert works.person("amara@north.example", "Amara Quarto").name == "Amara Quarto"
    assert works.person("amara@north.example", "Somebody Else").name == "Amara Quarto"


def test_a_person_renames_themself(works: Works) -> None:
    works.person("amara@north.example", "Amara Quarto")
    with works.work() as work:
        rename(work, ensure_person(work, email="amara@north.example"), name="  Amara   Folio ")
    with works.work() as work:
        found = person_by_email(work, "amara@north.example")
    assert found is not None
    assert found.name == "Amara Folio"


def test_nobody_of_another_institution_is_found(works: Works) -> None:
    amara = works.person("amara@north.example")
    with works.work("south") as work:
        assert person_by_email(work, "amara@north.example") is None
        with pytest.raises(NotFound):
            person(work, amara.id)
