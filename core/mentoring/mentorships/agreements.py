"""What the members of a mentorship agree on: each is asked when it forms, and all sign the same words.

The first to sign fills in the fields; whoever changes them writes a new version, which the others sign anew. What was
signed stays as it was read: words that the scheme changes later are for mentorships that have not begun to sign.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.contracts.forms import compile_form
from mentoring.db.kept import tuples
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.mentorships.form import names_of
from mentoring.mentorships.members import Membership, membership
from mentoring.mentorships.model import AgreementText, Member, Signature
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Agreement
from mentoring.unit_of_work import UnitOfWork

_LATEST = (
    select(AgreementText.mentorship_id, AgreementText.agreement, func.max(AgreementText.version))
    .where(AgreementText.tenant_id == bindparam("host"), AgreementText.programme_id == bindparam("programme"))
    .group_by(AgreementText.mentorship_id, AgreementText.agreement)
)

Latest = Mapping[tuple[UUID, str], int]
"""By mentorship and agreement: the version that holds."""


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement as a member reads it. `version` 0 while nobody has signed; `mine` is the version I signed.

    `title` and `text` are Texts, `answers` what was filled in. `signed` tells, by registration, who has signed this
    version and when; `missing` who has not.
    """

    agreement: str
    entry: Agreement
    title: Any
    text: Any
    answers: Mapping[str, Any]
    version: int
    mine: int | None
    written_by: str
    signed: Mapping[UUID, datetime]
    missing: tuple[Member, ...]


def papers(work: UnitOfWork, programme: Programme, mentorship_id: UUID) -> tuple[Paper, ...]:
    """The agreements of a mentorship that has begun, for one of its members. Raises NotFound for anyone else."""
    found = _member(work, programme, mentorship_id)
    scheme = scheme_of(programme)
    versions = {
        row.agreement: row
        for row in work.session.scalars(
            select(AgreementText)
            .where(AgreementText.tenant_id == programme.tenant_id, AgreementText.mentorship_id == mentorship_id)
            .order_by(AgreementText.version)
        )
    }
    signatures = list(
        work.session.scalars(
            select(Signature).where(
                Signature.tenant_id == programme.tenant_id, Signature.mentorship_id == mentorship_id
            )
        )
    )
    return tuple(
        _paper(found, name, entry, versions.get(name), [each for each in signatures if each.agreement == name])
        for name, entry in scheme.activities.agreements.items()
    )


def sign(
    work: UnitOfWork,
    programme: Programme,
    mentorship_id: UUID,
    agreement: str,
    *,
    answers: Mapping[str, Any],
    version: int,
) -> bool:
    """Sign what one has read: `version` of it, with these `answers` in its fields; whether one wrote a new version.

    Raises NotFound for anyone but a present member, Conflict where somebody has written another version meanwhile,
    Invalid with the problems by question.
    """
    found = _member(work, programme, mentorship_id)
    entry = scheme_of(programme).activities.agreements.get(agreement)
    mine = _own_signature(work, programme, found, agreement)
    if entry is None or mine is None or found.me is None or found.mentorship.state != "running":
        raise NotFound("There is nothing of that name for you to sign.", "Go back to your match.")
    last = _last(work, programme, mentorship_id, agreement)
    if version != (last.version if last else 0):
        raise Conflict(
            "Somebody has changed this agreement meanwhile.", "Read it again below; what you typed is still here."
        )
    form = compile_form(entry.form) if entry.form else None
    kept = dict(form.kept(answers)) if form else {}
    problems = {each.question: each.words for each in form.check(kept)} if form else {}
    if problems:
        raise Invalid("You have not signed yet.", "Everything you typed is still here.", problems)
    new = last is None or dict(last.answers) != kept
    if new:
        version += 1
        _write(work, programme, found.me, entry, agreement, version=version, answers=kept, last=last)
    if mine.version != version:
        mine.version, mine.signed_at = version, work.now
        work.session.flush()
        work.record("sign", "agreement", mentorship_id, subject=(work.tenant, found.me.person_id))
    wake(work, programme.tenant_id, programme.id)
    return new


def signed_by_all(work: UnitOfWork, programme: Programme) -> Mapping[str, frozenset[UUID]]:
    """By agreement: the registrations in a mentorship of which everybody there has signed the version that holds.

    Nothing, and no query, where no gate asks for it.
    """
    if not any("signed" in need for gate in scheme_of(programme).activities.gates.values() for need in gate.needs):
        return {}
    signed, _ = _signing(work, programme)
    return signed


def unsigned(
    work: UnitOfWork, programme: Programme, *, only: Collection[UUID] | None = None
) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """By mentorship (`only` some) and agreement: the present members who have not signed the version that holds."""
    _, missing = _signing(work, programme, only)
    return missing


def latest_versions(work: UnitOfWork, programme: Programme, only: Collection[UUID] | None = None) -> Latest:
    """The version that holds of every agreement on which somebody has signed, of `only` some mentorships; one query."""
    here = {"host": programme.tenant_id, "programme": programme.id}
    if only is None:
        rows = tuples(work.session, _LATEST, here, of=(AgreementText.__tablename__,))
    else:
        rows = work.session.execute(_LATEST.where(AgreementText.mentorship_id.in_(only)), here).all()
    return {(mentorship, agreement): version for mentorship, agreement, version in rows}


def _signing(
    work: UnitOfWork, programme: Programme, only: Collection[UUID] | None = None
) -> tuple[dict[str, frozenset[UUID]], dict[UUID, dict[str, tuple[str, ...]]]]:
    latest = latest_versions(work, programme, only)
    wanted = (
        select(Signature, Member.name)
        .join(
            Member,
            (Member.tenant_id == Signature.tenant_id)
            & (Member.mentorship_id == Signature.mentorship_id)
            & (Member.registration_id == Signature.registration_id),
        )
        .where(
            Signature.tenant_id == programme.tenant_id,
            Signature.programme_id == programme.id,
            Member.left_at.is_(None),
        )
        .order_by(Member.name, Member.registration_id)
    )
    if only is not None:
        wanted = wanted.where(Signature.mentorship_id.in_(only))
    rows = work.session.execute(wanted)
    present: dict[tuple[UUID, str], list[tuple[Signature, str]]] = {}
    for signature, name in rows:
        present.setdefault((signature.mentorship_id, signature.agreement), []).append((signature, name))
    signed: dict[str, set[UUID]] = {}
    missing: dict[UUID, dict[str, tuple[str, ...]]] = {}
    for (mentorship, agreement), here in present.items():
        late = tuple(name for each, name in here if each.version != latest.get((mentorship, agreement), 0))
        if late:
            missing.setdefault(mentorship, {})[agreement] = late
        else:
            signed.setdefault(agreement, set()).update(each.registration_id for each, _ in here)
    return {name: frozenset(ids) for name, ids in signed.items()}, missing


def _member(work: UnitOfWork, programme: Programme, mentorship_id: UUID) -> Membership:
    found = membership(work, mentorship_id, host=programme.tenant_id)
    begun = found.mentorship.formed_at is not None and found.me is not None and found.me.joined_at is not None
    if found.mentorship.programme_id != programme.id or not begun:
        raise NotFound("There is no such match of yours.", "Go back to your page.")
    return found


def _own_signature(work: UnitOfWork, programme: Programme, found: Membership, agreement: str) -> Signature | None:
    if found.me is None or found.me.left_at is not None:
        return None
    key = (programme.tenant_id, found.mentorship.id, agreement, found.me.registration_id)
    return work.session.get(Signature, key)


def _last(work: UnitOfWork, programme: Programme, mentorship_id: UUID, agreement: str) -> AgreementText | None:
    return work.session.scalar(
        select(AgreementText)
        .where(
            AgreementText.tenant_id == programme.tenant_id,
            AgreementText.mentorship_id == mentorship_id,
            AgreementText.agreement == agreement,
        )
        .order_by(AgreementText.version.desc())
        .limit(1)
    )


def _write(
    work: UnitOfWork,
    programme: Programme,
    me: Member,
    entry: Agreement,
    agreement: str,
    *,
    version: int,
    answers: Mapping[str, Any],
    last: AgreementText | None,
) -> None:
    """A new version; of two who write at once the first one's holds."""
    made = insert(AgreementText).values(
        tenant_id=programme.tenant_id,
        mentorship_id=me.mentorship_id,
        agreement=agreement,
        version=version,
        programme_id=programme.id,
        title=dict(last.title if last else entry.title),
        text=dict(last.text if last else entry.text),
        answers=dict(answers),
        written_by_tenant=work.tenant,
        written_by=me.registration_id,
        written_at=work.now,
    )
    new = work.session.execute(made.on_conflict_do_nothing().returning(AgreementText.version)).scalar_one_or_none()
    if new is None:
        raise Conflict(
            "Somebody has changed this agreement meanwhile.", "Read it again below; what you typed is still here."
        )


def _paper(
    found: Membership, name: str, entry: Agreement, last: AgreementText | None, signatures: Sequence[Signature]
) -> Paper:
    version = last.version if last else 0
    present = [each for each in found.members if each.joined_at is not None and each.left_at is None]
    signed = {
        each.registration_id: each.signed_at
        for each in signatures
        if each.version == version and each.signed_at is not None
    }
    own = next((each for each in signatures if found.me and each.registration_id == found.me.registration_id), None)
    return Paper(
        agreement=name,
        entry=entry,
        title=last.title if last else entry.title,
        text=last.text if last else entry.text,
        answers=dict(last.answers) if last else {},
        version=version,
        mine=own.version if own else None,
        written_by=names_of([each.name for each in found.members if last and each.registration_id == last.written_by]),
        signed=signed,
        missing=tuple(each for each in present if each.registration_id not in signed),
    )
