"""Made-up pages of meetings that are arranged."""

from mentoring.web.forms.field import Box, Field
from mentoring.web.views.meetings import ArrangePage
from mentoring.web.views.parts import Button, Link, Problem

_NO_TIME = "Enter a time such as 10:00 or 14:30."

ARRANGE = ArrangePage(
    title="Change this meeting",
    sentence="You and Dinah. Arranged for 9 June 2027, 12:30.",
    problems=(Problem("time", _NO_TIME),),
    replies=("Dinah Almanac can come.", "You have said that you can come."),
    action="#change",
    fields=(
        Field(
            name="day",
            kind="date",
            label="Which day?",
            boxes=(
                Box(name="day.day", label="Day", value="9"),
                Box(name="day.month", label="Month", value="6"),
                Box(name="day.year", label="Year", value="2027", width="w-4"),
            ),
        ),
        Field(
            name="time",
            kind="text",
            label="At what time does it begin?",
            hint="Such as 10:00.",
            value="noon",
            problem=_NO_TIME,
        ),
        Field(name="minutes", kind="integer", label="For how many minutes?", value="60", width="w-4"),
        Field(
            name="place",
            kind="text",
            label="Where do you meet?",
            hint="A room, or the link of a call. You can leave it open.",
            required=False,
            value="https://calls.typography.example/a-room-with-quite-a-long-name-that-has-to-wrap",
        ),
    ),
    hidden=(("sequence", "1"),),
    button="Change it for everyone",
    leave=Link("Leave it as it is", "#leave"),
    off_title="If it does not take place",
    off_text="Everyone hears of it, and their calendars take it out.",
    off=Button(label="Call this meeting off", href="#off", post=True, kind="stop"),
    promise="Coordinators see that you met, and when, once you have logged it; never where, or what was said.",
)
