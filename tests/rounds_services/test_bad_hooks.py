"""A scheme's code that would break the house is refused by name, and the round is held: nothing is kept of it."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from asking import Odd, odd_directory
from makers import Works
from mentoring.participants.register import save_answers, start
from mentoring.rounds.marks import forbid, lock
from mentoring.rounds.model import Round
from mentoring.rounds.rework import solve_rest
from mentoring.rounds.run import run_round
from mentoring.schemes.ask import SchemeFault
from mentoring.schemes.faults import faults
from odd_year import odd_year, registered
from year import Year, rows

AMARA, BASIL = "amara.quarto@north.example", "basil.folio@north.example"
DINAH, CATO = "dinah.almanac@north.example", "cato.octavo@south.example"
MUST = {"matching": {"all": {"criteria": [{"rule": "different", "on": "institution", "weight": "must"}]}}}


@pytest.fixture(scope="module")
def odd() -> Iterator[Odd]:
    with odd_directory() as found:
        yield found


@pytest.fixture
def opened(works: Works, odd: Odd) -> Callable[..., Year]:
    """Opens a programme of the scheme `odd`, with what is altered of its documents."""
    return partial(odd_year, works, odd)


def saying(year: Year, email: str, deed: str) -> None:
    """From now on the code does that when it is asked about this person."""
    with year.as_(email) as (work, programme):
        save_answers(work, programme, start(work, programme, role="mentee"), answers={"deed": deed})


def held(year: Year, cause: str, words: str, *, hook: str = "propose_matches", before: int = 0) -> None:
    """The round is refused by name, kept nowhere, and the fault stands in the record."""
    with pytest.raises(SchemeFault) as fault:
        run(year)
    assert fault.value.what.startswith(f"The code of odd 0 failed in `{hook}`: ")
    assert words in fault.value.what
    with year.works.work("north") as work:
        assert len(rows(work, Round)) == before
        kept = faults(work.session)[0]
        assert (kept.scheme, kept.version, kept.hook, kept.cause) == ("odd", "0", hook, cause)


def run(year: Year) -> Round:
    with year.coordinating("north") as (work, programme):
        return run_round(work, programme)


def test_a_person_matched_with_themself_is_refused(opened: Callable[..., Year]) -> None:
    year = opened()
    registered(year, AMARA, "mentee", deed="propose_matches:with_oneself")
    registered(year, AMARA, "mentor")
    held(year, "refused", "Entrant 1 and Entrant 2 are the same person")


def test_a_mentor_with_more_mentees_than_there_is_room_for_is_refused(opened: Callable[..., Year]) -> None:
    year = opened()
    for number in range(3):
        registered(year, f"amara.quarto{number}@north.example", "mentee", deed="propose_matches:all_with_one")
    registered(year, DINAH, "mentor")
    held(year, "refused", "Entrant 4 is in 3 mentorships and has room for fewer")


def test_somebody_who_is_not_in_this_programme_is_refused(opened: Callable[..., Year]) -> None:
    year = opened()
    registered(year, AMARA, "mentee", deed="propose_matches:foreign")
    registered(year, DINAH, "mentor")
    held(year, "refused", "`a person elsewhere` is not in this round")


def test_a_pathway_that_is_not_there_is_refused(opened: Callable[..., Year]) -> None:
    year = opened()
    registered(year, AMARA, "mentee", deed="propose_matches:elsewhere")
    registered(year, DINAH, "mentor")
    held(year, "refused", "There is no pathway nowhere in this round")


def test_a_broken_lock_is_refused(opened: Callable[..., Year]) -> None:
    year = opened()
    registered(year, AMARA, "mentee", deed="propose_matches:pairing")
    registered(year, DINAH, "mentor")
    registered(year, CATO, "mentor")
    first = run(year)
    members = [each["id"] for each in first.result["matches"][0]["members"]]
    with year.coordinating("north") as (work, programme):
        marked = lock(work, programme, first.id, version=first.version, pathway="main", members=members).version
    saying(year, AMARA, "propose_matches:unlocking")
    with pytest.raises(SchemeFault) as fault, year.coordinating("north") as (work, programme):
        solve_rest(work, programme, first.id, version=marked)
    assert "failed in `propose_matches`" in fault.value.what
    assert "lock" in fault.value.what
    with year.works.work("north") as work:
        assert [each.number for each in rows(work, Round)] == [1]


def test_two_who_are_kept_apart_are_refused_together(opened: Callable[..., Year]) -> None:
    year = opened()
    registered(year, AMARA, "mentee", deed="propose_matches:pairing")
    registered(year, DINAH, "mentor")
    first = run(year)
    one, other = (each["id"] for each in first.result["matches"][0]["members"])
    with year.coordinating("north") as (work, programme):
        marked = forbid(work, programme, first.id, version=first.version, one=one, other=other).version
    saying(year, AMARA, "propose_matches:apart")
    with pytest.raises(SchemeFault) as fault, year.coordinating("north") as (work, programme):
        solve_rest(work, programme, first.id, version=marked)
    assert "failed in `propose_matches`: Entrant 1 and Entrant 2 are forbidden to be together." in fault.value.what
    with year.works.work("north") as work:
        assert [each.number for each in rows(work, Round)] == [1]


def test_a_broken_must_is_refused(opened: Callable[..., Year]) -> None:
    year = opened(MUST)
    registered(year, AMARA, "mentee", deed="propose_matches:first_two")
    registered(year, DINAH, "mentor")
    held(year, "refused", "Entrant 1 and Entrant 2")


def test_scores_that_are_no_number_are_refused(opened: Callable[..., Year]) -> None:
    year = opened()
    registered(year, AMARA, "mentee", deed="score:nan")
    registered(year, DINAH, "mentor")
    held(year, "answer", "the block holds NaN", hook="score")


def test_a_proposal_that_is_no_number_is_refused(opened: Callable[..., Year]) -> None:
    year = opened()
    registered(year, AMARA, "mentee", deed="propose_matches:nan")
    registered(year, DINAH, "mentor")
    held(year, "answer", "the answer is no list of Mentorship")
