"""A made-up page of schemes."""

from mentoring.web.views.parts import Banner, Button
from mentoring.web.views.schemes import FaultLine, SchemeLine, SchemesPage

SCHEMES = SchemesPage(
    title="Schemes",
    sentence="Two schemes are installed. The code of one scheme waits for you.",
    machine=Banner(
        kind="wait",
        title="The code of schemes is not confined",
        text="Whoever runs this machine has set MENTORING_UNCONFINED_PLUGINS: they trust every installed scheme.",
    ),
    schemes=(
        SchemeLine(
            title="Ligature Professional (ligature 2.1.0)",
            text="Mentoring for professional staff. It is made of documents alone, without code of its own.",
            mark="done",
            word="In use: Ligature Professional 2026",
        ),
        SchemeLine(
            title="Far and near (far-and-near 0.3.0)",
            text="Mentoring across sites. Its own code answers derive, score.",
            mark="stop",
            word="In quarantine since Monday 11 January 2027, 10:02",
            button=Button(label="Ask its code again", about="far-and-near", href="#lift", post=True),
        ),
    ),
    failures=(
        FaultLine(
            when="mentoring-quoin 1.0.0",
            title="quoin",
            text="The code of mentoring_quoin failed: ModuleNotFoundError: No module named 'maps'. "
            "Ask its author to mend it.",
        ),
    ),
    faults=(
        FaultLine(
            when="Monday 11 January 2027, 10:02",
            title="far-and-near 0.3.0: score, answer",
            text="The block holds NaN",
        ),
    ),
)
