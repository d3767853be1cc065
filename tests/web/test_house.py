from typing import get_args

import pytest

from mentoring.web.house import GROUNDS, LINE, ON_BAND, TEXT, ColourScheme, contrast, house_colours, house_rules

CHANNEL = range(0, 256, 17)
COLOURS = [f"#{red:02x}{green:02x}{blue:02x}" for red in CHANNEL for green in CHANNEL for blue in CHANNEL]


@pytest.mark.parametrize("scheme", get_args(ColourScheme))
def test_every_colour_a_house_may_give_becomes_readable(scheme: ColourScheme) -> None:
    assert len(COLOURS) == 4096
    too_faint: list[tuple[str, str]] = []
    for colour in COLOURS:
        found = house_colours(colour, scheme)
        if contrast(found.band, found.on_band) < ON_BAND:
            too_faint.append((colour, "band"))
        too_faint += [(colour, "ink") for ground in GROUNDS[scheme] if contrast(found.brand_ink, ground) < TEXT]
        too_faint += [(colour, "line") for ground in GROUNDS[scheme] if contrast(found.brand_line, ground) < LINE]
    assert too_faint == []


def test_a_colour_that_reads_well_already_stays_as_the_house_gave_it() -> None:
    assert house_colours("#003d4c", "light").band == "#003d4c"
    assert house_colours("#003d4c", "light").on_band == "#ffffff"
    assert house_colours("#003d4c", "light").brand_ink == "#003d4c"


def test_a_pale_colour_carries_ink_and_its_text_is_darkened() -> None:
    found = house_colours("#ffd100", "light")
    assert (found.band, found.on_band) == ("#ffd100", "#18212c")
    assert found.brand_ink != "#ffd100"


def test_the_rules_give_plain_values_first_and_both_schemes_where_the_browser_knows_them() -> None:
    rules = house_rules("#003d4c")
    assert rules.startswith("@layer tokens{:root{--band:#003d4c;--on-band:#ffffff;")
    assert rules.count("light-dark(") == 5
    assert "style=" not in rules
