"""A made-up file of registrations, tried."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.account import SmallForm
from mentoring.web.views.importing import FileLine, Going, ImportPage, TriedFile
from mentoring.web.views.parts import Button, Empty, Link, Problem, Step

_BACK = Link("Back to registrations", "#registrations")
_SENTENCE = "From Microsoft Forms, Excel or CSV. First you see what becomes of each row; then all are taken, or none."
_UNSOUND = "mentees.xlsx is no sound Excel file. Save it again as .xlsx, or as CSV."
_TEXT = "People of Typography University, one in each row. Nothing is kept of a file before you take it."


def _choose(title: str, problem: str = "") -> SmallForm:
    return SmallForm(
        title=title,
        text=_TEXT,
        action="#import",
        fields=(
            Field(
                name="role", kind="radio", label="As what do they register?", beside=True,
                options=(Option(value="mentee", label="Mentee"), Option(value="mentor", label="Mentor")),
            ),
            Field(
                name="file", kind="file", label="The file", problem=problem,
                hint="An .xlsx or .csv of at most 3 MB and 5,000 rows, with the names of the columns in its first row.",
            ),
        ),
        button="Look at the file",
    )  # fmt: skip


def _column(index: int, header: str, chosen: int, hint: str = "") -> Field:
    answers = ("Nothing: it is left out", "Their name", "Their address", "Your department", "What do you want?")
    return Field(
        name=f"column-{index}", kind="select", label=header, hint=hint,
        options=tuple(Option(value=str(n), label=each, chosen=n == chosen) for n, each in enumerate(answers)),
    )  # fmt: skip


IMPORT = ImportPage(
    title="Registrations from a file",
    programme="Typography Mentoring 2027",
    sentence=_SENTENCE,
    back=_BACK,
    choose=_choose("Choose another file"),
    tried=TriedFile(
        title="Mentees of autumn.xlsx",
        sentence="Two people would be registered. One is registered already. One row is left out. One row needs "
        "mending: do it in the file and choose it again.",
        columns=(
            _column(0, "Name", 1),
            _column(1, "Email", 2),
            _column(2, "Which part of the university?", 3),
            _column(3, "Self-identification", 0, "Only the person can declare this. It is not taken."),
        ),
        columns_sentence="What you choose is remembered for the next file. What only the person can declare, and "
        "anything on equality monitoring, is never taken from a file.",
        columns_open=False,
        action="#import",
        again="Read it so",
        take=Button(label="Register two mentees", href="#take", reason="one row is to be mended"),
        hidden=(("role", "mentee"), ("packed", "eJw=")),
        lines=(
            FileLine(
                line=4, who="ede.em@typography.example", mark="stop", word="To be mended",
                faults=(("Topics", "“Astrology” is none of the answers: Finding a direction; Being heard."),),
            ),
            FileLine(
                line=5, who="kit.column@press.example", mark="open", word="Left out",
                text="They are of Press College, whose coordinators take them.",
            ),
            FileLine(
                line=6, who="fern.recto@typography.example", mark="open", word="Left as it is",
                text="Registered already. What they wrote stays as it is.",
            ),
            FileLine(
                line=2, who="Amara Quarto, amara.quarto@typography.example", mark="done", word="Will be registered"
            ),
            FileLine(line=3, who="Cato Octavo, cato.octavo@typography.example", mark="done", word="Will be registered"),
        ),
    ),
)  # fmt: skip
REFUSED = ImportPage(
    title="Registrations from a file",
    programme="Typography Mentoring 2027",
    sentence=_SENTENCE,
    back=_BACK,
    choose=_choose("Choose the file", _UNSOUND),
    problems=(Problem("file", _UNSOUND),),
)
CLOSED = ImportPage(
    title="Registrations from a file",
    programme="Typography Mentoring 2027",
    sentence=_SENTENCE,
    back=_BACK,
    empty=Empty(
        title="Nobody can be registered now",
        text="Registration is not open, or people are asked into every role. The programme's dates say when.",
    ),
)
GOING = ImportPage(
    title="Registrations from a file",
    programme="Typography Mentoring 2027",
    sentence="All 1,240 mentees are registered. What follows for them goes on by itself.",
    back=_BACK,
    going=Going(
        title="How far it has come",
        steps=(
            Step(title="1,240 rows checked and taken", text="All of them, in one step.", state="done"),
            Step(
                title="The rules are looked at",
                text="1,240 mentees wait. It takes about three seconds for each thousand.",
                state="now",
            ),
            Step(title="Everybody is told", text="They get the letter that whoever registers gets."),
        ),
        text="This page looks again by itself every 5 seconds. You can leave it and come back: nothing depends on it, "
        "and if the machine stops, it goes on with this when it is back.",
        again=Link("Look again", "#import"),
        seconds=5,
    ),
)
