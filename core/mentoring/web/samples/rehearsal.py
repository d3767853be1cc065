"""A made-up play of a year."""

from mentoring.web.forms.field import Field
from mentoring.web.views.parts import Banner, Button
from mentoring.web.views.rehearsal import CheckLine, PlayedDay, PlayedMonth, RehearsalPage

REHEARSAL = RehearsalPage(
    title="Play the year",
    programme="Ligature Professional 2027",
    sentence="Made-up people register, are matched and meet, on this programme's dates and by its rules. Nothing here "
    "is changed by it, nobody is written to, and what was played is thrown away after a day.",
    banner=Banner(kind="done", title="The year was played to its end"),
    actions=(Button(label="Back to the timeline", href="#timeline"),),
    action="#",
    fields=(
        Field(name="people", kind="text", label="About how many people are mentored?", hint="From 2 to 60.",
              value="12", width="w-short"),
        Field(name="seed", kind="text", label="Which number?",
              hint="The same number plays the same year, another number another year.", value="1", width="w-short"),
    ),
    months=(
        PlayedMonth(
            title="December 2026",
            text="21 registrations, 40 messages",
            days=(
                PlayedDay(
                    title="Friday 18 December 2026",
                    dates="Registration closes",
                    lines=("Registered as mentee: Amara Quarto; Dinah Almanac; Cato Octavo; and 4 more",
                           "Message “registration_received” to amara.quarto@serif.example; and 6 more"),
                ),
            ),
        ),
        PlayedMonth(
            title="January 2027",
            text="12 messages",
            days=(PlayedDay(title="Thursday 14 January 2027", dates="Training for mentees"),),
        ),
    ),
    outcome=(("Registrations", "14 mentee, 11 mentor"), ("Mentorships", "10 completed, 2 ended")),
    checks=(
        CheckLine(words="Nobody is matched with themself", mark="done", word="Holds", note="Looked at 12 times."),
        CheckLine(words="Nothing that was due is left undone", mark="done", word="Holds", note="Looked at once."),
    ),
    downloads=(Button(label="As text", href="#text"), Button(label="As JSON", href="#json")),
)  # fmt: skip
