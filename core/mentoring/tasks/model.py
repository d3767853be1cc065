"""Table ``tasks``: the programme's host sets them, for the coordinators of one institution."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Task(Base):
    """Something that a coordinator of `home_tenant_id` is asked to do. `tenant_id` is the programme's host.

    `words` are what to do; `about` names what it is about where it is about something: ``registration``,
    ``mentorship`` or ``scheme``, with `about_id`. `dedupe_key` is unique per host: what led to it leads to it once.
    Done from `done_at` on; `done_by` is None where what led to it has gone.
    """

    __tablename__ = "tasks"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    words: Mapped[str]
    about: Mapped[str | None] = mapped_column(default=None)
    about_id: Mapped[str | None] = mapped_column(default=None)
    dedupe_key: Mapped[str]
    set_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by: Mapped[UUID | None] = mapped_column(default=None)
