"""Made-up pages for everyone, and of signing in."""

from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field
from mentoring.web.samples.form import fields
from mentoring.web.views.account import (
    AppearancePage,
    Letter,
    OutboxPage,
    RefusalPage,
    SignInConfirmPage,
    SignInPage,
    SignInSentPage,
    SmallForm,
)
from mentoring.web.views.entrance import EntrancePage, TextPage
from mentoring.web.views.parts import Button, Link, Step
from mentoring.web.views.public import (
    Fact,
    ProgrammePage,
    ReadBack,
    ReadThroughPage,
    RegisterPage,
    RoleLines,
    Section,
    SentPage,
    YearStep,
)

_THEMES = ("About you", "Your work", "What you hope for", "How you would like to meet", "Read it through and send")


def _themes(now: int) -> tuple[Step, ...]:
    return tuple(
        Step(title=title, state="done" if i < now else "now" if i == now else "open", href="#theme" if i < now else "")
        for i, title in enumerate(_THEMES)
    )


PROGRAMME = ProgrammePage(
    title="Ligature Professional",
    by_line="Five universities, one mentoring scheme",
    lead="A year with a mentor from another university, for Black, Asian and minority ethnic colleagues in "
    "professional services.",
    until="Registration is open until",
    until_date="Friday 18 December 2026",
    until_more="40 places.",
    buttons=(
        Button(label="Register as a mentee", href="#mentee", kind="primary"),
        Button(label="Register as a mentor", href="#mentor"),
    ),
    year=(
        YearStep("until 18 December", "Register", "apart"),
        YearStep("14 and 28 January", "Training, online", "apart"),
        YearStep("12 February", "You meet your mentor", "meet"),
        YearStep("every four to six weeks", "Six meetings or more", "together"),
        YearStep("8 December", "Celebration", "part"),
    ),
    for_me=(
        RoleLines(
            title="As a mentee",
            lines=("You identify as being of a minority ethnic background", "Your grade is 5 to 7, or its equal"),
        ),
        RoleLines(title="As a mentor", leads=True, lines=("You are of any background", "Your grade is 8 to 10")),
    ),
    for_me_note="Grades differ between universities. If you are not sure, register all the same: a person looks at "
    "every doubtful case, and nobody is turned down by a machine.",
    sections=(
        Section(
            "What it involves",
            ("Mentoring is an exchange of experience, ideas and feedback between two people.",),
            ("One compulsory training session, online", "At least six meetings of an hour", "A celebration"),
        ),
    ),
    gains=(
        RoleLines(title="Mentees", lines=("Career advice and direction", "New ideas and practices")),
        RoleLines(
            title="Mentors", leads=True, lines=("The satisfaction of helping someone grow", "Practice in coaching")
        ),
    ),
    questions=(
        ("Will my manager know?", "Not from us. Registration does not ask for approval and no manager has access."),
        ("What if the match does not work?", "Not every match works, and that is nobody's fault. You can end it."),
    ),
    ready_text="It takes about 20 minutes. You can stop at any point and come back; what you typed is kept.",
    facts=(
        Fact("Training for mentees", ("Thursday 14 January 2027, 10:00 to 11:30, online",)),
        Fact("Partners", ("University of Typography (host)", "Letterpress College")),
        Fact("Ask us", (), Link("mentoring@typography.example", "mailto:mentoring@typography.example")),
        Fact("Your data", ("The universities look after it together.",), Link("Who does what", "#data")),
    ),
)


def register(*, posted: bool) -> RegisterPage:
    """A theme of the registration as it is first shown, or after a posting with problems."""
    drawn = fields(posted=posted)
    return RegisterPage(
        title="Your work",
        problems=form_problems(drawn),
        heading="Register as a mentee",
        short="Theme 2 of 5: your work",
        themes=_themes(1),
        text="This tells us that the scheme is meant for you, and keeps you from being matched with anyone in your "
        "own line of management.",
        action="#register",
        fields=drawn,
        button="Save and continue",
        later="Save and come back later",
        saved="Saved at 10:42. Close the page if you like; we keep your place.",
    )


READ_THROUGH = ReadThroughPage(
    title="Read it through and send",
    heading="Register as a mentee",
    short="Theme 5 of 5: read it through",
    themes=_themes(4),
    text="Nobody sees this before you send it.",
    parts=(
        ReadBack(
            title="Your work",
            answers=(("Your job title", "Research Officer"), ("Your grade", "Grade 5")),
            change=Link("Change", "#change"),
        ),
    ),
    action="#send",
    button="Send my registration",
)
READ_AFTERWARDS = ReadThroughPage(
    title="What you told us",
    heading="Register as a mentee",
    text="Registration has closed, so your answers stand as you sent them. If one is wrong, ask your coordinators to "
    "correct it.",
    parts=(
        ReadBack(
            title="Your work",
            answers=(("Your job title", "Research Officer"), ("Your grade", "Grade 5")),
            change=None,
        ),
    ),
    buttons=(Button(label="Ask for a correction", href="#correct"), Button(label="Back to your page", href="#mine")),
)
SENT = SentPage(
    title="Your registration is in",
    text="We have sent you a copy. You can change it until 18 December.",
    steps=(
        Step(title="A coordinator looks", when="by 9 January", state="now"),
        Step(title="Training", when="14 January"),
    ),
    buttons=(Button(label="See my place", href="#place"),),
)
SIGN_IN = SignInPage(
    title="Sign in",
    text="We send a link to your address at the university. No password is needed.",
    action="#send",
    fields=(Field(name="email", kind="email", label="Your e-mail address", autocomplete="email"),),
    button="Send me a link",
    other=SmallForm(
        title="With your password",
        action="#password",
        fields=(
            Field(name="account", kind="email", label="Your e-mail address", autocomplete="username"),
            Field(name="password", kind="password", label="Your password", autocomplete="current-password"),
        ),
        button="Sign in with password",
    ),
)
SIGN_IN_SENT = SignInSentPage(
    title="Look into your mailbox",
    paragraphs=("If the address is known here, a link is on its way. It holds for 30 minutes and works once.",),
    again=Link("Nothing came: send it again", "#again"),
    outbox=Link("Open the outbox of this development server", "#outbox"),
)
SIGN_IN_CONFIRM = SignInConfirmPage(
    title="Sign in as Amara Quarto",
    text="One more step, so that no mail scanner signs in for you.",
    action="#spend",
    hidden=(("token", "made-up"),),
    button="Sign in",
)
OUTBOX = OutboxPage(
    title="Outbox",
    sentence="This server sends no mail. These are the messages it would have sent.",
    letters=(
        Letter(
            to="amara@letterpress.example",
            subject="Your link to sign in",
            when="11 January, 10:42",
            body="Dear Amara,\n\nhere is your link.",
            links=(Link("Open the link", "#link"),),
        ),
    ),
    codes=(("amara@letterpress.example", "123456"),),
)
ENTRANCE = EntrancePage(
    title="Mentoring",
    sentence="Choose your institution.",
    links=(Link("University of Typography", "#typography"), Link("Letterpress College", "#letterpress")),
)
TEXT = TextPage(
    title="Who looks after your data",
    sentence="Five universities do, together.",
    sections=(
        ("What each of them does", ("Typography runs the scheme.", "Each university looks after its own people.")),
    ),
)
ABSENT = RefusalPage(
    title="Page not found",
    what="There is nothing at this address, or nothing that you may see.",
    remedy="Check the address, or sign in with the account it was sent to.",
    buttons=(Button(label="Go to the first page", href="/"),),
)
CHANGED = RefusalPage(
    title="This has changed meanwhile",
    what="Someone else decided on this registration a moment ago.",
    remedy="Load the page again and see what they wrote.",
    typed="Outcome: eligible\n\nReason:\nAsked: the contract was extended to 31 August\nby the head of department",
    buttons=(Button(label="Load the page again", href="/", kind="primary"), ABSENT.buttons[0]),
)
APPEARANCE = AppearancePage(
    title="Light or dark", text="Your choice is kept in this browser.", action="#save", chosen="dark", back="/"
)
