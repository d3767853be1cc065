"""The dates a coordinator gives, and all that follow from them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mentoring.errors import UnsoundDocument
from mentoring.programmes.dates import missing_dates, resolve_dates
from mentoring.programmes.file import read_programme
from mentoring.schemes.build import build_scheme
from mentoring.schemes.load import load_scheme
from mentoring.schemes.scheme import Scheme

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FORM = {"type": "object", "properties": {"note": {"type": "string", "title": "Note"}}}
ROLE = {"mentee": {"title": "Mentee", "plural": "Mentees"}, "mentor": {"title": "Mentor", "plural": "Mentors"}}


def scheme_with(timeline: dict[str, Any], **documents: Any) -> Scheme:
    card = {"name": "folio", "title": "Folio", "summary": "A scheme.", "contract": ">=1,<2"}
    registration = {role: {"form": FORM, "closes": "closes"} for role in ROLE}
    titled = {name: {"title": name.replace("_", " ").capitalize(), **entry} for name, entry in timeline.items()}
    given = {"card": card, "roles": ROLE, "registration": registration, "timeline": titled, **documents}
    return build_scheme("folio", "1.0", given)


CLOSES = {"closes": {"at": {"set": "mid December"}}}


def days(scheme: Scheme, asked: dict[str, list[str]], zone: str = "Europe/London") -> dict[str, str]:
    return {name: moment.at.isoformat() for name, moment in resolve_dates(scheme, asked, zone).items()}


def test_the_seed_s_dates_give_the_whole_programme() -> None:
    programme = read_programme(EXAMPLES / "b-mentor-2021.toml")
    scheme = load_scheme(programme.scheme)
    found = days(scheme, {name: list(given) for name, given in programme.dates.items()})
    assert found["closes"] == "2020-12-19T00:00:00+00:00", "a deadline includes its whole day"
    assert found["induction_mentee"] == "2021-01-14T10:00:00+00:00"
    assert found["induction_mentor"] == "2021-01-28T10:00:00+00:00"
    assert found["match_by"] == "2021-02-11T09:00:00+00:00", "two weeks after the second training, in the morning"


def test_a_chain_is_followed_and_months_keep_the_day_or_take_the_last() -> None:
    scheme = scheme_with(
        {
            **CLOSES,
            "match_by": {"at": {"after": "closes", "by": "1 month"}},
            "warning": {"at": {"before": "match_by", "by": "1 week"}, "time": "17:30"},
        }
    )
    found = days(scheme, {"closes": ["2021-01-31"]})
    assert found["match_by"] == "2021-02-28T09:00:00+00:00"
    assert found["warning"] == "2021-02-21T17:30:00+00:00"


def test_summer_time_is_the_host_s() -> None:
    scheme = scheme_with({**CLOSES, "match_by": {"at": {"after": "closes", "by": "2 weeks"}}})
    assert days(scheme, {"closes": ["2021-03-20"]})["match_by"] == "2021-04-03T09:00:00+01:00"
    assert days(scheme, {"closes": ["2021-03-20"]}, "Europe/Paris")["match_by"] == "2021-04-03T09:00:00+02:00"


def test_after_an_event_means_its_last_session_and_before_it_its_first() -> None:
    clinics = {"title": "Clinics", "at": {"set": "in spring"}, "sessions": 3}
    scheme = scheme_with(
        {
            **CLOSES,
            "match_by": {"at": {"after": "clinics", "by": "1 day"}},
            "reminder": {"at": {"before": "clinics", "by": "1 day"}},
        },
        activities={"events": {"clinics": clinics}},
    )
    asked = {"closes": ["2021-01-01"], "clinics": ["2021-03-10", "2021-02-10", "2021-02-20T14:00"]}
    found = resolve_dates(scheme, asked, "Europe/London")
    assert [when.day for when in found["clinics"].times] == [10, 20, 10]
    assert found["match_by"].day == date(2021, 3, 11)
    assert found["reminder"].day == date(2021, 2, 9)


def test_without_a_duration_it_is_at_once_and_after_a_deadline_the_day_itself() -> None:
    launch = {"title": "Launch", "at": {"set": "in spring"}, "time": "14:00"}
    scheme = scheme_with(
        {**CLOSES, "thanks": {"at": {"after": "launch"}}, "match_by": {"at": {"after": "closes"}}},
        activities={"events": {"launch": launch}},
    )
    found = resolve_dates(scheme, {"closes": ["2021-01-01"], "launch": ["2021-03-10"]}, "Europe/London")
    assert found["thanks"].at.isoformat() == "2021-03-10T14:00:00+00:00"
    assert found["match_by"].day == date(2021, 1, 1)


def test_a_given_date_replaces_what_would_be_worked_out() -> None:
    scheme = scheme_with({**CLOSES, "match_by": {"at": {"after": "closes", "by": "2 weeks"}}})
    found = resolve_dates(scheme, {"closes": ["2021-01-01"], "match_by": ["2021-02-02"]}, "Europe/London")
    assert found["match_by"].day == date(2021, 2, 2)
    assert found["match_by"].given


def test_what_is_missing_is_named_with_its_hint() -> None:
    scheme = scheme_with({**CLOSES, "match_by": {"at": {"set": "early February"}}})
    assert missing_dates(scheme, {}) == ("closes", "match_by")
    with pytest.raises(UnsoundDocument) as refused:
        resolve_dates(scheme, {}, "Europe/London")
    assert refused.value.what.splitlines() == [
        "folio asks for the date `closes` (Closes, mid December): add it under [dates].",
        "folio asks for the date `match_by` (Match by, early February): add it under [dates].",
    ]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"closes": ["2021-01-01"], "party": ["2021-01-01"]}, "folio knows no date `party` of the programme"),
        ({"closes": ["2021-01-01", "2021-01-02"]}, "`closes` has 1 date, and 2 are given."),
        (
            {"closes": ["2021-01-10"], "match_by": ["2021-01-09"]},
            "`match_by` (9 January 2021) is before `closes` (10 January 2021): people would be matched while others",
        ),
    ],
)
def test_unknown_superfluous_and_impossible_dates_are_refused(asked: dict[str, list[str]], told: str) -> None:
    scheme = scheme_with({**CLOSES, "match_by": {"at": {"after": "closes", "by": "2 weeks"}}})
    with pytest.raises(UnsoundDocument) as refused:
        resolve_dates(scheme, asked, "Europe/London")
    assert told in refused.value.what


def test_a_training_after_the_round_that_it_opens_is_refused() -> None:
    training = {"title": "Training", "at": {"set": "in January"}}
    gate = {"title": "Trained", "before": "matching", "needs": [{"attended": "training"}]}
    scheme = scheme_with(
        {**CLOSES, "match_by": {"at": {"after": "closes", "by": "2 weeks"}}},
        activities={"events": {"training": training}, "gates": {"trained": gate}},
    )
    with pytest.raises(UnsoundDocument, match="nobody could have passed “Trained” in time"):
        resolve_dates(scheme, {"closes": ["2021-01-01"], "training": ["2021-02-01"]}, "Europe/London")


def test_what_repeats_comes_at_every_turn_until_the_last_day() -> None:
    scheme = scheme_with(
        {
            **CLOSES,
            "ends": {"at": {"set": "a year on"}},
            "match_by": {"at": {"after": "closes", "by": "2 weeks"}},
            "digest": {"at": {"every": "1 month", "from": "closes", "until": "ends"}},
        }
    )
    found = resolve_dates(scheme, {"closes": ["2021-01-31"], "ends": ["2021-04-30"]}, "Europe/London")
    assert [(when.month, when.day) for when in found["digest"].times] == [(2, 28), (3, 31), (4, 30)]
