"""What people ask about their own data, and what their institution's coordinators answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import ColumnElement, select

from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.people.model import Person
from mentoring.privacy.model import DataRequest
from mentoring.unit_of_work import UnitOfWork

Kind = Literal["correction", "erasure"]
LONGEST = 2000
"""Characters of what somebody asks, and of the answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. `name` and `email` are those of whoever asks; `answer` what a coordinator answered, once they did.

    `taken_back`: the person closed it themself.
    """

    id: UUID
    person_id: UUID
    name: str
    email: str
    kind: Kind
    words: str
    asked_at: datetime
    begun: bool
    closed_at: datetime | None
    answer: str
    taken_back: bool


def ask(work: UnitOfWork, kind: Kind, words: str = "") -> UUID:
    """Ask the coordinators of the own institution. Asking twice to be erased is asking once.

    Raises Invalid where nothing, or too much, is said.
    """
    me = asking(work)
    said = words.strip()
    if kind == "correction" and not said:
        raise Invalid("Nothing is asked yet.", problems={"words": "Say what is wrong, and what is right."})
    if len(said) > LONGEST:
        told = f"Shorten it to {LONGEST:,} characters; it has {len(said):,}."
        raise Invalid("Nothing is asked yet.", "Everything you typed is still here.", {"words": told})
    waiting = [each for each in own_requests(work) if each.kind == "erasure" and each.closed_at is None]
    if kind == "erasure" and waiting:
        return waiting[0].id
    key = work.new_id()
    work.add(DataRequest(tenant_id=work.tenant, id=key, person_id=me, kind=kind, words=said, asked_at=work.now))
    work.record("ask", kind, key, subject=(work.tenant, me))
    return key


def take_back(work: UnitOfWork, request_id: UUID) -> None:
    """What one has asked is asked no more. Raises NotFound for another's, Conflict once erasing has begun."""
    row = _open(work, request_id)
    if row.person_id != asking(work):
        raise _nothing()
    if row.begun_at is not None:
        raise Conflict("Your coordinators are erasing you already.", "It cannot be stopped half way.")
    row.closed_at, row.closed_by = work.now, row.person_id
    work.session.flush()
    work.record("take_back", row.kind, row.id, subject=(work.tenant, row.person_id))


def own_requests(work: UnitOfWork) -> tuple[Asked, ...]:
    """What the signed-in person has asked, the latest first."""
    return _found(work, DataRequest.person_id == asking(work))


def waiting_requests(work: UnitOfWork) -> tuple[Asked, ...]:
    """What waits for a coordinator of this institution, who has waited longest first. Raises NotAllowed."""
    work.demand("data.answer")
    return _found(work, DataRequest.closed_at.is_(None))[::-1]


def request_here(work: UnitOfWork, request_id: UUID) -> Asked:
    """One that waits, for a coordinator. Raises NotAllowed, NotFound."""
    found = [each for each in waiting_requests(work) if each.id == request_id]
    if not found:
        raise _nothing()
    return found[0]


def answer(work: UnitOfWork, request_id: UUID, words: str) -> None:
    """Say what has been done, or why not; whoever asked reads it. Raises NotAllowed, NotFound, Conflict, Invalid."""
    work.demand("data.answer")
    row = _open(work, request_id)
    if row.begun_at is not None:
        raise Conflict("Erasing has begun.", "Carry it to its end.")
    if not words.strip() or len(words) > LONGEST:
        told = "Say what you have done, or why not: they read it."
        raise Invalid("Nothing is answered yet.", "Everything you typed is still here.", {"answer": told})
    row.closed_at, row.closed_by, row.answer = work.now, work.actor.person_id, words.strip()
    work.session.flush()
    work.record("answer", row.kind, row.id, subject=(work.tenant, row.person_id))


def _found(work: UnitOfWork, wanted: ColumnElement[bool]) -> tuple[Asked, ...]:
    rows = work.session.execute(
        select(DataRequest, Person)
        .join(Person, (Person.tenant_id == DataRequest.tenant_id) & (Person.id == DataRequest.person_id))
        .where(DataRequest.tenant_id == work.tenant, wanted)
        .order_by(DataRequest.asked_at.desc(), DataRequest.id)
    )
    return tuple(
        Asked(
            id=row.id,
            person_id=row.person_id,
            name=person.name or person.email,
            email=person.email,
            kind=cast("Kind", row.kind),  # the table's check holds it
            words=row.words,
            asked_at=row.asked_at,
            begun=row.begun_at is not None,
            closed_at=row.closed_at,
            answer=row.answer or "",
            taken_back=row.closed_by == row.person_id,
        )
        for row, person in rows
    )


def _open(work: UnitOfWork, request_id: UUID) -> DataRequest:
    row = work.session.get(DataRequest, (work.tenant, request_id), with_for_update=True)
    if row is None or row.closed_at is not None:
        raise _nothing()
    return row


def asking(work: UnitOfWork) -> UUID:
    """The person who asks. Raises NotFound where nobody is signed in."""
    if work.actor.person_id is None:
        raise _nothing()
    return work.actor.person_id


def _nothing() -> NotFound:
    return NotFound("There is no such request.", "It may have been answered, or taken back.")
