"""A coordinator sets a level where a grade does not tell it."""

import pytest

from mentoring.errors import Invalid, NotAllowed, NotFound
from mentoring.participants.files import registration_file
from mentoring.participants.level import set_level
from mentoring.participants.reasons import say_why
from year import Year

AMARA = "amara.quarto@kcl.example"


def test_an_unmapped_grade_is_for_a_person_until_a_coordinator_sets_the_level(year: Year) -> None:
    key = year.register(AMARA, "mentee", grade="Clinical 3")
    assert (year.standing(key).verdict, year.standing(key).level) == ("a_person_looks", None)
    with year.coordinating("kcl") as (work, programme):
        set_level(work, programme, key, level=6, reason="Clinical 3 is paid as grade 6")
    assert (year.state(key), year.standing(key).level) == ("eligible", 6)
    with year.coordinating("ucl") as (work, programme):
        say_why(work, programme, key, reason="She asks what was set")
        file = registration_file(work, programme, key)
        assert file.level is not None
        assert (file.level.level, file.level.title, file.level.reason, file.level.house) == (
            6, "Grade 6", "Clinical 3 is paid as grade 6", "King's",
        )  # fmt: skip


def test_it_stands_in_place_of_what_the_grade_maps_onto_and_can_be_given_back(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    assert year.standing(key).level == 6
    with year.coordinating("ucl") as (work, programme):
        set_level(work, programme, key, level=9, reason="Acting head since May")
    assert (year.standing(key).verdict, year.standing(key).level) == ("not_eligible", 9)
    with year.coordinating("kcl") as (work, programme):
        set_level(work, programme, key, level=None, reason="The acting post is over")
    assert (year.standing(key).verdict, year.standing(key).level) == ("eligible", 6)


@pytest.mark.parametrize(
    ("level", "reason", "problems"),
    [
        (5, " ", {"reason": "Write why. It is kept with the level and your name."}),
        (11, "Because", {"level": "Choose one of the 10 levels."}),
        (0, "Because", {"level": "Choose one of the 10 levels."}),
    ],
)
def test_a_level_needs_a_reason_and_a_place_on_the_ladder(
    year: Year, level: int, reason: str, problems: dict[str, str]
) -> None:
    key = year.register(AMARA, "mentee")
    with pytest.raises(Invalid) as refusal, year.coordinating("kcl") as (work, programme):
        set_level(work, programme, key, level=level, reason=reason)
    assert refusal.value.problems == problems


def test_nobody_sets_the_level_of_somebody_elsewhere_or_their_own(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    with pytest.raises(NotFound), year.coordinating("qmul") as (work, programme):
        set_level(work, programme, key, level=5, reason="Because")
    with pytest.raises(NotAllowed), year.as_(AMARA) as (work, programme):
        set_level(work, programme, key, level=5, reason="Because")
