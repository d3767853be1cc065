"""Made-up pages of the portal."""

from mentoring.web.forms.field import Box, Field, Option
from mentoring.web.views.parts import Button, Link, Person, Problem, Step, beads
from mentoring.web.views.portal import (
    Expected,
    Goal,
    LogMeetingPage,
    MatchesPage,
    MatchPage,
    MeetingLine,
    NextMeeting,
    NotesPromise,
    OtherMember,
    ToDo,
    WaitingPage,
)

_DINAH = Person(name="Dinah Almanac", line="Head of Research Services", leads=True)
_AMARA = Person(name="Amara Quarto", line="Research Officer")

PAIR = MatchPage(
    to_do=ToDo(
        title="Before you meet",
        lines=("An agreement: still to be done by you and Dinah Almanac",),
        buttons=(
            Button(label="Read and sign “How we will work together”", href="#sign", icon="pencil"),
            Button(label="Answer “Before you begin”, until 8 March 2027", href="#answer", icon="pencil"),
        ),
    ),
    title="You and Dinah",
    shape="pair",
    sentence="Ligature Professional 2027, until 18 February 2028",
    me=_AMARA,
    others=(_DINAH,),
    next=NextMeeting(
        over="Your next meeting",
        when="Thursday 20 May, 14:00 to 15:00",
        text="Online. The link is in the invitation in your calendar.",
        buttons=(
            Button(label="Log a meeting", href="#log", kind="primary"),
            Button(label="Move or cancel", href="#move"),
        ),
        beads=beads(3, 6, "Three meetings held. The scheme asks for at least six.", next_planned=True),
    ),
    other=OtherMember(
        role="Your mentor",
        name="Dinah Almanac",
        position="Head of Research Services, University of Typography",
        email="d.almanac@typography.example",
        email_label="Reach Dinah",
        email_note="Usually answers within two or three days.",
        why_label="Why you two",
        why=(
            "You wanted to talk about moving into management and about budgets.",
            "Dinah offers both, and once led a team like the one you hope to lead.",
        ),
    ),
    goals=(
        Goal(
            title="Lead a small team within two years",
            next="Next: ask to run the summer intake rota. By 11 June.",
            beads=beads(2, 3, "step 2 of 3"),
        ),
        Goal(title="Speak in the faculty board at least once", beads=beads(1, 2, "step 1 of 2")),
    ),
    goals_button=Button(label="Add a goal", href="#goal", icon="plus"),
    meetings=(
        MeetingLine(when="18 April", text="Online, an hour"),
        MeetingLine(when="7 March", text="In person, an hour"),
    ),
    notes=NotesPromise(
        title="Your notes stay between you two",
        text="Only you and Dinah can read them: no coordinator, no manager and neither university can read them.",
        can_see=("that you met, and on which day", "how many meetings you have had"),
        never_see=("a word of your notes", "what you talked about"),
        buttons=(Button(label="Write a note", href="#note", icon="pencil"),),
    ),
    expected=(
        Expected(
            title="Of you", lines=("You set up the meetings and say what they are about", "You come with an open mind")
        ),
        Expected(title="Of Dinah", lines=("An hour every four to six weeks", "What you say stays confidential")),
    ),
    agreement=Link("The agreement you both signed on 2 March", "#agreement"),
    not_right=(
        "Not every match works, and that is nobody's fault. You can tell the coordinators in private. "
        "Dinah is not told what you say."
    ),
    not_right_links=(Link("Say how it is going", "#say"), Link("End the match without giving a reason", "#end")),
    coming=(
        Step(when="20 May", title="Meeting four", state="now"),
        Step(when="16 June", title="Workshop: being heard in meetings"),
        Step(when="8 December", title="Celebration"),
    ),
    calendar=Link("Show these in my calendar", "#calendar"),
)

CIRCLE = MatchPage(
    title="Your circle",
    shape="circle",
    sentence="Mentoring circles 2027, until March 2028. Seven members, the same two leads all the way.",
    me=_AMARA,
    others=(
        Person(name="Ruth Broadsheet", line="Lead. Director of Estates", leads=True),
        Person(name="Simon Footnote", line="Lead. Head of Admissions", leads=True),
        Person(name="Hana Italic", line="Library"),
        Person(name="Joel Preface", line="Finance"),
        Person(name="Lena Stanza", line="Student Services"),
        Person(name="Omar Chapter", line="Economics"),
        Person(name="Tariq Inkwell", line="IT Services"),
    ),
    next=NextMeeting(
        over="The circle meets next",
        when="Wednesday 9 June, 12:30 to 13:30",
        text="60 minutes. Old Building, room 3.21. Ruth Broadsheet and Hana Italic can come.",
        buttons=(
            Button(label="I can come", href="#yes", post=True),
            Button(label="I cannot come", href="#no", post=True),
            Button(label="Change it or call it off", href="#change", icon="pencil"),
            Button(label="Arrange another", href="#arrange", icon="calendar"),
            Button(label="Log a meeting", href="#log"),
        ),
        beads=beads(2, 8, "Two of eight meetings held", next_planned=True),
    ),
    expected=(Expected(title="", lines=("Come, and say so early when you cannot", "Keep what you hear to yourself")),),
    not_right="You can leave the circle or ask for another. The others are told only that you have left.",
    not_right_links=(Link("Say how it is going", "#say"),),
)

MATCHES = MatchesPage(
    title="Your programmes",
    sentence="You take part in two.",
    matches=(
        Link("You and Dinah, Ligature Professional 2027", "#a"),
        Link("Your circle, Mentoring circles 2027", "#b"),
    ),
)

WAITING = WaitingPage(
    title="You are registered as a mentee",
    sentence="Ligature Professional 2027. You are eligible, and your place is kept. Training comes next.",
    next_over="What comes next",
    next_when="Mentee training, Thursday 14 January, 10:00",
    next_text="Online, an hour and a half. Without it there is no match.",
    buttons=(Button(label="I will be there", href="#yes", post=True, kind="primary"),),
    steps=(
        Step(title="You registered", when="2 December", state="done"),
        Step(title="You are eligible", when="9 December", state="done"),
        Step(title="Mentee training", when="14 January", state="now"),
        Step(title="Matches are published", when="12 February"),
    ),
    answers_title="What you told us",
    answers=(("Your job title", "Research Officer"), ("What you want to talk about", "Budgets, leading people")),
    answers_button=Button(label="Change an answer", href="#change"),
    contact="Maya Archive and Tom Catalogue answer within two working days.",
    contact_email="mentoring@typography.example",
)

LOG_MEETING = LogMeetingPage(
    title="Log a meeting",
    sentence="With Dinah Almanac. It takes seconds; what you talked about is not asked.",
    problems=(Problem("on.month", "Enter the month of the meeting, for example 5"),),
    action="#log",
    fields=(
        Field(
            name="on",
            kind="date",
            label="When did you meet?",
            problem="Enter the month of the meeting, for example 5",
            boxes=(
                Box(name="on.day", label="Day", value="20"),
                Box(name="on.month", label="Month", wrong=True),
                Box(name="on.year", label="Year", value="2027", width="w-4"),
            ),
        ),
        Field(name="minutes", kind="integer", label="How long, in minutes?", value="60", width="w-4"),
        Field(
            name="place",
            kind="radio",
            label="Where?",
            beside=True,
            options=(
                Option(value="online", label="Online", chosen=True),
                Option(value="in_person", label="Face to face"),
            ),
        ),
    ),
    button="Log this meeting",
    leave=Link("Not now", "#home"),
    promise="Coordinators see that you met, and when; never what was said.",
)
