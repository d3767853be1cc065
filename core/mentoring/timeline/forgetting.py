"""Taking people out of what a host copied and wrote about them: names, contacts, reasons, words.

In the host's scope, before their own institution forgets what they said: the copies are found by the names that the
registrations still hold. What others need of it stays: that somebody was there, when, and what came of it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, func, or_, select, update

from mentoring.mentorships.model import Decline, Exit, Member, Mentorship, NextTime, Request
from mentoring.messages.model import Message
from mentoring.participants.model import Standing
from mentoring.programmes.model import Programme
from mentoring.rounds.inputs import without
from mentoring.rounds.model import Round
from mentoring.tasks.model import Task
from mentoring.unit_of_work import UnitOfWork


def forget_members(work: UnitOfWork, programme: Programme, ids: Collection[UUID], *, other: str) -> None:
    """Others in their mentorships read `other` in place of a name, and nothing else, from now on."""
    mine = (Member.tenant_id == programme.tenant_id, Member.registration_id.in_(ids))
    work.session.execute(update(Member).where(*mine).values(name=other, job_title=None, contact=None, profile={}))


def forget_copies(work: UnitOfWork, programme: Programme, names: Mapping[UUID, str], *, other: str) -> None:
    """Take the people of `names` (by registration) out of the programme's mentorships, rounds and tasks."""
    ids, here = list(names), programme.tenant_id
    by_id = {str(key): name for key, name in names.items()}
    forget_members(work, programme, ids, other=other)
    theirs = select(Member.mentorship_id).where(Member.tenant_id == here, Member.registration_id.in_(ids))
    for row in work.session.scalars(select(Mentorship).where(Mentorship.tenant_id == here, Mentorship.id.in_(theirs))):
        row.because, row.title = without_names([row.because, row.title], by_id, other)
    work.session.execute(
        update(Standing).where(Standing.tenant_id == here, Standing.registration_id.in_(ids)).values(findings=[])
    )
    work.session.execute(delete(Request).where(Request.tenant_id == here, Request.asked.in_(ids)))
    for words in (Decline, Exit, NextTime, Request):  # why somebody said no or left, whom they asked: their own
        work.session.execute(delete(words).where(words.tenant_id == here, words.registration_id.in_(ids)))
    for run in work.session.scalars(select(Round).where(Round.tenant_id == here, Round.programme_id == programme.id)):
        run.result, run.hand = without_names(run.result, by_id, other), without_names(run.hand, by_id, other)
        run.inputs = without(run.inputs, list(by_id))
    said = [func.strpos(Task.words, name) > 0 for name in set(names.values()) if name]
    work.session.execute(
        delete(Task).where(
            Task.tenant_id == here,
            Task.programme_id == programme.id,
            or_(Task.about_id.in_(by_id), *said),
        )
    )
    work.session.flush()


def naming(words: Iterable[str]) -> ColumnElement[bool]:
    """Which messages have one of these words in their text."""
    return or_(false(), *(func.strpos(Message.body, word) > 0 for word in sorted({*words} - {""})))


def without_names(document: Any, names: Mapping[str, str], other: str) -> Any:
    """`document` with the people of `names` (by registration id) taken out: `other` stands for each.

    Their findings go, since these repeat what they said; in sentences, full names and then first names are replaced.
    """
    full = {name for name in names.values() if name}
    words = sorted(full | {name.split()[0] for name in full}, key=lambda word: (-len(word), word))
    named = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words)) if words else None

    def cleared(value: Any) -> Any:
        if isinstance(value, str):
            return named.sub(other, value) if named else value
        if isinstance(value, list):
            return [cleared(each) for each in value]
        if isinstance(value, dict):
            whose = value.get("id") in names
            return {
                key: [] if whose and key == "verdicts" else other if whose and key == "name" else cleared(each)
                for key, each in value.items()
            }
        return value

    return cleared(document)
