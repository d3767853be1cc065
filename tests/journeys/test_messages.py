"""Coordinators see what was sent to whom and what became of it, read it before it goes, and mend what failed."""

from datetime import timedelta
from pathlib import Path

from makers import BASE_URL
from mentoring.messages.model import Message
from mentoring.settings import new_id
from mentoring.worker.outfit import Outfit
from mentoring.worker.post import hand_over
from post_office import post_office
from served import Served
from year import rows

AMARA, GONE = "amara.quarto@kcl.example", "gone.octavo@kcl.example"
AT = "/ucl/console/b-mentor-2021/messages"


def test_what_came_back_is_seen_read_and_sent_again(b_mentor: Served, tmp_path: Path) -> None:
    year = b_mentor.year
    year.register(AMARA, "mentee")
    year.register(GONE, "mentee")
    ucl, kcl, ual = (b_mentor.coordinator(slug) for slug in ("ucl", "kcl", "ual"))
    assert ucl.open(AT).words.count("Waits to leave") >= 2
    with post_office(tmp_path) as office:
        outfit = Outfit(
            database=year.works.database,
            schemes=year.works.schemes,
            clock=lambda: year.now,
            ids=new_id,
            base_url=BASE_URL,
            post=office.server,
        )
        hand_over(outfit)
        page = kcl.open("/kcl/console/b-mentor-2021/messages?fate=bounced")
        assert (page.heading, GONE in page.words, AMARA in page.words) == ("Messages", True, False)
        assert "550 5.1.1 nobody of that name" in page.words
        kcl.follow(GONE)
        assert "Send this message again" not in kcl.page.words
        assert GONE not in ual.open("/ual/console/b-mentor-2021/messages").words
        ucl.open(f"{AT}?fate=bounced")
        message = ucl.follow(GONE)
        assert "550 5.1.1 nobody of that name" in message.words
        assert "Dear" in message.words
        assert "Leaves" in ucl.press("Send this message again").words
        hand_over(outfit)
        assert "Came back" in ucl.open(f"{AT}?fate=bounced").words
        arrived = {each.to for each in office.arrived()}
        assert ((AMARA,) in arrived, (GONE,) in arrived) == (True, False)


def test_each_message_is_read_with_somebodys_details_and_sent_to_oneself_alone(b_mentor: Served) -> None:
    year = b_mentor.year
    year.register(AMARA, "mentee")
    ucl = b_mentor.coordinator("ucl")
    assert "Dear [their first name]" in ucl.open(f"{AT}/words").words
    page = ucl.open(f"{AT}/words?person=quarto")
    assert "Dear Amara" in page.words
    assert "With the details of Amara Quarto" in page.words
    assert "Nobody here is called “nobody”" in ucl.open(f"{AT}/words?person=nobody").words
    ucl.press("Send it to me as a test")
    with year.works.work("ucl", now=year.now) as work:
        (test,) = [each for each in rows(work, Message) if each.dedupe_key.startswith("test:")]
        assert test.to_email == "coordinator@ucl.example"
        assert test.subject.startswith("Test: ")


def test_whoever_a_message_is_for_sees_who_has_read_it(b_mentor: Served) -> None:
    b_mentor.year.register(AMARA, "mentee")
    kcl = b_mentor.coordinator("kcl")
    kcl.open("/kcl/console/b-mentor-2021/messages")
    amara = b_mentor.as_(AMARA)
    assert "read a message" not in amara.open("/kcl/my-data").words
    kcl.follow(AMARA)
    assert "read a message that was written to you" in amara.open("/kcl/my-data").words


def test_who_wants_one_e_mail_a_day_gets_their_letters_as_one(b_mentor: Served, tmp_path: Path) -> None:
    year = b_mentor.year
    amara = b_mentor.as_(AMARA)
    b_mentor.coordinator("ucl")
    amara.open("/kcl/account")
    assert "You get one e-mail a day" in amara.press("Keep this", letters="daily").words
    year.register(AMARA, "mentee")
    year.register(AMARA, "mentor")
    with post_office(tmp_path) as office:

        def hand() -> list[str]:
            hand_over(
                Outfit(
                    database=year.works.database, schemes=year.works.schemes, clock=lambda: year.now, ids=new_id,
                    base_url=BASE_URL, post=office.server,
                )
            )  # fmt: skip
            return [str(each.mail["Subject"]) for each in office.arrived() if each.to == (AMARA,)]

        at_once = hand()
        assert "We have received your registration" not in at_once
        year.now += timedelta(days=1)
        assert hand() == [*at_once, "News from King's College London"]
    del b_mentor.browsers["coordinator@ucl.example"]  # that session is of yesterday
    ucl = b_mentor.coordinator("ucl")
    ucl.open(f"{AT}?fate=joined")
    ucl.follow(AMARA)
    assert "In a mail with others" in ucl.page.words
    assert "We have received your registration" in ucl.follow("The day's mail that it left in").words
    assert ucl.follow("We have received your registration").links("The day's mail that it left in")
