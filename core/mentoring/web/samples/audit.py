"""A made-up trail, the question why, and the system in numbers."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.audit import TrailLine, TrailPage, WhyPage
from mentoring.web.views.console import Figure
from mentoring.web.views.parts import Banner, Link
from mentoring.web.views.system import SystemPage

TRAIL = TrailPage(
    title="Who did what",
    sentence="Everything that was changed, and every reading of what somebody wrote. Nobody can alter it unseen.",
    action="#audit",
    fields=(
        Field(
            name="person",
            kind="text",
            label="By or about whom?",
            hint="Part of a name or of an address.",
            required=False,
            value="Quarto",
        ),
        Field(
            name="act",
            kind="select",
            label="Which action?",
            required=False,
            options=(Option(value="", label="Any", chosen=True), Option(value="read", label="Read")),
        ),
    ),
    lines=(
        TrailLine(
            when="Wednesday 9 December 2026, 10:14",
            who="Maya Archive",
            what="read registration, Amara Quarto",
        ),
        TrailLine(
            when="Wednesday 9 December 2026, 10:13",
            who="Maya Archive",
            what="said why they read registration, Amara Quarto",
            reason="“Amara asked me to look at her line manager's address.”",
        ),
        TrailLine(
            when="Wednesday 9 December 2026, 09:02",
            who="Somebody at Letterpress",
            what="opened the list of registrations, people of Typography",
        ),
    ),
    newer=Link("Newer entries", "#newer"),
    older=Link("Older entries", "#older"),
)

WHY = WhyPage(
    title="Why do you look at what Amara Quarto wrote?",
    programme="Ligature Professional 2027",
    sentence="Nothing is to be decided on this registration. Amara sees on their page “My data” that you looked, and "
    "your reason.",
    action="#why",
    fields=(
        Field(
            name="reason",
            kind="long",
            label="Your reason",
            hint="Kept in the trail of both institutions. It holds here for an hour, or until you sign out.",
            rows=3,
            most=500,
        ),
    ),
    button="Open the registration",
    back=Link("Back to registrations", "#registrations"),
)

SYSTEM = SystemPage(
    title="System",
    sentence="How the system stands at your institution, in numbers. No page of an operator shows a person.",
    banner=Banner(kind="wait", title="Something needs you", text="Two messages could not be handed over."),
    figures=(
        Figure(label="Programmes hosted", value="3"),
        Figure(label="Overdue to be settled", value="0", text="For more than ten minutes"),
        Figure(label="Messages waiting", value="14", text="The oldest for 3 minutes"),
        Figure(label="Messages that failed", value="2"),
        Figure(label="Faults of schemes' code", value="0", text="In the last seven days"),
        Figure(label="Audit entries sealed", value="4812", text="0 late"),
        Figure(label="Schemes installed", value="4", text="0 could not be loaded"),
    ),
)
