"""Which messages were sent in a programme, to whom, and what became of them; each list one query or two."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, Row, any_, func, literal, select

from mentoring.errors import NotFound
from mentoring.messages.model import Message, Post
from mentoring.messages.post import send_again as queue_again
from mentoring.programmes.model import Programme
from mentoring.programmes.unchanged import while_unchanged
from mentoring.unit_of_work import UnitOfWork

A_PAGE = 50
STUCK = ("failed", "bounced")
"""The states in which a message stays unless somebody does something about it."""


class Sent(Struct, frozen=True):  # its fields as in `_IN_A_LINE`
    """One message in a list. `again_at`: when it leaves or is tried again; `error`: what the mail server said."""

    id: UUID
    to_email: str
    home: str
    occasion: str
    subject: str
    state: str
    doubtful: bool
    error: str | None
    created_at: datetime
    sent_at: datetime | None
    again_at: datetime | None
    attempts: int


_IN_A_LINE = (
    Message.id, Message.to_email, Message.home_tenant_id, Message.occasion, Message.subject, Message.state,
    Message.doubtful, Message.error, Message.created_at, Message.sent_at, Post.at, Post.attempts,
)  # fmt: skip
"""What `Sent` tells, without the words of each."""


class SentPage(Struct, frozen=True):
    """One page of a list; how many there are in each state, which occasions there were, whether there are more."""

    lines: tuple[Sent, ...]
    states: dict[str, int]
    occasions: tuple[str, ...]
    more: bool


class WholeMessage(Struct, frozen=True):
    """One message with its words.

    `carries` are the letters that it is made of, `carried_by` the mail that this one left in: (id, subject) each.
    """

    line: Sent
    body: str
    message_id: str
    carries: tuple[tuple[UUID, str], ...]
    carried_by: tuple[UUID, str] | None


def messages_of(
    work: UnitOfWork, programme: Programme, *, state: str = "", occasion: str = "", page: int = 1
) -> SentPage:
    """Messages of `programme` to people of this institution, or to everybody's at the host; the newest first."""
    counted = while_unchanged(work, programme, ("messages",), lambda: _counted(work, programme))
    states: dict[str, int] = {}
    for each, _, number in counted:
        states[each] = states.get(each, 0) + number
    wanted = [*_ours(work, programme)]
    if state:
        wanted.append(Message.state == state)
    if occasion:
        wanted.append(Message.occasion == occasion)
    rows = work.session.execute(
        select(*_IN_A_LINE)
        .outerjoin(Post, (Post.tenant_id == Message.tenant_id) & (Post.message_id == Message.id))
        .where(*wanted)
        .order_by(Message.created_at.desc(), Message.id)
        .limit(A_PAGE + 1)
        .offset((page - 1) * A_PAGE)
    ).all()
    lines = tuple(Sent(*told) for told in map(tuple[Any, ...], rows[:A_PAGE]))
    return SentPage(lines, states, tuple(sorted({each for _, each, _ in counted})), len(rows) > A_PAGE)


def _counted(work: UnitOfWork, programme: Programme) -> Sequence[Row[str, str, int]]:
    return work.session.execute(
        select(Message.state, Message.occasion, func.count())
        .where(*_ours(work, programme))
        .group_by(Message.state, Message.occasion)
    ).all()


def one_message(work: UnitOfWork, programme: Programme, message_id: UUID) -> WholeMessage:
    """A message of `programme` with its words; that it was read is entered in the trail. Raises NotFound."""
    message, at, attempts = _one(work, programme, message_id)
    work.record("read", "message", message.id, subject=(message.home_tenant_id, message.person_id))
    inside = _named(work, Message.tenant_id == message.tenant_id, Message.message_id.in_(message.carries))
    theirs = (Message.home_tenant_id == message.home_tenant_id, Message.person_id == message.person_id)  # by the index
    around = _named(
        work, Message.tenant_id == message.tenant_id, *theirs, literal(message.message_id) == any_(Message.carries)
    )
    return WholeMessage(
        _line(message, at, attempts), message.body, message.message_id, inside, around[0] if around else None
    )


def _named(work: UnitOfWork, *wanted: ColumnElement[bool]) -> tuple[tuple[UUID, str], ...]:
    rows = work.session.execute(
        select(Message.id, Message.subject).where(*wanted).order_by(Message.created_at, Message.id)
    )
    return tuple((key, subject) for key, subject in rows)


def send_again(work: UnitOfWork, programme: Programme, message_id: UUID) -> bool:
    """Queue a message again that failed or bounced; False where it is on its way already. Raises NotFound."""
    message, at, _ = _one(work, programme, message_id)
    if message.state not in STUCK or at is not None:
        return False
    queue_again(work, message)
    work.record("send_again", "message", message.id, subject=(message.home_tenant_id, message.person_id))
    return True


def stuck(work: UnitOfWork, programme: Programme) -> int:
    """How many messages of `programme` failed or bounced, of those this institution sees."""
    return work.session.scalar(
        select(func.count()).where(*_ours(work, programme), Message.state.in_(STUCK))
    ) or 0  # fmt: skip


def _one(work: UnitOfWork, programme: Programme, message_id: UUID) -> tuple[Message, datetime | None, int | None]:
    row = work.session.execute(
        select(Message, Post.at, Post.attempts)
        .outerjoin(Post, (Post.tenant_id == Message.tenant_id) & (Post.message_id == Message.id))
        .where(*_ours(work, programme), Message.id == message_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such message.")
    message, at, attempts = row
    return message, at, attempts


def _ours(work: UnitOfWork, programme: Programme) -> list[ColumnElement[bool]]:
    wanted = [Message.tenant_id == programme.tenant_id, Message.programme_id == programme.id]
    if work.tenant != programme.tenant_id:
        wanted.append(Message.home_tenant_id == work.tenant)
    return wanted


def _line(message: Message, at: datetime | None, attempts: int | None) -> Sent:
    return Sent(
        id=message.id,
        to_email=message.to_email,
        home=message.home_tenant_id,
        occasion=message.occasion,
        subject=message.subject,
        state=message.state,
        doubtful=message.doubtful,
        error=message.error,
        created_at=message.created_at,
        sent_at=message.sent_at,
        again_at=at,
        attempts=attempts or 0,
    )
