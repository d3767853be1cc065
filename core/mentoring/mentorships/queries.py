"""Mentorships as their members read them: who, how to reach them, and why these."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from mentoring.mentorships.form import names_of
from mentoring.mentorships.members import Membership, overseen
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.words import in_words, labels
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member as the others see them; `leads` in a role that is not the served one. `contact` once it has begun."""

    registration_id: UUID
    name: str
    first_name: str
    initials: str
    role: str
    role_title: str
    job_title: str
    institution: str
    contact: str
    leads: bool
    profile: tuple[tuple[str, str], ...]
    answer: str
    left: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A mentorship as one of its members reads it. `me` is None for a coordinator; leads come first.

    `asked_to_go_on` while they may say whether to go on past the planned end; `goes_on` is what they said.
    `asks` is what the one who asked for it has written, for whoever is asked.
    """

    mentorship_id: UUID
    host: str
    programme_id: UUID
    programme_slug: str
    programme_title: str
    pathway: str
    pathway_title: str
    state: str
    formed_at: datetime | None
    planned_end: date | None
    ended_at: datetime | None
    title: str
    me: MemberView | None
    others: tuple[MemberView, ...]
    because: tuple[str, ...]
    is_circle: bool
    asked: bool
    answer_by: datetime | None
    asked_to_go_on: bool
    goes_on: bool | None
    asks: str


def mine(work: UnitOfWork) -> tuple[Match, ...]:
    """The signed-in person's mentorships over all programmes, the newest first; offers once they are asked.

    Three queries, however many there are.
    """
    own = (Member.home_tenant_id == work.tenant, Member.person_id == work.actor.person_id)
    keys = [tuple(row) for row in work.session.execute(select(Member.tenant_id, Member.mentorship_id).where(*own))]
    if work.actor.person_id is None or not keys:
        return ()
    rows = work.session.execute(
        select(Mentorship, Member)
        .join(Member, (Member.tenant_id == Mentorship.tenant_id) & (Member.mentorship_id == Mentorship.id))
        .where(tuple_(Mentorship.tenant_id, Mentorship.id).in_(keys))
        .order_by(Mentorship.created_at.desc(), Mentorship.id, Member.added_at, Member.registration_id)
    )
    mentorships: dict[UUID, Mentorship] = {}
    members: dict[UUID, list[Member]] = defaultdict(list)
    for mentorship, member in rows:
        mentorships[mentorship.id] = mentorship
        members[mentorship.id].append(member)
    programmes = _programmes(work, list(mentorships.values()))
    found = []
    for key, mentorship in mentorships.items():
        me = next(
            (m for m in members[key] if (m.home_tenant_id, m.person_id) == (work.tenant, work.actor.person_id)), None
        )
        if me is not None and _shown(mentorship, me):
            seen = Membership(mentorship, tuple(members[key]), me)
            found.append(_match(programmes[mentorship.programme_id], seen))
    return tuple(found)


def one(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> Match:
    """One mentorship, for a member or a coordinator of an institution in it. Raises NotFound."""
    found = overseen(work, mentorship_id, host=host)
    return _match(_programmes(work, [found.mentorship])[found.mentorship.programme_id], found)


def _programmes(work: UnitOfWork, mentorships: Sequence[Mentorship]) -> Mapping[UUID, Programme]:
    keys = {(each.tenant_id, each.programme_id) for each in mentorships}
    rows = work.session.scalars(select(Programme).where(tuple_(Programme.tenant_id, Programme.id).in_(keys)))
    return {each.id: each for each in rows}


def _shown(mentorship: Mentorship, me: Member) -> bool:
    """Whether a member is shown it: an open question, or what has begun and they joined."""
    if me.joined_at is not None:
        return True
    return (
        mentorship.state in {"offered", "running"} and me.asked_at is not None and me.answer in {"pending", "accepted"}
    )


def _match(programme: Programme, found: Membership) -> Match:
    scheme, mentorship = scheme_of(programme), found.mentorship
    pathway = scheme.pathways[mentorship.pathway]
    views = {each.registration_id: member_view(scheme, mentorship, each) for each in found.members}
    me = views[found.me.registration_id] if found.me else None
    others = [view for view in views.values() if view is not me and not view.left]
    others.sort(key=lambda view: not view.leads)
    names = names_of([view.first_name for view in others])
    return Match(
        mentorship_id=mentorship.id,
        host=mentorship.tenant_id,
        programme_id=programme.id,
        programme_slug=programme.slug,
        programme_title=programme.title,
        pathway=mentorship.pathway,
        pathway_title=say(pathway.title),
        state=mentorship.state,
        formed_at=mentorship.formed_at,
        planned_end=mentorship.planned_end,
        ended_at=mentorship.ended_at,
        title=mentorship.title or (f"You and {names}" if me else names),
        me=me,
        others=tuple(others),
        because=tuple(mentorship.because.get("words", ())),
        is_circle=not pathway.is_pair,
        asked=found.me is not None and found.me.answer == "pending" and found.me.asked_at is not None,
        answer_by=found.me.answer_by if found.me else None,
        asked_to_go_on=found.me is not None and found.me.extend_asked_at is not None and mentorship.state == "running",
        goes_on=found.me.extends if found.me else None,
        asks=_asks(mentorship, found.me),
    )


def _asks(mentorship: Mentorship, me: Member | None) -> str:
    """Between whoever asks and whoever is asked: no coordinator reads it."""
    return str(mentorship.because.get("asks", "")) if me is not None else ""


def member_view(scheme: Scheme, mentorship: Mentorship, member: Member) -> MemberView:
    """One member in words."""
    questions = scheme.registration[member.role].form.get("properties", {})
    known = labels(scheme, member.role)
    return MemberView(
        registration_id=member.registration_id,
        name=member.name,
        first_name=member.name.split(" ", 1)[0],
        initials="".join(part[0] for part in member.name.split()[:1] + member.name.split()[1:][-1:]).upper(),
        role=member.role,
        role_title=say(scheme.roles[member.role].title),
        job_title=member.job_title or "",
        institution=member.institution,
        contact=member.contact or "",
        leads=member.role != scheme.pathways[mentorship.pathway].served_role,
        profile=tuple(
            (say(questions[name].get("title")) or name, _words(known, name, member.profile[name]))
            for name in questions
            if name in member.profile
        ),
        answer=member.answer,
        left=member.left_at is not None,
    )


def _words(known: Mapping[str, Mapping[str, str]], name: str, value: object) -> str:
    words = known.get(f"answers.{name}", {})
    return in_words(value, lambda each: words.get(str(each), str(each)))
