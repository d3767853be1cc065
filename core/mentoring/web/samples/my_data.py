"""A made-up person's own data."""

from mentoring.web.views.my_data import EqualityLine, LookLine, MyDataPage, ReceiptLine, SignedInLine
from mentoring.web.views.parts import Button

MY_DATA = MyDataPage(
    title="My data",
    sentence="Who has read what you wrote, and where you are signed in.",
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
