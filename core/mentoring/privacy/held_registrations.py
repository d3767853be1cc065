"""What is held about a person's registrations: what they said, what was decided, events, surveys."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mentoring.events.model import EventAttendance, EventSession, Guest, Reply
from mentoring.gates.model import GateCheck, GatePass
from mentoring.participants.model import (
    Decision,
    Declaration,
    Invitation,
    LevelSet,
    Registration,
    Review,
    Standing,
)
from mentoring.privacy.held import Own, Part, Row, told
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.surveys.model import Answers, Asked
from mentoring.tasks.model import Task
from mentoring.unit_of_work import UnitOfWork

_CARD = ("state", "email", "name", "job_title", "unit", "grade", "kind", "wishes", "digest")
_DATES = ("created_at", "saved_at", "verified_at", "submitted_at", "withdrawn_at", "withdraw_reason", "forgotten_at")


def about_registrations(work: UnitOfWork, own: Own, equality: Mapping[UUID, str]) -> tuple[Part, ...]:
    """Said, declared, decided. `equality` is what the person answered to that question, by registration."""
    return (
        Part("registrations", "Your registrations", tuple(_registration(own, *each) for each in own.registrations)),
        Part("declarations", "What you declared, and agreed to", _declarations(work, own)),
        Part(
            "equality",
            "The equality question",
            tuple(
                {"programme": title, "answer": equality[key]}
                for key, title in own.programmes.items()
                if key in equality
            ),
        ),
        Part("standings", "How your registrations stand", _standings(work, own)),
        Part("decisions", "What was decided", _decided(work, own)),
        Part("invitations", "Invitations to register", _invitations(work, own)),
        Part("gates", "What you passed", _gates(work, own)),
        Part("events", "Events", _events(work, own)),
        Part("surveys", "Surveys", _surveys(work, own)),
        Part("tasks", "What coordinators were asked to do about you", _tasks(work, own)),
    )


def _registration(own: Own, row: Registration, programme: Programme) -> Row:
    scheme = scheme_of(programme)
    asked = scheme.registration[row.role].form.get("properties", {})
    answers = [
        {"question": say(asked.get(name, {}).get("title")) or name, "name": name, "answer": answer}
        for name, answer in row.answers.items()
    ]
    return {
        "programme": programme.title,
        "host": own.house(row.tenant_id),
        "role": say(scheme.roles[row.role].title),
        **told(row, *_CARD),
        "answers": answers,
        **told(row, *_DATES),
    }


def _mine(work: UnitOfWork, own: Own, model: Any, *order: Any) -> list[tuple[str, Any]]:
    """Rows of a table that names the registration, each with its programme."""
    if not own.ids:
        return []
    titles = own.programmes
    wanted = select(model).where(model.home_tenant_id == work.tenant, model.registration_id.in_(own.ids))
    return [(titles[each.registration_id], each) for each in work.session.scalars(wanted.order_by(*order))]


def _declarations(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    return tuple(
        {"programme": title, **told(each, "answers", "consent_text", "given_at", "withdrawn_at")}
        for title, each in _mine(work, own, Declaration, Declaration.given_at, Declaration.registration_id)
    )


def _standings(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    names = ("pathway", "state", "verdict", "findings", "priority", "waited", "level", "place", "stage")
    return tuple(
        {"programme": title, **told(each, *names, "decided_outcome", "eligible_at", "updated_at")}
        for title, each in _mine(work, own, Standing, Standing.registration_id, Standing.pathway)
    )


def _decided(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    decisions = _mine(work, own, Decision, Decision.decided_at, Decision.id)
    reviews = _mine(work, own, Review, Review.reviewed_at, Review.id)
    levels = _mine(work, own, LevelSet, LevelSet.set_at, LevelSet.id)
    return (
        *(
            {
                "programme": title,
                **told(each, "pathway", "outcome", "reason", "decided_at"),
                "by": own.house(each.decided_by_tenant),
            }
            for title, each in decisions
        ),
        *(
            {
                "programme": title,
                **told(each, "stage", "result", "score", "answers", "reason", "reviewed_at"),
                "by": own.house(each.reviewed_by_tenant),
            }
            for title, each in reviews
        ),
        *(
            {"programme": title, **told(each, "level", "reason", "set_at"), "by": own.house(each.set_by_tenant)}
            for title, each in levels
        ),
    )


def _invitations(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    rows = work.session.execute(
        select(Invitation, Programme.title)
        .join(Programme, (Programme.tenant_id == Invitation.tenant_id) & (Programme.id == Invitation.programme_id))
        .where(Invitation.home_tenant_id == work.tenant, Invitation.email == own.person.email)
        .order_by(Invitation.invited_at, Invitation.id)
    )
    return tuple(
        {
            "programme": title,
            **told(each, "role", "email", "name", "invited_at", "told_at"),
            "by": own.house(each.invited_by_tenant),
        }
        for each, title in rows
    )


def _gates(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    passes = _mine(work, own, GatePass, GatePass.passed_at, GatePass.id)
    checks = _mine(
        work, own, GateCheck, GateCheck.checked_at, GateCheck.registration_id, GateCheck.gate, GateCheck.need
    )
    return (
        *({"programme": title, **told(each, "gate", "passed_at")} for title, each in passes),
        *({"programme": title, **told(each, "gate", "need", "checked_at")} for title, each in checks),
    )


def _events(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    guests = _mine(work, own, Guest, Guest.invited_at, Guest.registration_id, Guest.event)
    replies = _mine(work, own, Reply, Reply.replied_at, Reply.registration_id, Reply.event)
    there = _mine(
        work, own, EventAttendance, EventAttendance.recorded_at, EventAttendance.session_id,
        EventAttendance.registration_id,
    )  # fmt: skip
    keys = {each.session_id for _, each in there}
    held = {
        each.id: each for each in work.session.scalars(select(EventSession).where(EventSession.id.in_(keys))) if keys
    }
    return (
        *({"programme": title, **told(each, "event", "invited_at", "place")} for title, each in guests),
        *({"programme": title, **told(each, "event", "coming", "replied_at")} for title, each in replies),
        *(
            {
                "programme": title,
                "event": held[each.session_id].event if each.session_id in held else "",
                **told(each, "was", "minutes", "recorded_at"),
            }
            for title, each in there
        ),
    )


def _surveys(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    said = {
        each.asked_id: each
        for each in work.session.scalars(
            select(Answers).where(
                Answers.home_tenant_id == work.tenant,
                Answers.person_id == own.person.id,
                Answers.registration_id.in_(own.ids),
            )
        )
    }
    return tuple(
        {
            "programme": title,
            **told(each, "survey", "asked_at", "closes_at", "answered_at", "alarm"),
            "read_by": each.reach,
            "answers": said[each.id].answers if each.id in said else {},
        }
        for title, each in _mine(work, own, Asked, Asked.asked_at, Asked.id)
    )


def _tasks(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    ids = {str(each): title for each, title in own.programmes.items()}
    rows = work.session.scalars(
        select(Task)
        .where(Task.home_tenant_id == work.tenant, Task.about == "registration", Task.about_id.in_(ids))
        .order_by(Task.set_at, Task.id)
    )
    return tuple({"programme": ids[each.about_id or ""], **told(each, "words", "set_at", "done_at")} for each in rows)
