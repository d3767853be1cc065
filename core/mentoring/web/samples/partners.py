"""Made-up pages of who takes part, of a partner leaving, and of published tables."""

from mentoring.web.forms.field import Field
from mentoring.web.views.charts import BarTable, bar_rows
from mentoring.web.views.partners import ControllerLine, PartnerLine, PartnersPage
from mentoring.web.views.parts import Button, Link
from mentoring.web.views.releases import ReleaseBlock, ReleasesPage
from mentoring.web.views.selection import OneFormPage

_PROGRAMME = "Ligature Professional 2027"

PARTNERS = PartnersPage(
    title="Partners",
    programme=_PROGRAMME,
    sentence="Three institutions and one listed organisation.",
    partners=(
        PartnerLine("University of Typography", "Hosts the programme.", "done", "Host"),
        PartnerLine(
            "Letterpress College",
            "From 1 October 2026. Its own places: at most 10 mentees.",
            "done",
            "Takes part",
            (
                Button(label="Change its days", href="#days", kind="small", about="Letterpress College"),
                Button(label="Let it leave", href="#leave", kind="small", about="Letterpress College"),
            ),
        ),
        PartnerLine(
            "College of Bindings",
            "Asked to take part from 1 October 2026. Its coordinators: mentoring@bindings.example.",
            "wait",
            "Asked",
            (Button(label="Ask no longer", href="#asking", kind="small", about="College of Bindings"),),
        ),
        PartnerLine(
            "School of Type",
            "From 1 October 2026 to 31 January 2027.",
            "open",
            "Left on 1 February 2027",
            (Button(label="What remains", href="#remains", kind="small", about="School of Type"),),
        ),
    ),
    actions=(
        Button(label="Ask an institution", href="#ask", icon="plus"),
        Button(label="Change the record", href="#record"),
        Button(label="Change places", href="#places"),
    ),
    listed=("The Guild of Bookbinders",),
    controllers=(
        ControllerLine(
            "University of Typography",
            ("Runs the programme: decides who is eligible and who is matched.", "Keeps the record of matches."),
            "Data protection office: data@typography.example",
        ),
        ControllerLine(
            "Letterpress College",
            ("Looks after its own people: their accounts, what they write, and their questions.",),
            "Data protection office: data@letterpress.example",
        ),
    ),
)

LEAVING = OneFormPage(
    title="Let Letterpress College leave",
    programme=_PROGRAMME,
    sentence="Registration closes for its people and what waits is withdrawn. Running mentorships run to their end.",
    back=Link("Partners", "#partners"),
    words_title="What there is of its people now",
    words=(
        ("4 registrations with name, address and answers, in what runs", "Until that has ended"),
        ("3 offered or running mentorships", "They run to their end, unless ended"),
    ),
    action="#leave",
    fields=(Field(name="reason", kind="text", label="Why does it leave?", required=False),),
    button="Let Letterpress College leave",
)

RELEASES = ReleasesPage(
    title="Equality monitoring",
    programme=_PROGRAMME,
    sentence="One table published. Each is counted once, when its phase is over, and stays as it is.",
    blocks=(
        ReleaseBlock(
            id="phase-closes",
            title="Registration closes",
            mark="done",
            word="Issued on Monday 21 December 2026",
            text="About 75 people, registered at the end of Friday 18 December 2026.",
            table=BarTable(
                id="table-closes",
                title="People by ethnic group",
                heads=("Ethnic group", "People"),
                rows=bar_rows((("Asian", 25, ""), ("Black", 30, ""), ("Mixed", 10, ""), ("White", 0, ""))),
            ),
        ),
        ReleaseBlock(
            id="phase-match_by",
            title="Matching",
            mark="wait",
            word="Can be issued",
            text="Counts those registered at the end of Thursday 11 February 2027 who are in no earlier table.",
            button=Button(label="Issue this table", href="#issue", post=True, about="Matching"),
        ),
    ),
    footnote="0, 1 and 2 people are shown as 0, all others as the nearest five, so that no one can be recognised.",
)
