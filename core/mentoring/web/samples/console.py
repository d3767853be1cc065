"""Made-up pages of the console."""

from mentoring.web.forms.field import Field, Option
from mentoring.web.samples.charts import CAUSES, FUNNEL, PLACES, RHYTHM
from mentoring.web.views.console import (
    Decision,
    Figure,
    Finding,
    MentorshipLine,
    MentorshipsPage,
    OverviewPage,
    PileEntry,
    ProgrammeLine,
    ProgrammesPage,
    RegistrationFile,
    RegistrationsPage,
    Task,
    TaskGroup,
    TodayPage,
)
from mentoring.web.views.parts import Banner, Button, Link, Person, Step, beads

PROGRAMME = "Ligature Professional 2027"

TODAY = TodayPage(
    title="Today",
    sentence="Monday 11 January. Four things need a person; two of them before Thursday's training.",
    groups=(
        TaskGroup(
            title="Before Thursday 14 January",
            tasks=(
                Task(
                    when="Today",
                    urgent=True,
                    title="Six registrations need a person to look",
                    text=f"{PROGRAMME}. The oldest has waited four days. Matching cannot start without them.",
                    button=Button(label="Review six", href="#six"),
                ),
                Task(
                    when="By Tuesday",
                    urgent=True,
                    title="Three refusals wait for your confirmation",
                    text=f"{PROGRAMME}. Nothing has been sent. You can change any of them.",
                    button=Button(label="Confirm or change", href="#three"),
                ),
            ),
        ),
        TaskGroup(
            title="This week",
            tasks=(
                Task(
                    when="9 weeks or more",
                    title="Three pairs have gone quiet",
                    text="Ligature Professional 2026. All were nudged on 4 January; none has answered. It is about",
                    about=Link("Ayo Codex", "#ayo"),
                    button=Button(label="Look at the three", href="#quiet"),
                ),
                Task(
                    when="Friday",
                    title="One message came back",
                    text="The mailbox of Ranjit Recto is full. Ranjit has missed the training reminder.",
                    button=Button(label="Reach Ranjit", href="#ranjit"),
                ),
            ),
        ),
    ),
    next_dates=(
        Step(when="Thursday 14 January, 10:00", title="Mentee training, online. 36 of 41 coming", state="now"),
        Step(when="Thursday 28 January, 10:00", title="Mentor training, online. 29 of 34 coming"),
        Step(when="Friday 12 February", title="Matches published"),
    ),
    done_title="Done since Friday",
    done=("41 training invitations sent, 40 delivered", "Seven meetings recorded by their pairs"),
    done_more=Link("Everything that was sent", "#sent"),
    calm=("Ligature Academic 2026/27. 39 of 40 pairs are in rhythm.",),
)

OVERVIEW = OverviewPage(
    title="Overview",
    programme="Ligature Professional 2026",
    sentence="Month eleven of twelve. 38 pairs, five institutions, hosted by Typography.",
    actions=(Button(label="Download figures", href="#figures", icon="download"),),
    stages=(
        Step(title="Registration", when="closed 19 Dec 2025", state="done"),
        Step(title="Training", when="15 and 29 Jan", state="done"),
        Step(title="Matching", when="published 23 Feb", state="done"),
        Step(title="Mentoring", when="now, until 23 Feb 2027", state="now"),
        Step(title="Close", when="celebration 2 Mar"),
    ),
    figures=(
        Figure(label="Places taken", value="38", of="of 40", text="2 free, waiting list empty"),
        Figure(label="First meeting held", value="37", of="of 38", text="Target: all within four weeks"),
        Figure(label="In rhythm", value="29", of="of 38", text="Met in the last six weeks"),
        Figure(label="Six meetings reached", value="22", of="of 38", text="11 more have one to go"),
    ),
    rhythms=(RHYTHM,),
    funnel=FUNNEL,
    places=PLACES,
    causes=CAUSES,
)

PROGRAMMES = ProgrammesPage(
    title="Programmes",
    sentence="Two programmes run at your institution.",
    programmes=(
        ProgrammeLine(
            title=PROGRAMME, text="Registration until 18 December.", href="#a", mark="wait", word="6 need a person"
        ),
        ProgrammeLine(
            title="Mentoring circles 2027", text="Seven circles meet.", href="#b", mark="done", word="Nothing waits"
        ),
    ),
)

_FILE = RegistrationFile(
    name="Kofi Ampersand",
    line="Research Support Officer, St Serif's. Registered as mentee on 2 December.",
    mark="wait",
    verdict="Needs a person to look",
    verdict_text="Four rules are met. One is not: the contract ends five months before the programme does.",
    findings=(
        Finding(
            mark="wait",
            word="Not clear",
            title="Contract lasts until the programme ends",
            kind="Required. A coordinator may decide otherwise.",
            said="Ends 31 August 2027; the programme ends 11 February 2028.",
            attention=True,
        ),
        Finding(
            mark="done", word="Met", title="Professional services staff", kind="Required", said="Professional services"
        ),
        Finding(
            mark="done",
            word="Met",
            title="Grade at level 5 to 7 of the scheme",
            kind="Required",
            said="St Serif's grade 5. The scale valid since August 2026 puts it at level 6.",
        ),
        Finding(
            mark="priority", word="Priority", title="Has not taken part before", kind="Goes first", said="First time"
        ),
        Finding(
            mark="open", word="Evidence", title="Job title", kind="Decides nothing", said="Research Support Officer"
        ),
    ),
    words_title="Kofi's goals, in Kofi's words",
    words=(("What would you like to be different a year from now?", "I would like to lead a small team."),),
    sealed_note="Equality monitoring is kept apart and sealed. It is not on this page, and no rule can read it.",
    decision=Decision(
        action="#decide",
        fields=(
            Field(
                name="decision",
                kind="radio",
                label="Kofi is",
                beside=True,
                options=(
                    Option(value="eligible", label="Eligible"),
                    Option(value="not_eligible", label="Not eligible"),
                    Option(value="ask", label="Ask Kofi first"),
                ),
            ),
            Field(
                name="reason",
                kind="long",
                label="Reason",
                hint="Kept with the decision and your name. Kofi can ask to see it.",
            ),
        ),
        button="Confirm and go to the next",
        note="Nothing is sent until you confirm.",
        preview=Button(label="Preview the message to Kofi", href="#preview"),
    ),
    position="2 of 3",
    back="#list",
    next="#next",
)

PAGES = (Link("1 to 50", "#1", current=True), Link("51 to 100", "#2"), Link("951 to 989", "#20"))
REGISTRATIONS = RegistrationsPage(
    title="Registrations",
    pages=PAGES,
    programme=PROGRAMME,
    tabs=(
        Link("Needs a person", "#needs", current=True, count=3),
        Link("Refusals to confirm", "#refusals", count=3),
        Link("Eligible", "#eligible", count=71),
        Link("Waiting list", "#waiting", count=0),
        Link("Everyone", "#everyone", count=84),
    ),
    actions=(Button(label="Download list", href="#download", icon="download"),),
    pile=(
        PileEntry(name="Ines Serif", house="Arts", cause="Grade sits between two levels", role="mentee", href="#1"),
        PileEntry(
            name="Kofi Ampersand",
            house="St Serif's",
            cause="Contract ends before the programme",
            role="mentee",
            href="#2",
            current=True,
        ),
        PileEntry(name="Olu Lexicon", house="Bookbinding", cause="No grade given", role="mentor", href="#3"),
    ),
    file=_FILE,
)

MENTORSHIPS = MentorshipsPage(
    title="Mentorships",
    pages=PAGES,
    programme="Ligature Professional 2026",
    sentence="38 pairs. Three have gone quiet; the others are in rhythm.",
    banner=Banner(kind="done", title="The meeting is logged", text="Amara and Dinah see it too."),
    tabs=(Link("Need a person", "#need", current=True, count=3), Link("Everyone", "#all", count=38)),
    mentorships=(
        MentorshipLine(
            people=(
                Person(name="Priya Vellum", line="Arts"),
                Person(name="Marcus Ledger", line="Letterpress", leads=True),
            ),
            beads=beads(2, 6, "2 of 6"),
            last="2 November, 10 weeks ago",
            mark="stop",
            word="Quiet",
            href="#priya",
        ),
        MentorshipLine(
            people=(
                Person(name="Amara Quarto", line="Letterpress"),
                Person(name="Dinah Almanac", line="Typography", leads=True),
            ),
            beads=beads(3, 6, "3 of 6", next_planned=True),
            last="18 December, 3 weeks ago",
            mark="done",
            word="In rhythm",
            href="#amara",
        ),
    ),
)
