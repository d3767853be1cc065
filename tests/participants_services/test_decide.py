from uuid import UUID

import pytest

from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.participants.decide import decide
from mentoring.participants.declare import withdraw_declaration
from mentoring.participants.files import registration_file
from mentoring.participants.queries import pile
from mentoring.participants.reasons import say_why
from mentoring.participants.register import own_registrations, registration_for, save_answers
from year import Year, counted

AMARA = "amara.quarto@kcl.example"


def too_senior(year: Year, email: str = AMARA) -> UUID:
    """Somebody whom the rules would refuse: grade 7 at King's is level 9."""
    return year.register(email, "mentee", grade="7")


def test_a_refusal_takes_effect_only_when_a_person_confirms_it(year: Year) -> None:
    key = too_senior(year)
    assert (year.standing(key).verdict, year.state(key)) == ("not_eligible", "submitted")
    assert year.letters(AMARA) == ["registration_received"]
    with year.coordinating("kcl") as (work, programme):
        decide(work, programme, key, outcome="not_eligible", reason="The scheme is for grades 5 to 7")
    assert year.state(key) == "refused"
    assert year.letters(AMARA) == ["registration_received", "registration_refused"]


def test_a_coordinator_may_decide_otherwise_than_the_rules_and_says_why(year: Year) -> None:
    key = too_senior(year)
    with pytest.raises(Invalid) as refusal, year.coordinating("kcl") as (work, programme):
        decide(work, programme, key, outcome="eligible")
    assert list(refusal.value.problems) == ["reason"]
    with year.coordinating("kcl") as (work, programme):
        decide(work, programme, key, outcome="eligible", reason="A grade held for a year only")
    assert (year.state(key), year.standing(key).decided_outcome) == ("eligible", "eligible")
    assert year.letters(AMARA) == ["registration_received", "registration_eligible"]


def test_the_home_institution_decides_where_the_scheme_says_so(year: Year) -> None:
    key = too_senior(year)
    with pytest.raises(NotAllowed, match="King's decide about their own people"), year.coordinating("ucl") as here:
        decide(*here, key, outcome="eligible", reason="Because")
    with pytest.raises(NotFound), year.coordinating("qmul") as here:
        decide(*here, key, outcome="eligible", reason="Because")


def test_the_host_decides_where_the_scheme_says_nothing_else(lse: Year) -> None:
    key = lse.register("amara.quarto@lse.example", "mentor", grade="Band 2")
    with lse.coordinating("lse") as (work, programme):
        decide(work, programme, key, outcome="not_eligible", reason="Below Band 5")
    assert lse.state(key) == "refused"


def test_only_a_coordinator_decides(year: Year) -> None:
    key = too_senior(year)
    with pytest.raises(NotAllowed), year.as_("tom.serif@kcl.example") as (work, programme):
        decide(work, programme, key, outcome="eligible", reason="A friend")


def test_a_decision_is_about_what_was_said_then(year: Year) -> None:
    key = too_senior(year)
    with year.coordinating("kcl") as (work, programme):
        decide(work, programme, key, outcome="eligible", reason="A grade held for a year only")
    with year.as_(AMARA) as (work, programme):
        save_answers(work, programme, own_registrations(work, programme)[0], answers={"staff_group": "academic"})
    assert (year.state(key), year.standing(key).decided_outcome) == ("submitted", None)


def test_withdrawing_a_declaration_lets_a_person_look_again(year: Year) -> None:
    key = year.register(AMARA, "mentee")
    assert year.state(key) == "eligible"
    with year.as_(AMARA) as (work, programme):
        withdraw_declaration(work, programme, own_registrations(work, programme)[0])
    assert (year.state(key), year.standing(key).verdict) == ("submitted", "a_person_looks")
    with year.coordinating("kcl") as (work, programme):
        assert registration_file(work, programme, key).declared == ()


def test_whoever_has_withdrawn_is_not_decided_about(year: Year) -> None:
    key = too_senior(year)
    with year.as_(AMARA) as (work, programme):
        from_her = own_registrations(work, programme)[0]
        from_her.state, from_her.withdrawn_at = "withdrawn", work.now
    with pytest.raises(Conflict, match="Amara Quarto has withdrawn"), year.coordinating("kcl") as (work, programme):
        decide(work, programme, key, outcome="not_eligible", reason="Too late")


def test_piles_hold_everyone_once_with_the_one_cause(year: Year) -> None:
    too_senior(year)
    year.register("ines.serif@ual.example", "mentee", grade="")
    year.register("leon.octavo@ucl.example", "mentor")
    with year.coordinating("ucl") as (work, programme):
        found = pile(work, programme, tab="refusals")
        assert found.counts == {
            "needs_person": 1, "refusals": 1, "eligible": 1, "waiting": 0, "withdrawn": 0, "everyone": 3
        }  # fmt: skip
        assert [(row.name, row.house, row.role_title, row.mark, row.cause) for row in found.rows] == [
            ("Amara Quarto", "King's", "Mentee", "stop", "Level: Grade 9 (on their own scale: 7)")
        ]
        assert [row.cause for row in pile(work, programme).rows] == ["Level: no grade given"]
        assert [row.name for row in pile(work, programme, tab="everyone", role="mentor").rows] == ["Leon Octavo"]


def test_a_partner_sees_its_own_people_alone(year: Year) -> None:
    too_senior(year)
    other = year.register("leon.octavo@ucl.example", "mentor")
    with year.coordinating("kcl") as (work, programme):
        assert [row.name for row in pile(work, programme, tab="everyone").rows] == ["Amara Quarto"]
        with pytest.raises(NotFound):
            registration_file(work, programme, other)


def test_a_pile_takes_as_many_queries_for_three_as_for_one(year: Year) -> None:
    year.register("one.folio@ucl.example", "mentee")
    with year.coordinating("ucl") as (work, programme), counted(work) as for_one:
        pile(work, programme, tab="everyone")
    year.register("two.folio@kcl.example", "mentee")
    year.register("three.folio@ual.example", "mentor")
    with year.coordinating("ucl") as (work, programme), counted(work) as for_three:
        assert len(pile(work, programme, tab="everyone").rows) == 3
    assert len(for_three) == len(for_one)


def test_a_file_sets_what_was_said_beside_what_is_asked(year: Year) -> None:
    key = too_senior(year)
    with year.coordinating("kcl") as (work, programme):
        file = registration_file(work, programme, key)
        (pathway,) = file.pathways
        assert (pathway.headline, pathway.open, file.may_decide) == ("Not eligible, by the rules", True, True)
        first = pathway.lines[0]
        said = "Grade 9 (on their own scale: 7)"
        assert (first.mark, first.asked, first.said) == ("stop", "Level: Grade 5 to Grade 7", said)
        words = {answer.question: answer.words for answer in file.words}
        assert words["wants"] == "Budgets and finance, Leading and managing people"
        assert [(answer.question, answer.words) for answer in file.declared] == [("identifies", "Yes")]
    with year.coordinating("ucl") as (work, programme):
        assert registration_file(work, programme, key).may_decide is False


def test_a_decision_shows_its_name_at_home_and_its_house_elsewhere(year: Year) -> None:
    key = too_senior(year)
    with year.coordinating("kcl") as (work, programme):
        decide(work, programme, key, outcome="not_eligible", reason="Level 9")
    with year.coordinating("kcl") as (work, programme):
        (line,) = registration_file(work, programme, key).pathways[0].decided
        assert (line.words, line.reason, line.by, line.house) == ("Not eligible", "Level 9", "Maya Archive", "King's")
    with year.coordinating("ucl") as (work, programme):
        say_why(work, programme, key, reason="She asks what was decided")
        (line,) = registration_file(work, programme, key).pathways[0].decided
        assert (line.by, line.house) == ("", "King's")


def test_after_one_file_the_next_that_waits_is_offered(year: Year) -> None:
    first = too_senior(year)
    second = too_senior(year, "kofi.ampersand@kcl.example")
    with year.coordinating("kcl") as (work, programme):
        assert registration_file(work, programme, first).next_id == second
        assert registration_file(work, programme, second).next_id == first


def test_a_declaration_is_never_named_in_a_list(year: Year) -> None:
    """Nor is its answer: both stand in the registration's own file only."""
    year.register(AMARA, "mentee")
    with year.as_(AMARA) as (work, programme):
        one = registration_for(work, programme, "mentee")
        assert one is not None
        withdraw_declaration(work, programme, one)
    year.settle()
    with year.coordinating("kcl") as (work, programme):
        assert [row.cause for row in pile(work, programme).rows] == ["Something they may tell us is still open"]
