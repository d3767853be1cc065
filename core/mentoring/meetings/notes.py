"""Notes of a mentorship's members: sealed, read by whoever was in it when they were written, and by nobody else.

Nothing of them is entered into the audit trail: coordinators would read there who confided in whom, and when.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from mentoring.db.sealed import Place
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.meetings.model import Meeting, Note
from mentoring.mentorships.members import Membership, membership
from mentoring.unit_of_work import UnitOfWork

LONGEST = 10_000
"""Characters of one note."""
AT_ONCE = 30
"""Notes on one page."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """One note as a member reads it; `met_at` is the meeting it is about, in the zone in which that was chosen."""

    id: UUID
    author: str
    mine: bool
    text: str
    written_at: datetime
    meeting_id: UUID | None
    met_at: datetime | None


def notes_of(work: UnitOfWork, mentorship_id: UUID, *, host: str, page: int = 1) -> tuple[tuple[NoteView, ...], bool]:
    """A page of the notes that I may read, the latest first, and whether there are older ones.

    Raises NotFound for anyone but a member of a mentorship that has begun.
    """
    found = _begun(work, mentorship_id, host=host)
    meetings = select(Meeting).where(Meeting.tenant_id == host, Meeting.mentorship_id == mentorship_id)
    met = {each.id: each.starts_at.astimezone(ZoneInfo(each.zone)) for each in work.session.scalars(meetings)}
    rows = work.session.scalars(
        _readable(found, host)
        .order_by(Note.written_at.desc(), Note.id)
        .offset((max(page, 1) - 1) * AT_ONCE)
        .limit(AT_ONCE + 1)
    ).all()
    return tuple(_view(work, found, each, met) for each in rows[:AT_ONCE]), len(rows) > AT_ONCE


def own_note(work: UnitOfWork, mentorship_id: UUID, note_id: UUID, *, host: str) -> NoteView:
    """A note of mine, to change it. Raises NotFound for one that is not."""
    found = _begun(work, mentorship_id, host=host)
    return _view(work, found, _own(work, found, note_id), {})


def write_note(work: UnitOfWork, mentorship_id: UUID, *, host: str, text: str, meeting_id: UUID | None = None) -> Note:
    """Keep a note for the members of today, about a meeting or about nothing in particular.

    Raises NotFound for anyone but a member, Conflict for one who has left, Invalid with a problem for each field.
    """
    found = _begun(work, mentorship_id, host=host)
    _here(found)
    problems = _problems(text)
    if meeting_id is not None and not _is_of(work, found, meeting_id):
        problems["meeting"] = "Choose one of your meetings, or none."
    if problems:
        raise Invalid("The note is not kept yet.", "Everything you typed is still here.", problems)
    key = work.new_id()
    note = Note(
        tenant_id=host,
        id=key,
        mentorship_id=mentorship_id,
        meeting_id=meeting_id,
        home_tenant_id=work.tenant,
        author_id=_person(work),
        sealed=work.keys.seal(Place(host, Note.__tablename__, str(key), "sealed"), text.strip().encode()),
        written_at=work.now,
    )
    work.add(note)
    return note


def rewrite_note(work: UnitOfWork, mentorship_id: UUID, note_id: UUID, *, host: str, text: str) -> None:
    """Change a note of mine. Raises NotFound for one that is not, Invalid for an empty or endless text."""
    found = _begun(work, mentorship_id, host=host)
    note = _own(work, found, note_id)
    _here(found)
    if problems := _problems(text):
        raise Invalid("The note is not changed yet.", "Everything you typed is still here.", problems)
    work.keys.seal_into(note, "sealed", text.strip().encode())
    work.session.flush()


def delete_note(work: UnitOfWork, mentorship_id: UUID, note_id: UUID, *, host: str) -> None:
    """Delete a note of mine, for everyone and for good, even after I have left. Raises NotFound for one that is not."""
    found = _begun(work, mentorship_id, host=host)
    work.session.delete(_own(work, found, note_id))
    work.session.flush()


def _begun(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> Membership:
    found = membership(work, mentorship_id, host=host)
    if found.mentorship.formed_at is None or found.me is None or found.me.joined_at is None:
        raise NotFound("Your match has not begun yet.", "Go back to your page.")
    return found


def _readable(found: Membership, host: str) -> Select[Note]:
    """Notes that were written since I joined: the database keeps the same rule."""
    since = [each.added_at for each in (found.me,) if each is not None]
    return select(Note).where(
        Note.tenant_id == host, Note.mentorship_id == found.mentorship.id, *(Note.added_at >= each for each in since)
    )


def _own(work: UnitOfWork, found: Membership, note_id: UUID) -> Note:
    mine = _readable(found, found.mentorship.tenant_id).where(
        Note.id == note_id, Note.home_tenant_id == work.tenant, Note.author_id == work.actor.person_id
    )
    note = work.session.scalar(mine)
    if note is None:
        raise NotFound("There is no such note of yours.", "Go back to your notes.")
    return note


def _here(found: Membership) -> None:
    if found.me is None or found.me.left_at is not None:
        raise Conflict("You have left, so you cannot write here any more.", "You can still delete what you wrote.")


def _is_of(work: UnitOfWork, found: Membership, meeting_id: UUID) -> bool:
    meeting = work.session.get(Meeting, (found.mentorship.tenant_id, meeting_id))
    return meeting is not None and meeting.mentorship_id == found.mentorship.id


def _problems(text: str) -> dict[str, str]:
    if not text.strip():
        return {"text": "Write something before you keep it."}
    if len(text) > LONGEST:
        return {"text": f"Shorten it to {LONGEST:,} characters; it has {len(text):,}."}
    return {}


def _view(work: UnitOfWork, found: Membership, note: Note, met: dict[UUID, datetime]) -> NoteView:
    author = (note.home_tenant_id, note.author_id)
    names = {(each.home_tenant_id, each.person_id): each.name for each in found.members}
    return NoteView(
        id=note.id,
        author=names.get(author, ""),
        mine=author == (work.tenant, work.actor.person_id),
        text=(work.keys.open_in(note, "sealed") or b"").decode(),
        written_at=note.written_at,
        meeting_id=note.meeting_id,
        met_at=met.get(note.meeting_id) if note.meeting_id else None,
    )


def _person(work: UnitOfWork) -> UUID:
    if work.actor.person_id is None:
        raise NotFound("There is no such match of yours.", "Go back to your page.")
    return work.actor.person_id
