from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from makers import NOW, Works
from mentoring.errors import UnsoundDocument
from mentoring.messages.model import Message
from mentoring.messages.service import outbox, queue
from mentoring.unit_of_work import UnitOfWork

VALUES = {"programme.title": "Round 2021", "role.title": "mentee", "link": "/south/round-2021/mine"}


def received(work: UnitOfWork, key: str = "received:1") -> bool:
    return queue(
        work,
        occasion="registration_received",
        scheme=None,
        to_email="dinah@south.example",
        to_name="Dinah Almanac",
        home_tenant_id="south",
        values=VALUES,
        dedupe_key=key,
    )


def test_a_message_speaks_as_the_recipients_institution_and_leads_to_the_configured_address(works: Works) -> None:
    with works.work() as work:
        assert received(work)
        (message,) = outbox(work)
    assert message.body.startswith("Dear Dinah,\n")
    assert "https://mentoring.example/south/round-2021/mine" in message.body
    assert "mentoring@south.example" in message.body
    assert (message.state, message.to_email) == ("queued", "dinah@south.example")


def test_the_same_occasion_is_queued_once_also_by_several_at_once(works: Works) -> None:
    def try_it(_: int) -> bool:
        with works.work() as work:
            return received(work)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(try_it, range(16))) == [False] * 15 + [True]


def test_a_message_that_was_undone_leaves_nothing(works: Works) -> None:
    def queued_and_undone() -> None:
        with works.work() as work:
            received(work)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        queued_and_undone()
    with works.work() as work:
        assert outbox(work) == []


def test_the_outbox_shows_the_newest_first_and_only_what_this_institution_sends(works: Works) -> None:
    for minute, key in enumerate(("a", "b", "c")):
        with works.work(now=NOW + timedelta(minutes=minute)) as work:
            received(work, key)
    with works.work() as work:
        assert [each.created_at for each in outbox(work)] == [NOW + timedelta(minutes=n) for n in (2, 1, 0)]
    with works.work("south") as work:
        assert outbox(work) == []
        assert len(work.session.scalars(select(Message)).all()) == 3  # its people's messages, read by their home
    with works.work("west") as work:
        assert work.session.scalars(select(Message)).all() == []


def test_institutions_are_asked_for_once_however_many_messages(works: Works) -> None:
    counts = []
    with works.work() as work:
        for number in range(3):
            statements: list[str] = []
            event.listen(work.session.connection(), "before_cursor_execute", lambda *a, s=statements: s.append(a[2]))
            received(work, f"{number}")
            counts.append(len(statements))
    assert counts == [3, 1, 1]


def test_an_unknown_occasion_is_refused(works: Works) -> None:
    with works.work() as work, pytest.raises(UnsoundDocument, match="birthday"):
        queue(
            work,
            occasion="birthday",
            scheme=None,
            to_email="dinah@south.example",
            home_tenant_id="south",
            values={},
            dedupe_key="x",
        )
