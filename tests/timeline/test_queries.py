from mentoring.participants.decide import decide
from mentoring.participants.register import start
from mentoring.timeline.queries import milestones, my_place
from year import CLOSED, Year

AMARA = "amara.quarto@kcl.example"


def test_before_anything_is_sent_the_page_says_until_when(year: Year) -> None:
    with year.as_(AMARA) as (work, programme):
        assert my_place(work, programme) == ()
        start(work, programme, role="mentee")
        (place,) = my_place(work, programme)
    assert (place.state, place.text) == ("draft", "Everything you typed is kept. Send it by 18 December 2020.")
    assert (place.may_edit, place.may_withdraw, place.coming) == (True, True, ())


def test_whoever_is_eligible_reads_when_they_meet_their_match_and_what_is_to_do(year: Year) -> None:
    year.register(AMARA, "mentee")
    with year.as_(AMARA) as (work, programme):
        (place,) = my_place(work, programme)
    assert (place.headline, place.to_do) == ("You are in", ("Compulsory training for mentees",))
    assert place.text.startswith("You meet your match on ")
    assert [each.id for each in place.coming] == ["closes", "induction_mentee", "match_by", "celebration"]


def test_whoever_is_refused_reads_which_rule_and_whom_to_write_to(year: Year) -> None:
    key = year.register(AMARA, "mentee", grade="7")
    with year.as_(AMARA) as (work, programme):
        (place,) = my_place(work, programme)
        assert (place.state, place.reasons) == ("submitted", ())
    with year.coordinating("kcl") as (work, programme):
        decide(work, programme, key, outcome="not_eligible", reason="Level 9")
    with year.as_(AMARA) as (work, programme):
        (place,) = my_place(work, programme)
    assert place.text.endswith("write to mentoring@kcl.example.")
    assert [reason[:28] for reason in place.reasons] == ["Mentees are at grade 5, 6 or"]


def test_the_dates_stand_in_order_of_time(year: Year) -> None:
    year.now = CLOSED
    with year.as_(AMARA) as (work, programme):
        found = milestones(work, programme, public_only=True)
    assert [(each.id, each.past) for each in found] == [
        ("closes", True), ("induction_mentee", False), ("induction_mentor", False), ("match_by", False),
        ("celebration", False),
    ]  # fmt: skip
