"""What the institution changed itself lies over its file; and a file can be written from what holds."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from makers import NOW, Works, tenant
from mentoring.errors import Invalid
from mentoring.tenants.directory import institution, institutions, to_document
from mentoring.tenants.file import Brand, Grades, TenantFile, read_tenant, read_tenants
from mentoring.tenants.own import OWN, laid_over, value_at, with_values
from mentoring.tenants.service import apply_tenants, changes
from mentoring.tenants.settings import change_own, standing
from mentoring.tenants.written import as_toml

TENANTS = Path(__file__).parents[2] / "tenants"
LATER = NOW + timedelta(days=1)


def changed(works: Works, **values: object) -> tuple[str, ...]:
    """North changes settings in the console; dots of places are written as two underscores."""
    with works.work("north") as work:
        return change_own(work.session, "north", {name.replace("__", "."): v for name, v in values.items()}, NOW)


def held(works: Works, slug: str = "north") -> TenantFile:
    with works.work("west") as work:
        return institution(work.session, slug)


@pytest.mark.parametrize("place", OWN)
def test_every_place_is_one_of_the_document(place: str) -> None:
    document = to_document(tenant("north", grades=(Grades(date(2020, 8, 1), ("A",)),)))
    assert value_at(document, place) is not None


def test_what_is_changed_holds_for_everyone_and_the_rest_stays_as_the_file_says(works: Works) -> None:
    assert changed(works, short_name="N", brand__colour="#112233") == ("short_name", "brand.colour")
    assert held(works) == tenant("north", short_name="N", brand=Brand("#112233"))
    with works.database.directory() as session:
        assert institutions(session)["north"].short_name == "N"


def test_what_is_not_the_institutions_is_not_changed(works: Works) -> None:
    with pytest.raises(KeyError, match="domains, slug"):
        changed(works, domains=["elsewhere.example"], slug="south")


def test_another_institution_cannot_change_it(works: Works) -> None:
    with works.work("south") as work:
        change_own(work.session, "south", {"short_name": "Mine"}, NOW)
    assert (held(works).short_name, held(works, "south").short_name) == ("North", "Mine")


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("brand.colour", "red", "`red` cannot be read as a colour."),
        ("retention.audit", "0 years", "`0 years` cannot be read as a duration."),
        ("contacts.mentoring", {"title": "Us", "email": "x", "page": None}, "`x` cannot be read as an e-mail"),
        ("grades", [{"from": "2020-08-01", "scale": ["A"], "levels": {"other": {"A": 1}}}], "`other` is not among"),
    ],
)
def test_the_unsound_is_refused_as_in_a_file_and_nothing_is_changed(
    works: Works, place: str, value: object, told: str
) -> None:
    with works.work("north") as work, pytest.raises(Invalid) as refused:
        change_own(work.session, "north", {"short_name": "N", place: value}, NOW)
    assert {name.startswith(place) for name in refused.value.problems} == {True}
    assert told in " ".join(refused.value.problems.values())
    assert held(works) == tenant("north")


def test_a_file_that_says_otherwise_is_shown_and_does_not_win(works: Works) -> None:
    changed(works, short_name="N", brand__colour="#112233")
    file = tenant("north", name="The North", brand=Brand("#445566"))
    with works.database.owner() as owner:
        (told,) = apply_tenants(owner, {"north": file}, LATER)
    assert (told.kind, told.lines, told.back) == ("changed", ("~ name: North University → The North",), ())
    assert [(each.place, each.lines) for each in told.kept] == [
        ("short_name", ("~ short_name: North → N",)),
        ("brand.colour", ("~ brand.colour: #445566 → #112233",)),
    ]
    assert held(works) == tenant("north", name="The North", short_name="N", brand=Brand("#112233"))
    with works.database.owner() as owner:
        (again,) = changes(owner, {"north": file})
    assert (again.kind, again.kept) == ("same", told.kept)


def test_a_file_that_says_the_same_takes_it_back_and_a_later_file_wins(works: Works) -> None:
    changed(works, short_name="N")
    with works.database.owner() as owner:
        (told,) = apply_tenants(owner, {"north": tenant("north", short_name="N")}, LATER)
        assert (told.kind, told.kept, told.back) == ("changed", (), ("short_name",))
        (later,) = apply_tenants(owner, {"north": tenant("north", short_name="No")}, LATER)
        assert later.lines == ("~ short_name: N → No",)
    assert held(works).short_name == "No"


def test_the_operator_may_say_that_the_file_wins(works: Works) -> None:
    changed(works, short_name="N")
    with works.database.owner() as owner:
        (told,) = apply_tenants(owner, {"north": tenant("north")}, LATER, file_wins=True)
    assert (told.lines, told.kept, told.back) == (("~ short_name: N → North",), (), ("short_name",))
    assert held(works) == tenant("north")


def test_setting_what_the_file_says_is_no_change_of_ones_own(works: Works) -> None:
    assert changed(works, short_name="N") == ("short_name",)
    assert changed(works, short_name="N") == ()
    assert changed(works, short_name="North") == ("short_name",)
    with works.database.directory() as session:
        assert standing(session, "north").drift == ()


def test_an_assumption_goes_with_the_value_that_the_institution_stated() -> None:
    file = read_tenant(TENANTS / "ucl.toml")
    document = to_document(file)
    colour = with_values(document, {}, {"brand.colour": "#112233"}, NOW)
    assert {where for where, _ in file.assumptions} - {
        where for where, _ in laid_over(document, colour)["assumptions"]
    } == {"brand"}
    more = [*document["grades"], {"from": "2030-08-01", "scale": ["1"], "levels": {}}]
    scales = with_values(document, {}, {"grades": more}, NOW)
    assert laid_over(document, scales)["assumptions"] == document["assumptions"]


@pytest.mark.parametrize("slug", sorted(read_tenants(TENANTS)))
def test_the_file_written_from_what_holds_says_just_that(tmp_path: Path, slug: str) -> None:
    before = read_tenant(TENANTS / f"{slug}.toml")
    (tmp_path / f"{slug}.toml").write_text(as_toml(before), encoding="utf-8")
    assert read_tenant(tmp_path / f"{slug}.toml") == before
