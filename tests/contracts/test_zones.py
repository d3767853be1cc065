"""A zone's name is looked up without walking through all there are."""

from zoneinfo import available_timezones

import pytest

from mentoring.contracts.zones import is_zone


def test_every_zone_there_is_has_a_name() -> None:
    assert [each for each in available_timezones() if not is_zone(each) and each != "localtime"] == []


@pytest.mark.parametrize(
    "name", ["", "Europe", "Europe/Nowhere", "../etc/passwd", "/etc/passwd", "posix/Europe/London", "a\0b", "x" * 5_000]
)
def test_anything_else_is_no_zone(name: str) -> None:
    assert not is_zone(name)
