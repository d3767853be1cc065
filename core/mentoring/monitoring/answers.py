"""A person's own answer: written, changed, taken back. Here it goes in; nothing in the application gets it out.

The application's role may not read what is sealed, so no rule, list, match or plugin can. Only `monitoring.count`
opens it, on the report role's connection.
"""

import json
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import CursorResult, delete, insert, select, update

from mentoring.contracts.forms import compile_form
from mentoring.db.sealed import Place
from mentoring.errors import Invalid, NotFound
from mentoring.monitoring.model import MonitoringAnswer
from mentoring.monitoring.questions import FORM
from mentoring.participants.model import Registration
from mentoring.unit_of_work import UnitOfWork


def say_ethnicity(work: UnitOfWork, registration: Registration, answers: Mapping[str, str]) -> None:
    """Keep the person's own answer, sealed with the host's key; an empty one takes back what was said.

    Raises Invalid for anything the question does not offer, NotFound for somebody else's registration.
    """
    _demand_own(work, registration)
    if not answers:
        take_back(work, registration)
        return
    problems = {each.question: each.words for each in compile_form(FORM).check(answers)}
    if problems:
        raise Invalid("Choose one of the answers.", "Or leave the question out.", problems)
    place = place_of(registration.tenant_id, registration.id)
    sealed = work.keys.seal(place, json.dumps(dict(answers)).encode())
    key = (
        MonitoringAnswer.tenant_id == registration.tenant_id,
        MonitoringAnswer.registration_id == registration.id,
    )
    changed = work.session.execute(update(MonitoringAnswer).where(*key).values(sealed=sealed))
    if not (isinstance(changed, CursorResult) and changed.rowcount):
        work.session.execute(
            insert(MonitoringAnswer).values(
                tenant_id=registration.tenant_id,
                registration_id=registration.id,
                programme_id=registration.programme_id,
                home_tenant_id=registration.home_tenant_id,
                person_id=work.actor.person_id,
                sealed=sealed,
            )
        )
    work.record("answer", "monitoring", registration.id, subject=(work.tenant, work.actor.person_id))


def take_back(work: UnitOfWork, registration: Registration) -> None:
    """Delete the person's own answer; nothing where there is none. What was counted before stays counted."""
    _demand_own(work, registration)
    gone = work.session.execute(
        delete(MonitoringAnswer).where(
            MonitoringAnswer.tenant_id == registration.tenant_id,
            MonitoringAnswer.registration_id == registration.id,
        )
    )
    if isinstance(gone, CursorResult) and gone.rowcount:
        work.record("delete", "monitoring", registration.id, subject=(work.tenant, work.actor.person_id))


def answered(work: UnitOfWork, registrations: Collection[UUID]) -> frozenset[UUID]:
    """For which of these registrations the signed-in person has answered: that they did, not what."""
    return frozenset(
        work.session.scalars(
            select(MonitoringAnswer.registration_id).where(
                MonitoringAnswer.home_tenant_id == work.tenant,
                MonitoringAnswer.person_id == work.actor.person_id,
                MonitoringAnswer.registration_id.in_(registrations),
            )
        )
    )


def place_of(host: str, registration_id: UUID) -> Place:
    """Where a registration's answer is sealed for."""
    return Place(host, "monitoring", str(registration_id), "sealed")


def _demand_own(work: UnitOfWork, registration: Registration) -> None:
    mine = (registration.home_tenant_id, registration.person_id) == (work.tenant, work.actor.person_id)
    if not mine or work.actor.person_id is None:
        raise NotFound("There is no such registration of yours.", "Go back to your page.")
