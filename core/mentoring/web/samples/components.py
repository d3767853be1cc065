"""The page of components, and every page by name with the frame it stands in."""

from mentoring.web.house import house_colours
from mentoring.web.samples import (
    attendance,
    audit,
    console,
    documents,
    events,
    finding,
    form,
    frames,
    goals,
    importing,
    matching,
    meetings,
    messages,
    my_data,
    notes,
    partners,
    people,
    portal,
    public,
    rehearsal,
    requests,
    schemes,
    security,
    selection,
    settings,
    surveys,
    texts,
    timeline,
    together,
    workbench,
)
from mentoring.web.samples.charts import FUNNEL, PLACES, RHYTHM
from mentoring.web.samples.frames import Scheme
from mentoring.web.views.components import ComponentsPage
from mentoring.web.views.frame import Frame
from mentoring.web.views.parts import Banner, Button, Empty, Link, Page, Person, Problem, Step, beads

_COLOURS = (
    "ground surface rail sunk line edge ink ink-2 act act-deep act-wash wait wait-ink wait-wash stop stop-ink "
    "stop-wash done done-ink done-wash d1 d2 d3 d4 d5"
)
_HOUSES = (
    ("Petrol", "#003d4c"),
    ("Signal red", "#e0112b"),
    ("Sun yellow", "#ffd100"),
    ("Lime", "#a4d233"),
    ("Mid orange", "#ee7f00"),
    ("Violet", "#500778"),
    ("Black", "#000000"),
    ("Pale grey", "#d9d9d6"),
)
_PAIR = (
    Person(name="Amara Quarto", line="Letterpress, level 6"),
    Person(name="Dinah Almanac", line="Typography, level 9", leads=True),
)


def components(scheme: Scheme = "") -> tuple[ComponentsPage, Frame]:
    """Every part in every state, in the console's frame."""
    view = ComponentsPage(
        title="Components",
        colours=tuple(_COLOURS.split()),
        houses=tuple(
            (name, colour, house_colours(colour, "dark" if scheme == "dark" else "light")) for name, colour in _HOUSES
        ),
        buttons=(
            Button(label="Publish 36 matches", href="#publish", kind="primary"),
            Button(label="Preview", href="#preview"),
            Button(label="Withdraw registration", href="#withdraw", kind="stop"),
            Button(label="Put it back", href="#back", kind="link"),
            Button(label="Publish", reason="two gates closed"),
            Button(label="Small", href="#small", kind="small", icon="mail"),
        ),
        joined=(
            Button(label="Locked", href="#lock", post=True, kind="small", icon="lock", pressed=True),
            Button(label="Forbid", href="#forbid", post=True, kind="small"),
            Button(label="Swap", href="#swap", kind="small"),
        ),
        statuses=(
            ("done", "Eligible"),
            ("wait", "Needs a person to look"),
            ("stop", "Message came back"),
            ("open", "Not started"),
            ("priority", "Priority"),
        ),
        beads=beads(3, 6, "3 of 6 meetings", next_planned=True),
        pair=_PAIR,
        circle=portal.CIRCLE.others,
        steps=(
            Step(title="Registered", state="done", when="2 December"),
            Step(title="Training", state="now", when="14 January"),
            Step(title="Matching", when="12 February"),
        ),
        banners=(
            Banner(
                kind="info",
                title="You are looking at proposal 3",
                text="Proposal 4 is newer.",
                button=Button(label="Go to proposal 4", href="#4"),
            ),
            Banner(kind="done", title="Published", text="72 people have been told."),
            Banner(kind="wait", title="Two gates are closed", text="Five mentees have not been trained."),
            Banner(
                kind="stop", title="Someone else changed this pair", text="Your swap was not made; nothing is lost."
            ),
        ),
        fields=form.fields(posted=True),
        summary=(Problem("job_title", "Enter your job title"),),
        tabs=(Link("Needs a person", "#needs", current=True, count=6), Link("Everyone", "#everyone", count=84)),
        empty=Empty(
            title="No pairs yet",
            text="Matching starts when training is over, on 8 February. Until then you can try it on 2026.",
            button=Button(label="Try it on 2026", href="#try"),
        ),
        bars=FUNNEL,
        dots=RHYTHM,
        places=PLACES,
        pages=tuple(Link(name.replace("-", " "), f"/components/{name}") for name in sample_pages()),
    )
    return view, frames.console(scheme=scheme)


def sample_pages(scheme: Scheme = "") -> dict[str, tuple[Page, Frame]]:
    """Every page with made-up people, by name, in its frame."""
    return {
        "today": (console.TODAY, frames.console("Today", scheme)),
        "overview": (console.OVERVIEW, frames.console("Overview", scheme)),
        "programmes": (console.PROGRAMMES, frames.console("Programmes", scheme)),
        "registrations": (console.REGISTRATIONS, frames.console("Registrations", scheme)),
        "documents": (documents.DOCUMENTS, frames.console("The scheme", scheme)),
        "texts": (texts.TEXTS, frames.console("Texts and rules", scheme)),
        "texts-form": (texts.FORM, frames.console("Texts and rules", scheme)),
        "texts-effect": (texts.EFFECT, frames.console("Texts and rules", scheme)),
        "selection": (selection.SELECTION, frames.console("Selection", scheme)),
        "invitations": (selection.INVITATIONS, frames.console("Registrations", scheme)),
        "review": (selection.REVIEW, frames.console("Selection", scheme)),
        "partners": (partners.PARTNERS, frames.console("Overview", scheme)),
        "leaving": (partners.LEAVING, frames.console("Overview", scheme)),
        "releases": (partners.RELEASES, frames.console("Reports", scheme)),
        "timeline": (timeline.TIMELINE, frames.console("Timeline", scheme)),
        "rehearsal": (rehearsal.REHEARSAL, frames.console("Timeline", scheme)),
        "attendance": (attendance.ATTENDANCE, frames.console("Events and attendance", scheme)),
        "event": (events.EVENT, frames.console("Events and attendance", scheme)),
        "taking-the-register": (events.ROLL, frames.console("Events and attendance", scheme)),
        "roll-list": (events.ROLL_LIST, frames.console("Events and attendance", scheme)),
        "events": (events.MY_EVENTS, frames.portal("My match", scheme)),
        "matching": (matching.MATCHING, frames.console("Matching", scheme)),
        "matching-empty": (matching.NO_PROPOSAL, frames.console("Matching", scheme)),
        "matching-swap": (workbench.SWAP, frames.console("Matching", scheme)),
        "newcomers": (workbench.NEWCOMERS, frames.console("Matching", scheme)),
        "matching-merge": (workbench.MERGE, frames.console("Matching", scheme)),
        "matching-compare": (workbench.COMPARE, frames.console("Matching", scheme)),
        "matching-dry-run": (workbench.TRIAL, frames.console("Matching", scheme)),
        "matching-matrix": (workbench.MATRIX, frames.console("Matching", scheme)),
        "publish": (matching.PUBLISH, frames.console("Matching", scheme)),
        "import": (importing.IMPORT, frames.console("Registrations", scheme)),
        "import-refused": (importing.REFUSED, frames.console("Registrations", scheme)),
        "import-closed": (importing.CLOSED, frames.console("Registrations", scheme)),
        "import-going": (importing.GOING, frames.console("Registrations", scheme)),
        "together": (together.TOGETHER, frames.console("Registrations", scheme)),
        "find": (finding.FIND, frames.console("", scheme)),
        "somebody": (finding.SOMEBODY, frames.console("", scheme)),
        "people": (people.PEOPLE, frames.console("People", scheme)),
        "person": (people.HOLDER, frames.console("People", scheme)),
        "settings": (settings.SETTINGS, frames.console("Settings", scheme)),
        "scale": (settings.SCALE, frames.console("Settings", scheme)),
        "messages": (messages.MESSAGES, frames.console("Messages", scheme)),
        "message": (messages.MESSAGE, frames.console("Messages", scheme)),
        "wordings": (messages.WORDINGS, frames.console("Messages", scheme)),
        "audit": (audit.TRAIL, frames.console("Who did what", scheme)),
        "why": (audit.WHY, frames.console("Registrations", scheme)),
        "system": (audit.SYSTEM, frames.console("System", scheme)),
        "schemes": (schemes.SCHEMES, frames.console("Schemes", scheme)),
        "mentorships": (console.MENTORSHIPS, frames.console("Mentorships", scheme)),
        "match": (portal.PAIR, frames.portal("My match", scheme)),
        "arrange": (meetings.ARRANGE, frames.portal("My match", scheme)),
        "notes": (notes.NOTES, frames.portal("My match", scheme)),
        "note": (notes.NOTE, frames.portal("My match", scheme)),
        "goals": (goals.GOALS, frames.portal("My match", scheme)),
        "goal": (goals.GOAL, frames.portal("My match", scheme)),
        "circle": (portal.CIRCLE, frames.portal("My circle", scheme, first="My circle")),
        "survey": (surveys.SURVEY, frames.portal("My match", scheme)),
        "survey-closed": (surveys.SURVEY_CLOSED, frames.portal("My match", scheme)),
        "agreement": (surveys.AGREEMENT, frames.portal("My match", scheme)),
        "certificate": (surveys.CERTIFICATE, frames.portal("My match", scheme)),
        "surveys": (surveys.SURVEYS, frames.console("Surveys", scheme)),
        "survey-results": (surveys.RESULTS, frames.console("Surveys", scheme)),
        "matches": (portal.MATCHES, frames.portal("", scheme)),
        "my-data": (my_data.MY_DATA, frames.portal("My data", scheme)),
        "correct": (my_data.CORRECT, frames.portal("My data", scheme)),
        "erase": (my_data.ERASE, frames.portal("My data", scheme)),
        "directory": (requests.DIRECTORY, frames.portal("My match", scheme)),
        "requests": (requests.REQUESTS, frames.console("Mentorships", scheme)),
        "waiting": (portal.WAITING, frames.portal("My match", scheme)),
        "log-meeting": (portal.LOG_MEETING, frames.portal("Meetings", scheme)),
        "programme": (public.PROGRAMME, frames.public(scheme)),
        "register": (public.register(posted=False), frames.signed_in(scheme)),
        "register-problems": (public.register(posted=True), frames.signed_in(scheme)),
        "read-through": (public.READ_THROUGH, frames.signed_in(scheme)),
        "read-afterwards": (public.READ_AFTERWARDS, frames.signed_in(scheme)),
        "sent": (public.SENT, frames.signed_in(scheme)),
        "sign-in": (public.SIGN_IN, frames.public(scheme)),
        "sign-in-sent": (public.SIGN_IN_SENT, frames.public(scheme)),
        "sign-in-confirm": (public.SIGN_IN_CONFIRM, frames.public(scheme)),
        "code": (security.CODE, frames.signed_in(scheme)),
        "app": (security.APP, frames.signed_in(scheme)),
        "recovery-codes": (security.RECOVERY_CODES, frames.signed_in(scheme)),
        "account": (security.ACCOUNT, frames.portal("My data", scheme)),
        "outbox": (public.OUTBOX, frames.public(scheme)),
        "entrance": (public.ENTRANCE, frames.plain(scheme)),
        "text": (public.TEXT, frames.public(scheme)),
        "absent": (public.ABSENT, frames.plain(scheme)),
        "changed-meanwhile": (public.CHANGED, frames.plain(scheme)),
        "appearance": (public.APPEARANCE, frames.plain(scheme)),
    }
