"""Agreements in a story: members read what they agree on, and most of them sign it some days later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - chance is seeded by who is asked
from uuid import UUID

from sqlalchemy import select

from mentoring.contracts.forms import compile_form
from mentoring.mentorships.agreements import papers, sign
from mentoring.mentorships.model import Member, Signature
from mentoring.programmes.model import Programme
from mentoring.simulation.answering import Draw
from mentoring.unit_of_work import UnitOfWork

SIGNS = 0.9
"""How likely somebody signs."""
READS = (1, 9)
"""Days until somebody signs: the fewest and the most."""


@dataclass(frozen=True, slots=True)
class Signing:
    """One member who will sign: what, of which mentorship and institution, as whom, and when."""

    mentorship_id: UUID
    agreement: str
    home: str
    person_id: UUID
    at: datetime
    chance: Random


def signing(work: UnitOfWork, programme_id: UUID, *, known: set[tuple[UUID, str, UUID]]) -> Iterator[Signing]:
    """Whoever has been asked to sign since this was last looked at and will; all are `known` afterwards."""
    rows = work.session.execute(
        select(
            Signature.mentorship_id,
            Signature.agreement,
            Signature.registration_id,
            Member.home_tenant_id,
            Member.person_id,
            Member.name,
        )
        .join(
            Member,
            (Member.tenant_id == Signature.tenant_id)
            & (Member.mentorship_id == Signature.mentorship_id)
            & (Member.registration_id == Signature.registration_id),
        )
        .where(
            Signature.tenant_id == work.tenant,
            Signature.programme_id == programme_id,
            Signature.version.is_(None),
            Member.left_at.is_(None),
        )
        .order_by(Signature.asked_at, Member.name, Signature.agreement, Signature.mentorship_id, Member.registration_id)
    )
    for mentorship_id, agreement, registration_id, home, person_id, name in rows:
        key = mentorship_id, agreement, registration_id
        if key in known:
            continue
        known.add(key)
        seed = f"sign {agreement} {name} {home} {work.now.isoformat()}"  # no ids: who signs hangs on who they are
        chance = Random(seed)  # noqa: S311 - a story, no secret
        at = work.now + timedelta(days=chance.randint(*READS), minutes=chance.randint(0, 400))
        if person_id is not None and chance.random() < SIGNS:
            yield Signing(mentorship_id, agreement, home, person_id, at, chance)


def put_name(work: UnitOfWork, programme: Programme, one: Signing, draw: Draw) -> None:
    """They sign: the first fills in the fields, where chance knows an answer to each, and the others sign the same.

    Raises NotFound where they have left, or the mentorship is over.
    """
    paper = next((each for each in papers(work, programme, one.mentorship_id) if each.agreement == one.agreement), None)
    if paper is None:
        return
    form, answers = paper.entry.form, dict(paper.answers)
    if form and not paper.version:
        answers = dict(draw(form, one.home, one.chance))
        if compile_form(form).check(answers):
            return
    sign(work, programme, one.mentorship_id, one.agreement, answers=answers, version=paper.version)
