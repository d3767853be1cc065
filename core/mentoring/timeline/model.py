"""Table ``occurrences``: what the timeline has done. Written and read by the institution in whose scope it was done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Occurrence(Base):
    """One thing that happened at one occurrence of a milestone; `tenant_id` is the programme's host.

    With an empty `action` it is the occurrence itself: its moment has come, and `held` says whether its `if` held.
    Else it is one action (``send:halfway``) for one `recipient` (a registration; for tasks, an institution).
    `subject` is the registration or mentorship it is about; empty for the programme's own. `key` tells apart the
    turns of what repeats. All of these together are unique: nothing is done twice, whoever tries. `at` is the
    milestone's moment, `taken_at` when it took effect. `home_tenant_id` is the host, except for drafts, which their
    own institution alone sees.
    """

    __tablename__ = "occurrences"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    milestone: Mapped[str]
    key: Mapped[str]
    subject: Mapped[str]
    action: Mapped[str]
    recipient: Mapped[str]
    held: Mapped[bool]
    at: Mapped[datetime]
    taken_at: Mapped[datetime]
