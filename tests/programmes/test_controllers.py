"""T5: who is controller of what, and whom to ask there."""

from datetime import date

import msgspec
import pytest

from makers import Installed, Works, tenant
from mentoring.db.engine import Database
from mentoring.errors import UnsoundDocument
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.controllers import controllers_of
from mentoring.programmes.file import Contact, ControllerSaid, Partner, ProgrammeFile, read_programme
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import file_of
from mentoring.schemes.load import load_directory
from year import B_MENTOR, Year, b_mentor_year, rows

KNOWN = {slug: tenant(slug) for slug in ("north", "south")}
SOUTH = Partner("south", date(2020, 10, 1))


@pytest.fixture
def b_mentor(database: Database) -> Year:
    return b_mentor_year(Works(database, Installed(load_directory().schemes)))


def with_controllers(said: tuple[ControllerSaid, ...]) -> ProgrammeFile:
    return msgspec.structs.replace(read_programme(B_MENTOR), controllers=said)


def file(**changes: object) -> ProgrammeFile:
    return ProgrammeFile("p", "P", "hello", "north", {}, **changes)  # type: ignore[arg-type] # what differs


def test_where_nothing_is_stated_the_host_runs_it_and_each_looks_after_its_own() -> None:
    north, south = controllers_of(file(partners=(SOUTH,), listed=("The Guild",)), KNOWN)
    assert [line.split(":")[0] for line in north.of] == [
        "Runs the programme",
        "Keeps the record of matches and meetings.",
        "Looks after its own people",
        "Looks after the people of The Guild as if they were its own.",
    ]
    assert south.of == north.of[2:3]
    assert (south.name, south.contact, south.email) == ("South University", "Mentoring team", "mentoring@south.example")


def test_a_host_alone_looks_after_everything() -> None:
    (north,) = controllers_of(file(), KNOWN)
    assert north.of[0].startswith("Looks after everything in this programme")


def test_what_the_programme_states_is_the_record() -> None:
    said = ControllerSaid("south", ("Keeps the training register.",), Contact("Registry", "registry@south.example"))
    _, south = controllers_of(file(partners=(SOUTH,), controllers=(said,)), KNOWN)
    assert (south.of, south.contact, south.email) == (said.of, "Registry", "registry@south.example")


def test_the_record_speaks_of_those_who_take_part_each_once(b_mentor: Year) -> None:
    wrong = tuple(ControllerSaid(slug, ("Keeps nothing.",)) for slug in ("lse", "kcl", "kcl"))
    with b_mentor.works.work("ucl") as work, pytest.raises(UnsoundDocument) as refused:
        apply_programme(work, with_controllers(wrong))
    assert refused.value.what.splitlines() == [
        "controllers: lse takes no part in b-mentor-2021, so it controls nothing there.",
        "controllers: kcl is named twice; write all it looks after in one entry.",
    ]


def test_the_record_is_kept_with_the_programme(b_mentor: Year) -> None:
    said = (ControllerSaid("ual", ("Keeps the training register.",)),)
    with b_mentor.works.work("ucl") as work:
        change = apply_programme(work, with_controllers(said))
        assert [line for line in change.lines if "controllers" in line] != []
    with b_mentor.works.work("kcl") as work:
        (row,) = rows(work, Programme)
        assert file_of(row).controllers == said
