"""Made-up messages: the list, one that came back, and what each says."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.messages import MessageLine, MessagePage, MessagesPage, Wording, WordingsPage
from mentoring.web.views.parts import Button, Link

_PROGRAMME = "Reading Partners 2026"

MESSAGES = MessagesPage(
    title="Messages",
    programme=_PROGRAMME,
    sentence="One message waits to leave; 88 messages taken by the mail server; one message came back.",
    words=Button(label="Read what each message says", href="#words"),
    action="#messages",
    fields=(
        Field(
            name="fate",
            kind="select",
            label="What became of it?",
            required=False,
            options=(Option(value="", label="Anything", chosen=True), Option(value="bounced", label="Came back")),
        ),
    ),
    lines=(
        MessageLine(
            href="#one",
            to="amara.quarto@quayside.example",
            house="Quayside",
            subject="News about your registration",
            occasion="Registration eligible",
            when="Wednesday 9 December 2026, 10:14",
            mark="done",
            state="Taken by the mail server",
        ),
        MessageLine(
            href="#two",
            to="dinah.almanac@quayside.example",
            house="Quayside",
            subject="News about your registration",
            occasion="Registration eligible",
            when="Wednesday 9 December 2026, 10:14",
            mark="stop",
            state="Came back",
            note="550 5.1.1 nobody of that name",
        ),
    ),
    older=Link("Older messages", "#older"),
)

MESSAGE = MessagePage(
    title="A message",
    programme=_PROGRAMME,
    sentence="As its reader sees it. That you have read it is kept, and shown to them.",
    back=Link("All messages", "#messages"),
    facts=(
        ("To", "dinah.almanac@quayside.example, Quayside"),
        ("What became of it", "Came back"),
        ("The mail server said", "550 5.1.1 nobody of that name"),
    ),
    subject="News about your registration",
    body="Dear Dinah,\n\nyour registration for Reading Partners 2026 as mentor fits.\n",
    again=Button(label="Send this message again", href="#again", post=True, kind="primary"),
)

WORDINGS = WordingsPage(
    title="What each message says",
    programme=_PROGRAMME,
    sentence="With the details of Amara Quarto. What depends on a match stays in brackets.",
    back=Link("All messages", "#messages"),
    action="#words",
    fields=(
        Field(
            name="person",
            kind="text",
            label="As whom?",
            hint="Part of the name or address of somebody who has registered.",
            required=False,
            value="quarto",
        ),
    ),
    wordings=(
        Wording(
            id="no_match",
            title="No match",
            subject="News from Quayside",
            body="Dear Amara,\n\nthere is no match for you this time.\n",
            test=Button(label="Send it to me as a test", href="#test", post=True, about=": No match"),
        ),
    ),
    change=Button(label="Change these words", href="#texts"),
)
