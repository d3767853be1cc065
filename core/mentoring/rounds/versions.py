"""A proposal is changed by whoever read it last: compare and swap on its version, so that nobody overwrites another.

What is refused says who was first, what they did and when, and that nothing of the refused change was made.
"""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from mentoring.errors import Conflict
from mentoring.participants.setting import roles_here
from mentoring.people.model import Person
from mentoring.programmes.model import Programme
from mentoring.rounds.hand import Hand, hand_of, stored
from mentoring.rounds.model import Round
from mentoring.rounds.run import round_of
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

RELOAD = "Load the proposal again to see where things stand."


def opened(work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int, doing: str) -> Round:
    """The proposal to be changed, as it stands at `version`. Raises NotAllowed, NotFound, Conflict."""
    work.demand("round.run", roles_here(work, programme))
    found = round_of(work, programme, round_id)
    work.session.refresh(found)
    if found.version != version or found.state != "proposed":
        raise overtaken(work, found, doing)
    return found


def rewrite(work: UnitOfWork, found: Round, hand: Hand, *, doing: str, state: str = "proposed") -> None:
    """Store `hand` if nobody has changed the proposal since it was read; its version is one more. Raises Conflict."""
    swapped = work.session.scalar(
        update(Round)
        .where(
            Round.tenant_id == work.tenant,
            Round.id == found.id,
            Round.version == found.version,
            Round.state == "proposed",
        )
        .values(hand=stored(hand), version=found.version + 1, state=state)
        .returning(Round.id)
        .execution_options(synchronize_session=False)
    )
    work.session.refresh(found)
    if swapped is None:
        raise overtaken(work, found, doing)


def overtaken(work: UnitOfWork, found: Round, doing: str) -> Conflict:
    """The refusal of somebody who comes second; `doing` is what they wanted, such as “swap”."""
    lost = f"Your {doing} was not made; nothing is lost."
    if found.state != "proposed":
        happened = "published" if found.state == "published" else "put aside"
        return Conflict(f"Proposal {found.number} has been {happened} already. {lost}", RELOAD)
    last = hand_of(found.hand).last
    if last is None:
        return Conflict(f"Proposal {found.number} has changed since this page was shown. {lost}", RELOAD)
    at = last.at.astimezone(ZoneInfo(institution(work.session, found.tenant_id).timezone))
    who = _who(work, last.by)
    return Conflict(f"{who} changed proposal {found.number} at {at:%H:%M} ({last.words}). {lost}", RELOAD)


def _who(work: UnitOfWork, person: UUID | None) -> str:
    if person is not None and person == work.actor.person_id:
        return "You"
    named = work.session.scalar(select(Person.name).where(Person.tenant_id == work.tenant, Person.id == person))
    return named or "Someone"
