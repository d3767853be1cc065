"""Made-up pages of the workbench."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.samples.matching import PROGRAMME
from mentoring.web.views.matching import Compared
from mentoring.web.views.parts import Button, Link
from mentoring.web.views.selection import OneFormPage
from mentoring.web.views.workbench import (
    Cell,
    ChangedLine,
    Choices,
    ComparePage,
    DialGroup,
    MatrixPage,
    MatrixRow,
    SwapPage,
    TrialPage,
)

_LEAVE = Button(label="Leave as it is", href="#back")
_FIGURES = (
    Compared(label="People matched", value="36", of="of 41", before="34", difference="+2", better=True),
    Compared(label="Average fit", value="78", before="79", difference="\N{MINUS SIGN}1", better=False),
)
_PEOPLE = (
    ChangedLine(
        name="Leon Octavo", line="Mentee, Serif", kind="info", word="Somebody else",
        before="Wei Gazette", after="Helen Atlas", fit="61 \N{RIGHTWARDS ARROW} 66",
    ),
    ChangedLine(
        name="Samuel Colophon", line="Mentee, Arts", kind="done", word="Matched now",
        before="nobody", after="Anita Chronicle", fit="74",
    ),
)  # fmt: skip

SWAP = SwapPage(
    title="Another mentor for Priya Vellum",
    programme=PROGRAMME,
    sentence="Now with Marcus Ledger, fit 52.",
    people=(Link("Marcus Ledger", "#marcus"),),
    swap=Choices(
        title="Swap",
        text="Best first. Locks, capacity and hard rules are kept in every choice.",
        action="#swap",
        hidden=(("version", "1"),),
        fields=(
            Field(
                name="choice",
                kind="radio",
                label="Another mentor",
                options=(
                    Option(
                        value="1",
                        label="Helen Atlas, Serif. Fit 69, up 17",
                        hint="Leon Octavo moves to Wei Gazette.",
                    ),
                    Option(value="2", label="Anita Chronicle, Arts. Fit 64, up 12", hint="Nobody else moves."),
                ),
            ),
        ),
        button="Swap",
    ),
    by_hand=Choices(
        title="Match by hand",
        text="Anybody else. What speaks against it is broken for this match alone, and needs a reason.",
        action="#add",
        hidden=(("version", "1"),),
        fields=(
            Field(
                name="other",
                kind="select",
                label="With whom?",
                options=(Option(value="", label="Choose"), Option(value="3", label="Joanna Canto, Type. Fit 61")),
            ),
            Field(name="reason", kind="long", label="Why this match?", required=False, rows=2),
        ),
        button="Match by hand",
    ),
    leave=_LEAVE,
)

MERGE = SwapPage(
    title="Merge the circle of Priya Vellum",
    programme=PROGRAMME,
    sentence="Now Marcus Ledger, Leon Octavo, Priya Vellum, Tom Margin.",
    swap=Choices(
        title="With which circle?",
        text="All of both become one circle, which stays when the rest is solved again: the next proposal.",
        action="#merge",
        hidden=(("version", "1"),),
        fields=(
            Field(
                name="other",
                kind="radio",
                label="The other circle",
                options=(
                    Option(
                        value="1",
                        label="Helen Atlas, Amara Quarto, Joanna Canto, Samuel Colophon",
                        hint="Together 6 mentees (6 aimed at, at most 8) and 2 mentors (2 aimed at, at most 2). "
                        "Fit 66, now 71 and 64.",
                    ),
                ),
            ),
            Field(
                name="reason",
                kind="long",
                label="Why one circle?",
                hint="Needed where something speaks against it. It is kept and shown beside the circle.",
                required=False,
                rows=2,
            ),
        ),
        button="Merge",
    ),
    remarks=("Not with Anita Chronicle, Wei Gazette. Together they are 9 mentees, and a circle has at most 8.",),
    leave=_LEAVE,
)

COMPARE = ComparePage(
    title="Proposal 4 compared with proposal 3",
    programme=PROGRAMME,
    sentence="One person gained a match, one person with somebody else.",
    heads=("Proposal 3", "Proposal 4"),
    figures=_FIGURES,
    people=_PEOPLE,
    leave=Button(label="Back to proposal 4", href="#4"),
)

TRIAL = TrialPage(
    title="Try other weights and values",
    programme=PROGRAMME,
    sentence="A dry run: you see who would be with whom. Nothing is kept, and no proposal changes.",
    action="#try",
    on=Field(
        name="on",
        kind="radio",
        label="On whose people?",
        options=(
            Option(value="1", label=PROGRAMME, chosen=True),
            Option(value="2", label="Ligature Professional 2026"),
        ),
    ),
    groups=(
        DialGroup(
            title="Mentoring",
            fields=(
                Field(
                    name="matching.main.criteria.0.weight",
                    kind="text",
                    label="The mentor offers what the mentee would like to talk about",
                    hint="Now 40. From 1 to 100; or “must”, never broken; or “last_resort”, broken only so that "
                    "somebody is placed.",
                    value="60",
                ),
                Field(
                    name="matching.main.criteria.1.weight",
                    kind="text",
                    label="You like to meet in the same way",
                    hint="Now 10. From 1 to 100; or “must”, never broken; or “last_resort”, broken only so that "
                    "somebody is placed.",
                    value="10",
                ),
            ),
        ),
    ),
    outcome="Two people differ.",
    notes=("May enter now: Farah Margin.",),
    figures=_FIGURES,
    people=_PEOPLE,
    leave=Button(label="Back to matching", href="#back"),
)

_CELLS = (
    Cell("open", 72, 2, ""),
    Cell("chosen", 84, 3, "chosen"),
    Cell("locked", 91, 3, "chosen and locked"),
    Cell("barred", None, 0, "a hard rule says no"),
    Cell("forbidden", None, 0, "forbidden by you"),
    Cell("open", 23, 0, ""),
)
MATRIX = MatrixPage(
    title="Matching",
    programme=PROGRAMME,
    sentence="Proposal 4. Mentees 1 to 3 of 41: without a match first, then the weakest fit.",
    ways=(Link("List", "#list"), Link("Matrix", "#matrix", current=True)),
    caption="How well each of mentees 1 to 3 of 41 fits",
    corner="Mentees",
    columns=("Ruth Broadsheet", "Dinah Almanac", "Olu Lexicon", "Helen Atlas", "Marcus Ledger", "Wei Gazette"),
    rows=tuple(
        MatrixRow(name=name, line="", href="#candidates", cells=_CELLS[at:] + _CELLS[:at])
        for at, name in enumerate(("Samuel Colophon", "Farah Margin", "Ayo Codex"))
    ),
    down=(Link("1 to 20", "#1", current=True), Link("21 to 40", "#21")),
)

NEWCOMERS = OneFormPage(
    title="Newcomers",
    programme=PROGRAMME,
    sentence="Whoever comes after publication is placed here. Nobody who has a match is moved.",
    back=Link("Matching", "#matching"),
    words_title="Circles that have become too small",
    words=(("Jun Ligature, Kai Margin and Dinah Almanac", "1 mentee short. It can go on as it is."),),
    action="#place",
    fields=(
        Field(
            name="place",
            kind="radio",
            label="Who goes where?",
            hint="Two people could be placed now.",
            options=(
                Option(
                    value="1",
                    label="Leon Octavo joins Amara Quarto, Basil Folio, Cato Recto and Dinah Almanac",
                    hint="Fit 72 of 100. All would like to talk about direction. They work in different units.",
                ),
                Option(
                    value="2",
                    label="Iris Stanza with Fern Verso",
                    hint="Fit 64 of 100. Wants budgets and strategy; Fern offers budgets.",
                ),
            ),
        ),
    ),
    button="Place them",
    note="They are told at once, or asked first where the scheme asks people.",
)
