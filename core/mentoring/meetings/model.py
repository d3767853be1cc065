"""Tables ``meetings``, ``attendances`` (institutions of the mentorship) and ``notes`` (its members, by person)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import FetchedValue
from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base
from mentoring.db.sealed import Ciphertext, Sealed


class Meeting(Base):
    """A meeting of a mentorship. `state`: planned, held, cancelled; `minutes` its length.

    `starts_at` is UTC, `zone` the IANA zone in which the time was chosen, so that the wall time can be
    shown again. Any institution of the mentorship may log and move it; only the host deletes. `sequence` rises, and
    `changed_at` is set, with each change that members hear of; `logged_at` is since when it is known to have been held.
    """

    __tablename__ = "meetings"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID]
    seen_by: Mapped[list[str]] = mapped_column(init=False, server_default=FetchedValue())
    starts_at: Mapped[datetime]
    zone: Mapped[str]
    minutes: Mapped[int]
    state: Mapped[str]
    place: Mapped[str | None] = mapped_column(default=None)
    logged_by_tenant: Mapped[str]
    logged_by: Mapped[UUID | None] = mapped_column(default=None)
    logged_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None] = mapped_column(default=None)


class MeetingGuest(Base):
    """A member invited to a meeting: `told` is the last `sequence` they heard of, `off` that it is off for them.

    The host tells; whether they are `coming` (None: they have not said) is their own to say.
    """

    __tablename__ = "meeting_guests"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    seen_by: Mapped[list[str]] = mapped_column(init=False, server_default=FetchedValue())
    told: Mapped[int]
    off: Mapped[bool] = mapped_column(default=False)
    coming: Mapped[bool | None] = mapped_column(default=None)
    replied_at: Mapped[datetime | None] = mapped_column(default=None)


class Attendance(Base):
    """Whether one member was at one meeting."""

    __tablename__ = "attendances"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    seen_by: Mapped[list[str]] = mapped_column(init=False, server_default=FetchedValue())
    present: Mapped[bool]


class Note(Base):
    """A member's note, sealed. Read by members, by person, who joined before it was written; never by an institution.

    A query without `mentorship_id` scans: always give it.
    """

    __tablename__ = "notes"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID]
    meeting_id: Mapped[UUID | None] = mapped_column(default=None)
    home_tenant_id: Mapped[str]
    author_id: Mapped[UUID]
    sealed: Mapped[Ciphertext] = mapped_column(Sealed(reach="author"))
    written_at: Mapped[datetime]
    added_at: Mapped[datetime] = mapped_column(init=False, server_default=FetchedValue())
