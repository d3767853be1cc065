"""Whom the demo lets one be: coordinators, members of a mentorship, somebody new; each with a real sign-in link."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from mentoring.accounts.links import ask_for_link, end_links
from mentoring.cli.demo.shape import ProgrammeShape, Shape, address
from mentoring.errors import NotFound
from mentoring.meetings.model import Meeting
from mentoring.mentorships.model import Member, Mentorship
from mentoring.messages.service import outbox
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Scheme, say
from mentoring.simulation.stage import Stage
from mentoring.tenants.file import TenantFile
from mentoring.unit_of_work import VISITOR, UnitOfWork

USUAL = 3
"""Shown is a mentorship that has met about so often."""
_LINK = re.compile(r"https?://\S+/sign-in/\S+")


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to sign in as: `part` is what they are, `path` the page they come to."""

    part: str
    name: str
    tenant: str
    email: str
    path: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a programme holds by now."""

    registrations: int
    mentorships: int
    meetings: int


@dataclass(frozen=True, slots=True)
class Running:
    """A mentorship that runs, its members, and how often they have met."""

    mentorship: Mentorship
    members: tuple[Member, ...]
    held: int


@dataclass(frozen=True, slots=True)
class Bill:
    """One programme as it is announced."""

    programme: ProgrammeShape
    programme_id: UUID
    numbers: Numbers
    guests: tuple[Guest, ...]


def bills(stage: Stage, shape: Shape, tenants: Mapping[str, TenantFile]) -> tuple[Bill, ...]:
    """Every programme with its numbers and its guests; nobody twice, as using one link ends one's others.

    Members are chosen at institutions where nobody else is to be, if there are such: one browser holds one
    session at each.
    """
    sole = {
        each.slug: [guest for some in (_coordinators, _analysts, _newcomers) for guest in some(each, shape, tenants)]
        for each in shape.programmes
    }
    taken = frozenset(guest.tenant for guests in sole.values() for guest in guests)
    found: list[Bill] = []
    for each in shape.programmes:
        known = {guest.email for bill in found for guest in bill.guests}
        with stage.at(each.host, each.slug) as (work, programme):
            running = _running(work, programme, taken)
            numbers = _numbers(work, programme, running)
            guests = [*sole[each.slug], *_members(each, scheme_of(programme), running)]
        found.append(Bill(each, programme.id, numbers, tuple(guest for guest in guests if guest.email not in known)))
    return tuple(found)


def links_for(stage: Stage, guests: Iterable[Guest]) -> dict[Guest, str]:
    """A new sign-in link for each, as it would reach their mailbox; earlier ones open nothing any more.

    Raises NotFound when one was not sent.
    """
    return {guest: _link(stage, guest) for guest in guests}


def _link(stage: Stage, guest: Guest) -> str:
    with stage.work(guest.tenant, VISITOR) as work:
        earlier = {letter.id for letter in outbox(work)}
        end_links(work, email=guest.email)
        ask_for_link(work, email=guest.email, next_path=guest.path)
        sent = (letter.body for letter in outbox(work) if letter.id not in earlier)
        found = _LINK.search(next(sent, ""))
    if found is None:
        raise NotFound(f"No sign-in link was sent to {guest.email}.", "Begin the demo again with --fresh.")
    return found[0]


def _coordinators(each: ProgrammeShape, shape: Shape, tenants: Mapping[str, TenantFile]) -> Iterator[Guest]:
    """The host's; and where others joined, one of the first that has a coordinator."""
    parts = ("Lead coordinator", "Partner coordinator") if each.partners else ("Coordinator",)
    houses = [slug for slug in (each.host, *each.partners) if slug in shape.coordinators]
    for part, slug in zip(parts, houses, strict=False):
        name = shape.coordinators[slug]
        yield Guest(part, name, slug, address(name, tenants[slug].domains[0]), f"/{slug}/console")


def _analysts(each: ProgrammeShape, shape: Shape, tenants: Mapping[str, TenantFile]) -> Iterator[Guest]:
    """Whoever reads published tables and sees no person, at the first institution that has one."""
    for slug in [slug for slug in (*each.partners, each.host) if slug in shape.analysts][:1]:
        name = shape.analysts[slug]
        yield Guest("Analyst", name, slug, address(name, tenants[slug].domains[0]), f"/{slug}/console/releases")


def _newcomers(each: ProgrammeShape, shape: Shape, tenants: Mapping[str, TenantFile]) -> Iterator[Guest]:
    """Somebody nobody knows yet, where one may register."""
    if each.phase == "open":
        home = (each.host, *each.partners)[-1]
        email = address(shape.newcomer, tenants[home].domains[0])
        yield Guest("Somebody new", shape.newcomer, home, email, f"/{home}/{each.slug}/")


def _members(each: ProgrammeShape, scheme: Scheme, running: Sequence[Running]) -> Iterator[Guest]:
    """Both members of a pair; where there are circles, a member of one."""
    circles = [one for one in running if not scheme.pathways[one.mentorship.pathway].is_pair]
    for shown in (circles or running)[:1]:
        served = scheme.pathways[shown.mentorship.pathway].served_role
        members = sorted(shown.members, key=lambda member: member.role != served)
        for one in members[: 1 if circles else 2]:
            part = say(scheme.roles[one.role].title) + (" in a circle" if circles else "")
            home = one.home_tenant_id
            yield Guest(part, one.name, home, one.contact or "", f"/{home}/{each.slug}/mine")


def _running(work: UnitOfWork, programme: Programme, taken: frozenset[str]) -> list[Running]:
    """Those first that are least at the institutions in `taken`, and have met about as often as usual."""
    rows = work.session.execute(
        select(Mentorship, Member)
        .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
        .where(
            Mentorship.tenant_id == work.tenant, Mentorship.programme_id == programme.id, Mentorship.state == "running"
        )
        .order_by(Member.name)
    )
    found: dict[UUID, tuple[Mentorship, list[Member]]] = {}
    for mentorship, member in rows:
        found.setdefault(mentorship.id, (mentorship, []))[1].append(member)
    counted = work.session.execute(
        select(Meeting.mentorship_id, func.count().label("held"))
        .where(Meeting.tenant_id == work.tenant, Meeting.mentorship_id.in_(found), Meeting.state == "held")
        .group_by(Meeting.mentorship_id)
    )
    held = {row.mentorship_id: row.held for row in counted}
    running = [Running(row, tuple(members), held.get(row.id, 0)) for row, members in found.values()]
    return sorted(running, key=lambda one: (len(taken.intersection(one.mentorship.seen_by)), abs(one.held - USUAL)))


def _numbers(work: UnitOfWork, programme: Programme, running: Sequence[Running]) -> Numbers:
    here = (Registration.tenant_id == work.tenant, Registration.programme_id == programme.id)
    sent = select(func.count()).select_from(Registration).where(*here, Registration.submitted_at.is_not(None))
    return Numbers(work.session.scalar(sent) or 0, len(running), sum(one.held for one in running))
