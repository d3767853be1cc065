"""A made-up page of events and attendance."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.attendance import AttendancePage, EventBlock, GateBlock
from mentoring.web.views.parts import Button, Link

ATTENDANCE = AttendancePage(
    title="Events and attendance",
    programme="Ligature Professional 2027",
    sentence="Somebody who has not passed is not matched, and nobody is removed.",
    events=(
        EventBlock(
            title="Training for mentees",
            href="#event",
            when="Thursday 14 January 2027, 10:00, 90 minutes",
            sentence="36 come, two have not replied.",
            buttons=(Button(label="Take the register", href="#register", about="Training for mentees"),),
        ),
    ),
    gates=(
        GateBlock(
            id="trained",
            title="Mentee training",
            sentence="36 of 38 have passed.",
            action="#trained",
            hidden=(("gate", "trained"),),
            fields=(
                Field(
                    name="trained-people",
                    kind="checks",
                    label="Who was there?",
                    options=(
                        Option(value="ayo", label="Ayo Codex", hint="Letterpress"),
                        Option(value="hana", label="Hana Italic", hint="Arts"),
                    ),
                ),
            ),
            button="Record attendance",
            pages=(Link("1 to 50", "#trained", current=True), Link("51 to 52", "#trained")),
        ),
        GateBlock(
            id="agreed",
            title="Mentor training",
            sentence="Everybody has passed.",
            action="#agreed",
            hidden=(),
            fields=(),
            button="",
        ),
    ),
)
