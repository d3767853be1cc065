"""Somebody leaves a mentorship that runs: a pair ends, a circle goes on, and nobody is told why."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from makers import Works
from mentoring.db.engine import Database
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.meetings.model import Meeting
from mentoring.mentorships.leave import Leaving, exits_of, leave_mentorship, let_leave
from mentoring.mentorships.model import Exit, Member, Mentorship
from mentoring.mentorships.queries import mine
from mentoring.participants.model import Registration, Standing
from mentoring.rounds.run import run_round
from mentoring.tasks.queries import to_do
from year import LSE_MATCHING, Year, b_mentor_year, published, ready_pairs, rows, variant

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
NOT_RIGHT = 2
"""It was not the right match."""


@pytest.fixture
def matched(database: Database) -> Year:
    """Amara and Dinah's pair, in a scheme that lets the same two meet again."""
    merging = [{"rule": "overlap", "of": "answers.wants", "with": "answers.offers", "weight": 40}]
    year = b_mentor_year(Works(database, variant("b-mentor", {"matching": {"main": {"criteria": merging}}})))
    ready_pairs(year, 1)
    published(year)
    year.now += timedelta(days=20)
    return year


def match_of(year: Year, email: str = AMARA) -> UUID:
    with year.as_(email) as (work, _):
        return mine(work)[0].mentorship_id


def leaves(year: Year, email: str, match: UUID, host: str = "ucl", **said: Any) -> None:
    leaving = Leaving(reason=NOT_RIGHT, **said)
    with year.as_(email) as (work, _):
        leave_mentorship(work, match, host=host, leaving=leaving)


def states(year: Year) -> dict[str, str]:
    with year.works.work(year.host) as work:
        names = {each.id: each.email for each in rows(work, Registration)}
        return {names[each.registration_id]: each.state for each in rows(work, Standing)}


def test_a_pair_ends_both_go_back_to_the_others_and_each_is_told_what_concerns_them(matched: Year) -> None:
    match = match_of(matched)
    with matched.as_(AMARA) as (work, _):
        work.add(
            Meeting(
                tenant_id="ucl", id=work.new_id(), mentorship_id=match, starts_at=matched.now + timedelta(days=5),
                zone="Europe/London", minutes=60, state="planned", logged_by_tenant="kcl", logged_at=matched.now,
                changed_at=matched.now,
            )
        )  # fmt: skip
    leaves(matched, AMARA, match, words="We never found a common language")
    with matched.works.work("ucl") as work:
        (pair,), (meeting,) = rows(work, Mentorship), rows(work, Meeting)
    assert (pair.state, pair.end_reason, pair.ended_at is not None) == ("ended", "It was not the right match", True)
    assert meeting.state == "cancelled"
    assert states(matched) == {AMARA: "eligible", DINAH: "eligible"}
    matched.settle()
    ends = ("mentorship_left", "mentorship_ended", "meeting_cancelled")
    told = [[matched.letters(each).count(one) for one in ends] for each in (AMARA, DINAH)]
    assert told == [[1, 0, 1], [0, 1, 1]]
    with matched.coordinating("ucl") as (work, programme):
        assert "The match of Amara Quarto0 and Dinah Almanac0 has ended early" in str(to_do(work, programme))


def test_only_coordinators_of_host_and_home_read_why(matched: Year) -> None:
    match = match_of(matched)
    leaves(matched, AMARA, match, words="We never found a common language")
    for slug, told in (("ucl", 1), ("kcl", 1), ("qmul", 0)):
        with matched.coordinating(slug) as (work, programme):
            assert len(exits_of(work, programme, match)) == told
    with pytest.raises(NotAllowed), matched.as_(DINAH) as (work, programme):
        exits_of(work, programme, match)
    with matched.works.work("ual") as work:
        assert rows(work, Exit) == []


@pytest.mark.parametrize(("apart", "matches"), [(True, 0), (False, 1)])
def test_they_are_not_matched_with_each_other_again_unless_they_say_so(
    matched: Year, *, apart: bool, matches: int
) -> None:
    leaves(matched, AMARA, match_of(matched), apart=apart)
    with matched.coordinating("ucl") as (work, programme):
        assert len(run_round(work, programme).result["matches"]) == matches


def test_whoever_would_stop_is_withdrawn_and_the_other_is_free(matched: Year) -> None:
    match = match_of(matched)
    leaves(matched, DINAH, match, again=False, apart=False)
    assert states(matched) == {AMARA: "eligible", DINAH: "withdrawn"}


def test_leaving_asks_for_a_reason_and_is_for_members_of_what_runs(matched: Year) -> None:
    match = match_of(matched)
    with pytest.raises(Invalid) as refusal, matched.as_(AMARA) as (work, _):
        leave_mentorship(work, match, host="ucl", leaving=Leaving(reason=99, again=None))
    assert refusal.value.problems == {
        "reason": "Choose the reason that comes nearest.",
        "again": "Choose what you would like next.",
    }
    with pytest.raises(NotFound), matched.as_("tom.serif@kcl.example") as (work, _):
        leave_mentorship(work, match, host="ucl", leaving=Leaving(reason=NOT_RIGHT))
    leaves(matched, AMARA, match)
    leaves(matched, AMARA, match)
    with pytest.raises(Conflict), matched.as_(DINAH) as (work, _):
        leave_mentorship(work, match, host="ucl", leaving=Leaving(reason=NOT_RIGHT))


def test_the_hosts_coordinator_ends_it_for_both_and_nobody_elses_does(matched: Year) -> None:
    match = match_of(matched)
    with matched.works.work("ucl") as work:
        both = [each.registration_id for each in rows(work, Member)]
    with pytest.raises(NotAllowed), matched.coordinating("kcl") as (work, programme):
        let_leave(work, programme, match, both, leaving=Leaving(reason=3))
    with pytest.raises(Invalid) as refusal, matched.coordinating("ucl") as (work, programme):
        let_leave(work, programme, match, [], leaving=Leaving(reason=99))
    assert set(refusal.value.problems) == {"who", "reason"}
    with matched.coordinating("ucl") as (work, programme):
        let_leave(work, programme, match, both, leaving=Leaving(reason=3))
    assert [matched.letters(each)[-1] for each in (AMARA, DINAH)] == ["mentorship_ended", "mentorship_ended"]


def test_a_circle_goes_on_and_a_coordinator_looks_at_one_that_has_become_too_small(lse: Year) -> None:
    for name in ("amara.quarto", "basil.folio", "cato.octavo"):
        lse.register(f"{name}@lse.example", "mentee")
    lse.register("dinah.almanac@lse.example", "mentor")
    lse.now = LSE_MATCHING
    published(lse)
    one, other = "amara.quarto@lse.example", "basil.folio@lse.example"
    match = match_of(lse, one)
    leaves(lse, one, match, host="lse")
    with lse.works.work("lse") as work:
        assert [each.state for each in rows(work, Mentorship)] == ["running"]
    assert [lse.letters(each)[-1] for each in (one, other)] == ["mentorship_left", "member_left"]
    with lse.coordinating("lse") as (work, programme):
        (task,) = [each.words for each in to_do(work, programme) if "smaller" in each.words]
    assert task == (
        "A group has become smaller than is meant: Basil Folio, Cato Octavo and Dinah Almanac are left. "
        "Look whether its members could join another, or somebody this one."
    )
