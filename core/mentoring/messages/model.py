"""Table ``messages``: the outbox. The sender's institution keeps it, the recipient's reads it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Message(Base):
    """One message to one address. `state`: queued, sent, failed.

    `tenant_id` sends, `home_tenant_id` is the recipient's institution. `message_id` is the RFC 5322
    Message-ID, made once. `dedupe_key` is unique per sender: the same occasion, occurrence and recipient
    give the same key, so nothing is queued twice. `body` is plain text, `html` the same for mail programs.
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
