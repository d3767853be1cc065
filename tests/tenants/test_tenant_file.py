"""An institution is onboarded from one file, and whatever is unsound in it is named by line and reason."""

from pathlib import Path

import pytest

from mentoring.errors import UnsoundDocument
from mentoring.tenants.file import Unit, read_tenant, read_tenants

SOUND = """\
slug = "serif"
name = "Serif University"
short_name = "Serif"
timezone = "Europe/London"
domains = ["serif.example"]
schemes = ["hello"]

[brand]
colour = "#500778"
assumption = "The colour is ours until they tell us."

[contacts]
mentoring = {title = "Mentoring", email = "mentoring@serif.example"}
data_protection = {title = "Data protection", email = "dp@serif.example"}

[[units]]
id = "services"
title = "Services"

[[units]]
id = "library"
title = "Library and Archives"
parent = "services"
also = ["The Library"]

[[grades]]
from = 2020-08-01
scale = ["A", "B", "C"]
levels.hello = {"A" = 1, "B" = 2}
"""


def written(tmp_path: Path, text: str, name: str = "serif") -> Path:
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_file_is_read_whole(tmp_path: Path) -> None:
    tenant = read_tenant(written(tmp_path, SOUND))
    assert tenant.slug == "serif"
    assert tenant.contacts.data_protection.email == "dp@serif.example"
    assert tenant.retention.unmatched == "1 year"
    assert tenant.assumptions == (("brand", "The colour is ours until they tell us."),)


@pytest.mark.parametrize("called", ["library", "LIBRARY AND  ARCHIVES", "the library"])
def test_a_unit_is_known_by_id_title_and_other_names(tmp_path: Path, called: str) -> None:
    tenant = read_tenant(written(tmp_path, SOUND))
    library = tenant.unit(called)
    assert library is not None
    assert [unit.id for unit in tenant.line_up(library)] == ["library", "services"]


def test_an_unknown_unit_is_none(tmp_path: Path) -> None:
    tenant = read_tenant(written(tmp_path, SOUND))
    assert tenant.unit("Chapel") is None
    assert tenant.units[0] == Unit("services", "Services")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('name = "Serif University"\n', "", "line 1: `name` is missing."),
        ('"#500778"', '"red"', "line 9: `red` cannot be read as a colour."),
        ("[brand]\n", '[brand]\nfont = "x"\n', "line 9: The key `font` is unknown here."),
        ('"Europe/London"', '"London"', "line 4: `London` is no time zone; one is Europe/London."),
        ('slug = "serif"', 'slug = "sans"', "line 1: the slug `sans` must be the file's name, `serif`."),
        ("dp@serif.example", "dp", "line 14: `dp` cannot be read as an e-mail address."),
        ('parent = "services"', 'parent = "tower"', "line 23: there is no unit `tower`."),
        (
            'title = "Services"',
            'title = "Services"\nparent = "library"',
            "line 19: the unit `services` is above itself.",
        ),
        ('"The Library"', '"services"', "line 20: two units are called `services`."),
        ('"B" = 2', '"D" = 2', "line 29: `D` is no grade of this scale."),
        ('"A" = 1, "B" = 2', '"A" = 3, "B" = 2', "line 29: `B` is above `A` and cannot have a lower level."),
        ("levels.hello", "levels.other", "line 29: `other` is not among this institution's schemes."),
        ("2020-08-01", '"soon"', "line 27: `soon` cannot be read as a date."),
        (
            'colour = "#500778"',
            'colour = "#500778"\nlogo = "x.svg"',
            "line 10: there is no file `x.svg` beside this one.",
        ),
        ('"A", "B", "C"', '"A", "A"', 'line 28: `["A", "A"]` says something twice.'),
    ],
)
def test_whatever_is_unsound_is_named_by_line_and_reason(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert before in SOUND
    path = written(tmp_path, SOUND.replace(before, after, 1))
    with pytest.raises(UnsoundDocument) as refused:
        read_tenant(path)
    assert f"{path}, {told}" in refused.value.what


def test_all_that_is_unsound_is_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        SOUND.replace('"#500778"', '"red"').replace("dp@serif.example", "dp").replace('name = "Serif University"\n', "")
    )
    with pytest.raises(UnsoundDocument) as refused:
        read_tenant(written(tmp_path, text))
    lines = [line.split("line ")[1].split(":")[0] for line in refused.value.what.splitlines()]
    assert lines == ["1", "8", "13"]


def test_what_is_no_toml_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnsoundDocument, match="at line 2"):
        read_tenant(written(tmp_path, 'slug = "serif"\nname = \n'))


def test_two_institutions_cannot_share_a_domain(tmp_path: Path) -> None:
    written(tmp_path, SOUND)
    written(tmp_path, SOUND.replace('slug = "serif"', 'slug = "sans"'), "sans")
    with pytest.raises(UnsoundDocument, match=r"`serif.example` already belongs to sans"):
        read_tenants(tmp_path)


def test_the_shipped_institutions_are_sound_and_say_what_is_assumed() -> None:
    tenants = read_tenants(Path(__file__).parents[2] / "tenants")
    assert list(tenants) == ["kcl", "lse", "qmul", "sgul", "ual", "ucl"]
    assert all(tenant.assumptions for tenant in tenants.values())
