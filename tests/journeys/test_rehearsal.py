"""Before anyone real is in it, the lead coordinator has the year played; nothing real is touched."""

import json
import xml.etree.ElementTree as ET

from browsing import Browser, Page
from mentoring.audit.model import AuditEntry
from mentoring.messages.model import Message
from mentoring.participants.model import Registration
from served import Served
from year import rows

AT = "/ucl/console/b-mentor-2021/rehearsal"
PATIENT = 40
"""How often somebody looks again; each time the page waits some seconds."""


def played(lead: Browser) -> Page:
    for _ in range(PATIENT):
        if "The year is being played" not in lead.page.words:
            return lead.page
        lead.follow("Look again")
    raise AssertionError(lead.page.words)


def test_a_coordinator_plays_the_year_and_nothing_real_is_touched(b_mentor: Served) -> None:
    lead = b_mentor.coordinator("ucl")
    lead.open("/ucl/console/b-mentor-2021/timeline")
    assert lead.follow("Play the year").heading == "Play the year"
    assert lead.press("Play the year", people="many", seed="0").problems == [
        "Write a whole number from 2 to 60.",
        "Write a whole number from 1 to 9,999.",
    ]
    lead.press("Play the year", people="4", seed="7")
    page = played(lead)
    assert "The year was played to its end" in page.words
    for words in (
        "December 2020",
        "Friday 18 December 2020: Registration closes",
        "Thursday 14 January 2021: Training for mentees",
        "Thursday 28 January 2021: Training for mentors",
        "Message “Match published” to ",
        "Nobody is in more mentorships at once than they have room for",
        "mentorships 4 completed",
    ):
        assert words.lower() in page.words.lower(), words
    assert "Does not hold" not in page.words
    files = {name: lead.client.get(f"{AT}/4/7/{name}") for name in ("story.txt", "story.json", "year.svg")}
    assert {each.status_code for each in files.values()} == {200}
    assert json.loads(files["story.json"].text)["programme"] == "B-MEntor Professional 2021"
    assert ET.fromstring(files["year.svg"].text).tag.endswith("svg")  # noqa: S314 - our own picture
    told = files["story.txt"].text
    lead.open(AT)
    lead.press("Play the year", people="4", seed="7")
    assert lead.client.get(f"{AT}/4/7/story.txt").text == told, "the same number is the same year, and is at hand"
    assert lead.client.get(f"{AT}/4/8/story.txt").status_code == 404
    with b_mentor.year.works.work("ucl") as work:
        assert (rows(work, Registration), [each for each in rows(work, Message) if "serif" in each.to_email]) == (
            [],
            [],
        )
        assert [each.action for each in rows(work, AuditEntry) if each.action == "rehearse"] == ["rehearse"] * 2
    assert b_mentor.coordinator("kcl").open("/kcl/console/b-mentor-2021/rehearsal").status == 403
    moved(lead)
    lead.open(AT)
    lead.press("Play the year", people="2", seed="7")
    assert "Friday 8 January 2021: Registration closes" in played(lead).words


def moved(lead: Browser) -> None:
    """Registration closes later."""
    lead.open("/ucl/console/b-mentor-2021/timeline")
    lead.follow("Move a date")
    eighth = {"dates.closes.day": "8", "dates.closes.month": "1", "dates.closes.year": "2021"}
    lead.press("Show what this changes", eighth)
    assert lead.press("Save", reason="Two institutions ask for more time").status == 200
