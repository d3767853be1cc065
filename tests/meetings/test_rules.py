from datetime import UTC, date, datetime

from mentoring.meetings.rules import problems_of_meeting, rhythm
from mentoring.schemes.scheme import Meetings

FORMED = datetime(2021, 2, 11, 15, tzinfo=UTC)
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)


def problems(starts_at: datetime, minutes: int = 60) -> set[str]:
    return set(problems_of_meeting(starts_at=starts_at, minutes=minutes, formed_at=FORMED, now=NOW))


def test_a_meeting_lies_between_the_beginning_and_now() -> None:
    assert problems(datetime(2021, 2, 11, 9, tzinfo=UTC)) == set()
    assert problems(datetime(2021, 2, 10, 9, tzinfo=UTC)) == {"starts_at"}
    assert problems(datetime(2021, 3, 1, 12, 1, tzinfo=UTC)) == {"starts_at"}


def test_a_meeting_takes_from_a_minute_to_half_a_day() -> None:
    at = datetime(2021, 2, 20, 9, tzinfo=UTC)
    assert [problems(at, minutes) for minutes in (0, 1, 720, 721)] == [{"minutes"}, set(), set(), {"minutes"}]


def test_beads_fill_as_meetings_are_held() -> None:
    found = rhythm(Meetings(least=3, every="4-6 weeks"), [date(2021, 2, 20)], FORMED.date())
    assert found.beads == (True, False, False)
    assert (found.suggested, found.late) == (date(2021, 3, 20), date(2021, 4, 3))


def test_more_than_the_target_all_count() -> None:
    assert rhythm(Meetings(least=1), [date(2021, 2, 20), date(2021, 3, 1)], FORMED.date()).beads == (True, True)


def test_without_a_target_there_are_as_many_beads_as_meetings() -> None:
    found = rhythm(Meetings(), [date(2021, 2, 20)], FORMED.date())
    assert (found.beads, found.target, found.suggested) == ((True,), None, None)
