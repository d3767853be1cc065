"""Made-up people who hold roles."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Banner, Link
from mentoring.web.views.people import HolderLine, HolderPage, PeoplePage

_WHY = Field(name="reason", kind="text", label="Why?", hint="It is kept in the audit trail.")
PEOPLE = PeoplePage(
    title="People and roles",
    sentence="Two people hold a role here. One has no second step yet.",
    banner=Banner(kind="done", title="The role is granted", text="It counts once they have a second step."),
    holders=(
        HolderLine(
            who=Link("Maya Archive", "#maya"), email="maya@typography.example", roles="Coordinator", mark="done",
            word="Set up",
        ),
        HolderLine(
            who=Link("tom@typography.example", "#tom"), email="", roles="Analyst", mark="wait",
            word="At their next sign-in",
        ),
    ),
    grant=SmallForm(
        title="Grant a role",
        text="They sign in with a link to their address, and set up a second step before the role counts.",
        action="#grant",
        fields=(
            Field(name="email", kind="email", label="Their email address"),
            Field(
                name="role", kind="radio", label="Which role?",
                options=(Option(value="coordinator", label="Coordinator"), Option(value="analyst", label="Analyst")),
            ),
            _WHY,
        ),
        button="Grant this role",
    ),
)  # fmt: skip
HOLDER = HolderPage(
    title="Tom Colophon",
    sentence="Coordinator since 2 December 2026.",
    back=Link("Back to people and roles", "#people"),
    forms=(
        SmallForm(
            title="Take back the role of coordinator",
            text="Tom Colophon loses it at once.",
            action="#take-back",
            fields=(_WHY,),
            button="Take back the role of coordinator",
        ),
    ),
)
