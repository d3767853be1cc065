"""Asking members to sign what they agree on: once when they join, and anew when it was changed. Part of settling."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.mentorships.agreements import latest_versions
from mentoring.mentorships.model import AgreementText, Member, Mentorship, Signature
from mentoring.mentorships.seats import Seats
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter, tell_all
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

_PRESENT = (
    select(Mentorship, Member)
    .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
    .where(
        Mentorship.tenant_id == bindparam("host"),
        Mentorship.programme_id == bindparam("programme"),
        Mentorship.state == "running",
        Member.joined_at.is_not(None),
        Member.left_at.is_(None),
    )
    .order_by(Mentorship.created_at, Mentorship.id, Member.registration_id)
)
_NOT_ASKED = _PRESENT.where(
    ~select(Signature.tenant_id)
    .where(
        Signature.tenant_id == Member.tenant_id,
        Signature.mentorship_id == Member.mentorship_id,
        Signature.registration_id == Member.registration_id,
        Signature.agreement == bindparam("agreement"),
    )
    .exists()
)
_NEWEST = (
    select(func.max(AgreementText.version))
    .where(
        AgreementText.tenant_id == Signature.tenant_id,
        AgreementText.mentorship_id == Signature.mentorship_id,
        AgreementText.agreement == Signature.agreement,
    )
    .scalar_subquery()
)
_STALE = select(Signature, _NEWEST).where(
    Signature.tenant_id == bindparam("host"),
    Signature.programme_id == bindparam("programme"),
    Signature.agreement == bindparam("agreement"),
    Signature.asked_version < _NEWEST,
)


def ask_to_sign(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    registrations: Mapping[UUID, Registration],
    seats: Seats,
) -> int:
    """Ask each member of a running mentorship once, and anew whoever signed what has been changed since; how many.

    At the host, as part of settling; two queries for each agreement while nobody is to be asked, none if nothing runs.
    """
    if not any(each.state == "running" for each in seats.mentorships):
        return 0
    letters: list[Letter] = []
    for name in setting.scheme.activities.agreements:
        letters += _ask_new(work, programme, name, registrations)
        letters += _ask_anew(work, programme, name, registrations)
    tell_all(work, programme, setting, letters)
    return len(letters)


def _ask_new(
    work: UnitOfWork, programme: Programme, name: str, registrations: Mapping[UUID, Registration]
) -> Iterable[Letter]:
    """Those who have joined and have not been asked."""
    here = {"host": programme.tenant_id, "programme": programme.id, "agreement": name}
    rows = [(mentorship, member) for mentorship, member in work.session.execute(_NOT_ASKED, here)]
    if not rows:
        return ()
    latest = latest_versions(work, programme)
    made = insert(Signature).values(
        [
            {
                "tenant_id": programme.tenant_id,
                "mentorship_id": mentorship.id,
                "agreement": name,
                "registration_id": member.registration_id,
                "programme_id": programme.id,
                "home_tenant_id": member.home_tenant_id,
                "asked_at": work.now,
                "asked_version": latest.get((mentorship.id, name), 1),
            }
            for mentorship, member in rows
        ]
    )
    work.session.execute(made.on_conflict_do_nothing())
    return [_letter(registrations, mentorship, member, name, "1") for mentorship, member in rows]


def _ask_anew(
    work: UnitOfWork, programme: Programme, name: str, registrations: Mapping[UUID, Registration]
) -> Iterable[Letter]:
    """Those who have signed an earlier version than the one that holds, and have not heard of that."""
    here = {"host": programme.tenant_id, "programme": programme.id}
    rows = work.session.execute(_STALE, {**here, "agreement": name}).all()
    stale = {(row.mentorship_id, row.registration_id): (row, version) for row, version in rows}
    letters = []
    for mentorship, member in work.session.execute(_PRESENT, here) if stale else ():
        row, version = stale.get((mentorship.id, member.registration_id), (None, 0))
        if row is None:
            continue
        row.asked_version = version
        if row.version != version:
            letters.append(_letter(registrations, mentorship, member, name, str(version)))
    work.session.flush()
    return letters


def _letter(
    registrations: Mapping[UUID, Registration], mentorship: Mentorship, member: Member, name: str, turn: str
) -> Letter:
    return Letter(
        registrations[member.registration_id],
        "agreement_to_sign",
        (mentorship.pathway,),
        f"{mentorship.id}:{name}:{turn}",
        path=f"mine/{mentorship.id}/agreements/{name}",
    )
