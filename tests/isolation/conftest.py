"""A world in which every table holds rows of every institution, written by those who may."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, ClassVar
from uuid import UUID, uuid5

import psycopg
import pytest
from psycopg.rows import DictRow, dict_row
from sqlalchemy import insert, text

from mentoring.accounts.model import Factor, Password, RecoveryCode, RoleGrant, SignInLink, SignInSession, Tries
from mentoring.audit.seal import seal_batch
from mentoring.db.embedded import Server
from mentoring.db.engine import Database
from mentoring.db.migrate import migrate, undo
from mentoring.db.model import DataKey
from mentoring.db.sealed import Ciphertext
from mentoring.events.model import EventAttendance, EventSession, Guest, Reply
from mentoring.gates.model import GatePass
from mentoring.meetings.model import Attendance, Meeting, Note
from mentoring.mentorships.model import Decline, Member, Mentorship, NextTime
from mentoring.messages.model import Message, Post
from mentoring.monitoring.model import MonitoringAnswer
from mentoring.participants.model import (
    Decision,
    Declaration,
    Invitation,
    LevelSet,
    Registration,
    Review,
    Standing,
)
from mentoring.people.model import Person
from mentoring.programmes.model import Due, Partner, Programme, ProgrammeChange
from mentoring.reports.model import Counted, Release
from mentoring.rounds.model import Round
from mentoring.schemes.ask import Asker
from mentoring.schemes.load import LoadFailure
from mentoring.schemes.model import PluginFault, Quarantine
from mentoring.schemes.scheme import Scheme
from mentoring.surveys.model import Asked
from mentoring.tasks.model import Task
from mentoring.timeline.model import Occurrence
from mentoring.unit_of_work import SYSTEM, Actor, UnitOfWork, begin

NOW = datetime(2020, 12, 1, 9, tzinfo=UTC)
MORE = tuple(f"house-{number}" for number in range(max(0, int(os.environ.get("MENTORING_PAIRS", "2")) - 2)))
"""Further institutions, each with the next one as its partner: a campaign asks for more pairs."""
SLUGS = ("ucl", "kcl", "lse", *MORE)
Clone = Callable[[], AbstractContextManager[str]]

HOSTS = {"ucl": "kcl", "kcl": "ucl", "lse": "lse", **dict(zip(MORE, (*MORE[1:], *MORE[:1]), strict=True))}
"""Each hosts a programme with this partner; LSE is on its own."""
NAMES = {
    "matched": "Amara Quarto",
    "mentor": "Basil Folio",
    "unmatched": "Dinah Almanac",
    "drafting": "Cato Octavo",
    "abroad": "Emil Cicero",
    "drafting_abroad": "Fern Recto",
}


def id_of(*words: str) -> UUID:
    """The same id for the same words."""
    return uuid5(UUID(int=7), "/".join(words))


@dataclass(frozen=True)
class World:
    """A filled database. Of the three institutions each hosts one programme; UCL and KCL are each other's partners.

    In every programme the host's `matched` mentee meets the partner's `mentor`; the host's `unmatched` and
    `drafting`, and the partner's `abroad` and `drafting_abroad`, meet nobody.
    """

    server: Server
    name: str
    database: Database
    slugs: tuple[str, ...] = SLUGS

    def connect(self, role: str) -> psycopg.Connection[DictRow]:
        """A new connection as `role`, not in autocommit."""
        return psycopg.connect(host=str(self.server.socket), user=role, dbname=self.name, row_factory=dict_row)

    def id_of(self, *words: str) -> UUID:
        """The id that a row was given by these words, such as (host, home, who) for a registration."""
        return id_of(*words)


@pytest.fixture(scope="module", params=["plain", "partitioned"])
def world(request: pytest.FixtureRequest, postgres: Server, clone: Clone) -> Iterator[World]:
    """One world for all tests of a file: each undoes what it tries. Once more with hash-partitioned tables."""
    with clone() as name:
        database = postgres.database(name)
        if request.param == "partitioned":
            undo(database, "base")
            migrate(database, partitions=3)
        fill(database)
        yield World(postgres, name, database)
        database.dispose()


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
    for slug in SLUGS:
        with opened(slug) as work:
            seal_batch(work.session, slug)


def registered_with(host: str) -> list[tuple[str, str]]:
    """(home, who) of everyone registered with `host`."""
    partner = HOSTS[host]
    of_partner = [] if partner == host else [(partner, "abroad"), (partner, "drafting_abroad")]
    return [(host, "matched"), (partner, "mentor"), (host, "unmatched"), (host, "drafting"), *of_partner]


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
            tenant_id=host, id=id_of(host, "session"), programme_id=programme, event="launch", starts_at=NOW, minutes=90,
            changed_at=NOW,
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
        work.add(GatePass(**apart, id=work.new_id(), gate="trained", passed_at=NOW, recorded_by_tenant=home))
        add_what_coordinators_set(work, apart, person, who)


def add_what_coordinators_set(work: UnitOfWork, apart: dict[str, Any], person: UUID, who: str) -> None:
    """What selection found, a level, an invitation: each written by the person's own institution."""
        session = id_of(host, "session")
        work.add(Reply(**apart, event="launch", coming=True, session_id=session, replied_at=NOW))
        work.add(
            EventAttendance(
                **apart, session_id=session, was="present", recorded_at=NOW, recorded_by_tenant=home, recorded_by=person
            )
        )
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


def add_decisions_of_the_host(work: UnitOfWork, partner: str) -> None:
    """What the programme decides and tells: standings, a round, one mentorship, a message to each."""
    host = work.tenant
    row: dict[str, Any] = {"tenant_id": host, "programme_id": id_of(host, "programme")}
    for home, who in registered_with(host):
        about = {**row, "home_tenant_id": home}
        if not who.startswith("drafting"):
            state = "matched" if who in {"matched", "mentor"} else "unmatched"
            work.add(
                Standing(
                    **about, registration_id=id_of(host, home, who), pathway="main", state=state, verdict="eligible",
                    findings=[], updated_at=NOW,
                )
            )  # fmt: skip
            key = f"{home}-{who}"
            letter = work.new_id()
            work.add(
                Message(
                    **about, id=letter, person_id=id_of(home, who), to_email=f"{who}@{home}.example",
                    occasion="result", subject="News", body="Text", message_id=key, dedupe_key=key, created_at=NOW,
                )
            )  # fmt: skip
            work.add(Post(tenant_id=host, message_id=letter, at=NOW))
            work.add(
                Asked(
                    **about, id=work.new_id(), registration_id=id_of(host, home, who), survey="fit", occasion="fit_60",
                    asked_at=NOW, closes_at=NOW,
                )
            )  # fmt: skip
            work.add(
                NextTime(
                    **about, registration_id=id_of(host, home, who), number=0, offer=["stay", "leave"], silent="leave",
                    asked_at=NOW,
                )
                Guest(**about, registration_id=id_of(host, home, who), event="launch", invited_at=NOW, place="given")
            )
            work.add(
            )  # fmt: skip
    for home in sorted({host, partner}):
        work.add(
            Task(**row, id=work.new_id(), home_tenant_id=home, words="Decide", dedupe_key=f"decide-{home}", set_at=NOW)
        )
    fault: dict[str, Any] = {"tenant_id": host, "scheme": "b-mentor", "version": "1", "hook": "score", "cause": "raise"}
    work.add(PluginFault(**fault, id=work.new_id(), words="RuntimeError: ink", at=NOW))
    work.add(Quarantine(tenant_id=host, id=work.new_id(), scheme="b-mentor", since=NOW))
    work.add(
        Release(
            **row, id=id_of(host, "release"), phase="closes", title="Registration closes", closed_at=NOW, people=25,
            counts=[["Black", 15], ["Asian", 10]], withheld=False, issued_at=NOW, issued_by=id_of(host, "matched"),
        )
    )  # fmt: skip
    work.add(Counted(tenant_id=host, registration_id=id_of(host, host, "matched"), release_id=id_of(host, "release")))
    work.add(
        Round(
            **row, id=id_of(host, "round"), milestone="match_by", number=1, plan={}, inputs_digest="", result={},
            created_at=NOW,
        )
    )  # fmt: skip
    work.add(
        Mentorship(
            **row, id=id_of(host, "pair"), seen_by=sorted({host, partner}), pathway="main", state="running",
            round_id=id_of(host, "round"), created_at=NOW, formed_at=NOW,
        )
    )  # fmt: skip
    work.add(
        *(
            Member(
                **row, mentorship_id=id_of(host, "pair"), registration_id=id_of(host, home, who), home_tenant_id=home,
                person_id=id_of(home, who), role=role, name=NAMES[who], institution=home.upper(), joined_at=NOW,
            )
            for home, who, role in ((host, "matched", "mentee"), (partner, "mentor", "mentor"))
        )
    )  # fmt: skip


def add_meeting(work: UnitOfWork, host: str, who: str) -> None:
    """A member logs a meeting, says that they were there, and writes a note for the members."""
    home, meeting = work.tenant, work.new_id()
    row: dict[str, Any] = {"tenant_id": host, "mentorship_id": id_of(host, "pair")}
    work.add(
        Decline(
            **row, registration_id=id_of(host, home, who), programme_id=id_of(host, "programme"), home_tenant_id=home,
            reason="Too far", at=NOW,
        )
    )  # fmt: skip
    work.add(
        Meeting(
            **row, id=meeting, starts_at=NOW, zone="Europe/London", minutes=60, state="held",
            logged_by_tenant=home, logged_at=NOW,
        )
    )  # fmt: skip
    work.add(
        Attendance(**row, meeting_id=meeting, registration_id=id_of(host, home, who), home_tenant_id=home, present=True)
    )
    work.add(
        Note(
            **row, id=work.new_id(), meeting_id=meeting, home_tenant_id=home, author_id=id_of(home, who),
            sealed=Ciphertext(b"sealed"), written_at=NOW,
        )
    )  # fmt: skip
