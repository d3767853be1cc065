"""Asking members to sign what they agree on: once when they join, and anew when it was changed. Part of settling."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import bindparam, func, select

from mentoring.db.kept import tuples
from mentoring.db.rows import insert_given, write
from mentoring.mentorships.agreements import latest_versions
from mentoring.mentorships.model import AgreementText, Member, Mentorship, Signature
from mentoring.mentorships.seats import Seats
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter, tell_all
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

_ASKED = select(Signature.mentorship_id, Signature.registration_id, Signature.agreement, Signature.asked_version).where(
    Signature.tenant_id == bindparam("host"), Signature.programme_id == bindparam("programme")
)
_ROW = ("tenant_id", "mentorship_id", "agreement", "registration_id", "programme_id", "home_tenant_id", "asked_at",
        "asked_version")  # fmt: skip
_ASK = insert_given(Signature, _ROW, "asked").on_conflict_do_nothing()
Seat = tuple[Mentorship, Member]

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

    At the host, as part of settling; two queries while nobody is to be asked, none if nothing runs.
    """
    present = _present(seats)
    if not present or not setting.scheme.activities.agreements:
        return 0
    here = {"host": programme.tenant_id, "programme": programme.id}
    rows = tuples(work.session, _ASKED, here, of=(Signature.__tablename__,))
    asked = {(mentorship, registration, name): version for mentorship, registration, name, version in rows}
    latest = latest_versions(work, programme)
    letters: list[Letter] = []
    for name in setting.scheme.activities.agreements:
        versions = [
            (seat, asked.get((seat[0].id, seat[1].registration_id, name)), latest.get((seat[0].id, name), 1))
            for seat in present
        ]
        new = [(seat, version) for seat, before, version in versions if before is None]
        letters += _ask_new(work, programme, name, registrations, new)
        if any(before is not None and before < version for _, before, version in versions):
            letters += _ask_anew(work, programme, name, registrations, present)
    tell_all(work, programme, setting, letters)
    return len(letters)


def _present(seats: Seats) -> list[Seat]:
    """Who is in something that runs."""
    return [
        (mentorship, member)
        for mentorship in seats.mentorships
        if mentorship.state == "running"
        for member in sorted(seats.members[mentorship.id], key=lambda each: each.registration_id)
        if member.joined_at is not None and member.left_at is None
    ]


def _ask_new(
    work: UnitOfWork,
    programme: Programme,
    name: str,
    registrations: Mapping[UUID, Registration],
    new: Sequence[tuple[Seat, int]],
) -> Iterable[Letter]:
    """Those who have joined and have not been asked, about the version that holds."""
    if not new:
        return ()
    asked = [
        {
            "tenant_id": programme.tenant_id,
            "mentorship_id": mentorship.id,
            "agreement": name,
            "registration_id": member.registration_id,
            "programme_id": programme.id,
            "home_tenant_id": member.home_tenant_id,
            "asked_at": work.now,
            "asked_version": version,
        }
        for (mentorship, member), version in new
    ]
    write(work.session, _ASK, asked=asked)
    return [_letter(registrations, mentorship, member, name, "1") for (mentorship, member), _ in new]


def _ask_anew(
    work: UnitOfWork,
    programme: Programme,
    name: str,
    registrations: Mapping[UUID, Registration],
    present: Sequence[Seat],
) -> Iterable[Letter]:
    """Those who have signed an earlier version than the one that holds, and have not heard of that."""
    here = {"host": programme.tenant_id, "programme": programme.id, "agreement": name}
    rows = work.session.execute(_STALE, here).all()
    stale = {(row.mentorship_id, row.registration_id): (row, version) for row, version in rows}
    letters = []
    for mentorship, member in present:
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
