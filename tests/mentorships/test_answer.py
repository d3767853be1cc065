from uuid import UUID

import pytest

from makers import Works
from mentoring.db.engine import Database
from mentoring.errors import Conflict, NotFound
from mentoring.mentorships.answer import answer
from mentoring.mentorships.queries import mine, one
from mentoring.participants.register import own_registrations, withdraw
from mentoring.timeline.queries import my_place
from year import Year, b_mentor_year, published, ready_pairs, variant

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"


@pytest.fixture
def asking(database: Database) -> Year:
    """A programme in which the mentee is asked first, then the mentor; one pair was published."""
    offers = {"matching": {"all": {"offers": {"ask": ["mentee", "mentor"]}}}}
    year = b_mentor_year(Works(database, variant("b-mentor", offers)))
    ready_pairs(year, 1)
    published(year)
    return year


def offer_of(year: Year, email: str) -> UUID:
    with year.as_(email) as (work, _):
        return mine(work)[0].mentorship_id


def say(year: Year, email: str, mentorship: UUID, *, accept: bool) -> None:
    with year.as_(email) as (work, _):
        answer(work, mentorship, host="ucl", accept=accept)


def test_the_next_role_sees_nothing_before_its_turn(asking: Year) -> None:
    offer = offer_of(asking, AMARA)
    with asking.as_(DINAH) as (work, programme):
        assert mine(work) == ()
        assert [place.state for place in my_place(work, programme)] == ["eligible"]
    with pytest.raises(NotFound), asking.as_(DINAH) as (work, _):
        one(work, offer, host="ucl")
    with pytest.raises(NotFound):
        say(asking, DINAH, offer, accept=True)
    assert asking.letters(DINAH) == ["registration_received"]


def test_before_it_begins_nobody_reads_how_to_reach_the_other(asking: Year) -> None:
    with asking.as_(AMARA) as (work, _):
        (match,) = mine(work)
    assert (match.state, match.asked, [other.contact for other in match.others]) == ("offered", True, [""])


def test_when_both_have_agreed_it_begins(asking: Year) -> None:
    offer = offer_of(asking, AMARA)
    say(asking, AMARA, offer, accept=True)
    assert asking.letters(DINAH) == ["registration_received", "offer_made"]
    say(asking, DINAH, offer, accept=True)
    with asking.as_(DINAH) as (work, _):
        (match,) = mine(work)
    assert (match.state, match.others[0].contact) == ("running", AMARA)
    told = ["agreement_to_sign", "match_published", "offer_made", "registration_received"]
    assert sorted(asking.letters(AMARA)) == told


def test_a_decline_returns_both_to_the_pool(asking: Year) -> None:
    offer = offer_of(asking, AMARA)
    say(asking, AMARA, offer, accept=True)
    say(asking, DINAH, offer, accept=False)
    for email in (AMARA, DINAH):
        with asking.as_(email) as (work, programme):
            assert mine(work) == ()
            assert [place.state for place in my_place(work, programme)] == ["eligible"]
    assert asking.letters(AMARA)[-1] == "offer_lapsed"
    assert asking.letters(DINAH)[-1] == "offer_made"


def test_an_answer_given_stands_and_repeating_it_changes_nothing(asking: Year) -> None:
    offer = offer_of(asking, AMARA)
    say(asking, AMARA, offer, accept=True)
    say(asking, AMARA, offer, accept=True)
    with pytest.raises(Conflict, match="no longer open"):
        say(asking, AMARA, offer, accept=False)


def test_withdrawing_declines_what_is_offered(asking: Year) -> None:
    offer_of(asking, AMARA)
    with asking.as_(AMARA) as (work, programme):
        withdraw(work, programme, own_registrations(work, programme)[0])
    with asking.as_(DINAH) as (work, programme):
        assert [place.state for place in my_place(work, programme)] == ["eligible"]
