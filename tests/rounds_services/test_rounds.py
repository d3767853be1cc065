from concurrent.futures import ThreadPoolExecutor

import pytest

from mentoring.errors import Conflict, MentoringError, NotAllowed
from mentoring.gates.service import record_pass
from mentoring.mentorships.model import Mentorship
from mentoring.mentorships.queries import mine
from mentoring.participants.register import own_registrations, withdraw
from mentoring.rounds.publish import discard, publish
from mentoring.rounds.queries import proposal, ready, rounds
from mentoring.rounds.run import run_round
from year import LSE_MATCHING, Year, counted, published, ready_pairs, rows


def test_a_round_needs_people_who_have_passed_their_gates(year: Year) -> None:
    year.register("amara.quarto@kcl.example", "mentee")
    year.register("dinah.almanac@ucl.example", "mentor")
    with (
        pytest.raises(Conflict, match="2 people are eligible"),
        year.coordinating("ucl") as here,
    ):
        run_round(*here)
    with year.coordinating("ucl") as here:
        (before,) = ready(*here)
    assert before.roles == (("Mentees", 0, 1), ("Mentors", 0, 1))
    assert before.blocked == "No mentees and no mentors could enter yet."


def test_only_the_host_runs_and_reads_rounds(year: Year) -> None:
    ready_pairs(year, 1)
    with pytest.raises(NotAllowed), year.coordinating("kcl") as here:
        run_round(*here)
    with pytest.raises(NotAllowed), year.coordinating("kcl") as here:
        rounds(*here)


def test_a_proposal_is_seen_by_no_participant_and_tells_nobody(year: Year) -> None:
    ready_pairs(year, 1)
    with year.coordinating("ucl") as here:
        run_round(*here)
    with year.as_("amara.quarto0@kcl.example") as (work, _):
        assert mine(work) == ()
    assert year.letters("amara.quarto0@kcl.example") == ["registration_received"]


def test_running_it_again_gives_the_next_number_and_the_same_result(year: Year) -> None:
    ready_pairs(year, 2)
    with year.coordinating("ucl") as here:
        first = run_round(*here)
    with year.coordinating("ucl") as here:
        second = run_round(*here)
    assert (first.number, second.number) == (1, 2)
    assert second.result["matches"] == first.result["matches"]
    assert second.inputs_digest == first.inputs_digest
    with year.coordinating("ucl") as here:
        assert [(line.number, line.state, line.placed) for line in rounds(*here)] == [
            (2, "proposed", 2), (1, "proposed", 2),
        ]  # fmt: skip


def test_a_proposal_reads_weakest_first_with_its_reasons(year: Year) -> None:
    ready_pairs(year, 2)
    with year.coordinating("ucl") as (work, programme):
        found = run_round(work, programme)
    with year.coordinating("ucl") as (work, programme):
        shown = proposal(work, programme, found.id)
    assert [pair.fit for pair in shown.pairs] == sorted(pair.fit for pair in shown.pairs)
    assert [side.house for side in shown.pairs[0].members] == ["King's", "UCL"]
    assert (shown.told, shown.asks_first, shown.blocked, shown.without) == (4, False, "", ())
    assert any(reason.mark == "good" for reason in shown.pairs[0].reasons)


def test_publication_forms_the_mentorships_and_tells_everyone_once(year: Year) -> None:
    ((mentee, mentor),) = ready_pairs(year, 1)
    published(year)
    year.settle()
    assert (year.state(mentee), year.state(mentor)) == ("matched", "matched")
    letters = sorted(year.letters("amara.quarto0@kcl.example"))
    assert letters == ["agreement_to_sign", "match_published", "registration_received"]
    with year.as_("amara.quarto0@kcl.example") as (work, _):
        (match,) = mine(work)
    assert (match.title, match.state, match.planned_end) == (
        "You and Dinah",
        "running",
        year.now.date().replace(year=2022),
    )
    (other,) = match.others
    assert (other.name, other.institution, other.contact, other.leads) == (
        "Dinah Almanac0", "University College London", "dinah.almanac0@ucl.example", True,
    )  # fmt: skip
    assert match.because
    assert not any("Grade" in words or "line manager" in words.lower() for words in match.because)


def test_whoever_was_in_the_round_without_a_match_is_told_and_has_waited(year: Year) -> None:
    left = year.register("leon.octavo@kcl.example", "mentee", wants=["belonging"])
    ready_pairs(year, 1)
    with year.coordinating("ucl") as (work, programme):
        record_pass(work, programme, left, gate="trained_mentee")
    published(year)
    assert (year.state(left), year.standing(left).waited) == ("unmatched", 1)
    assert year.letters("leon.octavo@kcl.example") == ["registration_received", "no_match"]
    assert year.settle().moved == 0


def test_two_publish_at_once_and_one_of_them_finds_it_done(year: Year) -> None:
    ready_pairs(year, 2)
    with year.coordinating("ucl") as here:
        found = run_round(*here)

    def press(_: int) -> str:
        own = Year(year.works, year.slug, year.host, year.now, dict(year.people))
        try:
            with own.coordinating("ucl") as (work, programme):
                publish(work, programme, found.id, version=found.version)
        except MentoringError as refusal:
            return refusal.what
        return "published"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == ["Proposal 1 has been published already.", "published"]
    with year.works.work("ucl") as work:
        assert len(rows(work, Mentorship)) == 2


def test_a_second_proposal_of_the_same_people_cannot_be_published_too(year: Year) -> None:
    ready_pairs(year, 1)
    with year.coordinating("ucl") as here:
        second = run_round(*here)
    published(year)
    with (
        pytest.raises(Conflict, match="has no room for another"),
        year.coordinating("ucl") as (work, programme),
    ):
        publish(work, programme, second.id, version=second.version)


def test_whoever_has_withdrawn_since_stops_the_publication(year: Year) -> None:
    ready_pairs(year, 1)
    with year.coordinating("ucl") as here:
        found = run_round(*here)
    with year.as_("amara.quarto0@kcl.example") as (work, programme):
        withdraw(work, programme, own_registrations(work, programme)[0])
    with pytest.raises(Conflict, match="Amara Quarto0 has withdrawn"), year.coordinating("ucl") as (work, programme):
        publish(work, programme, found.id, version=found.version)


def test_a_proposal_put_aside_is_not_published(year: Year) -> None:
    ready_pairs(year, 1)
    with year.coordinating("ucl") as here:
        found = run_round(*here)
    with year.coordinating("ucl") as (work, programme):
        discard(work, programme, found.id, version=1)
    with pytest.raises(Conflict, match="has been discarded"), year.coordinating("ucl") as (work, programme):
        publish(work, programme, found.id, version=2)


def test_the_list_of_rounds_takes_as_many_queries_for_three_as_for_one(year: Year) -> None:
    ready_pairs(year, 1)
    with year.coordinating("ucl") as here:
        run_round(*here)
    with year.coordinating("ucl") as (work, programme), counted(work) as for_one:
        rounds(work, programme)
    for _ in range(2):
        with year.coordinating("ucl") as here:
            run_round(*here)
    with year.coordinating("ucl") as (work, programme), counted(work) as for_three:
        rounds(work, programme)
    assert len(for_three) == len(for_one)


def test_a_circle_forms_with_its_leads_first(lse: Year) -> None:
    for name in ("one", "two", "three"):
        lse.register(f"{name}.folio@lse.example", "mentee")
    lse.register("lead.canto@lse.example", "mentor")
    lse.now = LSE_MATCHING
    published(lse)
    with lse.as_("one.folio@lse.example") as (work, _):
        (match,) = mine(work)
    assert (match.title, match.is_circle) == ("Mentoring circle 1", True)
    assert [each.name for each in match.others] == ["Lead Canto", "Two Folio", "Three Folio"]
