"""A made-up year."""

from mentoring.web.views.parts import Button
from mentoring.web.views.timeline import MilestoneLine, TimelinePage

TIMELINE = TimelinePage(
    title="Timeline",
    programme="Ligature Professional 2027",
    sentence="What happens by itself, and when. Next: Mentee training, Thursday 14 January 2027, 10:00.",
    actions=(Button(label="Move a date", href="#dates"), Button(label="Play the year", href="#play")),
    dated=(
        MilestoneLine(
            title="Registration closes",
            when="Friday 18 December 2026, whole day",
            rule="You set it",
            happens=("Registration closes for mentees", "Registration closes for mentors"),
            mark="done",
            word="Past",
        ),
        MilestoneLine(
            title="Doubtful registrations decided",
            when="Friday 1 January 2027, 09:00",
            rule="2 weeks after Registration closes",
            happens=("Task for coordinators: Decide the registrations that need a person to look: 5 as things stand",),
            mark="done",
            word="Past",
            note="Done 5 times. Last on 1 January 2027",
        ),
        MilestoneLine(
            title="Mentee training",
            when="Thursday 14 January 2027, 10:00",
            rule="You set it",
            mark="open",
            word="To come",
        ),
    ),
    each=(
        MilestoneLine(
            title="No first meeting after six weeks",
            when="For each match",
            rule="6 weeks after the match forms",
            happens=("E-mail “First meeting late”, to its members",),
            mark="open",
            word="Not yet",
        ),
    ),
)
