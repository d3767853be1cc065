"""Tables ``messages``, the outbox (the sender's institution keeps it, the recipient's reads it), and ``post``."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Message(Base):
    """One message to one address. `state`: queued, sent, failed, bounced, or joined to a digest that carries it.

    `tenant_id` sends, `home_tenant_id` is the recipient's institution. `message_id` is the RFC 5322
    Message-ID, made once. `dedupe_key` is unique per sender: the same occasion, occurrence and recipient
    give the same key, so nothing is queued twice. `body` is plain text, `html` the same for mail programs.
    After `until` it is of no use to anybody. `error`: what the mail server said last. `doubtful`: somebody was cut off
    while handing it over, so it may have been delivered twice. `carries`: a digest's letters, by their Message-IDs.
    `calendar`: an invitation to a date, as `calendars.writing` wrote it, that goes along.
    """

    __tablename__ = "messages"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID | None] = mapped_column(default=None)
    home_tenant_id: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    to_email: Mapped[str]
    occasion: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    html: Mapped[str | None] = mapped_column(default=None)
    message_id: Mapped[str]
    dedupe_key: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    error: Mapped[str | None] = mapped_column(default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)
    doubtful: Mapped[bool] = mapped_column(default=False)
    carries: Mapped[list[str]] = mapped_column(default_factory=list)
    calendar: Mapped[str | None] = mapped_column(default=None)


class Post(Base):
    """A message that waits to be handed to the mail server, from `at` on; gone once that is settled.

    It names no person, so workers of all institutions look here. `claim` is the worker's whose turn it is until `at`;
    `begun_at`: when a handing over began of which nobody has heard the end. `digest`: it waits for others
    to its reader, to leave with them as one mail.
    """

    __tablename__ = "post"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[UUID | None] = mapped_column(default=None)
    begun_at: Mapped[datetime | None] = mapped_column(default=None)
    digest: Mapped[bool] = mapped_column(default=False)
