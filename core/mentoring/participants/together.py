"""Registrations that wait for a person for the very same cause, decided on together: taken in, never refused.

A refusal is somebody's own, with a reason of its own. Here is only what the rules leave open, not what they find unmet.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import Conflict, Invalid
from mentoring.participants.decide import may_decide, write_down
from mentoring.participants.judge import dossiers
from mentoring.participants.model import Standing
from mentoring.participants.queries import rules_on_declarations, tab_of
from mentoring.participants.record import Dossier
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

OPEN = "Something they may tell us is still open"


@dataclass(frozen=True, slots=True)
class Group:
    """People of one role on whom the rules leave the same open: `causes` in words, `people` as (id, name, house)."""

    role: str
    causes: tuple[str, ...]
    people: tuple[tuple[UUID, str, str], ...]


def together(work: UnitOfWork, programme: Programme) -> tuple[Group, ...]:
    """Who can be decided on together, the largest group first; a fixed number of queries.

    Raises NotAllowed for anyone but coordinators.
    """
    work.demand("registration.decide", roles_here(work, programme))
    scheme, houses = scheme_of(programme), institutions(work.session)
    found: dict[tuple[str, tuple[str, ...]], list[Dossier]] = defaultdict(list)
    for dossier in dossiers(work, programme, only=_doubtful(work, programme)).values():
        if _waits(work, programme, dossier):
            role = dossier.registration.role
            apart = rules_on_declarations(scheme, role)
            found[role, _causes(_open(dossier), apart)].append(dossier)
    groups = [
        Group(
            role,
            causes,
            tuple(
                (one.id, one.name or one.email, one.listed or houses[one.home_tenant_id].short_name)
                for one in sorted((each.registration for each in them), key=lambda one: (one.name, one.email, one.id))
            ),
        )
        for (role, causes), them in found.items()
        if len(them) > 1
    ]
    return tuple(sorted(groups, key=lambda each: (-len(each.people), each.role, each.causes)))


def take_in(work: UnitOfWork, programme: Programme, registrations: Collection[UUID], *, reason: str) -> int:
    """Decide that these are eligible, each with this reason, in the decider's name; how many.

    Raises NotAllowed for anyone but coordinators, Invalid without a reason or anybody, Conflict where one of them does
    not wait any more: then nobody is decided on.
    """
    work.demand("registration.decide", roles_here(work, programme))
    why = reason.strip()
    problems = {} if why else {"reason": "Write why. It is kept with each decision and your name."}
    if not registrations:
        problems["people"] = "Choose at least one person."
    if problems:
        raise Invalid("Nothing was decided.", "Everything you typed is still here.", problems)
    waiting = dossiers(work, programme, only=sorted(set(registrations)))
    for key in sorted(set(registrations)):
        dossier = waiting.get(key)
        if dossier is None or not _waits(work, programme, dossier):
            raise Conflict("One of them has been decided on meanwhile.", "Load the page again.")
        write_down(work, dossier, _open(dossier), "eligible", why)
    wake(work, programme.tenant_id, programme.id)
    return len(set(registrations))


def _doubtful(work: UnitOfWork, programme: Programme) -> Sequence[UUID]:
    """The registrations on which a person has to look, as far as this reader sees them: few of many."""
    return work.session.scalars(
        select(Standing.registration_id)
        .distinct()
        .where(
            Standing.tenant_id == programme.tenant_id,
            Standing.programme_id == programme.id,
            Standing.state == "submitted",
            Standing.verdict == "a_person_looks",
        )
    ).all()


def _waits(work: UnitOfWork, programme: Programme, dossier: Dossier) -> bool:
    """Whether a person of this institution is to look, and no rule is plainly unmet."""
    doubtful = all(each.verdict == "a_person_looks" for each in _open(dossier))
    return (
        bool(_open(dossier)) and tab_of(dossier) == "needs_person" and doubtful and may_decide(work, programme, dossier)
    )


def _open(dossier: Dossier) -> list[Standing]:
    return [each for each in dossier.standings.values() if each.state == "submitted"]


def _causes(standings: Collection[Standing], apart: Collection[str]) -> tuple[str, ...]:
    """What is open, each once. A self-declaration, asked or answered, stands in no list."""
    words = [
        OPEN if each["rule"] in apart else str(each["reason"])
        for standing in standings
        for each in standing.findings
        if each["kind"] != "priority" and each["truth"] != "yes"
    ]
    return tuple(dict.fromkeys(words))
