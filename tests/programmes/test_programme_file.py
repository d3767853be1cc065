from datetime import date
from pathlib import Path

import pytest

from mentoring.errors import UnsoundDocument
from mentoring.programmes.file import read_programme

SOUND = """\
slug = "hello-2021"
title = "Hello 2021"
scheme = "hello"
host = "serif"
listed = ["Kerning Trust"]

[[partners]]
slug = "sans"
from = 2020-10-01
to = 2021-06-30

[dates]
closes = 2020-12-18
launch = 2021-01-14T10:00:00
clinics = [2021-02-01, 2021-03-01]

[[overlay]]
author = "iris.ligature@serif.example"
reason = "Agreed in the steering group."
changes.card.places = [{who = "mentee", at_most = 45}]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "programme.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_file_is_read_whole(tmp_path: Path) -> None:
    programme = read_programme(written(tmp_path, SOUND))
    assert programme.dates == {
        "closes": ("2020-12-18",),
        "launch": ("2021-01-14T10:00:00",),
        "clinics": ("2021-02-01", "2021-03-01"),
    }
    assert programme.overlay[0].changes == {"card": {"places": [{"who": "mentee", "at_most": 45}]}}


@pytest.mark.parametrize(
    ("institution", "day", "standing"),
    [
        ("serif", date(2019, 1, 1), "host"),
        ("sans", date(2020, 9, 30), None),
        ("sans", date(2020, 10, 1), "partner"),
        ("sans", date(2021, 6, 30), "partner"),
        ("sans", date(2021, 7, 1), None),
        ("sans", None, "partner"),
        ("Kerning Trust", date(2021, 1, 1), "listed"),
        ("slab", date(2021, 1, 1), None),
    ],
)
def test_partners_come_and_go_by_day(tmp_path: Path, institution: str, day: date | None, standing: str | None) -> None:
    assert read_programme(written(tmp_path, SOUND)).standing_of(institution, day) == standing


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('host = "serif"', 'host = "sans"', "line 8: `sans` takes part already."),
        ("to = 2021-06-30", "to = 2020-06-30", "line 10: `sans` cannot leave before it joins."),
        ("closes = 2020-12-18", 'closes = "mid December"', "line 13: `mid December` cannot be read as a date"),
        ("closes = 2020-12-18", 'closes = "2020-02-30"', "line 13: `closes`: 2020-02-30 is no day of the calendar."),
        ('author = "iris.ligature@serif.example"\n', "", "line 17: `author` is missing."),
        ("[dates]\n", "[dates]\n[days]\n", "line 13: The key `days` is unknown here."),
    ],
)
def test_whatever_is_unsound_is_named_by_line_and_reason(tmp_path: Path, before: str, after: str, told: str) -> None:
    assert before in SOUND
    with pytest.raises(UnsoundDocument) as refused:
        read_programme(written(tmp_path, SOUND.replace(before, after, 1)))
    assert told in refused.value.what
