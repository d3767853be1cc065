"""Handing messages over, each step in a transaction of its own: claimed, begun, then settled by what the server said.

A worker that dies before it has begun costs nothing: its claim lapses. One that dies while handing over leaves
`begun_at`, so whoever tries again says that the message may have been delivered twice; its Message-ID is the same.
"""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from mentoring.messages.mail import Sender, Words
from mentoring.messages.model import Message, Post
from mentoring.messages.rules import GIVE_UP, next_try
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

LEASE = timedelta(minutes=10)
"""How long a worker's claim holds."""

Key = tuple[str, UUID]
"""Whose message, and which."""

TOO_LATE = "It was of no use any more before the mail server could take it."


class Claimed(Struct, frozen=True):
    """One message that is this worker's until its claim lapses."""

    key: Key
    claim: UUID


def claim(session: Session, *, now: datetime, token: UUID, at_most: int) -> list[Claimed]:
    """Claim what is due, the oldest first, passing over what other workers claim just now. Commits nothing."""
    due = (
        select(Post.tenant_id, Post.message_id)
        .where(Post.at <= now, Post.digest.is_(False))
        .order_by(Post.at, Post.message_id)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    keys = [(row.tenant_id, row.message_id) for row in session.execute(due)]
    if keys:
        theirs = tuple_(Post.tenant_id, Post.message_id).in_(keys)
        session.execute(update(Post).where(theirs).values(claim=token, at=now + LEASE))
    return [Claimed(key, token) for key in keys]


def next_at(session: Session) -> datetime | None:
    """When the next message is to leave, or to be looked at again."""
    return session.scalar(select(func.min(Post.at)))


class Begun(Struct, frozen=True):
    """A message on its way: whom it comes from, and what it says."""

    sender: Sender
    words: Words


def begin(work: UnitOfWork, claimed: Claimed, *, address: str) -> Begun | None:
    """Write down that this message is handed over now; None where it is no longer this worker's, or too late.

    `address` is what mail of this system comes from.
    """
    post, message = _held(work, claimed)
    if post is None or message is None:
        return None
    if work.now > (message.until or message.created_at + GIVE_UP):
        _end(work, message, "failed", TOO_LATE)
        return None
    if post.begun_at is not None:
        message.doubtful = True
    post.begun_at = work.now
    post.attempts += 1
    work.session.flush()
    host = institution(work.session, message.tenant_id)
    return Begun(
        Sender(host.name, address, host.contacts.mentoring.email),
        Words(
            to=message.to_email,
            subject=message.subject,
            body=message.body,
            html=message.html,
            message_id=message.message_id,
            written_at=message.created_at,
            calendar=message.calendar,
        ),
    )


def taken(work: UnitOfWork, claimed: Claimed) -> None:
    """The mail server has taken it."""
    message = work.session.get_one(Message, claimed.key)
    message.sent_at = work.now
    _end(work, message, "sent", None)


def not_taken(work: UnitOfWork, claimed: Claimed, said: str, *, forever: bool, bounced: bool) -> None:
    """The server has not taken it, and said why: `forever`, or it is tried again later. Nothing was delivered."""
    post, message = _held(work, claimed)
    if post is None or message is None:
        return
    post.begun_at = None
    _later(work, post, message, said, bounced=bounced, forever=forever)


def unheard(work: UnitOfWork, claimed: Claimed, what: str) -> None:
    """The server hung up, or was not there: it is tried again later. What had begun stays begun."""
    post, message = _held(work, claimed)
    if post is not None and message is not None:
        _later(work, post, message, what, bounced=False, forever=False)


def give_back(session: Session, claimed: list[Claimed], *, now: datetime) -> None:
    """Let others have what was claimed and not begun. Commits nothing."""
    for each in claimed:
        session.execute(
            update(Post)
            .where(Post.tenant_id == each.key[0], Post.message_id == each.key[1], Post.claim == each.claim)
            .values(claim=None, at=now)
        )


def _held(work: UnitOfWork, claimed: Claimed) -> tuple[Post | None, Message | None]:
    """The message, while it is still this worker's."""
    post = work.session.get(Post, claimed.key, with_for_update=True, populate_existing=True)
    if post is None or post.claim != claimed.claim:
        return None, None
    return post, work.session.get(Message, claimed.key)


def _later(work: UnitOfWork, post: Post, message: Message, said: str, *, bounced: bool, forever: bool) -> None:
    at = None if forever else next_try(post.attempts, now=work.now, since=message.created_at, until=message.until)
    if at is None:
        _end(work, message, "bounced" if bounced else "failed", said)
        return
    message.error = said
    post.at, post.claim = at, None
    work.session.flush()


def _end(work: UnitOfWork, message: Message, state: str, said: str | None) -> None:
    message.state, message.error = state, said
    work.session.execute(delete(Post).where(Post.tenant_id == message.tenant_id, Post.message_id == message.id))
    work.session.flush()


def send_again(work: UnitOfWork, message: Message) -> None:
    """Put a message that failed or bounced back into the queue, with its Message-ID."""
    message.state, message.error = "queued", None
    work.add(Post(tenant_id=message.tenant_id, message_id=message.id, at=work.now))
