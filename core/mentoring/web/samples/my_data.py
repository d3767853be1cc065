"""A made-up person's own data."""

from mentoring.web.forms.field import Field
from mentoring.web.views.my_data import (
    AskedLine,
    CorrectPage,
    EqualityLine,
    ErasePage,
    LookLine,
    MyDataPage,
    ReceiptLine,
    SignedInLine,
)
from mentoring.web.views.parts import Button, Link, Problem

MY_DATA = MyDataPage(
    title="My data",
    sentence="Have it, correct it, take it away; see what you agreed to and who has read what you wrote.",
    actions=(
        (
            "Everything that is held about you, to read and for programs. Keep it where nobody else looks.",
            Button(label="Take a copy of it all", href="#copy", post=True),
        ),
        ("Your name at once; anything else through your coordinators.", Button(label="Correct it", href="#correct")),
        ("You first see what goes with you, what stays, and why.", Button(label="Have yourself erased", href="#erase")),
    ),
    asked=(
        AskedLine(
            title="To correct something",
            words="I moved to Research Services in May.",
            answer="Your coordinators: Your unit is changed.",
            line="Asked Monday 3 May 2027, 09:12. Answered Tuesday 4 May 2027, 10:40.",
        ),
        AskedLine(
            title="To be erased",
            line="Asked Thursday 6 May 2027, 17:20. Your coordinators have it.",
            button=Button(label="Take it back", href="#back", post=True, kind="small", about="what you asked"),
        ),
    ),
    looks_text="Each time somebody opens your registration, it is written down here and in their institution.",
    account="#account",
    receipts=(
        ReceiptLine(
            title="Ligature Professional 2027, as mentee",
            words=(
                "I identify as Black, Asian, Mixed or of another minority ethnic background",
                "Coordinators read what I declare here. I can withdraw it at any time.",
            ),
            line="Agreed to on Wednesday 2 December 2026, 09:12",
            button=Button(label="Withdraw this", href="#withdraw", kind="small", about="what you declared"),
        ),
    ),
    equality=(
        EqualityLine(
            title="Ligature Professional 2027",
            said="You have not answered.",
            button=Button(label="Answer it", href="#answer", kind="small", about="the equality question"),
        ),
    ),
    looks=(
        LookLine(
            who="A coordinator of Typography",
            what="read your registration for Ligature Professional 2027",
            when="Wednesday 9 December 2026, 10:14",
        ),
        LookLine(
            who="A coordinator of Letterpress",
            what="read your registration for Ligature Professional 2027",
            when="Thursday 3 December 2026, 15:40",
        ),
    ),
    sessions=(
        SignedInLine(
            device="Firefox on Linux", line="Signed in on 2 December 2026, last used on 9 December", here=True
        ),
        SignedInLine(
            device="Safari on iPhone",
            line="Signed in on 1 December 2026, last used on 4 December",
            end=Button(label="End", href="#end", post=True, kind="small", about="the session in Safari on iPhone"),
        ),
    ),
)

_WORDS = Field(
    name="words",
    kind="long",
    label="What is wrong, and what is right?",
    problem="Say what is wrong, and what is right.",
)
_NAME = Field(
    name="name", kind="text", label="Your name, as others should read it", value="Amara Quarto", autocomplete="name"
)

CORRECT = CorrectPage(
    title="Correct what stands about you",
    problems=(Problem("words", "Say what is wrong, and what is right."),),
    sentence="What is wrong about you is put right, and you are told.",
    known=(
        ("Address", "a.quarto@letterpress.example"),
        ("Name", "Amara Quarto"),
        ("Job title", "Research Officer"),
        ("Unit", "Research Services"),
        ("Grade", "6"),
    ),
    action="#correct",
    name=(_NAME,),
    keep="Correct my name",
    changes=(Link("What you answered for Ligature Professional 2027, as a mentee", "#answers"),),
    ask_title="Anything else",
    ask_text="Your address, your unit or your grade, an answer after registration has closed: coordinators of your "
    "institution read this, put it right or say why not.",
    fields=(_WORDS,),
    ask="Ask my coordinators",
    back=Link("Back to my data", "#my-data"),
)

ERASE = ErasePage(
    title="Have yourself erased",
    sentence="A coordinator of your institution carries it out, within a month. Until they begin you can take it back; "
    "afterwards nobody can.",
    ends=("You and Dinah, Ligature Professional 2027",),
    ends_text="The others are told that it has ended, not why. Nobody who stays loses what they had.",
    goes=(
        "your name, your address, your job, unit and grade, wherever they stand",
        "what you answered and declared, and your answer to the equality question",
        "your notes, what you wrote about goals, and your answers to surveys",
    ),
    stays=(
        (
            "That somebody of your institution took part",
            "In which role, when, in how many meetings. The programme's figures and the others' history rest on it.",
        ),
        ("Tables that were published", "They are rounded, and nobody can be recognised in them."),
    ),
    action="#erase",
    fields=(Field(name="words", kind="long", label="Is there something we should know?", required=False),),
    button="Ask to be erased",
    back=Link("Back to my data", "#my-data"),
)
