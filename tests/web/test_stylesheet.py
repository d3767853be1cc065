import gzip
import re

import pytest

from mentoring.web.house import contrast
from mentoring.web.stylesheet import find_asset, house_stylesheet, mark, module, plain_stylesheet, stylesheet_text

TEXT_ON = {
    "ink": ("ground", "surface", "rail", "sunk", "act-wash", "wait-wash", "d1", "d2", "d3"),
    "ink-2": ("ground", "surface", "rail", "sunk", "act-wash", "wait-wash"),
    "act": ("ground", "surface", "rail", "sunk", "act-wash"),
    "act-deep": ("ground", "surface", "rail", "act-wash"),
    "act-on": ("act", "act-deep"),
    "wait-ink": ("ground", "surface", "rail", "wait-wash"),
    "stop-ink": ("ground", "surface", "rail", "stop-wash"),
    "done-ink": ("ground", "surface", "rail", "done-wash"),
}
MARKS_ON = {
    "edge": ("ground", "surface", "rail"),
    "wait": ("ground", "surface"),
    "stop": ("ground",),
    "done": ("ground",),
}


def tokens(scheme: int) -> dict[str, str]:
    found = dict(re.findall(r"--([\w-]+): light-dark\(([^)]+)\)", stylesheet_text()))
    return {name: both.split(", ")[scheme] for name, both in found.items()}


@pytest.mark.parametrize("scheme", [0, 1])
def test_text_has_a_contrast_of_at_least_four_and_a_half_wherever_it_stands(scheme: int) -> None:
    token = tokens(scheme)
    faint = [
        (text, ground)
        for text, grounds in TEXT_ON.items()
        for ground in grounds
        if contrast(token[text], token[ground]) < 4.5
    ]
    assert faint == []


@pytest.mark.parametrize("scheme", [0, 1])
def test_marks_and_edges_have_a_contrast_of_at_least_three(scheme: int) -> None:
    token = tokens(scheme)
    faint = [
        (line, ground)
        for line, grounds in MARKS_ON.items()
        for ground in grounds
        if round(contrast(token[line], token[ground]), 1) < 3
    ]
    assert faint == []


def test_the_plain_values_are_those_of_the_light_scheme() -> None:
    light = tokens(0)
    plain = dict(re.findall(r"--([\w-]+): (#\w+);", stylesheet_text()))
    assert {name: plain[name] for name in light} == light


def test_the_stylesheet_keeps_its_budget() -> None:
    content = plain_stylesheet().content
    assert len(content) <= 60_000
    assert len(gzip.compress(content)) <= 13_000
    assert len(module().content) <= 4_000


def test_the_stylesheet_asks_for_nothing_from_elsewhere() -> None:
    assert not re.search(r"url\(|@import|@font-face|https?:", stylesheet_text())


def test_important_stands_in_the_layer_for_paper_only() -> None:
    assert "!important" not in stylesheet_text().split("@layer print {")[0]


def test_every_colour_comes_from_a_token() -> None:
    outside = stylesheet_text().split("@layer base {")[1].split("@layer print {")[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", outside) == []


def test_a_houses_copy_is_found_again_by_its_name_alone() -> None:
    asset = house_stylesheet("#C8102E")
    house_stylesheet.cache_clear()
    assert find_asset(asset.name) == asset
    assert asset.content.startswith(plain_stylesheet().content)


@pytest.mark.parametrize(
    "name", ["house-c8102e.0000000000000000.css", "mentoring.css", "../tokens.css", "", "2-tokens.css"]
)
def test_another_name_finds_nothing(name: str) -> None:
    assert find_asset(name) is None


def test_a_name_tells_the_kind_of_file() -> None:
    assert (mark().media_type, module().media_type) == ("image/svg+xml", "text/javascript")


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        house_stylesheet("red;}body{display:none")
