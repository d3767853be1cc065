"""One e-mail a day: letters wait for the morning and leave as one, once; what is urgent leaves at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from makers import BASE_URL, Works
from mentoring.messages.model import Message, Post
from mentoring.messages.rules import next_digest, waits_for_digest
from mentoring.messages.service import queue
from mentoring.settings import new_id
from mentoring.worker.outfit import Outfit
from mentoring.worker.post import hand_over
from post_office import PostOffice, post_office

NOON = datetime(2020, 11, 2, 12, tzinfo=UTC)
MORNING = datetime(2020, 11, 3, 8, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    with post_office(tmp_path) as open_:
        yield open_


def writes(works: Works, occasion: str, key: str, *, to: str = "dinah", digest: bool = True, minute: int = 0) -> None:
    with works.work(now=NOON + timedelta(minutes=minute)) as work:
        queue(
            work, occasion=occasion, scheme=None, to_email=f"{to}@south.example", to_name="Dinah Almanac",
            home_tenant_id="south", dedupe_key=f"{occasion}:{key}:{to}", digest=digest,
            values={"programme.title": "Round <2021>", "role.title": "mentee", "link": "/south/mine", "others": "Tom",
                    "news": "Monday", "pathway.title": "Pair"},
        )  # fmt: skip


def hand(works: Works, office: PostOffice, now: datetime) -> None:
    hand_over(
        Outfit(
            database=works.database, schemes=works.schemes, clock=lambda: now, ids=new_id, base_url=BASE_URL,
            post=office.server,
        )
    )  # fmt: skip


def states(works: Works) -> dict[str, str]:
    with works.work() as work:
        return {each.occasion: each.state for each in work.session.scalars(select(Message))}


def test_letters_wait_for_the_morning_and_leave_as_one(works: Works, office: PostOffice) -> None:
    writes(works, "registration_received", "1")
    writes(works, "waiting", "1", minute=1)
    writes(works, "event_cancelled", "1")
    hand(works, office, NOON)
    assert [each.mail["Subject"] for each in office.arrived()] == ["A date is cancelled"]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: hand(works, office, MORNING), range(3)))
    hand(works, office, MORNING + timedelta(minutes=11))
    _, digest = office.arrived()
    assert digest.mail["Subject"] == "News from South University"
    text, html = (part.get_content() for part in digest.mail.iter_parts())
    assert text.index("We have received your registration") < text.index("You are on the waiting list")
    assert "https://mentoring.example/south/account" in text
    assert "<h2>We have received your registration</h2>" in html
    assert "Round &lt;2021&gt;" in html
    assert '<a href="https://mentoring.example/south/mine">' in html
    assert states(works) == {
        "registration_received": "joined", "waiting": "joined", "event_cancelled": "sent", "digest": "sent",
    }  # fmt: skip
    with works.work() as work:
        carried = work.session.scalars(select(Message).where(Message.occasion == "digest")).one()
        assert len(carried.carries) == 2
        assert work.session.scalars(select(Post)).all() == []


def test_one_that_is_alone_leaves_as_it_is_and_others_letters_stay_apart(works: Works, office: PostOffice) -> None:
    writes(works, "waiting", "1")
    writes(works, "waiting", "1", to="edith")
    writes(works, "registration_received", "1", to="flora", digest=False)
    hand(works, office, NOON)
    assert [each.to for each in office.arrived()] == [("flora@south.example",)]
    hand(works, office, MORNING)
    assert {each.mail["Subject"] for each in office.arrived()[1:]} == {"You are on the waiting list"}
    assert set(states(works).values()) == {"sent"}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (NOON, MORNING),
        (datetime(2020, 11, 3, 7, 59, tzinfo=UTC), MORNING),
        (MORNING, MORNING + timedelta(days=1)),
        (datetime(2021, 3, 27, 9, tzinfo=UTC), datetime(2021, 3, 28, 7, tzinfo=UTC)),
    ],
)
def test_the_day_begins_at_eight_by_the_readers_clock(now: datetime, then: datetime) -> None:
    assert next_digest(now, ZoneInfo("Europe/London")) == then


def test_what_is_urgent_waits_for_nothing() -> None:
    assert waits_for_digest("waiting", wanted=True, until=None, calendar=None)
    assert not waits_for_digest("waiting", wanted=False, until=None, calendar=None)
    assert not waits_for_digest("waiting", wanted=True, until=NOON, calendar=None)
    assert not waits_for_digest("waiting", wanted=True, until=None, calendar="BEGIN:VCALENDAR")
    assert not waits_for_digest("meeting_cancelled", wanted=True, until=None, calendar=None)
