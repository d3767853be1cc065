"""The year as its coordinators read it: counted by sorts and moments, as if everybody's record had been read."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from makers import Works
from mentoring.db.engine import Database
from mentoring.gates.service import passed_at
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.model import Member
from mentoring.participants.judge import dossiers
from mentoring.participants.setting import setting_of
from mentoring.timeline.ahead import ahead_of
from mentoring.timeline.groups import groups_of
from mentoring.timeline.moments import year_of
from mentoring.timeline.plan import plan_of
from year import MATCHING, b_mentor_year, published, ready_pairs, rows, variant

LETTER = "no_match"
MENTEES: dict[str, Any] = {"role": "mentee", "state": ["submitted", "eligible", "matched"]}
MILESTONES: dict[str, Any] = {
    "to_mentors": {"at": {"after": "match_by", "by": "1 month"}, "do": [{"send": LETTER, "to": "mentor"}]},
    "to_looked_at": {"at": {"after": "to_mentors"}, "do": [{"send": LETTER, "to": {"state": "submitted"}}]},
    "to_mentees": {"at": {"after": "to_mentors"}, "do": [{"send": LETTER, "to": MENTEES}]},
    "welcome": {"per": "person", "at": {"after": "submitted", "by": "1 year"}, "do": [{"send": LETTER}]},
    "taken": {"per": "person", "at": {"after": "eligible", "by": "5 months"}, "do": [{"send": LETTER}]},
    "then": {"per": "person", "at": {"after": "taken", "by": "1 week"}, "do": [{"send": LETTER}]},
    "trained": {"per": "person", "at": {"after": "passed.trained_mentee", "by": "2 months"}, "do": [{"send": LETTER}]},
    "late": {"per": "person", "at": {"after": "match_by", "by": "2 months"}, "do": [{"send": LETTER}]},
    "weekly": {"per": "mentorship", "at": {"every": "1 week", "from": "formed", "until": "planned_end"},
               "do": [{"send": LETTER}]},
    "met": {"per": "mentorship", "at": {"after": "each_meeting", "by": "3 months"}, "do": [{"send": LETTER}]},
}  # fmt: skip
ONE_HOUSE: dict[str, Any] = {
    "to_ual": {
        "at": {"after": "match_by", "by": "1 month"},
        "do": [{"send": LETTER, "to": {"role": "mentee", "if": {"institution": {"const": "ual"}}}}],
    }
}


@pytest.mark.parametrize("more", [{}, ONE_HOUSE])
def test_what_is_told_is_what_the_records_of_everybody_say(database: Database, more: dict[str, Any]) -> None:
    timeline = {name: {"title": name, **entry} for name, entry in {**MILESTONES, **more}.items()}
    year = b_mentor_year(Works(database, variant("b-mentor", {"timeline": timeline})))
    year.register("ines.serif@ual.example", "mentee")
    year.register("cato.octavo@kcl.example", "mentee", grade="")
    (_, mentor), *_ = ready_pairs(year, 2)
    published(year)
    year.now = MATCHING + timedelta(days=7)
    year.settle()
    with year.works.work("ucl", now=year.now) as work:
        (pair,) = [each.mentorship_id for each in rows(work, Member) if each.registration_id == mentor]
    with year.as_("dinah.almanac0@ucl.example") as (work, _):
        log_meeting(work, pair, host="ucl", starts_at=datetime(2021, 2, 15, 9, tzinfo=UTC), minutes=60, zone="UTC")
    with year.coordinating("ucl") as (work, programme):
        setting = setting_of(work, programme)
        passed = passed_at(work, programme)
        groups = groups_of(work, programme)
        full = year_of(work, programme, setting, dossiers(work, programme), groups=groups, passed=passed)
        known = Counter(each.turn.milestone for each in full.occurrences() if each.turn.due > work.now)
        assert ahead_of(work, programme, setting, coded=False) == known
        assert {name for name in MILESTONES if known[name]} == set(MILESTONES)
        told = {each.id: each for each in plan_of(work, programme)}
    assert {name: each.ahead for name, each in told.items() if each.ahead} == known
    counts = {name: told[name].deeds[0].count for name in ("to_mentors", "to_looked_at", "to_mentees", *more)}
    assert counts == {"to_mentors": 2, "to_looked_at": 1, "to_mentees": 4, **dict.fromkeys(more, 1)}
