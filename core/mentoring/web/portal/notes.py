"""Notes of a match or a circle: only its members read them, and the page says so."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from mentoring.errors import Invalid
from mentoring.meetings.notes import LONGEST, NoteView, delete_note, notes_of, own_note, rewrite_note, write_note
from mentoring.meetings.queries import HeldMeeting, held
from mentoring.mentorships.queries import Match
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.home import MATCH_AT, own_match, readers
from mentoring.web.views.notes import NoteLine, NotePage, NotesPage
from mentoring.web.views.parts import Banner, Button, Empty, Link, Page
from mentoring.web.words import begun, day, one_of, when

NOTES_AT = MATCH_AT + "/notes"
_SAID = {
    "kept": Banner(kind="done", title="Your note is kept"),
    "changed": Banner(kind="done", title="Your note is changed"),
    "deleted": Banner(kind="done", title="Your note is deleted", text="Nobody can read it any more."),
}
_PROMISE = (
    "No coordinator, no manager and no institution can read your notes in this system. They are kept under lock; "
    "whoever holds both the database and the key file of the machine could open them by force."
)
_MEETINGS = 12
"""So many meetings, the latest, can be chosen for a note."""


@get(NOTES_AT, opt=permits("note.write"), sync_to_thread=True)
def notes_page(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], said: FromQuery[str] = "", page: FromQuery[int] = 1
) -> Response[str]:
    """The notes, and a new one."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        view = _notes(visit, work, match, banner=_SAID.get(said), page=min(max(page, 1), 1000))
    return _shown(visit, view)


@post(NOTES_AT, opt=permits("note.write"), sync_to_thread=True)
def keep_note(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """A note is kept."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        meetings = {str(each.id): each for each in held(work, mentorship, host=match.host)}
    about = meetings.get(first(typed, "meeting"))
    try:
        with visit.work() as work:
            write_note(
                work, mentorship, host=match.host, text=first(typed, "text"), meeting_id=about.id if about else None
            )
    except Invalid as refusal:
        with visit.work() as work:
            return _shown(visit, _notes(visit, work, match, typed=typed, problems=refusal.problems))
    return see_other(_at(visit, match) + "?said=kept")


@get(NOTES_AT + "/{note:uuid}", opt=permits("note.write"), sync_to_thread=True)
def note_page(visit: NamedDependency[Visit], mentorship: FromPath[UUID], note: FromPath[UUID]) -> Response[str]:
    """One of my notes, to change or to delete."""
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        found = own_note(work, mentorship, note, host=match.host)
    return _shown(visit, _note(visit, match, found, found.text, {}))


@post(NOTES_AT + "/{note:uuid}", opt=permits("note.write"), sync_to_thread=True)
def change_note(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], note: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """It is changed, or deleted."""
    delete, text = first(typed, "do") == "delete", first(typed, "text")
    with visit.work() as work:
        match = own_match(visit, work, mentorship)
        found = own_note(work, mentorship, note, host=match.host)
    try:
        with visit.work() as work:
            if delete:
                delete_note(work, mentorship, note, host=match.host)
            else:
                rewrite_note(work, mentorship, note, host=match.host, text=text)
    except Invalid as refusal:
        return _shown(visit, _note(visit, match, found, text, refusal.problems))
    return see_other(_at(visit, match) + ("?said=deleted" if delete else "?said=changed"))


def _shown(visit: Visit, view: Page) -> Response[str]:
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


def _at(visit: Visit, match: Match) -> str:
    return visit.in_programme("mine", match.mentorship_id, "notes")


def _notes(
    visit: Visit,
    work: UnitOfWork,
    match: Match,
    *,
    banner: Banner | None = None,
    page: int = 1,
    typed: Typed | None = None,
    problems: Mapping[str, str] | None = None,
) -> NotesPage:
    kept, older = notes_of(work, match.mentorship_id, host=match.host, page=page)
    met = held(work, match.mentorship_id, host=match.host)[:_MEETINGS]
    at = _at(visit, match)
    fields = _fields(visit, met, typed or {}, problems or {}) if match.me and not match.me.left else ()
    return NotesPage(
        title="Notes",
        banner=banner,
        problems=form_problems(fields),
        sentence=f"Only {readers(match)} can read what stands here.",
        promise_title="This stays between you",
        promise=(_PROMISE, "Who joins later does not read what was written before."),
        can_see=("that you met, and on which day", "how many meetings you have had"),
        never_see=("a word of your notes", "whether you write any"),
        action=at,
        fields=fields,
        button="Keep this note",
        notes=tuple(_line(visit, match, each) for each in kept),
        empty=None
        if kept
        else Empty(title="No notes yet", text="What you agreed on, what to think about, what to ask next time."),
        newer=Link("Later notes", f"{at}?page={page - 1}") if page > 1 else None,
        older=Link("Earlier notes", f"{at}?page={page + 1}") if older else None,
        back=Link("Back to your page", visit.in_programme("mine", match.mentorship_id)),
    )


def _fields(visit: Visit, met: tuple[HeldMeeting, ...], typed: Typed, problems: Mapping[str, str]) -> tuple[Field, ...]:
    chosen = first(typed, "meeting")
    about = Field(
        name="meeting",
        kind="select",
        label="Is it about a meeting?",
        required=False,
        options=(
            Option(value="", label="No, about something else", chosen=not chosen),
            *(
                Option(
                    value=str(each.id),
                    label=when(each.starts_at, each.zone, visit.language),
                    chosen=chosen == str(each.id),
                )
                for each in met
            ),
        ),
        problem=problems.get("meeting", ""),
    )
    return (_text(first(typed, "text"), problems), *((about,) if met else ()))


def _text(value: str, problems: Mapping[str, str]) -> Field:
    return Field(
        name="text",
        kind="long",
        label="Your note",
        hint=f"Up to {LONGEST:,} characters.",
        rows=8,
        value=value,
        problem=problems.get("text", ""),
    )


def _line(visit: Visit, match: Match, note: NoteView) -> NoteLine:
    written = when(note.written_at, visit.tenant.timezone, visit.language)
    about = f". About your meeting on {day(note.met_at.date(), language=visit.language)}" if note.met_at else ""
    button = Button(
        label="Change or delete",
        href=f"{_at(visit, match)}/{note.id}",
        kind="small",
        about=f"the note you wrote {written}",
    )
    return NoteLine(
        who="You" if note.mine else note.author or begun(one_of("former member")),
        line=f"{written}{about}",
        text=note.text,
        change=button if note.mine else None,
    )


def _note(visit: Visit, match: Match, note: NoteView, text: str, problems: Mapping[str, str]) -> NotePage:
    fields = (_text(text, problems),)
    return NotePage(
        title="Your note",
        problems=form_problems(fields),
        sentence=f"Written {when(note.written_at, visit.tenant.timezone, visit.language)}.",
        action=f"{_at(visit, match)}/{note.id}",
        fields=fields,
        keep="Keep the change",
        delete="Delete this note for everyone",
        leave=Link("Leave it as it was", _at(visit, match)),
    )
