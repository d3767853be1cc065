"""A change of a running programme is shown person by person before it is made, and leaves nothing behind."""

import pytest

from makers import Works
from mentoring.errors import Conflict, Invalid
from mentoring.programmes.adjust import Asked, save, wanted
from mentoring.programmes.history import history, newest
from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.programmes.queries import programme
from mentoring.schemes.adjustable import leaves
from mentoring.timeline.effect import Effect, Turn, effect_of
from year import Year, b_mentor_year, ready_pairs

GRADE = ("eligibility", ("rules", "mentee", 2, "holds", "level", "maximum"))
TITLE = ("roles", ("mentor", "title"))
BODY = ("messages", ("no_match", "body"))


@pytest.fixture
def year(real: Works) -> Year:
    return b_mentor_year(real)


def effect(year: Year, asked: Asked) -> Effect:
    with year.works.work("ucl", now=year.now) as work:
        return effect_of(work, year.programme_id, lambda row: wanted(work, row, asked))


def save_it(year: Year, asked: Asked, *, base: int = 0, reason: str = "The steering group asked for it") -> int:
    with year.coordinating("ucl") as (work, row):
        return save(work, row, wanted(work, row, asked), base=base, author="Maya Archive", reason=reason)


def test_a_rule_value_shows_who_is_judged_otherwise_by_name_and_why(year: Year) -> None:
    year.register("amara.quarto@ucl.example", "mentee", grade="7")
    year.register("cato.octavo@ucl.example", "mentee", grade="6")
    found = effect(year, Asked({GRADE: 6}))
    (person,) = found.people
    assert (person.name, person.house, person.role_title) == ("Amara Quarto", "UCL", "Mentee")
    assert person.turns == (
        Turn("Verdict", "Eligible", "A refusal is proposed"),
        Turn("State", "Eligible", "Waits for a decision"),
    )
    assert person.why == ("Level: Grade 5 to Grade 6. Said: Grade 7 (on their own scale: 7)",)
    assert found.registrations == 2


def test_looking_at_the_effect_changes_nothing(year: Year) -> None:
    one = year.register("amara.quarto@ucl.example", "mentee", grade="7")
    before = (year.state(one), year.letters("amara.quarto@ucl.example"))
    effect(year, Asked({GRADE: 6, TITLE: "Advocate"}))
    with year.works.work("ucl") as work:
        row = programme(work, year.slug)
        assert (row.overlay, newest(work, row), history(work, row)) == ([], 0, ())
        assert scheme_of(row).roles["mentor"].title == {"en": "Mentor"}
    assert (year.state(one), year.letters("amara.quarto@ucl.example")) == before


def test_what_is_shown_is_what_happens(year: Year) -> None:
    one = year.register("amara.quarto@ucl.example", "mentee", grade="8")
    assert year.state(one) == "submitted"
    asked = Asked({GRADE: 8})
    found = effect(year, asked)
    assert [turn.after for turn in found.people[0].turns] == ["Eligible", "Eligible"]
    assert found.letters == {"registration_eligible": ("amara.quarto@ucl.example",)}
    save_it(year, asked)
    assert year.state(one) == "eligible"
    assert year.letters("amara.quarto@ucl.example")[-1] == "registration_eligible"


def test_dates_that_follow_move_along(year: Year) -> None:
    found = effect(year, Asked(dates={"induction_mentor": ("2021-02-04",)}))
    moved = {each.id: (each.before.day.isoformat(), each.after.day.isoformat()) for each in found.dates
             if each.before and each.after}  # fmt: skip
    assert moved == {
        "registers_due": ("2021-02-04", "2021-02-11"),
        "match_by": ("2021-02-11", "2021-02-18"),
        "induction_mentor": ("2021-01-28", "2021-02-04"),
    }


def test_texts_of_messages_that_change_are_counted(year: Year) -> None:
    assert effect(year, Asked({BODY: "Dear {person.first_name}"})).messages == ("no_match",)
    assert effect(year, Asked({TITLE: "Advocate"})).messages == ()


def test_a_weight_shows_who_would_be_matched_otherwise(year: Year) -> None:
    ready_pairs(year, 2)
    found = effect(year, Asked({("matching", ("main", "criteria", 3, "weight")): 90}))
    (shown,) = found.rounds
    assert shown.milestone == "You meet your match"
    assert shown.comparison is not None
    assert shown.comparison.after.placed == 2
    assert found.people == ()


def test_a_second_who_saves_from_an_old_page_is_refused(year: Year) -> None:
    assert save_it(year, Asked({TITLE: "Advocate"})) == 1
    with pytest.raises(Conflict):
        save_it(year, Asked({TITLE: "Sponsor"}), base=0)
    with year.works.work("ucl") as work:
        assert scheme_of(programme(work, year.slug)).roles["mentor"].title == {"en": "Advocate"}


def test_a_change_is_kept_with_author_reason_and_time(year: Year) -> None:
    save_it(year, Asked({TITLE: "Advocate"}, places={("kcl", "mentee"): 8}))
    with year.works.work("ucl") as work:
        row = programme(work, year.slug)
        (kept,) = history(work, row)
        assert (kept.number, kept.kind, kept.author, kept.reason) == (
            1, "change", "Maya Archive", "The steering group asked for it",
        )  # fmt: skip
        assert kept.before["overlay"] == []
        assert kept.after["overlay"] == [
            {"author": "Maya Archive", "reason": "The steering group asked for it",
             "changes": {"roles": {"mentor": {"title": "Advocate"}}}},
        ]  # fmt: skip
        assert kept.after["places"]["kcl"] == {"mentee": 8}
        assert dates_of(work, row)["closes"].given


def test_without_a_reason_nothing_is_saved(year: Year) -> None:
    with pytest.raises(Invalid) as refused:
        save_it(year, Asked({TITLE: "Advocate"}), reason="  ")
    assert list(refused.value.problems) == ["reason"]


def test_what_is_not_sound_is_told_at_its_own_place(year: Year) -> None:
    with pytest.raises(Invalid) as refused:
        save_it(year, Asked({BODY: "Dear {person.nickname}", TITLE: "Advocate"}))
    assert refused.value.problems == {
        "messages.no_match.body": "There is no placeholder {person.nickname}. Did you mean `person.name`? "
        "(messages, no_match.body)"
    }


def test_a_date_that_cannot_be_is_told_at_that_date(year: Year) -> None:
    with pytest.raises(Invalid) as refused:
        save_it(year, Asked(dates={"closes": ("2021-03-01",), "induction_mentee": ()}))
    assert list(refused.value.problems) == ["dates.induction_mentee"]


def test_acceptance_may_be_set_although_the_scheme_leaves_it_out(year: Year) -> None:
    with year.works.work("ucl") as work:
        row = programme(work, year.slug)
        keys = {leaf.key: leaf for leaf in leaves(scheme_of(row), scheme_of(row))}
    leaf = keys["matching.main.offers.ask"]
    save_it(year, Asked({(leaf.document, leaf.path): ["mentee", "mentor"]}))
    with year.works.work("ucl") as work:
        assert scheme_of(programme(work, year.slug)).matching["main"].offers.ask == (("mentee",), ("mentor",))
