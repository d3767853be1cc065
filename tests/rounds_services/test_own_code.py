"""A scheme's own code in a running programme: what fails is recorded, held, quarantined, and lifted by a person."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from asking import Odd, odd_directory
from makers import Works
from mentoring.errors import NotAllowed
from mentoring.participants.decide import decide
from mentoring.participants.register import save_answers, start, submit
from mentoring.programmes.code import asked
from mentoring.rounds.model import Round
from mentoring.rounds.run import run_round
from mentoring.schemes.ask import Asker, CodeHeld, SchemeFault
from mentoring.schemes.faults import faults, lift, quarantines
from mentoring.schemes.model import PluginFault
from year import Year, odd_year, rows


@pytest.fixture(scope="module")
def odd() -> Iterator[Odd]:
    with odd_directory() as found:
        yield found


@pytest.fixture
def year(works: Works, odd: Odd) -> Year:
    """A programme of the scheme `odd`, hosted by north and joined by south."""
    return odd_year(works, odd.scheme, odd.asker)


def registered(year: Year, email: str, role: str, **answers: Any) -> UUID:
    with year.as_(email) as (work, programme):
        one = start(work, programme, role=role)
        save_answers(work, programme, one, answers=answers)
        submit(work, programme, one)
        return one.id


def recorded(year: Year) -> list[tuple[str, ...]]:
    with year.works.work("north") as work:
        return [(each.scheme, each.version, each.hook, each.cause) for each in faults(work.session)]


def asker_of(year: Year, asker: Asker) -> None:
    year.works = replace(year.works, schemes=replace(year.works.schemes, asker=asker))


def test_facts_that_the_code_derives_decide_the_verdict(year: Year) -> None:
    near = registered(year, "amara.quarto@north.example", "mentee", years=3)
    far = registered(year, "basil.folio@south.example", "mentee", years=80)
    unknown = registered(year, "cato.octavo@south.example", "mentee")
    assert year.state(near) == "eligible"
    assert year.standing(far).verdict == "not_eligible"
    assert year.standing(unknown).verdict == "a_person_looks"
    assert recorded(year) == []


def test_facts_are_absent_when_the_code_fails_and_a_person_looks(year: Year) -> None:
    one = registered(year, "amara.quarto@north.example", "mentee", years=3, deed="derive:raise")
    assert (year.state(one), year.standing(one).verdict) == ("submitted", "a_person_looks")
    assert recorded(year) == [("odd", "0", "derive", "raise")]
    with year.works.work("north") as work:
        (fault,) = faults(work.session)
        assert fault.words.startswith("RuntimeError: ink (deeds.py, line ")


def test_three_faults_in_an_hour_quarantine_the_code_until_a_person_lifts_it(year: Year) -> None:
    one = registered(year, "amara.quarto@north.example", "mentee", years=3, deed="derive:raise")
    year.settle()
    year.settle()
    assert len(recorded(year)) == 3
    with year.works.work("north") as work:
        assert quarantines(work.session) == {"odd": year.now}
    year.settle()
    assert len(recorded(year)) == 3, "nobody asks it any more"
    with pytest.raises(CodeHeld, match="The code of odd is in quarantine since 2 November 2020"):
        ask_anything(year)
    with year.as_("amara.quarto@north.example") as (work, programme):
        mine = start(work, programme, role="mentee")
        save_answers(work, programme, mine, answers={"deed": None})
    with year.works.work("north", now=year.now) as work:
        lift(work.session, "odd", at=work.now, by=None)
    year.settle()
    assert year.state(one) == "eligible"
    assert len(recorded(year)) == 3


def test_faults_spread_over_hours_quarantine_nothing(year: Year) -> None:
    registered(year, "amara.quarto@north.example", "mentee", years=3, deed="derive:raise")
    for _ in range(3):
        year.now += timedelta(minutes=31)
        year.settle()
    assert len(recorded(year)) == 4
    with year.works.work("north") as work:
        assert quarantines(work.session) == {}


def test_a_round_is_held_when_a_score_fails_and_the_fault_outlives_the_work(year: Year) -> None:
    registered(year, "amara.quarto@north.example", "mentee", years=3, deed="score:nan")
    registered(year, "dinah.almanac@south.example", "mentor", years=5)
    with pytest.raises(SchemeFault, match=r"The code of odd 0 failed in `score`: the block holds NaN\."):
        run(year)
    with year.works.work("north") as work:
        assert rows(work, Round) == []
    assert recorded(year) == [("odd", "0", "score", "answer")]


def test_a_round_is_run_with_what_the_code_scores_and_proposes(year: Year) -> None:
    registered(year, "amara.quarto@north.example", "mentee", years=3, deed="propose_matches:pairing")
    registered(year, "dinah.almanac@south.example", "mentor", years=5)
    result = run(year)
    assert [[each["name"] for each in match["members"]] for match in result["matches"]] == [
        ["Amara Quarto", "Dinah Almanac"]
    ]
    assert result["matches"][0]["reasons"][0]["share"] == 980


def test_a_proposal_of_the_code_that_breaks_a_rule_is_no_round(year: Year) -> None:
    registered(year, "amara.quarto@north.example", "mentee", years=3, deed="propose_matches:with_oneself")
    registered(year, "amara.quarto@north.example", "mentor", years=5)
    with pytest.raises(SchemeFault, match=r"failed in `propose_matches`: Entrant 1 and Entrant 2 are the same person"):
        run(year)
    assert recorded(year) == [("odd", "0", "propose_matches", "refused")]


def test_only_the_host_asks_the_code(year: Year) -> None:
    with pytest.raises(NotAllowed, match="asked by the programme's host alone"), year.at("south") as (work, programme):
        asked(work, programme, lambda asker: asker.codes)


def test_code_that_does_not_cover_what_was_pinned_is_held(year: Year, odd: Odd) -> None:
    asker_of(year, Asker({"odd": msgspec.structs.replace(odd.asker.codes["odd"], version="1.0")}, odd.zygote))
    one = registered(year, "amara.quarto@north.example", "mentee", years=3)
    registered(year, "dinah.almanac@south.example", "mentor", years=5)
    assert year.standing(one).verdict == "a_person_looks"
    assert recorded(year) == [], "what is not asked has no fault"
    with year.coordinating("north") as (work, programme):
        decide(work, programme, one, outcome="eligible", reason="She works next door")
    with pytest.raises(CodeHeld, match=r"Version 1\.0 of odd is installed, and this programme has pinned 0"):
        run(year)


def test_nobody_sees_the_faults_of_another_institution(year: Year) -> None:
    registered(year, "amara.quarto@north.example", "mentee", years=3, deed="derive:raise")
    with year.works.work("south") as work:
        assert rows(work, PluginFault) == []


def ask_anything(year: Year) -> None:
    with year.at("north") as (work, programme):
        asked(work, programme, lambda asker: asker.codes)


def run(year: Year) -> Mapping[str, Any]:
    with year.coordinating("north") as (work, programme):
        return run_round(work, programme).result
