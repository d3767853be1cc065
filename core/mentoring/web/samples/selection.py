"""Made-up pages of selection, of one review, and of who is asked to register."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.parts import Button, Link
from mentoring.web.views.selection import Candidate, OneFormPage, SelectionPage, StageBlock

_PROGRAMME = "Ligature Professional 2027"

SELECTION = SelectionPage(
    title="Selection",
    programme=_PROGRAMME,
    sentence="One registration waits for you here.",
    stages=(
        StageBlock(
            id="mentee-panel",
            title="Panel: mentee",
            sentence="One registration is to be reviewed. 1 of at most 20 sent forward, 1 in reserve. By 18 December.",
            second_title="Score",
            people=(
                Candidate(name="Ayo Codex", house="Letterpress", mark="wait", word="To be reviewed", href="#ayo"),
                Candidate(name="Hana Italic", house="Arts", mark="done", word="Sent forward", second="5", href="#hana"),
                Candidate(name="Ines Kern", house="Arts", mark="open", word="In reserve", second="3", href="#ines"),
                Candidate(name="Jun Ligature", house="Arts", mark="stop", word="Not sent forward", second="1"),
            ),
            pages=(Link("1 to 50", "#mentee-panel", current=True), Link("51 to 54", "#mentee-panel")),
        ),
    ),
)

INVITATIONS = SelectionPage(
    title="Invitations",
    programme=_PROGRAMME,
    sentence="One person has been asked. None has registered yet.",
    actions=(Button(label="Enter a mentor of a listed organisation", href="#enter"),),
    form_title="Ask somebody to register",
    action="#ask",
    fields=(Field(name="email", kind="email", label="Their work address", hint="They get one letter, with a link."),),
    button="Send the invitation",
    stages=(
        StageBlock(
            id="asked-mentor",
            title="Mentors",
            sentence="Whoever has been asked can register; nobody else can.",
            second_title="Asked",
            people=(
                Candidate(
                    name="Dinah Almanac",
                    house="Typography",
                    mark="wait",
                    word="Asked",
                    second="2 November",
                    button=Button(label="Take back", href="#back", post=True, kind="small", about="Dinah Almanac"),
                ),
            ),
        ),
    ),
)

REVIEW = OneFormPage(
    title="Panel: Ayo Codex",
    programme=_PROGRAMME,
    sentence="Mentee, Letterpress.",
    back=Link("All of selection", "#selection"),
    words_title="In their own words",
    words=(("What would you like to talk about?", "Budgets, leading people"), ("Your goal", "To lead a small team")),
    action="#review",
    fields=(
        Field(name="review.score", kind="integer", label="How strong is it?", width="w-4"),
        Field(
            name="result",
            kind="radio",
            label="What comes of “Panel”?",
            options=(
                Option(value="forward", label="Send forward", hint="Into the next round."),
                Option(value="reserve", label="Keep in reserve", hint="They wait."),
                Option(value="no", label="Do not send forward", hint="A person decided it, and they are told so."),
            ),
        ),
        Field(name="reason", kind="long", label="Reason", required=False),
    ),
    button="Record and go to the next",
    note="Your answers are kept with your name, for coordinators alone.",
)
