"""Rows of every institution in every table, each written in the scope of whoever may write it.

What people register is written here, what comes of it in `every_mentorship`.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from itertools import count
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import insert, text

from every_mentorship import (
    HOSTS,
    NAMES,
    NOW,
    SLUGS,
    add_answers,
    add_decisions_of_the_host,
    add_draft,
    add_meeting,
    id_of,
    registered_with,
)
from mentoring.accounts.model import (
    Factor,
    Password,
    RecoveryCode,
    RoleGrant,
    SignInLink,
    SignInSession,
    Subscription,
    Tries,
)
from mentoring.audit.seal import seal_batch
from mentoring.db.engine import Database
from mentoring.db.model import DataKey
from mentoring.db.sealed import Ciphertext
from mentoring.events.model import EventAttendance, EventSession, Reply
from mentoring.gates.model import GateCheck, GatePass
from mentoring.mentorships.model import Request
from mentoring.monitoring.model import MonitoringAnswer
from mentoring.participants.model import (
    Decision,
    Declaration,
    ImportColumns,
    Invitation,
    LevelSet,
    Registration,
    Review,
)
from mentoring.people.model import Person
from mentoring.privacy.model import DataRequest
from mentoring.programmes.model import Due, Partner, Programme, ProgrammeChange
from mentoring.schemes.ask import Asker
from mentoring.schemes.load import LoadFailure
from mentoring.schemes.scheme import Scheme
from mentoring.timeline.model import Occurrence
from mentoring.unit_of_work import SYSTEM, Actor, UnitOfWork, begin


class NoSchemes:
    """No scheme is asked anything here."""

    schemes: ClassVar[Mapping[str, Scheme]] = {}
    asker: ClassVar[Asker] = Asker()
    failures: ClassVar[tuple[LoadFailure, ...]] = ()

    def get(self, name: str) -> Scheme:
        raise KeyError(name)


def fill(database: Database) -> None:
    """Write the world, each row in the scope of whoever may write it."""
    numbers = count(1)

    def opened(tenant: str, who: str = "") -> AbstractContextManager[UnitOfWork]:
        actor = Actor.person(id_of(tenant, who)) if who else SYSTEM
        return begin(
            database, tenant=tenant, actor=actor, schemes=NoSchemes(), clock=lambda: NOW,
            ids=lambda: id_of("number", str(next(numbers))), base_url="https://mentoring.example",
        )  # fmt: skip

    with database.owner() as owner:
        owner.execute(
            text("insert into tenants values (:slug, upper(:slug), '{}', '', :now)"),
            [{"slug": slug, "now": NOW} for slug in SLUGS],
        )
    for slug in SLUGS:
        with opened(slug) as work:
            add_people(work)
    for host, partner in HOSTS.items():
        with opened(host) as work:
            add_programme(work, partner)
        for home, who in registered_with(host):
            with opened(home, who) as work:
                add_registration(work, host, who)
        with opened(host) as work:
            add_decisions_of_the_host(work, partner)
        for home, who in ((host, "matched"), (partner, "mentor")):
            with opened(home, who) as work:
                add_meeting(work, host, who)
                add_answers(work, host, who)
        with opened(host, "unmatched") as work:
            add_draft(work)
    for slug in SLUGS:
        with opened(slug) as work:
            seal_batch(work.session, slug)


def add_people(work: UnitOfWork) -> None:
    tenant = work.tenant
    work.add(
        *(
            Person(tenant_id=tenant, id=id_of(tenant, who), email=f"{who}@{tenant}.example", name=name, created_at=NOW)
            for who, name in NAMES.items()
        )
    )
    work.add(DataKey(tenant_id=tenant, id="0" * 16, wrapped=b"wrapped", wrapped_by="file", born_under="file"))
    someone = id_of(tenant, "matched")
    later = NOW + timedelta(hours=1)
    work.add(RoleGrant(tenant_id=tenant, id=work.new_id(), person_id=someone, role="coordinator", granted_at=NOW))
    work.add(
        SignInLink(
            tenant_id=tenant, id=work.new_id(), email=f"matched@{tenant}.example", token_hash=tenant.encode(),
            created_at=NOW, expires_at=later,
        )
    )  # fmt: skip
    work.add(
        SignInSession(
            tenant_id=tenant, id=work.new_id(), person_id=someone, token_hash=tenant.encode(), csrf_secret=b"secret",
            created_at=NOW, seen_at=NOW, expires_at=later,
        )
    )  # fmt: skip
    theirs: dict[str, Any] = {"tenant_id": tenant, "person_id": someone}
    work.add(Password(**theirs, hash="hash", set_at=NOW))
    work.add(DataRequest(**theirs, id=work.new_id(), kind="correction", words="My name", asked_at=NOW))
    work.add(Subscription(**theirs, secret_hash=b"hash", made_at=NOW))
    factor = Factor(**theirs, id=work.new_id(), made_at=NOW)
    factor.sealed = Ciphertext(b"sealed")
    work.add(factor)
    work.add(RecoveryCode(**theirs, id=work.new_id(), code_hash=b"hash"))
    work.add(Tries(tenant_id=tenant, what="code", key=b"hash", ends=later, count=1))


def add_programme(work: UnitOfWork, partner: str) -> None:
    host = work.tenant
    programme = id_of(host, "programme")
    work.add(
        Programme(
            tenant_id=host, id=programme, slug="b-mentor-2021", title="B-MEntor", scheme="b-mentor",
            scheme_version="1", documents_digest="", documents={}, overlay=[], dates={}, institutions=[],
            created_at=NOW,
        )
    )  # fmt: skip
    work.add(Due(tenant_id=host, programme_id=programme, at=NOW))
    work.add(
        ProgrammeChange(
            tenant_id=host, programme_id=programme, number=1, kind="change", author="Maya Archive", reason="More came",
            at=NOW, before={}, after={},
        )
    )  # fmt: skip
    work.add(
        EventSession(
            tenant_id=host, id=id_of(host, "session"), programme_id=programme, event="launch", starts_at=NOW,
            minutes=90, changed_at=NOW,
        )
    )  # fmt: skip
    if partner != host:
        work.add(
            Partner(
                tenant_id=host, programme_id=programme, partner_id=partner, from_on=date(2020, 11, 2), agreed_at=NOW
            )
        )


def add_registration(work: UnitOfWork, host: str, who: str) -> None:
    """One person's own words, in their own scope; and what they see of it in their outbox and audit trail."""
    home = work.tenant
    row: dict[str, Any] = {"tenant_id": host, "programme_id": id_of(host, "programme"), "home_tenant_id": home}
    registration, person = id_of(host, home, who), id_of(home, who)
    submitted = None if who.startswith("drafting") else NOW
    work.add(
        Registration(
            **row, id=registration, person_id=person, role="mentor" if who == "mentor" else "mentee",
            email=f"{who}@{home}.example", name=NAMES[who], state="submitted" if submitted else "draft",
            created_at=NOW, saved_at=NOW, submitted_at=submitted,
        )
    )  # fmt: skip
    apart = {**row, "registration_id": registration}
    work.add(Declaration(**apart, answers={"identifies": True}, consent_text="I agree", given_at=NOW))
    work.session.execute(insert(MonitoringAnswer).values(**apart, person_id=person, sealed=Ciphertext(b"sealed")))
    work.record("submit", "registration", registration, subject=(home, person))
    if who in {"matched", "mentor"}:
        work.add(ImportColumns(**row, role=who, columns={"email": "core.email"}, chosen_at=NOW))
    work.add(
        Occurrence(
            **row, id=work.new_id(), milestone="last_call", key="", subject="", action="send:last_call",
            recipient=str(registration), held=True, at=NOW, taken_at=NOW,
        )
    )  # fmt: skip
    if submitted:
        work.add(
            Decision(
                **apart, id=work.new_id(), pathway="main", outcome="eligible", decided_by_tenant=home,
                decided_by=person, decided_at=NOW,
            )
        )  # fmt: skip
        work.add(
            Request(
                **apart, id=work.new_id(), pathway="main", asked=id_of(host, host, "mentor"), asked_name="Dinah",
                words="May I ask you?", at=NOW, state="refused",
            )
        )  # fmt: skip
        work.add(GatePass(**apart, id=work.new_id(), gate="trained", passed_at=NOW, recorded_by_tenant=home))
        work.add(GateCheck(**apart, gate="seen", need=0, checked_at=NOW, recorded_by_tenant=home, recorded_by=person))
        add_what_coordinators_set(work, apart, person, who)
        session = id_of(host, "session")
        work.add(Reply(**apart, event="launch", coming=True, session_id=session, replied_at=NOW))
        work.add(
            EventAttendance(
                **apart, session_id=session, was="present", recorded_at=NOW, recorded_by_tenant=home, recorded_by=person
            )
        )


def add_what_coordinators_set(work: UnitOfWork, apart: dict[str, Any], person: UUID, who: str) -> None:
    """What selection found, a level, an invitation: each written by the person's own institution."""
    home = work.tenant
    work.add(
        Review(
            **apart, id=work.new_id(), stage="panel", result="forward", reviewed_by_tenant=home, reviewed_by=person,
            reviewed_at=NOW,
        ),
        LevelSet(
            **apart, id=work.new_id(), level=6, reason="Acting head", set_by_tenant=home, set_by=person, set_at=NOW
        ),
        Invitation(
            tenant_id=apart["tenant_id"], id=work.new_id(), programme_id=apart["programme_id"], home_tenant_id=home,
            role="mentor", email=f"{who}@{home}.example", name=NAMES[who], invited_by_tenant=home, invited_by=person,
            invited_at=NOW,
        ),
    )  # fmt: skip
