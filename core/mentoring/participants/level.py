"""A coordinator sets somebody's level, with a reason, where their institution's grades do not tell it right."""

from uuid import UUID

from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.participants.judge import dossiers
from mentoring.participants.model import LevelSet
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.unit_of_work import UnitOfWork


def set_level(
    work: UnitOfWork, programme: Programme, registration_id: UUID, *, level: int | None, reason: str
) -> LevelSet:
    """Let `level` (from 1) stand in place of what the grade maps onto; None gives it back to the map.

    Coordinators of the host and of the person's own institution may. It stands until it is set anew. Raises NotFound
    for what they cannot see, Conflict for a scheme without levels, Invalid without a reason or beyond the ladder.
    """
    work.demand("registration.decide", roles_here(work, programme))
    if "coordinator" not in work.actor.roles or work.actor.person_id is None:
        raise NotAllowed("A level is set by a coordinator.", "Sign in as one.")
    dossier = dossiers(work, programme, only=registration_id).get(registration_id)
    if dossier is None:
        raise NotFound("There is no such registration here.", "Go back to the list.")
    ladder = scheme_of(programme).card.levels
    if not ladder:
        raise Conflict("This scheme has no levels.", "Its rules ask for none.")
    problems = {}
    if level is not None and not 1 <= level <= len(ladder):
        problems["level"] = f"Choose one of the {len(ladder)} levels."
    if not reason.strip():
        problems["reason"] = "Write why. It is kept with the level and your name."
    if problems:
        raise Invalid("The level is not set yet.", "Everything you typed is still here.", problems)
    row = dossier.registration
    made = LevelSet(
        tenant_id=row.tenant_id,
        id=work.new_id(),
        registration_id=row.id,
        home_tenant_id=row.home_tenant_id,
        programme_id=row.programme_id,
        level=level,
        reason=reason.strip(),
        set_by_tenant=work.tenant,
        set_by=work.actor.person_id,
        set_at=work.now,
    )
    work.add(made)
    work.record("set_level", "registration", row.id, subject=(row.home_tenant_id, row.person_id), fields=("level",))
    wake(work, programme.tenant_id, programme.id)
    return made
