"""An event from its invitation to its register: a coordinator arranges it, people reply, and the gate opens."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from browsing import Browser, Page
from makers import Works
from mentoring.db.engine import Database
from mentoring.participants.register import own_registrations, save_answers, start, submit
from mentoring.programmes.queries import programme
from mentoring.unit_of_work import Actor
from served import Served, served
from year import B_GRADES, B_MENTEE, Year, b_mentor_year, home_of, variant

AT = "/ucl/console/b-mentor-2021/attendance"
AMARA, FERN, CATO = "amara.quarto@kcl.example", "fern.recto@ucl.example", "cato.octavo@kcl.example"
ANNOUNCED = datetime(2020, 12, 17, 9, tzinfo=UTC)
TRAINING = datetime(2021, 1, 14, 10, tzinfo=UTC)


def settled(site: Served, now: datetime) -> None:
    site.year.now = now
    site.year.settle()


def replied(somebody: Browser, home: str, answer: str) -> str:
    somebody.open(f"/{home}/b-mentor-2021/mine/events")
    form, _ = somebody.page.forms("Send my reply" if "Send my reply" in somebody.page.words else "Change my reply")[0]
    name = next(each.attributes["name"] for each in form.all("input") if each.attributes.get("type") == "radio")
    values = {
        label.words: each.attributes["value"]
        for label in form.all("label")
        for each in label.all("input")
    }  # fmt: skip
    value = next(value for words, value in values.items() if words.startswith(answer))
    return somebody.press("Send my reply" if "Send my reply" in somebody.page.words else "Change", {name: value}).words


def test_an_event_from_its_invitation_to_its_gate(database: Database, tmp_path: Path) -> None:
    limited = variant("b-mentor", {"activities": {"events": {"induction_mentee": {"places": 1}}}})
    year = b_mentor_year(Works(database, limited))
    for email in (AMARA, FERN, CATO):
        year.register(email, "mentee")
    with served(year, tmp_path) as site:
        settled(site, ANNOUNCED)
        lead, kcl = site.coordinator("ucl"), site.coordinator("kcl")
        amara, fern = site.as_(AMARA), site.as_(FERN)
        arranged_with_consequences(lead)
        assert "Say whether you come: Training for mentees" in amara.open("/kcl/b-mentor-2021/mine").words
        page = amara.open("/kcl/b-mentor-2021/mine/events")
        for words in ("One invitation waits for your reply.", "Room 5", "Join online", "One place is left."):
            assert words in page.words, words
        assert amara.press("Send my reply").problems == ["Choose whether you come"]
        assert "You come" in replied(amara, "kcl", "Yes")
        page = fern.open("/ucl/b-mentor-2021/mine/events")
        assert "Full: you would be on the waiting list." in page.words
        assert "It is full. You are on the waiting list" in replied(fern, "ucl", "Yes")
        assert "You do not come" in replied(amara, "kcl", "No")
        assert "You come" in fern.open("/ucl/b-mentor-2021/mine/events").words
        assert "You come" in fern.open("/ucl/b-mentor-2021/mine").words
        page = lead.open(f"{AT}/induction_mentee")
        assert "1 come, 1 do not come, 1 have not replied." in page.words
        assert "Fern Recto" in page.words
        page = kcl.open("/kcl/console/b-mentor-2021/attendance/induction_mentee")
        assert "Amara Quarto" in page.words
        assert "Fern Recto" not in page.words, "another institution's people are not to be seen"
        assert kcl.open(page.path + "/new").status == 403
        register_taken(site)


def arranged_with_consequences(lead: Browser) -> None:
    """The room is set: everybody who had heard is told, and that is seen before."""
    lead.open(AT)
    assert lead.follow("Training for mentees").heading == "Training for mentees"
    assert lead.follow("Change time or place").heading == "Change a session"
    wrong = {"day.day": "14", "time": "noon", "link": "room 5"}
    problems = lead.press("Show what this changes", wrong).problems
    assert problems == [
        "Enter a time such as 10:00 or 14:30.",
        "Enter an address that begins with https://, for example https://video.example/room.",
    ]
    page = lead.press("Show what this changes", time="10:00", place="Room 5", link="https://video.example/5")
    assert page.heading == "What this changes"
    assert "Event changed: to amara.quarto@kcl.example, cato.octavo@kcl.example, fern.recto@ucl.example" in page.words
    assert lead.press("Change the session").heading == "Training for mentees"
    assert "The session is changed" in lead.page.words
    lead.follow("Change time or place")
    page = lead.press("Show what this changes", time="14:30")
    assert "one date moves" in page.words
    assert lead.press("Change the session").problems == ["Write why: whoever runs the programme next reads it"]
    assert "14:30" in lead.press("Change the session", reason="The room is taken in the morning").words
    lead.follow("Change time or place")
    lead.press("Show what this changes", time="10:00")
    lead.press("Change the session", reason="It is free again")


def register_taken(site: Served) -> None:
    """By hand, and from a list: what it does not know is asked for, and nothing is written before it was seen."""
    lead = site.coordinator("ucl")
    session = lead.page.links("Change time or place")[0].rpartition("/")[2]
    assert "It has not begun yet" in lead.open(f"{AT}/induction_mentee/{session}/register").words
    site.year.now = TRAINING + timedelta(hours=2)
    site.browsers.clear()  # everybody signs in anew: weeks have passed
    lead, kcl = site.coordinator("ucl"), site.coordinator("kcl")
    page = kcl.open(f"/kcl/console/b-mentor-2021/attendance/induction_mentee/{session}/register")
    assert page.heading == "Register: Training for mentees"
    lead.open(AT)
    assert lead.follow("Take the register").heading == "Register: Training for mentees"
    assert "Nothing is saved yet." in lead.press("Mark everybody present who has a place").words
    assert "Saved: one person is marked differently now." in lead.press("Save the register").words
    tool = (
        "Meeting,Training\n\nDuration,Full Name,Email\n1h 28m 3s,Amara Q.,AMARA.QUARTO@kcl.example\n80,A. Stranger,\n"
    )
    page = lead.press("Show what the list says", text="just words")
    assert "No line of this list names its columns" in page.words
    assert "just words" in page.html, "nothing typed is lost"
    uploaded = {"file": ("list.csv", tool.encode("utf-16"), "text/csv")}
    lead.client.cookies = lead.cookies
    where = f"{AT}/induction_mentee/{session}/register/list"
    answer = lead.client.post(where, files=uploaded, data={"csrf": lead.page.token, "then": "look", "least": "45"})
    assert "One line needs you." in answer.text
    both = lead.client.post(where, files=uploaded, data={"csrf": lead.page.token, "text": "B. Stranger, 30"})
    assert (both.status_code, "You chose a file and pasted rows as well." in both.text) == (422, True)
    assert "B. Stranger, 30</textarea>" in both.text
    page = lead.press("Show what the list says", text=tool, least="45")
    assert page.heading == "What the list says"
    assert "One person would be written down as present. Nothing is saved yet. One line needs you." in page.words
    assert "Line 5: A. Stranger" in page.words
    cato = str(at_registration(site))
    page = lead.press("Look again", {"line-5": cato})
    assert "Two people would be written down" in page.words
    assert "Saved: two people are marked differently now." in lead.press("Write down two people as present").words
    for browser, home, name in ((lead, "ucl", "Fern Recto"), (kcl, "kcl", "Amara Quarto")):
        page = browser.open(f"/{home}/console/b-mentor-2021/attendance")
        assert name not in page.words, "whoever was there has passed"
    assert "You were there" in site.as_(AMARA).open("/kcl/b-mentor-2021/mine/events").words


def test_a_long_register_is_taken_a_page_at_a_time_and_loses_nothing(b_mentor: Served) -> None:
    year, twin_address = b_mentor.year, "recto@ucl.example"
    year.person(twin_address, "Fern Recto")
    keys = [registered(year, each) for each in (*(f"amara.quarto{n}@kcl.example" for n in range(10, 62)), FERN)]
    (one, *_), other, twin = keys, keys[51], registered(year, twin_address)
    settled(b_mentor, ANNOUNCED)
    year.now = TRAINING + timedelta(hours=2)
    lead = b_mentor.coordinator("ucl")
    lead.open(AT + "/induction_mentee")
    page = lead.follow("Take the register")
    register = page.path
    assert (page.words.count("Excused"), "Others whom it is for (54)" in page.words) == (50, True)
    page = lead.press("Save and go on to 51 to 54", {f"was-{one}": "present"})
    assert "Saved: one person is marked differently now." in page.words
    assert "place, one was there." in page.words
    assert (page.words.count("Excused"), page.forms("Save and go on")) == (4, [])
    assert "Mentee, UCL, recto@ucl.example. " in page.words, "two of one name are told apart"
    page = lead.press("1 to 50", {f"was-{other}": "excused"})
    assert chosen(page) == {str(one): "present"}
    page = lead.press("Save and find", {f"was-{one}": "absent"}, whose="  RECTO@ucl ")
    assert (page.words.count("Excused"), page.forms("Save and go on")) == (2, [])
    lead.press("Save the register", {f"was-{twin}": "present"})
    assert lead.page.words.count("Excused") == 2, "the search stays"
    assert chosen(lead.open(register)) == {str(one): "absent"}
    last = {str(other): "excused", str(twin): "present"}
    assert chosen(lead.open(register + "?page=2")) == last
    assert chosen(lead.open(register + "?page=99")) == last
    assert "Nobody of that name" in lead.open(register + "?find=nobody%25").words


def registered(year: Year, email: str) -> UUID:
    """As `Year.register`, without settling: many are settled at once."""
    with year.works.work(home_of(email), now=year.now, actor=Actor.person(year.person(email).id)) as work:
        here = programme(work, year.slug)
        one = start(work, here, role="mentee")
        answers = {**B_MENTEE, "grade": B_GRADES[home_of(email)][False]}
        save_answers(work, here, one, answers=answers, declared={"identifies": True})
        submit(work, here, one)
        return one.id


def test_what_somebody_else_marks_meanwhile_stays(b_mentor: Served) -> None:
    amara, fern = (b_mentor.year.register(email, "mentee") for email in (AMARA, FERN))
    settled(b_mentor, ANNOUNCED)
    b_mentor.year.now = TRAINING + timedelta(hours=2)
    lead, kcl = b_mentor.coordinator("ucl"), b_mentor.coordinator("kcl")
    lead.open(AT + "/induction_mentee")
    register = lead.follow("Take the register").path
    kcl.open(register.replace("/ucl/", "/kcl/", 1))
    kcl.press("Save the register", {f"was-{amara}": "present"})
    lead.press("Save the register", {f"was-{fern}": "absent"})
    assert chosen(lead.open(register)) == {str(amara): "present", str(fern): "absent"}


def chosen(page: Page) -> dict[str, str]:
    """What the register on this page says, by registration."""
    return {
        each.attributes["name"].removeprefix("was-"): each.attributes["value"]
        for each in page.root.all("input")
        if each.attributes.get("type") == "radio" and "checked" in each.attributes and each.attributes["value"]
    }


def at_registration(site: Served) -> object:
    with site.year.as_(CATO) as (work, programme):
        return own_registrations(work, programme)[0].id


def test_a_session_is_added_and_called_off_and_both_are_seen_before(b_mentor: Served) -> None:
    b_mentor.year.register(AMARA, "mentee")
    settled(b_mentor, ANNOUNCED)
    lead, amara = b_mentor.coordinator("ucl"), b_mentor.as_(AMARA)
    lead.open(f"{AT}/induction_mentee")
    assert lead.follow("Add a session").heading == "Add a session"
    day = {"day.day": "15", "day.month": "1", "day.year": "2021", "time": "14:00"}
    page = lead.press("Show what this changes", day)
    assert "Event changed: to amara.quarto@kcl.example" in page.words
    assert "The session is added" in lead.press("Add the session", reason="Not everybody can on Thursdays").words
    assert "You come" in replied(amara, "kcl", "Friday 15 January 2021, 14:00")
    off = lead.page.links("Call it off")[1]
    page = lead.open(off)
    assert "Event cancelled: to amara.quarto@kcl.example" in page.words
    assert "The session is called off" in lead.press("Call it off").words
    assert "Please choose another session" in amara.open("/kcl/b-mentor-2021/mine/events").words
    assert "You come" in replied(amara, "kcl", "Yes")
    lead.follow("Let it take place")
    assert "The session takes place again" in lead.press("Let it take place").words


def test_moving_the_date_on_the_timeline_shows_whom_it_reaches(b_mentor: Served) -> None:
    b_mentor.year.register(AMARA, "mentee")
    settled(b_mentor, ANNOUNCED)
    lead = b_mentor.coordinator("ucl")
    lead.open("/ucl/console/b-mentor-2021/timeline")
    lead.follow("Move a date")
    moved = {"dates.induction_mentee.day": "21"}
    page = lead.press("Show what this changes", moved)
    assert "Event changed: to amara.quarto@kcl.example" in page.words


@pytest.mark.parametrize("event", ["no_event", "induction_mentor"])
def test_an_event_that_is_not_there_is_not_found(b_mentor: Served, event: str) -> None:
    lead = b_mentor.coordinator("ucl")
    nobody = "00000000-0000-0000-0000-000000000001"
    assert lead.open(f"{AT}/{event}/{nobody}").status == 404
    assert lead.open(f"{AT}/no_event").status == 404


def test_whoever_is_asked_about_a_gate_is_led_to_those_who_have_not_passed_it(b_mentor: Served) -> None:
    b_mentor.year.register(AMARA, "mentee")
    settled(b_mentor, datetime(2021, 2, 9, 9, tzinfo=UTC))
    kcl = b_mentor.coordinator("kcl")
    assert "One person has not passed" in kcl.open("/kcl/console").words
    assert kcl.follow("Events and attendance").heading == "Events and attendance"
