"""Made-up people who are found, and what is looked after of one of them."""

from mentoring.web.forms.field import Field
from mentoring.web.views.finding import FindPage, FoundLine, PersonEntry, PersonPart, SomebodyPage
from mentoring.web.views.parts import Link

_PROGRAMME = "Typography Mentoring 2027"
FIND = FindPage(
    title="Find a person",
    sentence="Two people found.",
    action="#find",
    field=Field(
        name="q", kind="text", label="Name or address", value="quarto",
        hint="A part of it is enough: two letters or more.",
    ),
    button="Find",
    found=(
        FoundLine(
            name="Amara Quarto",
            href="#amara",
            line="Typography University, amara.quarto@typography.example",
            links=(
                Link(f"Mentee in {_PROGRAMME}", "#registration"),
                Link(f"With Dinah Almanac: {_PROGRAMME}", "#mentorship"),
            ),
        ),
        FoundLine(
            name="Bela Quarto",
            href="",
            line="Press College, bela.quarto@press.example",
            links=(Link(f"Mentor in {_PROGRAMME}", "#bela"),),
        ),
    ),
)  # fmt: skip
SOMEBODY = SomebodyPage(
    title="Amara Quarto",
    sentence="Typography University, amara.quarto@typography.example.",
    parts=(
        PersonPart(
            id="registrations",
            title="Registrations",
            entries=(
                PersonEntry(what=Link("Mentee", "#registration"), programme=_PROGRAMME, mark="done", word="Registered"),
            ),
            none="They have not registered in any programme.",
        ),
        PersonPart(
            id="mentorships",
            title="Mentorships",
            entries=(
                PersonEntry(
                    what=Link("With Dinah Almanac", "#mentorship"), programme=_PROGRAMME, mark="done", word="Running"
                ),
            ),
            none="They are in none.",
        ),
        PersonPart(id="requests", title="Whom they asked", entries=(), none="They have asked nobody."),
    ),
    note="That you opened this page stands in the trail; they see it on their page My data.",
)
