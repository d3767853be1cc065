"""A made-up scheme to read."""

from mentoring.web.views.documents import Chapter, DocumentsPage, Saying
from mentoring.web.views.parts import Link

DOCUMENTS = DocumentsPage(
    title="The scheme",
    programme="Ligature Professional 2027",
    sentence="Ligature Professional, version 1.2. What is marked may be changed in this programme.",
    parts=(Link("In sentences", "#sentences", current=True), Link("Who may take part", "#eligibility")),
    chapters=(
        Chapter(
            id="rules",
            title="Who may take part",
            text="What speaks against somebody is proposed, and a person confirms it.",
            sayings=(
                Saying(
                    about="Mentees, required",
                    says="Mentees are at grade 5, 6 or 7",
                    more="Level: Grade 5 to Grade 7",
                    changeable=True,
                    changed="Grade 8",
                    href="#change",
                ),
                Saying(about="Mentees, evidence", says="The job title is one usually held at these grades"),
            ),
        ),
        Chapter(
            id="criteria",
            title="What makes a good match",
            text="A must is never broken; a number is a preference.",
            sayings=(Saying(about="Overlap, 40", says="The mentor offers what the mentee wants", changeable=True),),
        ),
    ),
)
