import pytest

from mentoring.contracts.placeholders import PLACEHOLDERS, fill, is_known, placeholders_in
from mentoring.errors import UnsoundDocument


def test_placeholders_are_replaced_and_what_is_put_in_is_not_looked_at_again() -> None:
    values = {"person.first_name": "{link}", "link": "https://folio.example/x"}
    assert fill("Dear {person.first_name}, {link}", values) == "Dear {link}, https://folio.example/x"


def test_a_placeholder_without_a_value_is_refused_and_not_left_blank() -> None:
    with pytest.raises(UnsoundDocument) as refused:
        fill("Dear {person.name}", {})
    assert str(refused.value) == "There is nothing to put in place of {person.name}. Take it out of the text."


@pytest.mark.parametrize("reach", ["person.__class__", "0", "", "person.name!r", "person.name:>99", "link.x", "Link"])
def test_nothing_outside_the_closed_list_is_known(reach: str) -> None:
    assert is_known(reach, set()) is False


def test_every_name_of_the_list_is_known_and_dates_by_their_milestone() -> None:
    assert all(is_known(name, set()) for name in PLACEHOLDERS)
    assert is_known("date.closes", {"closes"}) is True
    assert is_known("date.closes", {"opens"}) is False
    assert placeholders_in("{others} on {date.closes}") == ["others", "date.closes"]
