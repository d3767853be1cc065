"""Made-up pages of members' notes."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.notes import NoteLine, NotePage, NotesPage
from mentoring.web.views.parts import Button, Link, Problem

_TEXT = Field(name="text", kind="long", label="Your note", hint="Up to 10,000 characters.", rows=8)
_PROMISE = (
    "No coordinator, no manager and no institution can read your notes in this system. They are kept under lock; "
    "whoever holds both the database and the key file of the machine could open them by force."
)

NOTES = NotesPage(
    title="Notes",
    sentence="Only you and Dinah can read what stands here.",
    promise_title="This stays between you",
    promise=(_PROMISE, "Who joins later does not read what was written before."),
    can_see=("that you met, and on which day", "how many meetings you have had"),
    never_see=("a word of your notes", "whether you write any"),
    action="#keep",
    fields=(
        _TEXT,
        Field(
            name="meeting",
            kind="select",
            label="Is it about a meeting?",
            required=False,
            options=(
                Option(value="", label="No, about something else", chosen=True),
                Option(value="a", label="Thursday 18 April 2027, 14:00"),
            ),
        ),
    ),
    button="Keep this note",
    notes=(
        NoteLine(
            who="You",
            line="Thursday 18 April 2027, 16:12. About your meeting on Thursday 18 April 2027",
            text="To think about before May:\n– who decides about the rota\n– what I would give up for it",
            change=Button(
                label="Change or delete", href="#change", kind="small", about="the note you wrote on 18 April"
            ),
        ),
        NoteLine(
            who="Dinah Almanac",
            line="Monday 8 March 2027, 09:40",
            text="The book I spoke of is in the library, and the chapter on first meetings is the one to read.",
        ),
    ),
    older=Link("Earlier notes", "#earlier"),
    back=Link("Back to your page", "#home"),
)

NOTE = NotePage(
    title="Your note",
    sentence="Written Thursday 18 April 2027, 16:12.",
    problems=(Problem("text", "Write something before you keep it."),),
    action="#change",
    fields=(Field(name="text", kind="long", label="Your note", rows=8, problem="Write something before you keep it."),),
    keep="Keep the change",
    delete="Delete this note for everyone",
    leave=Link("Leave it as it was", "#notes"),
)
