"""Made-up pages of signing in with a second step."""

import segno

from mentoring.web.forms.field import Field
from mentoring.web.views.account import SignInPage, SmallForm
from mentoring.web.views.parts import Button, Link, Problem
from mentoring.web.views.security import AccountPage, AppPage, RecoveryCodesPage, WayIn

_FITS = "This code does not fit. Codes change every 30 seconds, and each works once: type the one you see now."
_CODE = Field(
    name="factor_code",
    kind="text",
    label="The code that your app shows now",
    hint="Six digits; or one of your recovery codes, if you do not have your app.",
    problem=_FITS,
    autocomplete="one-time-code",
)
CODE = SignInPage(
    title="Enter your code",
    text="Your role here lets you see other people's data, so signing in takes a second step.",
    action="#code",
    fields=(_CODE,),
    button="Go on",
    problems=(Problem("factor_code", _FITS),),
    links=(Link("Go on without your role, to your own pages", "#mine"),),
)
APP = AppPage(
    title="Set up your second step",
    text="So that a lost password or a read mailbox is not enough to get in, your phone shows a code.",
    picture=segno.make("otpauth://totp/made-up?secret=AAAA", error="m").svg_inline(scale=4, dark="#000", light="#fff"),
    secret="AAAA BBBB CCCC DDDD EEEE FFFF GGGG HHHH",  # noqa: S106 - nobody has it: a made-up page
    action="#app",
    fields=(Field(name="code", kind="text", label="The code that your app shows now", hint="Six digits."),),
    button="Turn it on",
)
RECOVERY_CODES = RecoveryCodesPage(
    title="Keep your recovery codes",
    text="Each lets you in once when you do not have your app. Print them or write them down.",
    codes=tuple(f"{word}-{word}-{word}-{word}" for word in ("aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff")),
    on=Button(label="I have kept them: go on", href="#on", kind="primary"),
)
ACCOUNT = AccountPage(
    title="How you sign in",
    sentence="A link by email always works.",
    ways=(
        WayIn(title="A link by email", text="It is sent to maya@typography.example, works once, and for half an hour."),
        WayIn(
            title="A password, if you want one",
            text="Instead of waiting for a link, you can sign in with your address and a password.",
            form=SmallForm(
                title="",
                action="#password",
                account="maya@typography.example",
                fields=(
                    Field(
                        name="password",
                        kind="password",
                        label="A new password",
                        hint="At least 12 characters.",
                        autocomplete="new-password",
                    ),
                ),
                button="Set a password",
            ),
        ),
        WayIn(
            title="Your second step",
            text="An app on your phone shows a code when you sign in. Nine recovery codes are left.",
            buttons=(
                Button(label="Use another phone or app", href="#app"),
                Button(label="Make new recovery codes", href="#codes", post=True),
            ),
        ),
        WayIn(
            title="Your calendar's address",
            text="Copy it into your calendar now. It is not shown again.",
            address="https://mentoring.typography.example/typography/calendar/" + "AbCd-_12" * 5 + "abc.ics",
            buttons=(Button(label="Take it back", href="#remove", post=True, kind="small"),),
        ),
    ),
)
