"""What was changed in a programme, by whom and why: kept for good, so that it can be read and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from mentoring.errors import NotFound
from mentoring.programmes.file import ProgrammeFile
from mentoring.programmes.model import Programme, ProgrammeChange
from mentoring.programmes.pinned import file_of
from mentoring.unit_of_work import UnitOfWork

KINDS: Mapping[str, str] = {
    "change": "Changed on the console",
    "undo": "Taken back",
    "move": "Moved to new documents",
    "file": "Changed by the programme's file",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: its `number` in the programme, who made it and why. `undone_by` is the change that took it back."""

    number: int
    kind: str
    author: str
    reason: str
    at: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    undoes: int | None = None
    undone_by: int | None = None

    @property
    def moved(self) -> bool:
        """Whether the programme came to run by other documents."""
        return bool(self.before["digest"] != self.after["digest"])


def state_of(programme: Programme, *, documents: bool = False) -> dict[str, Any]:
    """What a change may alter, as it is now; with the pinned `documents` where those change."""
    state = {
        "version": programme.scheme_version,
        "digest": programme.documents_digest,
        "hooks": programme.hooks,
        "overlay": programme.overlay,
        "dates": programme.dates,
        "places": places_in(file_of(programme)),
    }
    return {**state, "documents": programme.documents} if documents else state


def places_in(file: ProgrammeFile) -> dict[str, dict[str, int]]:
    """The places that institutions have of their own: by institution, then by role."""
    return {file.host: dict(file.host_places), **{each.slug: dict(each.places) for each in file.partners}}


def remember(
    work: UnitOfWork,
    programme: Programme,
    *,
    kind: str,
    before: Mapping[str, Any],
    author: str,
    reason: str,
    undoes: int | None = None,
) -> int:
    """Keep what has just been changed, under the programme's lock; its number."""
    number = newest(work, programme) + 1
    work.add(
        ProgrammeChange(
            tenant_id=programme.tenant_id,
            programme_id=programme.id,
            number=number,
            kind=kind,
            person_id=work.actor.person_id,
            author=author,
            reason=reason,
            at=work.now,
            before=dict(before),
            after=state_of(programme, documents="documents" in before),
            undoes=undoes,
        )
    )
    return number


def newest(work: UnitOfWork, programme: Programme) -> int:
    """The number of the last change; 0 before there is one."""
    found = work.session.scalar(
        select(func.max(ProgrammeChange.number)).where(
            ProgrammeChange.tenant_id == programme.tenant_id, ProgrammeChange.programme_id == programme.id
        )
    )
    return found or 0


def history(work: UnitOfWork, programme: Programme) -> tuple[Changed, ...]:
    """Every change, the newest first; for the host."""
    rows = work.session.scalars(
        select(ProgrammeChange)
        .where(ProgrammeChange.tenant_id == work.tenant, ProgrammeChange.programme_id == programme.id)
        .order_by(ProgrammeChange.number.desc())
    ).all()
    undone = {row.undoes: row.number for row in rows if row.undoes is not None}
    return tuple(
        Changed(
            row.number, row.kind, row.author, row.reason, row.at, row.before, row.after, row.undoes,
            undone.get(row.number),
        )
        for row in rows
    )  # fmt: skip


def change(work: UnitOfWork, programme: Programme, number: int) -> Changed:
    """One change. Raises NotFound."""
    for each in history(work, programme):
        if each.number == number:
            return each
    raise NotFound("There is no such change here.", "Go back to the list of changes.")


def state_at(work: UnitOfWork, programme: Programme, number: int) -> Mapping[str, Any]:
    """What stood when `number` was the last change, documents included. Raises NotFound for one that never was."""
    known = history(work, programme)
    if not 0 <= number <= len(known):
        raise NotFound("There is no such change here.", "Open the page again.")
    later = [each.before for each in reversed(known[: len(known) - number])]
    state = later[0] if later else state_of(programme)
    documents = next((each["documents"] for each in later if "documents" in each), None)
    if documents is None:
        own = (Programme.tenant_id == programme.tenant_id, Programme.id == programme.id)
        documents = work.session.scalars(select(Programme.documents).where(*own)).one()
    return {**state, "documents": documents}
