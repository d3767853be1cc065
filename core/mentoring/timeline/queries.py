"""Where a person stands in a programme's year, what comes next, and when: in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from mentoring.gates.rules import Before, held_by
from mentoring.gates.service import passes_of
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.model import Registration, Standing
from mentoring.participants.queries import state_over
from mentoring.participants.record import Dossier
from mentoring.participants.register import own_registrations
from mentoring.participants.setting import window_of
from mentoring.programmes.dates import Moment, Moments
from mentoring.programmes.leave import left_on
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.schemes.scheme import Event, Scheme, say
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

_LEFT = "Your registration was withdrawn with it, and what you wrote was deleted. It says nothing about you."


@dataclass(frozen=True, slots=True)
class Coming:
    """One date of the programme, in words."""

    id: str
    title: str
    at: Moment
    past: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where one registration of a person stands. `reasons` are the rules' own sentences, for whoever was refused."""

    registration_id: UUID
    role: str
    role_title: str
    state: str
    headline: str
    text: str
    reasons: tuple[str, ...]
    coming: tuple[Coming, ...]
    to_do: tuple[str, ...]
    may_edit: bool
    may_withdraw: bool
    mentorships: tuple[UUID, ...]


def milestones(work: UnitOfWork, programme: Programme, *, public_only: bool = False) -> tuple[Coming, ...]:
    """The programme's dates in order of time; `public_only` those that its public page names."""
    return tuple(_dates(scheme_of(programme), dates_of(work, programme), work, public_only=public_only))


def my_place(work: UnitOfWork, programme: Programme) -> tuple[Place, ...]:
    """Where the signed-in person stands, for each of their registrations, the oldest first."""
    own = own_registrations(work, programme)
    if not own:
        return ()
    standings = _standings(work, programme, own)
    matched = _mentorships(work, programme, own)
    scheme, moments = scheme_of(programme), dates_of(work, programme)
    passed = passes_of(work, programme, [each.id for each in own])
    found = []
    for one in own:
        dossier = Dossier(one, None, standings.get(one.id, {}), {})
        state = state_over(dossier)
        if state == "offered" and one.id not in matched:
            state = "eligible"  # a place is kept, and they are asked only when their turn comes
        window = window_of(work, programme, one.role)
        present = state not in {"draft", "refused", "withdrawn"}
        held = _held(scheme, dossier, passed.get(one.id, frozenset()), "matching")
        first = _held(scheme, dossier, passed.get(one.id, frozenset()), "selection")
        selecting = state == "eligible" and (bool(first) or any(each.stage for each in dossier.standings.values()))
        told = "selecting" if selecting else state
        headline, text = _words(work, programme, scheme, moments, dossier, told)
        found.append(
            Place(
                registration_id=one.id,
                role=one.role,
                role_title=say(scheme.roles[one.role].title),
                state=state,
                headline=headline,
                text=text,
                reasons=_reasons(dossier) if state == "refused" else (),
                coming=tuple(_ahead(scheme, moments, work, one.role)) if present else (),
                to_do=tuple(say(scheme.activities.gates[gate].title) for gate in (*first, *held)) if present else (),
                may_edit=window.is_open and state not in {"matched", "offered", "completed"},
                may_withdraw=state not in {"matched", "completed", "withdrawn"},
                mentorships=matched.get(one.id, ()),
            )
        )
    return tuple(found)


def _held(scheme: Scheme, dossier: Dossier, passed: frozenset[str], before: Before) -> tuple[str, ...]:
    """The gates `before` this that somebody has still to pass, as far as it can be told without their facts."""
    role = dossier.registration.role
    return held_by(scheme, role=role, pathways=tuple(dossier.standings), facts={}, passed=passed, before=before)


def _words(
    work: UnitOfWork, programme: Programme, scheme: Scheme, moments: Moments, dossier: Dossier, state: str
) -> tuple[str, str]:
    """How things stand, as a headline and a text: what it means, what comes next, and when."""
    meet = _round_day(scheme, moments, dossier)
    when = f"on {meet.day:%-d %B %Y}" if meet else "once everyone has registered"
    house = institution(work.session, work.tenant).contacts.mentoring.email
    closes = window_of(work, programme, dossier.registration.role).last
    until = f" by {closes.day:%-d %B %Y}" if closes else ""
    told: Mapping[str, tuple[str, str]] = {
        "draft": ("Your registration is not sent yet", f"Everything you typed is kept. Send it{until}."),
        "submitted": ("We have your registration", "A person looks at it. We write to you when it is decided."),
        "eligible": ("You are in", f"You meet your match {when}. Until then there is nothing you need to decide."),
        "selecting": (
            "We have your registration",
            "A selection comes first. We write to you when it is decided.",
        ),
        "waiting": (
            "You are on the waiting list",
            "All places are taken for now. We write to you the day a place is free.",
        ),
        "refused": (
            "We cannot offer you a place this time",
            f"A person made this decision. If something was misunderstood, write to {house}.",
        ),
        "unmatched": (
            "We have not found a match for you so far",
            "It says nothing about you: there were more people than fitting partners. You stay in the pool.",
        ),
        "offered": ("We have a proposal for you", "Say yes or no on the page of the proposal. A no needs no reason."),
        "matched": ("You are matched", "Arrange your first meeting; one short message with two dates is enough."),
        "completed": ("Your mentoring is complete", "Thank you for the time you gave each other."),
        "withdrawn": ("You have withdrawn", "Your answers are kept in case you return while registration is open."),
    }
    if state == "withdrawn" and left_on(programme, work.tenant) is not None:
        return "Your institution has left", _LEFT
    return told[state]


def _round_day(scheme: Scheme, moments: Moments, dossier: Dossier) -> Moment | None:
    """The earliest round in which somebody could be matched."""
    days = [
        moments[way["round"]]
        for pathway in dossier.standings
        for way in scheme.matching[pathway].ways
        if way.get("round") in moments
    ]
    return min(days, key=lambda moment: moment.day, default=None)


def _reasons(dossier: Dossier) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            finding["reason"]
            for standing in dossier.standings.values()
            for finding in standing.findings
            if finding["kind"] == "required" and finding["truth"] != "yes"
        )
    )


def _ahead(scheme: Scheme, moments: Moments, work: UnitOfWork, role: str) -> Iterator[Coming]:
    """What is still to come for somebody in `role`: public dates, and the events that mean them."""
    for each in _dates(scheme, moments, work, public_only=False):
        event = scheme.activities.events.get(each.id)
        concerned = event is not None and (not event.who.roles or role in event.who.roles)
        public = each.id in scheme.timeline and scheme.timeline[each.id].public
        if not each.past and (concerned or public):
            yield each


def _dates(scheme: Scheme, moments: Moments, work: UnitOfWork, *, public_only: bool) -> list[Coming]:
    found = []
    for name, moment in moments.items():
        entry = scheme.timeline.get(name) or scheme.activities.events.get(name)
        if entry is None or (public_only and not (isinstance(entry, Event) or entry.public)):
            continue
        found.append(Coming(name, say(entry.title), moment, moment.at <= work.now))
    return sorted(found, key=lambda each: each.at.times[0])


def _standings(
    work: UnitOfWork, programme: Programme, own: tuple[Registration, ...]
) -> Mapping[UUID, dict[str, Standing]]:
    found: dict[UUID, dict[str, Standing]] = {}
    for row in work.session.scalars(
        select(Standing).where(
            Standing.tenant_id == programme.tenant_id, Standing.registration_id.in_([each.id for each in own])
        )
    ):
        found.setdefault(row.registration_id, {})[row.pathway] = row
    return found


def _mentorships(
    work: UnitOfWork, programme: Programme, own: tuple[Registration, ...]
) -> Mapping[UUID, tuple[UUID, ...]]:
    """By registration: the mentorships its person may know of, the newest first."""
    rows = work.session.execute(
        select(Member.registration_id, Member.mentorship_id)
        .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
        .where(
            Member.tenant_id == programme.tenant_id,
            Member.registration_id.in_([each.id for each in own]),
            Member.left_at.is_(None),
            Member.joined_at.is_not(None) | Member.asked_at.is_not(None),
        )
        .order_by(Mentorship.created_at.desc(), Mentorship.id)
    )
    found: dict[UUID, tuple[UUID, ...]] = {}
    for registration_id, mentorship_id in rows:
        found[registration_id] = (*found.get(registration_id, ()), mentorship_id)
    return found
