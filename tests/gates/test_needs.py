"""What gates need, and what they hold: before matching, an offer, a meeting; and a pass from an earlier programme."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec import structs

from makers import Works
from mentoring.db.engine import Database
from mentoring.errors import NotAllowed
from mentoring.gates.model import GatePass
from mentoring.gates.service import record_pass
from mentoring.meetings.early import standings_of
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.agreements import sign
from mentoring.mentorships.model import Mentorship
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import read_programme
from mentoring.surveys.answer import own_asked, save, send
from mentoring.surveys.model import Asked
from mentoring.tasks.queries import to_do
from year import B_MENTOR, MATCHING, Year, b_mentor_year, published, ready_pairs, rows, variant

AMARA, DINAH = "amara.quarto0@kcl.example", "dinah.almanac0@ucl.example"
ASKS = {"title": "To begin with", "form": {"type": "object", "required": ["why"], "properties": {
    "why": {"type": "string", "title": "Why?", "maxLength": 100}}}}  # fmt: skip


def with_gates(database: Database, gates: Mapping[str, Any], **more: Any) -> Year:
    return b_mentor_year(Works(database, variant("b-mentor", {"activities": {"gates": gates}, **more})))


def pairs(year: Year) -> list[Mentorship]:
    with year.works.work("ucl") as work:
        return rows(work, Mentorship)


def passes(year: Year) -> list[tuple[str, bool]]:
    """Gates passed, and whether a person wrote that down."""
    with year.works.work("ucl") as work:
        return sorted((each.gate, each.recorded_by is not None) for each in rows(work, GatePass))


def test_a_survey_that_only_a_gate_needs_is_asked_by_it_and_answering_opens_it_even_late(database: Database) -> None:
    gate = {"title": "First words", "who": "mentor", "before": "matching", "needs": [{"answered": "first_words"}],
            "by": "registers_due"}  # fmt: skip
    year = with_gates(database, {"first_words": gate}, surveys={"first_words": ASKS})
    mentee = year.register(AMARA, "mentee")
    year.register(DINAH, "mentor")
    with year.works.work("ucl") as work:
        assert [(each.survey, each.home_tenant_id) for each in rows(work, Asked)] == [("first_words", "ucl")]
    assert year.letters(DINAH).count("survey_asked") == 1
    year.now = MATCHING
    year.settle()
    with year.coordinating("ucl") as (work, programme):
        words = "One person has not passed “First words” yet: see who on the page Events and attendance."
        assert words in [each.words for each in to_do(work, programme)]
        key = rows(work, Asked)[0].id
    with year.as_(DINAH) as (work, programme):
        one = own_asked(work, programme, key)
        save(work, programme, one, {"why": "To give back"})
        send(work, programme, one)
    assert passes(year) == [("first_words", False)]
    assert year.state(mentee) == "eligible"


def test_nobody_is_asked_about_a_match_before_what_stands_before_an_offer_is_seen_by_those_who_decide(
    database: Database,
) -> None:
    gate = {"title": "A reference", "who": "mentee", "before": "offer",
            "needs": [{"checked": "A reference was seen", "decided_by": "home"}]}  # fmt: skip
    year = with_gates(database, {"reference": gate})
    ((mentee, _),) = ready_pairs(year, 1)
    published(year)
    (pair,) = pairs(year)
    assert (pair.state, year.letters(DINAH)) == ("offered", ["registration_received"])
    assert sorted(year.letters(AMARA)) == ["gate_open", "registration_received"]
    with year.coordinating("ucl") as (work, programme), pytest.raises(NotAllowed):
        record_pass(work, programme, mentee, gate="reference")
    with year.coordinating("kcl") as (work, programme):
        record_pass(work, programme, mentee, gate="reference")
    (pair,) = pairs(year)
    assert (pair.state, sorted(year.letters(DINAH)[1:])) == ("running", ["agreement_to_sign", "match_published"])
    assert year.letters(AMARA).count("match_published") == 1


def test_a_meeting_before_all_have_signed_is_kept_and_flagged(database: Database) -> None:
    gate = {"title": "Agreed", "before": "meeting", "needs": [{"signed": "working_together"}]}
    year = with_gates(database, {"agreed": gate})
    ready_pairs(year, 1)
    published(year)
    (pair,) = pairs(year)
    with year.as_(AMARA) as (work, _):
        log_meeting(work, pair.id, host="ucl", starts_at=year.now, minutes=60, zone="Europe/London")
    with year.coordinating("kcl") as (work, programme):
        found = standings_of(work, programme, [pair.id])[pair.id]
        names = ("Amara Quarto0", "Dinah Almanac0")
        assert (found.unsigned, found.held) == ((("How we will work together", names),), (("Agreed", names),))
        assert found.early == 1
    words = {"rhythm": "six_weeks", "place": "Online"}
    for email, version in ((AMARA, 0), (DINAH, 1)):
        with year.as_(email) as (work, programme):
            sign(work, programme, pair.id, "working_together", answers=words, version=version)
    assert passes(year)[:2] == [("agreed", False)] * 2
    with year.coordinating("kcl") as (work, programme):
        found = standings_of(work, programme, [pair.id])[pair.id]
        assert (found.unsigned, found.held, found.early) == ((), (), 1)


def test_a_pass_from_an_earlier_programme_counts_for_as_long_as_the_gate_says(database: Database) -> None:
    lasting = {"trained_mentee": {"valid": "2 years"}, "trained_mentor": {"valid": None}}
    year = with_gates(database, lasting)
    ready_pairs(year, 1)
    file = read_programme(B_MENTOR)
    later = {name: tuple(each.replace("2020", "2021").replace("2021-0", "2022-0") for each in days)
             for name, days in file.dates.items()}  # fmt: skip
    assert later
    next_year = structs.replace(file, slug="b-mentor-2022", title="B-MEntor 2022", dates=later)
    opened = datetime(2021, 11, 1, 9, tzinfo=UTC)
    with year.works.work("ucl", now=opened) as work:
        apply_programme(work, next_year)
    again = replace(year, slug="b-mentor-2022", now=opened + timedelta(days=1))
    mentee, mentor = again.register(AMARA, "mentee"), again.register(DINAH, "mentor")
    with year.works.work("ucl") as work:
        here = [
            (each.gate, each.recorded_by) for each in rows(work, GatePass) if each.registration_id in {mentee, mentor}
        ]
    assert here == [("trained_mentee", None)]
