"""Selection before matching: stages, their reviewers, and what their results do."""

import dataclasses
from collections.abc import Mapping
from uuid import UUID

import pytest

from makers import Works
from mentoring.db.engine import Database
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound, ReasonNeeded
from mentoring.gates.service import record_pass
from mentoring.participants.files import registration_file
from mentoring.participants.model import Registration
from mentoring.participants.reasons import REMEMBERED, say_why
from mentoring.participants.register import own_registrations, withdraw
from mentoring.participants.review import review
from mentoring.participants.selection import review_file, selection, to_review
from mentoring.participants.stages import Result
from mentoring.rounds.run import run_round
from year import MATCHING, Year, b_mentor_year, counted, rows, variant

AMARA, BASIL, CATO = "amara.quarto@kcl.example", "basil.folio@kcl.example", "cato.octavo@ucl.example"
SCORE: dict[str, object] = {"type": "integer", "minimum": 1, "maximum": 5, "title": "How strong is it?"}
PANEL = {"id": "panel", "title": "Panel", "by": "closes", "who": "mentee"}
COMMITTEE = {"id": "committee", "title": "Committee", "by": "closes", "who": "mentee", "decided_by": "home"}
ASKS = {"form": {"properties": {"score": SCORE}, "required": ["score"]}}


def staged(database: Database, *stages: Mapping[str, object], **change: object) -> Year:
    """B-MEntor Professional 2021 with selection stages for mentees."""
    patch = {"registration": {"mentee": {"stages": list(stages)}}, **change}
    return b_mentor_year(Works(database, variant("b-mentor", patch)))


def reviewed(year: Year, key: UUID, result: Result, *, stage: str = "panel", by: str = "ucl", **given: object) -> None:
    with year.coordinating(by) as (work, programme):
        review(work, programme, key, stage=stage, result=result, **given)  # type: ignore[arg-type] # what a test gives besides


def test_whoever_is_eligible_stands_at_the_first_stage_and_hears_nothing_adverse(database: Database) -> None:
    year = staged(database, PANEL)
    key = year.register(AMARA, "mentee")
    assert (year.state(key), year.standing(key).stage) == ("eligible", "panel")
    with year.coordinating("ucl") as (work, programme):
        (view,) = selection(work, programme)
        assert (view.title, view.role_title, view.at_most) == ("Panel", "Mentee", None)
        assert [(each.name, each.house, each.result, each.may_review) for each in view.people] == [
            ("Amara Quarto", "King's", "open", True)
        ]
        assert to_review(work, programme) == 1


def test_forward_goes_on_to_the_next_stage_which_the_home_institution_reviews(database: Database) -> None:
    year = staged(database, PANEL, COMMITTEE)
    key = year.register(AMARA, "mentee")
    reviewed(year, key, "forward")
    assert year.standing(key).stage == "committee"
    with pytest.raises(NotAllowed, match="“Committee”: the coordinators of King's review their own people"):
        reviewed(year, key, "forward", stage="committee")
    reviewed(year, key, "forward", stage="committee", by="kcl")
    assert (year.state(key), year.standing(key).stage) == ("eligible", None)


def test_a_later_stage_cannot_be_reviewed_before_its_turn(database: Database) -> None:
    year = staged(database, PANEL, COMMITTEE)
    key = year.register(AMARA, "mentee")
    with pytest.raises(Conflict, match="Amara Quarto has not come to “Committee”"):
        reviewed(year, key, "forward", stage="committee", by="kcl")


def test_reserve_waits_and_no_is_a_refusal_with_a_reason(database: Database) -> None:
    year = staged(database, PANEL)
    one, other = year.register(AMARA, "mentee"), year.register(BASIL, "mentee")
    reviewed(year, one, "reserve")
    assert (year.state(one), year.letters(AMARA)[-1]) == ("waiting", "waiting")
    with pytest.raises(Invalid) as refusal:
        reviewed(year, other, "no")
    assert refusal.value.problems == {"reason": "Write why. It is kept with the result and your name."}
    reviewed(year, other, "no", reason="Too little time")
    assert (year.state(other), year.letters(BASIL)[-1]) == ("refused", "registration_refused")
    reviewed(year, other, "forward")
    assert year.state(other) == "eligible", "a reviewer may think again"


def test_only_those_sent_forward_enter_a_round(database: Database) -> None:
    year = staged(database, PANEL)
    one, _ = year.register(AMARA, "mentee"), year.register(BASIL, "mentee")
    year.register("dinah.almanac@ucl.example", "mentor", line_manager="director@ucl.example")
    reviewed(year, one, "forward")
    year.now = MATCHING
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, one, gate="trained_mentee")
        for each in rows(work, Registration):
            if each.role == "mentor":
                record_pass(work, programme, each.id, gate="trained_mentor")
    with year.coordinating("ucl") as (work, programme):
        result = run_round(work, programme).result
    assert [[each["name"] for each in match["members"]] for match in result["matches"]] == [
        ["Amara Quarto", "Dinah Almanac"]
    ]
    assert result["unmatched"] == []


def test_the_score_is_asked_kept_and_a_fact_for_the_rules(database: Database) -> None:
    rules = {"rule": "strong", "kind": "required", "reason": "The panel was convinced"}
    strong = {**rules, "holds": {"stage.panel.score": {"minimum": 3}}}
    year = staged(database, {**PANEL, **ASKS}, eligibility={"decided_by": "host", "rules": {"mentee": [strong]}})
    key = year.register(AMARA, "mentee")
    assert (year.state(key), year.standing(key).verdict, year.standing(key).stage) == (
        "submitted",
        "a_person_looks",
        "panel",
    )
    with pytest.raises(Invalid) as refusal:
        reviewed(year, key, "forward")
    assert list(refusal.value.problems) == ["score"]
    reviewed(year, key, "forward", answers={"score": 4})
    assert (year.state(key), year.standing(key).verdict) == ("eligible", "eligible")
    reviewed(year, key, "forward", answers={"score": 2})
    assert year.standing(key).verdict == "not_eligible"


def test_no_more_are_sent_forward_than_the_stage_says_and_the_next_moves_up(database: Database) -> None:
    year = staged(database, {**PANEL, "at_most": 1})
    one, other = year.register(AMARA, "mentee"), year.register(CATO, "mentee")
    reviewed(year, one, "forward")
    with pytest.raises(Conflict, match="“Panel” sends at most 1 forward, and 1 are"):
        reviewed(year, other, "forward")
    assert year.state(other) == "eligible"


def test_places_over_all_institutions_are_counted_where_each_reviews_its_own(database: Database) -> None:
    year = staged(database, {**COMMITTEE, "at_most": 1})
    one, other = year.register(AMARA, "mentee"), year.register(CATO, "mentee")
    reviewed(year, one, "forward", stage="committee", by="kcl")
    reviewed(year, other, "reserve", stage="committee")
    assert (year.state(one), year.state(other)) == ("eligible", "waiting")
    with pytest.raises(Conflict, match="sends at most 1 forward"):
        reviewed(year, other, "forward", stage="committee")
    third = year.register("dov.verso@qmul.example", "mentee")
    reviewed(year, third, "forward", stage="committee", by="qmul")  # who sees nobody else's
    assert year.state(third) == "waiting", "it is counted again when the programme is settled"
    with year.as_(AMARA) as (work, programme):
        withdraw(work, programme, own_registrations(work, programme)[0])
    assert year.state(third) == "eligible", "who was sent forward moves up when somebody leaves"


def test_a_place_is_given_when_the_stage_sends_forward(database: Database) -> None:
    places = [{"who": "mentee", "at_most": 1, "taken_at": "selection"}]
    year = staged(database, PANEL, card={"places": places})
    one, other = year.register(AMARA, "mentee"), year.register(BASIL, "mentee")
    assert not year.standing(one).place
    reviewed(year, other, "forward")
    reviewed(year, one, "forward")
    assert (year.standing(other).place, year.state(other)) == (True, "eligible")
    assert (year.standing(one).place, year.state(one)) == (False, "waiting")


def test_a_gate_before_selection_holds_a_registration_before_the_first_stage(database: Database) -> None:
    gate = {"title": "Portfolio", "who": "mentee", "before": "selection", "needs": [{"checked": "It was seen"}]}
    year = staged(database, PANEL, activities={"gates": {"portfolio": gate}})
    key = year.register(AMARA, "mentee")
    assert (year.state(key), year.standing(key).stage) == ("eligible", None)
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, key, gate="portfolio")
    assert year.standing(key).stage == "panel"


def test_a_stage_that_does_not_mean_somebody_is_not_theirs(database: Database) -> None:
    seniors = {"role": "mentee", "if": {"level": {"minimum": 7}}}
    year = staged(database, {**PANEL, "who": seniors})
    junior, senior = year.register(CATO, "mentee"), year.register("dov.verso@ucl.example", "mentee", grade="7")
    assert (year.standing(junior).stage, year.standing(senior).stage) == (None, "panel")


def test_a_review_is_about_what_was_said_and_counts_no_more_when_that_changes(database: Database) -> None:
    year = staged(database, PANEL)
    key = year.register(AMARA, "mentee")
    reviewed(year, key, "no", reason="Too little time")
    with year.as_(AMARA) as (work, programme):
        withdraw(work, programme, own_registrations(work, programme)[0])
    year.register(AMARA, "mentee", job_title="Adviser")
    assert (year.state(key), year.standing(key).stage) == ("eligible", "panel")


def test_reviewers_read_the_words_and_the_file_keeps_the_results(database: Database) -> None:
    year = staged(database, {**PANEL, **ASKS})
    key, other = year.register(AMARA, "mentee"), year.register(BASIL, "mentee")
    with year.coordinating("ucl") as (work, programme):
        file = review_file(work, programme, key, stage="panel")
        assert (file.name, file.title, file.closed, file.before, file.next_id) == (
            "Amara Quarto", "Panel", "", None, other,
        )  # fmt: skip
        assert file.words[0].words == "Officer"
    reviewed(year, key, "forward", answers={"score": 5}, reason="Clear aims")
    with year.coordinating("kcl") as (work, programme):
        (line,) = registration_file(work, programme, key).reviews
        assert (line.words, line.reason, line.house) == ("Panel: sent forward", "Clear aims", "UCL")
        assert review_file(work, programme, key, stage="panel").closed.startswith("“Panel”: the coordinators of UCL")
    with pytest.raises(NotFound), year.coordinating("qmul") as (work, programme):
        review_file(work, programme, key, stage="panel")


def test_a_stage_that_is_over_is_read_by_another_institution_with_a_reason_alone(database: Database) -> None:
    year = staged(database, PANEL)
    key = year.register(AMARA, "mentee")
    reviewed(year, key, "forward")
    with year.coordinating("ucl") as (work, programme):  # to think again
        assert review_file(work, programme, key, stage="panel").before is not None
    year.now += REMEMBERED
    with pytest.raises(ReasonNeeded), year.coordinating("ucl") as (work, programme):
        review_file(work, programme, key, stage="panel")
    with year.coordinating("kcl") as (work, programme):
        assert review_file(work, programme, key, stage="panel").name == "Amara Quarto"
    with year.coordinating("ucl") as (work, programme):
        say_why(work, programme, key, reason="She asks what was said")
        assert review_file(work, programme, key, stage="panel").name == "Amara Quarto"
    with year.coordinating("ucl") as (work, programme):  # signed in anew: a reason holds in the session it was said in
        anew = dataclasses.replace(work, actor=dataclasses.replace(work.actor, since=work.now))
        with pytest.raises(ReasonNeeded):
            review_file(anew, programme, key, stage="panel")


def test_participants_review_nothing(database: Database) -> None:
    year = staged(database, PANEL)
    key = year.register(AMARA, "mentee")
    with pytest.raises(NotAllowed), year.as_(AMARA) as (work, programme):
        review(work, programme, key, stage="panel", result="forward")


def test_the_list_takes_as_many_queries_for_one_as_for_three(database: Database) -> None:
    year, counts = staged(database, PANEL), []
    for names in (1, 3):
        for number in range(names):
            year.register(f"amara.quarto{names}{number}@kcl.example", "mentee")
        with year.coordinating("ucl") as (work, programme), counted(work) as sent:
            selection(work, programme)
            counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_long_stage_is_read_a_page_at_a_time_and_counted_whole(database: Database) -> None:
    year = staged(database, PANEL)
    names = ("amara.quarto", "basil.folio", "cato.octavo", "dov.verso", "emil.recto")
    amara, basil, cato, dov, emil = (year.register(f"{name}@kcl.example", "mentee") for name in names)
    reviewed(year, amara, "forward")
    reviewed(year, basil, "no", reason="Too little time")
    reviewed(year, cato, "reserve")
    pages = {1: [dov, emil], 2: [cato, amara], 3: [basil], 9: [basil]}
    for page, people in pages.items():
        with year.coordinating("ucl") as (work, programme):
            (view,) = selection(work, programme, pages={("mentee", "panel"): page}, size=2)
            assert [each.registration_id for each in view.people] == people
            assert view.numbers == {"open": 2, "reserve": 1, "forward": 1, "no": 1}
            assert view.waiting == 2
    with year.coordinating("kcl") as (work, programme):
        (view,) = selection(work, programme, size=2)
        assert (view.numbers["open"], view.waiting, to_review(work, programme)) == (2, 0, 0), "the host reviews"
    with year.coordinating("qmul") as (work, programme):
        (view,) = selection(work, programme, size=2)
        assert (view.numbers.total(), view.people) == (0, ()), "another institution's people are not counted"
