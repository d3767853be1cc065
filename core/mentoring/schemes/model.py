"""Tables ``plugin_faults`` and ``quarantines``: how a scheme's own code fared at an institution, and who may ask it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class PluginFault(Base):
    """One fault: which version of which scheme failed in which hook, the cause in a word, and its words.

    `programme_id`: the programme it was asked for, where it was one.
    """

    __tablename__ = "plugin_faults"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    scheme: Mapped[str]
    version: Mapped[str]
    hook: Mapped[str]
    cause: Mapped[str]
    words: Mapped[str]
    at: Mapped[datetime]
    programme_id: Mapped[UUID | None] = mapped_column(default=None)


class Quarantine(Base):
    """A scheme's code is asked nothing at this institution `since` then, until a person lifts it."""

    __tablename__ = "quarantines"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    scheme: Mapped[str]
    since: Mapped[datetime]
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)
    lifted_by: Mapped[UUID | None] = mapped_column(default=None)
