"""People put forward by hand, and whom somebody may ask: by the core's own criteria (contract, matching: `ways`)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from makers import Works
from mentoring.db.engine import Database
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.gates.service import record_pass
from mentoring.mentorships.model import Member, Mentorship
from mentoring.rounds.named import askable, free_people, named_pathways, put_forward
from year import MATCHING, Year, b_mentor_year, rows, variant

AMARA, DINAH, BASIL = "amara.quarto@kcl.example", "dinah.almanac@ucl.example", "basil.folio@kcl.example"
NAMED = [{"round": "match_by"}, {"named": "coordinators"}]
REQUEST = [{"request": "mentee", "sees": "all"}]


def with_ways(database: Database, ways: list[dict[str, Any]]) -> Year:
    """B-MEntor Professional 2021 with other ways, on the day of the round."""
    return b_mentor_year(Works(database, variant("b-mentor", {"matching": {"main": {"ways": ways}}})))


@pytest.fixture
def opened(database: Database) -> Callable[..., tuple[Year, list[UUID]]]:
    """A mentee of King's, a mentor of UCL and one of King's; all trained."""

    def open_it(ways: list[dict[str, Any]]) -> tuple[Year, list[UUID]]:
        year = with_ways(database, ways)
        keys = [
            year.register(AMARA, "mentee"),
            year.register(DINAH, "mentor", line_manager="director@ucl.example"),
            year.register(BASIL, "mentor", line_manager=AMARA),
        ]
        year.now = MATCHING
        with year.coordinating("ucl") as (work, programme):
            for key, gate in zip(keys, ("trained_mentee", "trained_mentor", "trained_mentor"), strict=True):
                record_pass(work, programme, key, gate=gate)
        return year, keys

    return open_it


Opened = Callable[..., tuple[Year, list[UUID]]]


def test_the_host_names_two_people_who_are_together_and_told(opened: Opened) -> None:
    year, (amara, dinah, _) = opened(NAMED)
    with year.coordinating("ucl") as (work, programme):
        assert {each.name for each in free_people(work, programme, pathway="main")} == {
            "Amara Quarto", "Dinah Almanac", "Basil Folio",
        }  # fmt: skip
        made = put_forward(work, programme, pathway="main", members=[amara, dinah])
    assert (year.state(amara), year.state(dinah)) == ("matched", "matched")
    assert year.letters(AMARA).count("match_published") == 1
    with year.works.work("ucl") as work:
        (one,) = rows(work, Mentorship)
        assert (one.id, one.round_id, one.because) == (made.id, None, {"words": [], "named": True})
        assert len(rows(work, Member)) == 2


def test_a_rule_that_speaks_against_it_needs_a_reason_which_is_kept(opened: Opened) -> None:
    year, (amara, _, basil) = opened(NAMED)
    with pytest.raises(Invalid) as refusal, year.coordinating("ucl") as (work, programme):
        put_forward(work, programme, pathway="main", members=[amara, basil])
    assert list(refusal.value.problems) == ["reason"]
    with year.coordinating("ucl") as (work, programme):
        made = put_forward(work, programme, pathway="main", members=[amara, basil], reason="Both asked for it")
        assert made.because["reason"] == "Both asked for it"
        assert made.because["broken"] != []


def test_whoever_has_a_mentorship_has_no_room_for_another(opened: Opened) -> None:
    year, (amara, dinah, basil) = opened(NAMED)
    with year.coordinating("ucl") as (work, programme):
        put_forward(work, programme, pathway="main", members=[amara, dinah])
    with pytest.raises(Conflict, match="Amara Quarto cannot be matched now"), year.coordinating("ucl") as here:
        put_forward(*here, pathway="main", members=[amara, basil], reason="Because")


def test_as_many_of_each_role_as_the_pathway_says(opened: Opened) -> None:
    year, (amara, dinah, basil) = opened(NAMED)
    for members in ([amara], [dinah, basil], [amara, dinah, basil]):
        with pytest.raises(Conflict, match="make one, and"), year.coordinating("ucl") as here:
            put_forward(*here, pathway="main", members=members, reason="Because")


def test_nobody_is_named_where_the_scheme_does_not_say_so(opened: Opened) -> None:
    year, (amara, dinah, _) = opened([{"round": "match_by"}])
    with pytest.raises(NotFound, match="coordinators name nobody"), year.coordinating("ucl") as here:
        put_forward(*here, pathway="main", members=[amara, dinah])


def test_home_coordinators_name_their_own_people(opened: Opened) -> None:
    year, (amara, dinah, _) = opened([{"named": "home_coordinators"}])
    with year.coordinating("ucl") as (work, programme):
        assert named_pathways(year.works.schemes.get("b-mentor")) == ("main",)
        with pytest.raises(NotAllowed, match="name their own people"):
            put_forward(work, programme, pathway="main", members=[amara, dinah])


def test_a_partner_and_a_participant_name_nobody(opened: Opened) -> None:
    year, (amara, dinah, _) = opened(NAMED)
    for who in (year.coordinating("kcl"), year.as_(AMARA)):
        with pytest.raises(NotAllowed), who as here:
            put_forward(*here, pathway="main", members=[amara, dinah])


def test_somebody_may_ask_whom_the_musts_allow_and_sees_the_best(opened: Opened) -> None:
    year, (amara, dinah, basil) = opened(REQUEST)
    with year.at("ucl") as (work, programme):
        seen = askable(work, programme, pathway="main", person=amara)
        assert [each.registration_id for each in seen] == [dinah], "whose manager she is, a must keeps out of sight"
        with pytest.raises(NotFound, match="others ask"):
            askable(work, programme, pathway="main", person=basil)


def test_nobody_asks_where_there_are_no_requests(opened: Opened) -> None:
    year, (amara, _, __) = opened(NAMED)
    with pytest.raises(NotFound), year.at("ucl") as (work, programme):
        askable(work, programme, pathway="main", person=amara)
