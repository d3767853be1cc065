"""What is held about a person's mentorships, as its member reads it: their own part, and no other member's."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from mentoring.meetings.model import Attendance, Meeting, MeetingGuest, Note
from mentoring.mentorships.model import AgreementText, Decline, Exit, GoalEntry, Member, NextTime, Request, Signature
from mentoring.mentorships.queries import Match, mine
from mentoring.privacy.held import Own, Part, Row, told
from mentoring.unit_of_work import UnitOfWork


def about_mentorships(work: UnitOfWork, own: Own) -> tuple[Part, ...]:
    """Matches, agreements, meetings, notes; an offer only once they were asked."""
    matches = {each.mentorship_id: each for each in mine(work)}
    return (
        Part("mentorships", "Your matches", _matches(work, own, matches)),
        Part("answers_to_offers", "When you said no, left, or were asked about the next time", _said(work, own)),
        Part("requests", "Whom you asked", _requests(work, own)),
        Part("agreements", "What you signed", _agreements(work, own, matches)),
        Part("meetings", "Meetings", _meetings(work, own, matches)),
        Part("goals", "What you wrote about goals", _goals(work, own)),
        Part("notes", "Notes that you wrote", _notes(work, own, matches)),
    )


def _matches(work: UnitOfWork, own: Own, matches: Mapping[UUID, Match]) -> tuple[Row, ...]:
    """Others by name alone, once it has begun: how to reach them and what they wrote is theirs."""
    rows = work.session.scalars(
        select(Member)
        .where(Member.home_tenant_id == work.tenant, Member.person_id == own.person.id)
        .order_by(Member.added_at, Member.mentorship_id, Member.registration_id)
    )
    found: list[Row] = []
    for row in rows:
        match = matches.get(row.mentorship_id)
        if match is None:
            continue
        begun = row.joined_at is not None
        found.append(
            {
                "programme": match.programme_title,
                "kind": match.pathway_title,
                "state": match.state,
                "with": [each.name for each in match.others] if begun else [],
                "why": list(match.because),
                **told(row, "role", "name", "job_title", "institution", "contact", "profile", "answer", "asked_at"),
                **told(row, "answer_by", "answered_at", "joined_at", "left_at", "extends", "meetings_wanted"),
                "ended_at": match.ended_at,
            }
        )
    return tuple(found)


def _of(work: UnitOfWork, own: Own, model: Any, *order: Any) -> list[Any]:
    wanted = select(model).where(model.home_tenant_id == work.tenant, model.registration_id.in_(own.ids))
    return list(work.session.scalars(wanted.order_by(*order)))


def _said(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    titles = own.programmes
    declined = _of(work, own, Decline, Decline.at, Decline.mentorship_id, Decline.registration_id)
    left = _of(work, own, Exit, Exit.at, Exit.mentorship_id, Exit.registration_id)
    later = _of(work, own, NextTime, NextTime.asked_at, NextTime.registration_id, NextTime.number)
    return (
        *({"programme": titles[each.registration_id], **told(each, "reason", "at")} for each in declined),
        *(
            {"programme": titles[each.registration_id], **told(each, "reason", "words", "apart", "again", "at")}
            for each in left
        ),
        *(
            {"programme": titles[each.registration_id], **told(each, "offer", "asked_at", "answer", "answered_at")}
            for each in later
        ),
    )


def _requests(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    return tuple(
        {"programme": own.programmes[each.registration_id], **told(each, "asked_name", "words", "at", "state")}
        for each in _of(work, own, Request, Request.at, Request.id)
    )


def _agreements(work: UnitOfWork, own: Own, matches: Mapping[UUID, Match]) -> tuple[Row, ...]:
    """The versions that they signed or wrote."""
    texts = {
        (each.mentorship_id, each.agreement, each.version): each
        for each in work.session.scalars(select(AgreementText).where(AgreementText.mentorship_id.in_(matches)))
    }
    found: list[Row] = []
    for signed in _of(work, own, Signature, Signature.asked_at, Signature.mentorship_id, Signature.agreement):
        row = told(signed, "agreement", "asked_at", "version", "signed_at")
        text = texts.get((signed.mentorship_id, signed.agreement, signed.version or 0))
        found.append({**row, **(told(text, "title", "text", "answers") if text else {})})
    wrote = [each for each in texts.values() if each.written_by in own.ids]
    wrote.sort(key=lambda each: (each.written_at, str(each.mentorship_id), each.agreement, each.version))
    return (*found, *(told(each, "agreement", "version", "answers", "written_at") for each in wrote))


def _meetings(work: UnitOfWork, own: Own, matches: Mapping[UUID, Match]) -> tuple[Row, ...]:
    """Those they were invited to, were at, or logged."""
    asked = {each.meeting_id: each for each in _of(work, own, MeetingGuest, MeetingGuest.meeting_id)}
    there = {each.meeting_id: each.present for each in _of(work, own, Attendance, Attendance.meeting_id)}
    logged = (Meeting.logged_by_tenant == work.tenant) & (Meeting.logged_by == own.person.id)
    rows = work.session.scalars(
        select(Meeting)
        .where(Meeting.mentorship_id.in_(matches), or_(Meeting.id.in_({*asked, *there}), logged))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return tuple(
        {
            **told(each, "starts_at", "zone", "minutes", "state", "place"),
            "you_were_there": there.get(each.id),
            "you_said_you_come": asked[each.id].coming if each.id in asked else None,
        }
        for each in rows
    )


def _notes(work: UnitOfWork, own: Own, matches: Mapping[UUID, Match]) -> tuple[Row, ...]:
    rows = work.session.scalars(
        select(Note)
        .where(
            Note.mentorship_id.in_(matches),
            Note.home_tenant_id == work.tenant,
            Note.author_id == own.person.id,
        )
        .order_by(Note.written_at, Note.id)
    )
    return tuple(
        {"written_at": each.written_at, "text": (work.keys.open_in(each, "sealed") or b"").decode()} for each in rows
    )


def _goals(work: UnitOfWork, own: Own) -> tuple[Row, ...]:
    """Their own entries; what the others wrote stands on the members' page."""
    rows = work.session.scalars(
        select(GoalEntry)
        .where(GoalEntry.home_tenant_id == work.tenant, GoalEntry.author_id == own.person.id)
        .order_by(GoalEntry.added_at, GoalEntry.id)
    )
    return tuple(
        {
            **told(each, "written_at", "kind"),
            **(json.loads(work.keys.open_in(each, "sealed") or b"{}") if each.sealed else {}),
        }
        for each in rows
    )
