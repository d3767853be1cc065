"""Who reads the answers to a survey, when somebody is reminded, and which answers need a person: pure."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from mentoring.contracts.conditions import Truth, judge
from mentoring.contracts.durations import add, parse_duration
from mentoring.programmes.dates import MORNING
from mentoring.schemes.scheme import Scheme, Survey

Reach = Literal["coordinators", "host", "members", "nobody"]
"""Who reads somebody's answers: coordinators of the host and of their institution, the host's, the members of the
mentorship it is about; or nobody by name."""


def reach_of(survey: Survey) -> Reach:
    """Who reads the answers to `survey`."""
    return survey.read_by if survey.named else "nobody"


def closes_at(survey: Survey, asked_at: datetime, zone: ZoneInfo) -> datetime:
    """Until when somebody asked at `asked_at` may answer: as long as the scheme says, the last day included."""
    last = add(asked_at.astimezone(zone).date(), parse_duration(survey.open_for))
    return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)


def last_moment(closes: datetime) -> datetime:
    """The last moment before it closes: the day that people are told, since that whole day is theirs."""
    return closes - timedelta(seconds=1)


def reminders(survey: Survey, asked_at: datetime, closes: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """When somebody who has not answered is reminded, while they still may; at nine in the morning."""
    day = asked_at.astimezone(zone).date()
    for written in survey.remind:
        at = datetime.combine(add(day, parse_duration(written)), MORNING, zone).astimezone(UTC)
        if asked_at < at < closes:
            yield at


def calls_for_a_person(survey: Survey, answers: Mapping[str, Any]) -> bool:
    """Whether the survey's alarm holds for these answers; what is not answered rings none."""
    if survey.alarm is None:
        return False
    return judge(survey.alarm["if"], {f"answers.{name}": value for name, value in answers.items()}) is Truth.YES


def asked_by_gates(scheme: Scheme) -> frozenset[str]:
    """The surveys that some gate needs answered."""
    gates = scheme.activities.gates.values()
    return frozenset(need["answered"] for gate in gates for need in gate.needs if "answered" in need)


def asked_at_milestones(scheme: Scheme) -> frozenset[str]:
    """The surveys that some milestone asks; a gate asks what it needs only where none does."""
    return frozenset(action["ask"] for each in scheme.timeline.values() for action in each.do if "ask" in action)
