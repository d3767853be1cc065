"""Made-up pages of events: one event, a register, a list from a video tool, and what somebody is invited to."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.events import (
    EventPage,
    GuestLine,
    Invited,
    ListLine,
    MyEventsPage,
    RollListPage,
    RollPage,
    SessionLine,
    Turn,
)
from mentoring.web.views.parts import Banner, Button, Link, Problem

PROGRAMME = "Ligature Professional 2027"
_BACK = Link("Back to all events", "#events")
_REGISTER = Link("Back to the register", "#register")

EVENT = EventPage(
    title="Training for mentees",
    programme=PROGRAMME,
    sentence="18 come, two wait for a place, five have not replied.",
    banner=Banner(kind="done", title="The session is changed", text="Whoever had heard of it is told."),
    back=_BACK,
    text="What mentoring is and is not. Attending it passes: Compulsory training for mentees.",
    sessions=(
        SessionLine(
            id="first",
            when="Thursday 14 January 2027, 10:00, 90 minutes",
            where="Room 5; https://video.example/ligature/room-5",
            counts="18 expected, no places left, 2 waiting",
            mark="open",
            word="To come",
            buttons=(Button(label="Change time or place", href="#change"), Button(label="Call it off", href="#off")),
        ),
        SessionLine(
            id="second",
            when="Friday 15 January 2027, 14:00, 90 minutes",
            where="No place or link yet",
            counts="None expected",
            mark="stop",
            word="Called off",
            buttons=(Button(label="Let it take place", href="#back"),),
        ),
    ),
    actions=(Button(label="Add a session", href="#new"),),
    people_title="Three people, three invited",
    people=(
        GuestLine(
            name="Ayo Codex", line="Mentee, Letterpress", mark="done", reply="Coming", came="Present, 88 minutes"
        ),
        GuestLine(name="Hana Italic", line="Mentee, Arts", mark="wait", reply="On the waiting list"),
        GuestLine(name="Fern Recto", line="Mentee, Letterpress", mark="open", reply="No reply yet"),
    ),
)


def _was(name: str, hint: str, chosen: str = "") -> Field:
    marks = (("present", "Present"), ("absent", "Absent"), ("excused", "Excused"), ("", "Nothing yet"))
    return Field(
        name=f"was-{name.lower().replace(' ', '-')}",
        kind="radio",
        label=name,
        hint=hint,
        beside=True,
        options=tuple(Option(value=value, label=label, chosen=value == chosen) for value, label in marks),
    )


_LEAST = Field(
    name="least",
    kind="integer",
    label="How many minutes make somebody present?",
    width="w-3",
    hint="Whoever was there for less is left as they are. 0 takes everybody.",
    value="45",
)

ROLL = RollPage(
    title="Register: Training for mentees",
    programme=PROGRAMME,
    sentence="Thursday 14 January 2027, 10:00, 90 minutes. Two people have a place, one was there.",
    problems=(Problem("text", "No line of this list names its columns. Add a line with Name, Email and Duration."),),
    back=Link("Back to the event", "#event"),
    action="#save",
    shortcuts=(Button(label="Mark everybody present who has a place", name="then", value="came"),),
    expected_title="Those with a place",
    expected=(
        _was("Ayo Codex", "Mentee, Letterpress. Coming, 88 minutes.", "present"),
        _was("Hana Italic", "Mentee, Arts. Coming."),
    ),
    others_title="Others whom it is for (1)",
    others=(_was("Fern Recto", "Mentee, Letterpress. No reply yet."),),
    button="Save the register",
    list_action="#list",
    list_fields=(
        Field(
            name="file",
            kind="file",
            label="The list as CSV",
            required=False,
            hint="Name, e-mail and duration in whatever order; other columns are passed over.",
        ),
        Field(
            name="text",
            kind="long",
            label="Or its rows, pasted",
            required=False,
            rows=5,
            value="Ayo Codex, 88",
            problem="No line of this list names its columns. Add a line with Name, Email and Duration.",
        ),
        _LEAST,
    ),
    list_button="Show what the list says",
)

ROLL_LONG = RollPage(
    title="Register: Launch",
    programme=PROGRAMME,
    sentence="Thursday 14 January 2027, 10:00, 90 minutes. 84 people have a place, 52 were there.",
    banner=Banner(kind="done", title="Saved: two people are marked differently now."),
    back=Link("Back to the event", "#event"),
    action="#save",
    hidden=(("seen", ""),),
    find=Field(
        name="whose",
        kind="text",
        label="Find somebody in the register",
        hint="A part of a name or address. What is marked on this page is saved first.",
    ),
    find_button="Save and find",
    everybody=Link("Show everybody", "#everybody"),
    shortcuts=(Button(label="Mark everybody on this page present who has a place", name="then", value="came"),),
    expected_title="Those with a place (84)",
    expected=(
        _was("Ayo Codex", "Mentee, Letterpress, ayo.codex@letterpress.example. Coming.", "present"),
        _was("Ayo  Codex", "Mentee, Letterpress, a.codex@letterpress.example. Coming."),
    ),
    others_title="Others whom it is for (40)",
    others=(_was("Fern Recto", "Mentee, Letterpress. No reply yet."),),
    go_on=Button(label="Save and go on to 51 to 100", value="2"),
    button="Save this page",
    turns=(Turn("1 to 50", 1, current=True), Turn("51 to 100", 2, current=False), Turn("101 to 124", 3, current=False)),
)

ROLL_LIST = RollListPage(
    title="What the list says",
    programme=PROGRAMME,
    sentence="One person would be written down as present. Nothing is saved yet. One line needs you.",
    back=_REGISTER,
    action="#list",
    hidden=(("text", "Name,Duration\nAyo Codex,88\nHana I.,90\nFern Recto,12"),),
    least=_LEAST,
    choices=(
        Field(
            name="line-3",
            kind="select",
            label="Line 3: Hana I.",
            hint="Nobody here has this name or address. Choose whom it means, or leave it out.",
            required=False,
            options=(Option(value="", label="Leave it out"), Option(value="hana", label="Hana Italic, Arts")),
        ),
    ),
    lines=(
        ListLine(number="2", said="Ayo Codex", minutes="88", mark="done", outcome="Ayo Codex: present"),
        ListLine(
            number="3", said="Hana I.", minutes="90", mark="wait", outcome="Nothing, unless you choose whom it means"
        ),
        ListLine(
            number="4",
            said="Fern Recto",
            minutes="12",
            mark="info",
            outcome="Fern Recto: there too briefly, left as they are",
        ),
    ),
    button="Write down one person as present",
    again="Look again with what I chose",
)

MY_EVENTS = MyEventsPage(
    title="Your events",
    sentence="One invitation waits for your reply.",
    events=(
        Invited(
            id="workshop",
            title="Training for mentees",
            line="For you as mentee",
            text="What mentoring is and is not, how to make the most of it, and how to begin.",
            mark="wait",
            status="Please reply",
            sessions=(
                ("Thursday 14 January 2027, 10:00, 90 minutes", "Room 5", Link("Join online", "#join")),
                ("Friday 15 January 2027, 14:00, 90 minutes", "", None),
            ),
            action="#reply",
            fields=(
                Field(
                    name="reply",
                    kind="radio",
                    label="Will you come?",
                    options=(
                        Option(value="1", label="Thursday 14 January 2027, 10:00", hint="Two places are left."),
                        Option(
                            value="2",
                            label="Friday 15 January 2027, 14:00",
                            hint="Full: you would be on the waiting list, behind two others.",
                        ),
                        Option(value="no", label="No, I cannot come"),
                    ),
                ),
            ),
            button="Send my reply",
        ),
        Invited(
            id="past",
            title="Launch",
            line="For you as mentee",
            mark="done",
            status="You were there",
            sessions=(("Monday 4 January 2027, 12:30, 60 minutes", "Great Hall", None),),
        ),
    ),
    back=Link("Back to your page", "#mine"),
)
