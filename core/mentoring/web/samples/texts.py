"""Made-up pages of texts and rules."""

from mentoring.web.forms.field import Box, Field, Option
from mentoring.web.samples.workbench import TRIAL
from mentoring.web.views.parts import Banner, Button, Problem
from mentoring.web.views.texts import (
    Choice,
    DateLine,
    DocumentLine,
    Dry,
    EffectPage,
    FieldGroup,
    HistoryLine,
    PersonLine,
    TextsFormPage,
    TextsPage,
    Told,
)

PROGRAMME = "Ligature Professional 2027"
_REASON = Field(
    name="reason",
    kind="long",
    label="Why?",
    hint="One or two sentences for whoever runs this programme after you. It is kept with your name.",
    rows=3,
)

TEXTS = TextsPage(
    title="Texts and rules",
    programme=PROGRAMME,
    sentence="What this programme says otherwise than its scheme. You see what a change does to whom before it "
    "is saved.",
    note=Banner(
        kind="info",
        title="Version 1.3 of the scheme is installed, with other documents",
        text="This programme goes on by version 1.2, which it has pinned, until you move it.",
        button=Button(label="See what would change", href="#move"),
    ),
    documents=(
        DocumentLine(title="Dates and places", text="When everything is.", href="#dates"),
        DocumentLine(
            title="Who takes part", text="What people are called here.", href="#roles", word="Two values are changed"
        ),
    ),
    history=(
        HistoryLine(
            title="2. Taken back, change 1",
            when="Tuesday 12 January 2027, 09:12, Maya Archive",
            reason="It was a misunderstanding.",
            entries=("Level: at most: Grade 6 → Grade 7",),
            button=Button(label="Take it back", about="change 2", href="#undo"),
        ),
        HistoryLine(
            title="1. Changed on the console",
            when="Monday 11 January 2027, 10:02, Maya Archive",
            reason="The steering group asked for it.",
            word="Taken back by change 2",
        ),
    ),
)

FORM = TextsFormPage(
    title="What makes a good match",
    programme=PROGRAMME,
    sentence="How much each criterion counts. Empty a box to take the scheme's own again.",
    problems=(Problem("matching.main.criteria.0.weight.kind", "Enter a whole number from 1 to 100"),),
    action="#show",
    hidden=(("base", "2"),),
    groups=(
        FieldGroup(
            title="Mentoring: The mentor offers what the mentee wants",
            fields=(
                Field(
                    name="matching.main.criteria.0.weight",
                    kind="ranked",
                    label="How much it counts",
                    hint="Changed here. The scheme says: Counts for 40",
                    problem="Enter a whole number from 1 to 100",
                    boxes=(
                        Box(
                            name="matching.main.criteria.0.weight.kind",
                            label="How",
                            options=(
                                Option(value="must", label="Never broken"),
                                Option(value="", label="Counts for", chosen=True),
                            ),
                        ),
                        Box(name="matching.main.criteria.0.weight", label="From 1 to 100", value="a lot", wrong=True),
                    ),
                ),
                Field(
                    name="matching.main.criteria.0.reason",
                    kind="text",
                    label="Said to people beside the match",
                    value="The mentor offers what the mentee wants",
                ),
            ),
            more=(Field(name="matching.main.criteria.0.least", kind="integer", label="At least", width="w-4"),),
        ),
    ),
    folded=True,
    button="Show what this changes",
    leave=Button(label="Back to texts and rules", href="#back"),
)

EFFECT = EffectPage(
    title="What this changes",
    programme=PROGRAMME,
    sentence="One registration changes, one date moves, one e-mail is written at once. Nothing is saved yet.",
    told=(
        Told(about="Who may take part · Mentees", label="Level: at most", was="Grade 7", becomes="Grade 6"),
        Told(about="Who takes part · Mentors", label="What one of them is called", was="Mentor", becomes="Advocate"),
    ),
    choices_title="What becomes of this programme's own changes",
    choices=(
        Choice(title="Who takes part: Mentors", text="Stays as you say it: Advocate", mark="done", word="Goes along"),
        Choice(
            title="E-mails: Halfway few",
            text="You had: A word from us. The new documents have no such entry: it is left out.",
            mark="stop",
            word="Fits no more",
        ),
        Choice(
            title="What happens when: You meet your match",
            text="The scheme said: 2 weeks",
            mark="wait",
            word="You choose",
            field=Field(
                name="carry.timeline.match_by.at.by",
                kind="radio",
                label="Which holds from now on?",
                options=(
                    Option(value="ours", label="What this programme says: 3 weeks", chosen=True),
                    Option(value="theirs", label="What the new documents say: 4 weeks"),
                ),
            ),
        ),
    ),
    again="Show the effect with these choices",
    people_title="One registration changes",
    people_text="Of 12 that were sent. Nothing adverse takes effect before a coordinator confirms it.",
    people=(
        PersonLine(
            name="Samuel Colophon",
            line="Mentee, Letterpress",
            turns=(("Verdict", "Eligible", "A refusal is proposed"), ("State", "Eligible", "Waits for a decision")),
            why=("Level: Grade 5 to Grade 6 (Grade 7)",),
        ),
    ),
    dates_title="One date moves",
    dates=(
        DateLine(
            title="You meet your match",
            was="Thursday 11 February 2027, 09:00",
            becomes="Thursday 18 February 2027, 09:00",
            text="It follows from other dates.",
        ),
    ),
    letters_title="One e-mail is written as you save",
    letters=("Registration eligible: to samuel.colophon@letterpress.example",),
    rounds=(
        Dry(
            title="You meet your match: if the round were run now",
            outcome="Two people differ.",
            figures=TRIAL.figures,
            people=TRIAL.people,
        ),
    ),
    action="#save",
    hidden=(("base", "2"), ("seen", "0")),
    fields=(_REASON,),
    button="Save two changes",
    back="Go back and change it",
    leave=Button(label="Leave everything as it is", href="#leave"),
)
