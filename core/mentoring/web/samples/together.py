"""Made-up people on whom the same is open."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Link, Problem
from mentoring.web.views.together import TogetherPage


def _group(number: int, title: str, text: str, names: tuple[str, ...], problem: str = "") -> SmallForm:
    return SmallForm(
        title=title,
        text=text,
        action="#together",
        hidden=(("group", str(number)),),
        fields=(
            Field(
                name=f"people-{number}", kind="checks", label="Who may take part?",
                options=tuple(
                    Option(value=f"{number}-{n}", label=name, hint="Typography University", chosen=True)
                    for n, name in enumerate(names)
                ),
            ),
            Field(
                name=f"reason-{number}", kind="long", label="Reason", rows=3, most=2000, problem=problem,
                hint="Kept with each decision and your name; they can ask to see it.",
            ),
        ),
        button="Those ticked may take part",
    )  # fmt: skip


_WHY = "Write why. It is kept with each decision and your name."
TOGETHER = TogetherPage(
    title="Decide on several",
    programme="Typography Mentoring 2027",
    sentence="Those on whom the rules leave the very same open. Whoever is not ticked stays where they are; a refusal "
    "is made one by one.",
    problems=(Problem("reason-1", _WHY),),
    back=Link("Back to registrations", "#registrations"),
    groups=(
        _group(
            1, "Three mentees", "Open: Something they may tell us is still open.",
            ("Amara Quarto", "Cato Octavo", "Fern Recto"), _WHY,
        ),
        _group(2, "Two mentors", "Open: Mentors are at Band 5 or above.", ("Dinah Almanac", "Basil Folio")),
    ),
)  # fmt: skip
