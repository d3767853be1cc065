"""Messages leave over a real mail server, once each; what it says of them is kept."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from makers import BASE_URL, NOW, Works
from mentoring.calendars.entry import Entry, Party
from mentoring.calendars.writing import invitation
from mentoring.messages.mail import Sender, Words, mail_of
from mentoring.messages.model import Message, Post
from mentoring.messages.post import begin, claim
from mentoring.messages.service import queue
from mentoring.messages.smtp import MailServer
from mentoring.settings import new_id
from mentoring.worker.outfit import Outfit
from mentoring.worker.post import hand_over
from post_office import PostOffice, post_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    with post_office(tmp_path) as open_:
        yield open_


def outfit_at(works: Works, server: MailServer | None, now: datetime = NOW) -> Outfit:
    return Outfit(
        database=works.database, schemes=works.schemes, clock=lambda: now, ids=new_id, base_url=BASE_URL, post=server
    )


def write_to(works: Works, *names: str, until: datetime | None = None, calendar: str | None = None) -> None:
    for name in names:
        with works.work() as work:
            queue(
                work,
                occasion="registration_received",
                scheme=None,
                to_email=f"{name}@south.example",
                to_name="Dinah Almanac",
                home_tenant_id="south",
                values={"programme.title": "Round <2021>", "role.title": "mentee", "link": "/south/round-2021/mine"},
                dedupe_key=f"received:{name}",
                until=until,
                calendar=calendar,
            )


def states(works: Works) -> dict[str, tuple[str, bool, str | None]]:
    with works.work() as work:
        return {
            each.to_email.partition("@")[0]: (each.state, each.doubtful, each.error)
            for each in work.session.scalars(select(Message).order_by(Message.to_email))
        }


def waiting(works: Works) -> int:
    with works.database.directory() as session:
        return len(session.scalars(select(Post)).all())


def test_each_message_arrives_once_at_one_recipient_as_text_and_html(works: Works, office: PostOffice) -> None:
    write_to(works, "dinah", "edith", "flora")
    assert hand_over(outfit_at(works, office.server)) is None
    assert hand_over(outfit_at(works, office.server)) is None
    arrived = sorted(office.arrived(), key=lambda each: each.to)
    assert [each.to for each in arrived] == [(f"{name}@south.example",) for name in ("dinah", "edith", "flora")]
    mail = arrived[0].mail
    assert mail["From"] == "North University <mentoring@mentoring.example>"
    assert mail["Reply-To"] == "mentoring@north.example"
    assert (mail["To"], mail["Cc"], mail["Bcc"]) == ("dinah@south.example", None, None)
    assert mail["Subject"] == "We have received your registration"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = (part.get_content() for part in mail.iter_parts())
    assert "https://mentoring.example/south/round-2021/mine" in text
    assert "Round <2021>" in text
    assert "Round &lt;2021&gt;" in html
    assert states(works) == dict.fromkeys(("dinah", "edith", "flora"), ("sent", False, None))
    assert waiting(works) == 0


def test_an_invitation_arrives_as_what_calendars_act_on_and_as_a_file(works: Works, office: PostOffice) -> None:
    entry = Entry(
        uid="a1@north.example",
        start=NOW,
        end=NOW + timedelta(hours=1),
        zone="Europe/London",
        summary="Meeting with Zoë",
        organiser=Party("North University", "mentoring@north.example"),
        attendee=Party("Dinah Almanac", "dinah@south.example"),
        written_at=NOW,
    )
    calendars = [invitation(entry), invitation(replace(entry, sequence=1, cancelled=True))]
    for name, calendar in zip(("dinah", "edith"), calendars, strict=True):
        write_to(works, name, calendar=calendar)
    hand_over(outfit_at(works, office.server))
    for arrived, calendar, method, name in zip(
        sorted(office.arrived(), key=lambda each: each.to),
        calendars,
        ("REQUEST", "CANCEL"),
        ("invitation.ics", "cancelled.ics"),
        strict=True,
    ):
        readings, file = arrived.mail.iter_parts()
        assert isinstance(readings, EmailMessage)
        assert isinstance(file, EmailMessage)
        text, html, ours = readings.iter_parts()
        assert (readings.get_content_type(), text.get_content_type(), html.get_content_type()) == (
            "multipart/alternative",
            "text/plain",
            "text/html",
        )
        assert (ours.get_content_type(), dict(ours["Content-Type"].params)) == (
            "text/calendar",
            {"charset": "utf-8", "method": method},
        )
        assert ours.get_payload(decode=True) == file.get_payload(decode=True) == calendar.encode()
        assert (file.get_content_type(), file.get_filename()) == ("application/ics", name)


def test_the_same_mail_is_the_same_bytes_each_time() -> None:
    words = Words("a@b.example", "News", "Dear Zoë", "<p>Dear Zoë</p>", "<1@b.example>", NOW, "BEGIN:VCALENDAR\r\n")
    sender = Sender("North University", "mentoring@mentoring.example", "mentoring@north.example")
    assert mail_of(words, sender).as_bytes() == mail_of(words, sender).as_bytes()


def test_without_a_mail_server_messages_wait(works: Works) -> None:
    write_to(works, "dinah")
    assert hand_over(outfit_at(works, None)) is None
    assert states(works) == {"dinah": ("queued", False, None)}
    assert waiting(works) == 1


def test_who_is_gone_bounces_at_once_and_who_is_full_is_tried_for_three_days(works: Works, office: PostOffice) -> None:
    write_to(works, "gone.dinah", "full.edith", "flora")
    first = hand_over(outfit_at(works, office.server))
    assert first == NOW + timedelta(minutes=1)
    assert states(works) == {
        "flora": ("sent", False, None),
        "full.edith": ("queued", False, "452 4.2.2 mailbox full"),
        "gone.dinah": ("bounced", False, "550 5.1.1 nobody of that name"),
    }
    tries: list[datetime] = []
    again: datetime | None = first
    while again is not None:
        tries.append(again)
        again = hand_over(outfit_at(works, office.server, again))
    assert states(works)["full.edith"] == ("failed", False, "452 4.2.2 mailbox full")
    assert len(tries) == 19
    assert tries[-1] <= NOW + timedelta(days=3)
    assert waiting(works) == 0
    assert len(office.arrived()) == 1


def test_a_server_that_hangs_up_leaves_a_doubt_and_the_same_message_id(works: Works, office: PostOffice) -> None:
    write_to(works, "torn.dinah")
    again = hand_over(outfit_at(works, office.server))
    assert again == NOW + timedelta(minutes=1)
    assert states(works)["torn.dinah"][:2] == ("queued", False)
    hand_over(outfit_at(works, office.server, again))
    assert states(works)["torn.dinah"][:2] == ("queued", True)
    first, second = office.arrived()
    assert first.mail["Message-ID"] == second.mail["Message-ID"]


def test_a_server_that_is_not_there_costs_no_message_an_attempt(works: Works) -> None:
    write_to(works, "dinah", "edith")
    nowhere = MailServer("127.0.0.1", 1, "plain", "", "", "mentoring@mentoring.example")
    assert hand_over(outfit_at(works, nowhere)) == NOW + timedelta(minutes=1)
    assert states(works) == {"dinah": ("queued", False, None), "edith": ("queued", False, None)}
    with works.database.directory() as session:
        assert {(each.attempts, each.claim) for each in session.scalars(select(Post))} == {(0, None)}


def test_what_is_of_no_use_any_more_is_not_sent(works: Works, office: PostOffice) -> None:
    write_to(works, "dinah", until=NOW + timedelta(minutes=30))
    write_to(works, "edith")
    hand_over(outfit_at(works, office.server, NOW + timedelta(minutes=31)))
    assert [each.to for each in office.arrived()] == [("edith@south.example",)]
    assert states(works)["dinah"][0] == "failed"


def test_a_worker_that_dies_before_it_begins_costs_nothing_and_one_in_the_middle_leaves_a_doubt(
    works: Works, office: PostOffice
) -> None:
    write_to(works, "dinah", "edith")
    with works.database.directory() as session:
        mine = claim(session, now=NOW, token=new_id(), at_most=20)
        session.commit()
    with works.work() as work:
        assert begin(work, mine[0], address=office.server.address)
    assert hand_over(outfit_at(works, office.server)) == NOW + timedelta(minutes=10)
    assert office.arrived() == []
    hand_over(outfit_at(works, office.server, NOW + timedelta(minutes=10)))
    assert sorted(states(works).values()) == [("sent", False, None), ("sent", True, None)]
    assert len(office.arrived()) == 2


def test_what_another_worker_has_claimed_since_is_left_to_it(works: Works, office: PostOffice) -> None:
    write_to(works, "dinah")
    with works.database.directory() as session:
        slow = claim(session, now=NOW, token=new_id(), at_most=20)
        session.commit()
        claim(session, now=NOW + timedelta(minutes=10), token=new_id(), at_most=20)
        session.commit()
    with works.work(now=NOW + timedelta(minutes=11)) as work:
        assert begin(work, slow[0], address=office.server.address) is None


@pytest.mark.parametrize("unfit", ["[dinah", "(c)", ":", "", "a@[", 'a@"', "a@b..c"])
def test_an_address_that_fits_in_no_mail_keeps_nobody_elses_waiting(
    works: Works, office: PostOffice, unfit: str
) -> None:
    write_to(works, unfit, "edith", "flora", until=NOW + timedelta(minutes=30))
    hand_over(outfit_at(works, office.server))
    assert sorted(each.to[0] for each in office.arrived()) == ["edith@south.example", "flora@south.example"]
    with works.work() as work:
        failed = work.session.scalars(select(Message).where(Message.state == "failed")).one()
    assert failed.to_email == f"{unfit}@south.example"
    assert waiting(works) == 0
