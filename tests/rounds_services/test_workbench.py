from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import msgspec
import pytest

from makers import Works
from mentoring.audit.model import AuditEntry
from mentoring.errors import Conflict, Invalid, MentoringError, NotAllowed, NotFound
from mentoring.gates.service import record_pass
from mentoring.mentorships.model import Member
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import OverlayPart, read_programme
from mentoring.rounds.alternatives import alternatives
from mentoring.rounds.bench import groups_in
from mentoring.rounds.compare import compare
from mentoring.rounds.field import inputs_of
from mentoring.rounds.hand import hand_of
from mentoring.rounds.marks import allow, forbid, lock, undo, unlock
from mentoring.rounds.model import Round
from mentoring.rounds.publish import publish
from mentoring.rounds.queries import proposal, rounds
from mentoring.rounds.rework import add, bench_of, current_of, solve_rest, swap, try_change
from mentoring.rounds.run import round_of, run_round
from mentoring.rounds.trial import cohorts, dials, dry_run
from year import B_MENTOR, LSE_MATCHING, Year, b_mentor_year, published, ready_pairs, rows

Operation = Callable[..., Round]


def did(year: Year, operation: Operation, round_id: UUID, *, version: int | None = None, **given: Any) -> Round:
    """One operation by the host's coordinator, on the proposal as it stands."""
    with year.coordinating(year.host) as (work, programme):
        now = version if version is not None else round_of(work, programme, round_id).version
        return operation(work, programme, round_id, version=now, **given)


def ran(year: Year) -> Round:
    with year.coordinating(year.host) as (work, programme):
        return run_round(work, programme)


def together(found: Round) -> set[frozenset[str]]:
    return {group.members for group in groups_in(found.result)}


def pair_of(found: Round, one: UUID) -> tuple[str, ...]:
    return next(tuple(sorted(each)) for each in together(found) if str(one) in each)


def shown(year: Year, found: Round) -> Any:
    with year.coordinating(year.host) as (work, programme):
        return proposal(work, programme, found.id)


def other_than(year: Year, found: Round, person: UUID) -> Sequence[Any]:
    with year.coordinating(year.host) as (work, programme):
        bench = bench_of(inputs_of(work, programme, found.milestone), round_of(work, programme, found.id))
        return alternatives(bench, "main", str(person), current_of(bench, "main", str(person)))


def test_a_locked_pair_stays_when_the_rest_is_solved_again_and_keeps_its_number(year: Year) -> None:
    pairs = ready_pairs(year, 3)
    first = ran(year)
    locked = did(year, lock, first.id, pathway="main", members=pair_of(first, pairs[0][0]))
    assert (locked.number, locked.version) == (1, 2)
    again = did(year, solve_rest, first.id)
    assert (again.number, hand_of(again.hand).origin) == (2, first.id)
    assert pair_of(again, pairs[0][0]) == pair_of(first, pairs[0][0])
    assert [pair.locked for pair in shown(year, again).pairs].count(True) == 1


def test_unlocking_takes_the_lock_away(year: Year) -> None:
    ((mentee, _),) = ready_pairs(year, 1)
    first = ran(year)
    did(year, lock, first.id, pathway="main", members=pair_of(first, mentee))
    did(year, unlock, first.id, pathway="main", members=pair_of(first, mentee))
    assert [pair.locked for pair in shown(year, first).pairs] == [False]
    with pytest.raises(NotFound, match="not locked"):
        did(year, unlock, first.id, pathway="main", members=pair_of(first, mentee))


def test_a_forbidden_pair_is_not_published_and_comes_apart_when_solved_again(year: Year) -> None:
    pairs = ready_pairs(year, 2)
    first = ran(year)
    one, other = pair_of(first, pairs[0][0])
    did(year, lock, first.id, pathway="main", members=(one, other))
    apart = did(year, forbid, first.id, one=one, other=other)
    page = shown(year, first)
    assert [(pair.locked, pair.forbidden) for pair in page.pairs].count((False, True)) == 1
    assert page.blocked.startswith("Two people whom you keep apart")
    with pytest.raises(Conflict, match="still together"):
        did(year, publish, first.id, version=apart.version)
    again = did(year, solve_rest, first.id)
    assert frozenset((one, other)) not in together(again)
    assert len(together(again)) == 2
    assert shown(year, again).blocked == ""
    did(year, allow, again.id, one=one, other=other)
    assert shown(year, again).apart == ()


def test_undo_takes_back_the_last_mark_and_then_the_proposal_itself(year: Year) -> None:
    pairs = ready_pairs(year, 2)
    first = ran(year)
    again = did(year, solve_rest, first.id)
    did(year, lock, again.id, pathway="main", members=pair_of(again, pairs[0][0]))
    assert shown(year, again).undoes == "Amara Quarto0 with Dinah Almanac0 locked"
    assert did(year, undo, again.id).id == again.id
    assert [pair.locked for pair in shown(year, again).pairs] == [False, False]
    assert did(year, undo, again.id).id == first.id
    with year.coordinating("ucl") as here:
        assert [(line.number, line.state) for line in rounds(*here)] == [(2, "discarded"), (1, "proposed")]
    with pytest.raises(Conflict, match="Nothing has been changed"):
        did(year, undo, first.id)


def test_undoing_a_forbid_brings_back_the_lock_that_it_lifted(year: Year) -> None:
    ((mentee, _),) = ready_pairs(year, 1)
    first = ran(year)
    one, other = pair_of(first, mentee)
    did(year, lock, first.id, pathway="main", members=(one, other))
    did(year, forbid, first.id, one=one, other=other)
    did(year, undo, first.id)
    assert [(pair.locked, pair.forbidden) for pair in shown(year, first).pairs] == [(True, False)]


def test_whoever_comes_second_is_refused_and_told_who_was_first(year: Year) -> None:
    pairs = ready_pairs(year, 2)
    first = ran(year)
    did(year, lock, first.id, version=1, pathway="main", members=pair_of(first, pairs[0][0]))
    with pytest.raises(Conflict) as refusal:
        did(year, solve_rest, first.id, version=1)
    assert refusal.value.what == (
        f"You changed proposal 1 at {year.now:%H:%M} (Amara Quarto0 with Dinah Almanac0 locked). "
        "Your solving was not made; nothing is lost."
    )
    assert len(shown(year, first).pairs) == 2


def test_of_two_at_once_one_change_is_made_and_the_other_refused(year: Year) -> None:
    pairs = ready_pairs(year, 2)
    first = ran(year)

    def press(number: int) -> str:
        own = Year(year.works, year.slug, year.host, year.now, dict(year.people))
        try:
            did(own, lock, first.id, version=1, pathway="main", members=pair_of(first, pairs[number][0]))
        except MentoringError as refusal:
            return refusal.title
        return "locked"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == ["This has changed meanwhile", "locked"]
    assert [pair.locked for pair in shown(year, first).pairs].count(True) == 1


def test_a_swap_names_who_else_moves_and_does_just_that(year: Year) -> None:
    pairs = ready_pairs(year, 2)
    first = ran(year)
    (mine, _), (theirs, _) = pairs
    (choice,) = other_than(year, first, mine)
    assert [(move.person, len(move.to)) for move in choice.moves] == [(str(theirs), 1)]
    assert (choice.lost, choice.fit - choice.change) == ((), choice.fit)
    swapped = did(year, swap, first.id, pathway="main", person=str(mine), choice=choice.key)
    assert together(swapped) == {group.members for group in choice.added}
    by_hand = {pair.by_hand for pair in shown(year, swapped).pairs}
    assert by_hand == {"", "Swapped by hand"}
    assert together(did(year, solve_rest, swapped.id)) == together(swapped)


def test_two_proposals_are_compared_person_by_person(year: Year) -> None:
    (mine, _), (theirs, _) = ready_pairs(year, 2)
    first = ran(year)
    (choice,) = other_than(year, first, mine)
    second = did(year, swap, first.id, pathway="main", person=str(mine), choice=choice.key)
    with year.coordinating("ucl") as (work, programme):
        found = compare(work, programme, second.id, other=first.id)
    assert [(each.name, each.kind, each.before, each.after) for each in found.people if each.served] == [
        ("Amara Quarto0", "changed", ("Dinah Almanac0",), ("Dinah Almanac1",)),
        ("Amara Quarto1", "changed", ("Dinah Almanac1",), ("Dinah Almanac0",)),
    ]
    assert (found.before.placed, found.after.placed, found.after.all) == (2, 2, 2)
    assert theirs != mine


def test_a_match_added_against_a_rule_needs_a_reason_that_is_kept_and_shown(year: Year) -> None:
    same_line = year.register("leon.octavo@ucl.example", "mentee", line_manager="dinah.almanac0@ucl.example")
    ready_pairs(year, 1)
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, same_line, gate="trained_mentee")
    first = ran(year)
    mentor = next(side for pair in shown(year, first).pairs for side in pair.members if not side.served)
    given: dict[str, Any] = {"pathway": "main", "person": str(same_line), "other": str(mentor.registration_id)}
    with pytest.raises(Invalid) as refusal:
        did(year, add, first.id, **given)
    assert "Nobody is matched within their own line of management" in refusal.value.problems["reason"]
    assert "no room for another" in refusal.value.problems["reason"]
    made = did(year, add, first.id, **given, reason="Both asked for it")
    pair = next(p for p in shown(year, made).pairs if p.by_hand)
    assert (pair.by_hand, pair.broken) == (
        "Both asked for it",
        ("Nobody is matched within their own line of management",
         "Dinah Almanac0 has said to have no room for another"),
    )  # fmt: skip
    assert len(together(made)) == 2
    done = did(year, publish, made.id)
    with year.works.work("ucl") as work:
        assert len(rows(work, Member)) == 4
    assert done.state == "published"


def test_whom_somebody_asked_to_avoid_is_never_added(year: Year) -> None:
    wary = year.register("leon.octavo@kcl.example", "mentee", avoid=["dinah.almanac0@ucl.example"])
    ((_, mentor),) = ready_pairs(year, 1)
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, wary, gate="trained_mentee")
    first = ran(year)
    with pytest.raises(Conflict, match="That wish stands"):
        did(year, add, first.id, pathway="main", person=str(wary), other=str(mentor), reason="All the same")


def test_the_smallest_change_is_tried_at_once_and_places_the_person(year: Year) -> None:
    left = year.register("leon.octavo@kcl.example", "mentee")
    ready_pairs(year, 1)
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, left, gate="trained_mentee")
    first = ran(year)
    (without,) = shown(year, first).without
    assert without.change
    tried = did(year, try_change, first.id, pathway="main", person=str(without.registration_id))
    assert shown(year, tried).without == ()
    assert did(year, publish, tried.id).state == "published"


def test_only_the_host_works_on_a_proposal_and_every_change_is_in_the_audit(year: Year) -> None:
    pairs = ready_pairs(year, 1)
    first = ran(year)
    with pytest.raises(NotAllowed), year.coordinating("kcl") as (work, programme):
        solve_rest(work, programme, first.id, version=1)
    did(year, lock, first.id, pathway="main", members=pair_of(first, pairs[0][0]))
    did(year, solve_rest, first.id)
    with year.works.work("ucl") as work:
        told = [each.action for each in rows(work, AuditEntry) if each.object == "round"]
    assert sorted(told) == ["lock", "run", "solve"]


def test_no_alternative_takes_a_place_that_is_not_there(real: Works) -> None:
    one = OverlayPart("Maya Archive", "A small year", {"card": {"places": [{"who": "mentee", "at_most": 1}]}})
    year = b_mentor_year(real, msgspec.structs.replace(read_programme(B_MENTOR), overlay=(one,)))
    (mine, _), (theirs, _) = ready_pairs(year, 2)
    first = ran(year)
    assert len(together(first)) == 1
    placed, left = (mine, theirs) if any(str(mine) in each for each in together(first)) else (theirs, mine)
    assert [(each.moves, each.lost) for each in other_than(year, first, placed)] == [((), ())]
    (instead,) = [each for each in other_than(year, first, left) if each.lost]
    assert instead.lost == (str(placed),)
    swapped = did(year, swap, first.id, pathway="main", person=str(left), choice=instead.key)
    assert {str(left)} == {e for each in together(swapped) for e in each if e in {str(mine), str(theirs)}}


def test_a_dry_run_shows_the_difference_and_keeps_nothing(year: Year) -> None:
    ready_pairs(year, 2)
    ran(year)
    with year.coordinating("ucl") as (work, programme):
        known = {dial.key: dial for dial in dials(programme, milestone="match_by")}
        weight = next(key for key, dial in known.items() if dial.value == "40")
        least = next(key for key in known if key.startswith("eligibility") and key.endswith("minimum"))
        found = dry_run(work, programme, milestone="match_by", values={weight: "1", least: "7"})
    assert known[weight].title == "What the mentee would like to talk about is what the mentor offers"
    assert found.stayed_out == ("Amara Quarto0", "Amara Quarto1")
    assert (found.comparison.before.placed, found.comparison.after.placed) == (2, 0)
    with year.coordinating("ucl") as here:
        assert [line.number for line in rounds(*here)] == [1]


def test_a_value_that_cannot_be_tried_is_named(year: Year) -> None:
    ready_pairs(year, 1)
    with pytest.raises(Invalid) as refusal, year.coordinating("ucl") as (work, programme):
        dry_run(work, programme, milestone="match_by", values={"matching.main.criteria.3.weight": "many"})
    assert refusal.value.problems == {
        "matching.main.criteria.3.weight": "Enter a number from 1 to 100, must or last_resort"
    }


def test_a_change_is_tried_on_this_programme_where_there_is_no_earlier_one(year: Year) -> None:
    with year.coordinating("ucl") as (work, programme):
        assert [each.slug for each in cohorts(work, programme)] == ["b-mentor-2021"]


def test_somebody_changes_places_with_another_of_a_circle(lse: Year) -> None:
    people = [lse.register(f"{name}.folio@lse.example", "mentee") for name in "abcdefghij"]
    for name in ("one", "two"):
        lse.register(f"{name}.canto@lse.example", "mentor")
    lse.now = LSE_MATCHING
    first = ran(lse)
    assert sorted(map(len, together(first))) == [6, 6]
    with lse.coordinating("lse") as (work, programme):
        bench = bench_of(inputs_of(work, programme, first.milestone), round_of(work, programme, first.id))
        current = current_of(bench, "circle", str(people[0]))
        found = alternatives(bench, "circle", str(people[0]), current)
    assert found
    swapped = did(lse, swap, first.id, pathway="circle", person=str(people[0]), choice=found[0].key)
    assert together(swapped) == {group.members for group in found[0].added}


def test_a_change_is_tried_on_the_people_of_an_earlier_programme_who_are_all_free_again(real: Works) -> None:
    before = b_mentor_year(real)
    mentees = [f"Amara Quarto{number}" for number in range(2)]
    ready_pairs(before, 2)
    published(before)
    with real.work("ucl", now=before.now) as work:
        apply_programme(work, msgspec.structs.replace(read_programme(B_MENTOR), slug="b-mentor-2022", title="The next"))
    now = Year(real, "b-mentor-2022", "ucl", before.now)
    with now.coordinating("ucl") as (work, programme):
        known = cohorts(work, programme)
        assert [each.slug for each in known] == ["b-mentor-2022", "b-mentor-2021"]
        least = next(d.key for d in dials(programme, milestone="match_by") if d.key.endswith("minimum"))
        found = dry_run(work, programme, milestone="match_by", values={least: "7"}, on=known[1].id)
        assert (found.comparison.before.placed, found.comparison.after.placed) == (2, 0)
        assert found.stayed_out == tuple(mentees)
        assert rounds(work, programme) == ()
