import pytest
from sqlalchemy import select

from makers import NOW, Works, tenant
from mentoring.errors import NotFound, UnsoundDocument
from mentoring.tenants.directory import institution, institutions
from mentoring.tenants.file import Brand, Unit
from mentoring.tenants.model import Tenant
from mentoring.tenants.service import Change, apply_tenants, changes, without_file


def test_applying_again_changes_nothing(works: Works) -> None:
    files = {slug: tenant(slug) for slug in ("north", "south", "west")}
    with works.database.owner() as owner:
        assert apply_tenants(owner, files, NOW) == tuple(
            Change(slug, f"{slug.title()} University", "same") for slug in ("north", "south", "west")
        )


def test_a_change_is_told_leaf_by_leaf_before_it_is_made(works: Works) -> None:
    files = {
        "north": tenant("north", brand=Brand("#111111"), units=(Unit("library", "Library"),)),
        "east": tenant("east"),
    }
    with works.database.owner() as owner:
        new, changed = changes(owner, files)
        assert (new.slug, new.kind, new.lines[:2]) == ("east", "new", ("+ slug: east", "+ name: East University"))
        assert (changed.kind, changed.lines) == (
            "changed",
            (
                "~ brand.colour: #003d4c → #111111",
                "+ units[library].id: library",
                "+ units[library].title: Library",
            ),
        )
        assert set(institutions(owner)) == {"north", "south", "west"}  # nothing was written
        apply_tenants(owner, files, NOW)
        assert institutions(owner)["north"] == files["north"]
        assert set(institutions(owner)) == {"east", "north", "south", "west"}


def test_an_institution_without_a_file_stays(works: Works) -> None:
    with works.database.owner() as owner:
        apply_tenants(owner, {"north": tenant("north")}, NOW)
        assert without_file(owner, {"north": tenant("north")}) == ("south", "west")
        assert set(institutions(owner)) == {"north", "south", "west"}


def test_a_domain_belongs_to_one_institution(works: Works) -> None:
    files = {"east": tenant("east", domains=("south.example",))}
    with works.database.owner() as owner, pytest.raises(UnsoundDocument) as refused:
        apply_tenants(owner, files, NOW)
    assert refused.value.what == "east: the domain `south.example` already belongs to south."


def test_two_institutions_may_hand_a_domain_over_in_one_go(works: Works) -> None:
    files = {
        "north": tenant("north", domains=("south.example",)),
        "south": tenant("south", domains=("new.example",)),
    }
    with works.database.owner() as owner:
        apply_tenants(owner, files, NOW)
        assert institutions(owner)["north"].domains == ("south.example",)


def test_everyone_reads_the_directory_and_nobody_finds_what_is_not_there(works: Works) -> None:
    with works.work("west") as work:
        assert institution(work.session, "north") == tenant("north")
        with pytest.raises(NotFound):
            institution(work.session, "east")


def test_the_digest_is_that_of_the_file(works: Works) -> None:
    with works.database.directory() as session:
        before = session.scalars(select(Tenant.digest).where(Tenant.id == "north")).one()
    works.apply(tenant("north", short_name="N"))
    with works.database.directory() as session:
        assert session.scalars(select(Tenant.digest).where(Tenant.id == "north")).one() != before
