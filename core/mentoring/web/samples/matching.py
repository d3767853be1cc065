"""Made-up pages of matching."""

from mentoring.web.forms.field import Option
from mentoring.web.views.matching import (
    Against,
    Because,
    Check,
    Compared,
    KeptApart,
    LetterPreview,
    MatchingPage,
    MatchLine,
    PublishPage,
    UnmatchedLine,
)
from mentoring.web.views.parts import Button, Empty, Link, Person

PROGRAMME = "Ligature Professional 2027"


def _buttons(names: str, *, locked: bool = False) -> tuple[Button, ...]:
    lock = Button(
        label="Locked" if locked else "Lock",
        href="#lock",
        post=True,
        kind="small",
        icon="lock" if locked else "",
        pressed=locked,
        about=names,
    )
    return (
        lock,
        Button(label="Forbid", href="#forbid", post=True, kind="small", about=names),
        Button(label="Swap", href="#swap", kind="small", about=names),
    )


_FIGURES = (
    Compared(label="Mentees matched", value="36", of="of 41", difference="+2", better=True),
    Compared(label="Average fit", value="78", difference="−1", better=False),
    Compared(label="Different institution", value="36", of="of 36", difference="same"),
    Compared(label="Pairs changed", value="5"),
)

MATCHING = MatchingPage(
    title="Matching",
    programme=PROGRAMME,
    sentence="Proposal 4. Private until you publish: no participant can see it and no message has left.",
    actions=(
        Button(label="Run the round again", href="#run", post=True),
        Button(label="Preview publication", href="#publish", kind="primary"),
    ),
    keys=(("L", "lock, or unlock"), ("F", "forbid (asks first)"), ("U", "undo the last change"), ("?", "this list")),
    figures=_FIGURES,
    against=Against(
        action="#compare",
        options=(
            Option(value="3", label="Proposal 3", chosen=True),
            Option(value="2", label="Proposal 2"),
        ),
        differences=Link("Show differences", "#differences"),
    ),
    tabs=(Link("Proposal 4", "#4", current=True), Link("Proposal 3", "#3")),
    ways=(Link("List", "#list", current=True), Link("Matrix", "#matrix")),
    remarks=("Last change: Amara Quarto with Dinah Almanac locked.",),
    apart=(
        KeptApart(
            names="Leon Octavo and Wei Gazette", button=Button(label="Allow", href="#allow", post=True, kind="small")
        ),
    ),
    pages=(Link("1 to 3", "#1", current=True), Link("4 to 36", "#2")),
    legend=("topics, up to 40", "goals 25", "experience 20", "format 15"),
    list_sentence="36 pairs, weakest fit first. 1 locked.",
    matches=(
        MatchLine(
            id="pair-1",
            people=(
                Person(name="Priya Vellum", line="Arts, level 5"),
                Person(name="Marcus Ledger", line="Letterpress, level 8", leads=True),
            ),
            reasons=(
                Because("good", ("Wants ", "budgets", "; Marcus offers it")),
                Because("weak", ("The other two topics are not offered",)),
                Because("new", ("New in this proposal. Was with Wei Gazette.",)),
            ),
            fit=52,
            apart=True,
            note="By hand: both asked for it. Against: Nobody is matched within their own line of management.",
            shares=(14, 16, 17, 5),
            buttons=_buttons("Priya Vellum with Marcus Ledger"),
        ),
        MatchLine(
            id="pair-2",
            people=(
                Person(name="Amara Quarto", line="Letterpress, level 6"),
                Person(name="Dinah Almanac", line="Typography, level 9", leads=True),
            ),
            reasons=(
                Because("good", ("Wants ", "moving into management", " and ", "budgets", "; Dinah offers both")),
                Because("good", ("Both prefer online, Thursday afternoons",)),
            ),
            fit=91,
            shares=(40, 22, 16, 13),
            locked=True,
            buttons=_buttons("Amara Quarto with Dinah Almanac", locked=True),
        ),
        MatchLine(
            id="circle-1",
            title="Circle 1",
            people=(
                Person(name="Hana Italic", line="Library"),
                Person(name="Joel Preface", line="Finance"),
                Person(name="Lena Stanza", line="Student Services"),
                Person(name="Ruth Broadsheet", line="Director of Estates", leads=True),
                Person(name="Simon Footnote", line="Head of Admissions", leads=True),
            ),
            reasons=(
                Because(
                    "good",
                    (
                        "Three departments, ",
                        "three different ones",
                    ),
                ),
            ),
            fit=74,
            shares=(30, 20, 14, 10),
        ),
    ),
    unmatched_title="Five mentees without a mentor",
    unmatched_text="Three mentors are free. What stands in the way, and the smallest change that helps.",
    unmatched=(
        UnmatchedLine(
            name="Samuel Colophon",
            line="Arts, level 7",
            why="Of 34 mentors, 3 are at Arts too, 22 are not senior enough and 9 are full.",
            change="Anita Chronicle takes a second mentee. Fit 74, nobody else moves.",
            button=Button(label="Try it", href="#try", post=True, kind="small", about="Samuel Colophon"),
            candidates=Link("Match Samuel Colophon by hand", "#samuel"),
        ),
        UnmatchedLine(
            name="Farah Margin",
            line="Typography, level 7",
            why="The three free mentors are all at Typography, as Farah is.",
        ),
    ),
)

NO_PROPOSAL = MatchingPage(
    title="Matching",
    programme=PROGRAMME,
    sentence="41 mentees and 34 mentors may enter the round.",
    empty=Empty(
        title="No pairs yet",
        text="Running a round proposes pairs to you alone. Nothing is sent until you publish.",
        button=Button(label="Match 41 mentees with 34 mentors", href="#run", post=True, kind="primary"),
    ),
)

PUBLISH = PublishPage(
    title="Publish 36 matches?",
    programme=PROGRAMME,
    sentence="67 people meet their match at once. Five mentees stay on the waiting list and hear why.",
    figures=(
        Compared(label="Matches", value="36"),
        Compared(label="People told of a match", value="67"),
        Compared(label="People told that they wait", value="5"),
        Compared(label="Messages", value="72"),
    ),
    checks=(
        Check("done", "Done", "every pair keeps every hard rule"),
        Check("wait", "Look", "two mentors have not been trained; they are left out until they are"),
    ),
    letters=(
        LetterPreview(
            to="To 36 mentees",
            subject="Your programme has news for you",
            body="Dear Amara,\n\nyour mentor is Dinah Almanac.",
        ),
        LetterPreview(
            to="To 5 who wait",
            subject="Your programme has news for you",
            body="Dear Samuel,\n\nyou stay first in line.",
        ),
    ),
    button=Button(label="Publish and tell 72 people", href="#publish", post=True, kind="primary"),
    leave=Button(label="Not yet", href="#back"),
)
