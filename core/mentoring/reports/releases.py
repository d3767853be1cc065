"""Releases of equality monitoring: issued once for a phase, stored, and read by those who see no person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from mentoring.db.engine import Database
from mentoring.errors import Conflict, NotFound
from mentoring.monitoring.count import LEAST, count
from mentoring.monitoring.rounding import rounded
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.reports.model import Counted, Release
from mentoring.reports.phases import Came, Phase, counted_in, phases
from mentoring.unit_of_work import UnitOfWork

State = Literal["to_come", "ready", "too_few", "issued", "withheld"]


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One phase and its release: `counts` by group, `people` all of them, both rounded, once it is issued."""

    phase: str
    title: str
    closes: datetime
    state: State
    people: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    issued_at: datetime | None = None


def releases(work: UnitOfWork, programme: Programme) -> tuple[ReleaseLine, ...]:
    """Every phase of the programme with its release, in order of time. Who is in them is not told."""
    work.demand("report.read", roles_here(work, programme))
    issued = {each.phase: each for each in _issued(work, programme)}
    known = phases(scheme_of(programme), dates_of(work, programme))
    lines = [_line(issued[each.phase]) for each in issued.values()]
    for phase in known:
        if phase.id not in issued:
            state: State = "to_come" if phase.closes > work.now else "ready"
            lines.append(ReleaseLine(phase.id, phase.title, phase.closes, state))
    return tuple(sorted(lines, key=lambda each: (each.closes, each.phase)))


def issue(work: UnitOfWork, programme: Programme, phase_id: str, database: Database) -> Release:
    """Count those registered at the phase's close who are in no release yet, and publish the table, once.

    Raises NotAllowed, NotFound, and Conflict before the phase has closed, where it is issued already, and where too
    few people would stand behind it.
    """
    work.demand("release.issue", roles_here(work, programme))
    programme = locked(work, programme.id)
    phase = next(
        (each for each in phases(scheme_of(programme), dates_of(work, programme)) if each.id == phase_id), None
    )
    if phase is None:
        raise NotFound("There is no such phase in this programme.", "Go back to the releases.")
    if phase.closes > work.now:
        raise Conflict(f"“{phase.title}” is not over yet.", "Whoever registers until then is counted as well.")
    if any(each.phase == phase.id for each in _issued(work, programme)):
        raise Conflict(f"The release of “{phase.title}” is issued already.", "It is never counted again.")
    people = _people(work, programme, phase)
    if len(people) < LEAST:
        raise Conflict(
            f"Only {len(people)} people would be counted, and a table needs {LEAST}.",
            "They are counted with those who come later, in the release of a later phase.",
        )
    table = count(database, programme.tenant_id, people)
    release = Release(
        tenant_id=programme.tenant_id,
        id=work.new_id(),
        programme_id=programme.id,
        phase=phase.id,
        title=phase.title,
        closed_at=phase.closes,
        people=rounded(len(people)),
        counts=[[name, number] for name, number in (table or {}).items()],
        withheld=table is None,
        issued_at=work.now,
        issued_by=work.actor.person_id,
    )
    work.add(release)
    work.add(
        *(
            Counted(tenant_id=programme.tenant_id, registration_id=each, release_id=release.id)
            for person in people
            for each in person
        )
    )
    work.record("issue", "release", release.id, fields=("counts",))
    return release


def _people(work: UnitOfWork, programme: Programme, phase: Phase) -> tuple[tuple[UUID, ...], ...]:
    """Whom a release counts: people who could answer. Whoever a coordinator entered could not, and anybody could be."""
    rows = work.session.scalars(
        select(Registration).where(
            Registration.tenant_id == programme.tenant_id,
            Registration.programme_id == programme.id,
            Registration.submitted_at.is_not(None),
            Registration.person_id.is_not(None),
        )
    )
    already = set(
        work.session.scalars(
            select(Counted.registration_id)
            .join(Release, (Release.tenant_id == Counted.tenant_id) & (Release.id == Counted.release_id))
            .where(Counted.tenant_id == programme.tenant_id, Release.programme_id == programme.id)
        )
    )
    came = [
        Came(row.id, (row.home_tenant_id, row.person_id or row.email), row.submitted_at, row.withdrawn_at)
        for row in rows
        if row.submitted_at is not None
    ]
    return counted_in(phase, came, already)


def _issued(work: UnitOfWork, programme: Programme) -> list[Release]:
    wanted = select(Release).where(Release.tenant_id == programme.tenant_id, Release.programme_id == programme.id)
    return list(work.session.scalars(wanted.order_by(Release.closed_at, Release.phase)))


def _line(release: Release) -> ReleaseLine:
    return ReleaseLine(
        release.phase,
        release.title,
        release.closed_at,
        "withheld" if release.withheld else "issued",
        release.people,
        tuple((name, number) for name, number in release.counts),
        release.issued_at,
    )
