"""The directory of people whom somebody may ask, and what becomes of a request: both at the programme's host.

What is shown of anybody is what members of an offer see before they agree (`mentorships.shared`): the answers that
the form calls open to candidates, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from mentoring.errors import NotFound
from mentoring.mentorships.confirm import request_way
from mentoring.mentorships.form import form
from mentoring.mentorships.model import Member, Mentorship, Request
from mentoring.mentorships.shared import shared_of
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here
from mentoring.participants.words import in_words, labels
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.field import inputs_of
from mentoring.rounds.named import askable_in
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in the directory. `lines` are questions with answers in words, `topics` what they can be found by."""

    registration_id: UUID
    name: str
    job_title: str
    institution: str
    fit: int
    lines: tuple[tuple[str, str], ...]
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Directory:
    """Whom somebody may ask, the best fitting first, and every topic among them by its id, in words."""

    people: tuple[Listed, ...]
    topics: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """One request as coordinators see it, without its words. `agreed`: both have said yes, and a coordinator may."""

    mentorship_id: UUID | None
    asker: str
    asked: str
    at: datetime
    state: str
    agreed: bool


def directory(work: UnitOfWork, programme: Programme, *, pathway: str, person: UUID) -> Directory:
    """Whom registration `person` may ask in `pathway`; empty while they may ask nobody (any more). At the host.

    Raises NotFound where nobody is asked, or others ask.
    """
    inputs = inputs_of(work, programme, "", only=(pathway,))
    people, topics = [], {}
    for each in askable_in(inputs, pathway=pathway, person=person):
        registration = inputs.everyone[each.registration_id].registration
        shared = shared_of(inputs.setting, registration, begun=False)
        found = _topics(inputs.setting.scheme, registration.role, shared.profile)
        topics.update(found)
        people.append(
            Listed(
                registration_id=each.registration_id,
                name=shared.name,
                job_title=shared.job_title or "",
                institution=shared.institution,
                fit=each.fit,
                lines=_lines(inputs.setting.scheme, registration.role, shared.profile),
                topics=frozenset(found),
            )
        )
    return Directory(tuple(people), dict(sorted(topics.items(), key=lambda topic: topic[1])))


def take_up(work: UnitOfWork, programme: Programme) -> int:
    """Make an offer of every new request, the earliest first; how many there were. Called while `programme` is locked.

    Whoever asks has accepted. Where the other cannot be asked any more, the request is refused and frees its place.
    """
    if not any(request_way(scheme_of(programme), pathway) for pathway in scheme_of(programme).pathways):
        return 0
    new = list(
        work.session.scalars(
            select(Request)
            .where(Request.tenant_id == work.tenant, Request.programme_id == programme.id, Request.state == "new")
            .order_by(Request.at, Request.id)
        )
    )
    for request in new:
        _take_up(work, programme, request)
    return len(new)


def requests_of(work: UnitOfWork, programme: Programme) -> tuple[RequestSeen, ...]:
    """Every request that this institution sees, the latest first. Two queries.

    Raises NotAllowed for anyone but coordinators.
    """
    work.demand("mentorship.list", roles_here(work, programme))
    rows = work.session.execute(
        select(Request, Mentorship)
        .outerjoin(Mentorship, (Mentorship.tenant_id == Request.tenant_id) & (Mentorship.id == Request.mentorship_id))
        .where(Request.tenant_id == programme.tenant_id, Request.programme_id == programme.id)
        .order_by(Request.at.desc(), Request.id)
    ).all()
    askers = {request.registration_id for request, _ in rows}
    known = select(Registration.id, Registration.name).where(
        Registration.tenant_id == programme.tenant_id, Registration.id.in_(askers)
    )
    names = {key: name for key, name in work.session.execute(known)}  # noqa: C416 - rows to pairs
    agreed = _agreed(work, [each.id for _, each in rows if each is not None and each.state == "offered"])
    return tuple(
        RequestSeen(
            mentorship_id=request.mentorship_id,
            asker=names.get(request.registration_id, ""),
            asked=request.asked_name,
            at=request.at,
            state=mentorship.state if mentorship else request.state,
            agreed=request.mentorship_id in agreed,
        )
        for request, mentorship in rows
    )


def _agreed(work: UnitOfWork, mentorships: list[UUID]) -> frozenset[UUID]:
    """Those in which everybody has said yes."""
    rows = work.session.execute(
        select(Member.mentorship_id, func.bool_and(Member.answer == "accepted"))
        .where(Member.mentorship_id.in_(mentorships), Member.left_at.is_(None))
        .group_by(Member.mentorship_id)
    )
    return frozenset(key for key, everybody in rows if everybody)


def _take_up(work: UnitOfWork, programme: Programme, request: Request) -> None:
    inputs = inputs_of(work, programme, "", only=(request.pathway,))
    try:
        found = askable_in(inputs, pathway=request.pathway, person=request.registration_id)
    except NotFound:
        found = ()
    if request.asked not in {each.registration_id for each in found}:
        request.state = "refused"
        work.session.flush()
        return
    rows: list[Registration] = [inputs.everyone[key].registration for key in (request.registration_id, request.asked)]
    made = form(
        work, programme, inputs.setting, pathway=request.pathway, members=rows, asked_by=request.registration_id,
        because={"words": [], "asks": request.words},
    )  # fmt: skip
    request.state, request.mentorship_id = "offered", made.id
    work.session.flush()


def _lines(scheme: Scheme, role: str, profile: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    questions, known = scheme.registration[role].form.get("properties", {}), labels(scheme, role)
    return tuple(
        (say(questions[name].get("title")) or name, in_words(value, partial(_word, known, name)))
        for name, value in profile.items()
    )


def _topics(scheme: Scheme, role: str, profile: Mapping[str, Any]) -> dict[str, str]:
    """What somebody chose from a list and shows, by ``question.value``."""
    questions, known = scheme.registration[role].form.get("properties", {}), labels(scheme, role)
    return {
        f"{name}.{value}": _word(known, name, value)
        for name, chosen in profile.items()
        if questions[name].get("type") == "array" and isinstance(chosen, list)
        for value in chosen
        if isinstance(value, str)
    }


def _word(known: Mapping[str, Mapping[str, str]], name: str, value: object) -> str:
    return known.get(f"answers.{name}", {}).get(str(value), str(value))
