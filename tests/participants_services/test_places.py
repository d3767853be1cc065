from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

from mentoring.participants.places import Claim, seating
from mentoring.schemes.scheme import Places, Who

AT = datetime(2020, 12, 1, tzinfo=UTC)
MENTEES = Who(roles=("mentee",))


def claim(number: int, **changes: Any) -> Claim:
    given: dict[str, Any] = {
        "registration": UUID(int=number), "pathway": "main", "role": "mentee", "institution": "north",
        "submitted": AT + timedelta(hours=number),
    }  # fmt: skip
    return Claim(**{**given, **changes})


def seated(claims: list[Claim], limit: Places, **own: dict[str, int]) -> tuple[set[int], list[int]]:
    found = seating((each for each in [limit]), (each for each in claims), own=own, seed="2021")
    return {key.int for key, _ in found.held}, [key.int for key, _ in found.waiting]


def two(**changes: Any) -> Places:
    return Places(**{"who": MENTEES, "at_most": 2, "taken_at": "selection", **changes})


def test_places_are_given_in_the_stated_order_and_the_rest_wait() -> None:
    claims = [claim(1), claim(2, priority=1), claim(3, waited=1), claim(4)]
    assert seated(claims, two()) == ({2, 3}, [1, 4])


def test_the_order_of_the_claims_does_not_matter() -> None:
    claims = [claim(1), claim(2, priority=1), claim(3, waited=1), claim(4)]
    assert len({repr(seated(list(each), two(order=("lot",)))) for each in permutations(claims)}) == 1


def test_a_place_once_held_stays_held_whoever_comes_later() -> None:
    assert seated([claim(1, held=True), claim(2, priority=9), claim(3, priority=9)], two()) == ({1, 2}, [3])


def test_late_ones_queue_behind_the_rest() -> None:
    assert seated([claim(1, late=True, priority=9), claim(2), claim(3)], two()) == ({2, 3}, [1])


def test_before_the_time_has_come_nobody_holds_a_place_and_nobody_waits() -> None:
    assert seated([claim(1, due=False), claim(2, due=False), claim(3, due=False)], two()) == (set(), [])


def test_places_per_institution_are_counted_apart_with_numbers_of_their_own() -> None:
    claims = [claim(1), claim(2), claim(3, institution="south"), claim(4, institution="south")]
    assert seated(claims, two(per="institution", at_most=1), south={"mentee": 2}) == ({1, 3, 4}, [2])


def test_a_number_of_an_institutions_own_binds_besides_the_programmes() -> None:
    claims = [claim(1), claim(2), claim(3, institution="south")]
    assert seated(claims, two(), north={"mentee": 1}) == ({1, 3}, [2])
    assert seated(claims, two(), north={"mentee": 0}) == ({3}, [1, 2])
    assert seated(claims, two(), north={"mentor": 0}) == ({1, 2}, [3])


def test_one_registration_for_two_pathways_takes_one_place() -> None:
    claims = [claim(1), claim(1, pathway="circle"), claim(2), claim(3)]
    assert seated(claims, two()) == ({1, 2}, [3])


def test_whoever_a_limit_does_not_mean_needs_no_place() -> None:
    assert seated([claim(1, role="mentor"), claim(2, role="mentor"), claim(3, role="mentor")], two()) == (set(), [])


def test_places_taken_at_matching_are_the_rounds_business() -> None:
    assert seated([claim(1), claim(2), claim(3)], two(taken_at="matching")) == (set(), [])
