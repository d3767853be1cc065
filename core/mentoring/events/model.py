"""Tables ``event_sessions``, ``event_guests`` (the host writes), ``event_replies`` (home) and ``event_attendances``."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class EventSession(Base):
    """One session of `event` in a programme. Its time follows the programme's dates; the rest the host says here.

    `minutes` its length; `place` a room, `link` where it is held online; `places` how many may come (None: the event's
    number); `taken` have one and `waiting` wait, as counted at the host. `called_off`: it does not take place;
    `dropped`: its date is no longer among the programme's. `sequence` rises, and `changed_at` is set, with each change
    that people must hear of.
    """

    __tablename__ = "event_sessions"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    event: Mapped[str]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str | None] = mapped_column(default=None)
    link: Mapped[str | None] = mapped_column(default=None)
    places: Mapped[int | None] = mapped_column(default=None)
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    called_off: Mapped[bool] = mapped_column(default=False)
    dropped: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]

    @property
    def live(self) -> bool:
        """Whether it takes place."""
        return not (self.called_off or self.dropped)


class Guest(Base):
    """A registration that has been invited to `event`, once.

    `told`: what its person has heard of, as `events.telling.Told` writes it. `place`: given or waiting, for those who
    come; `session_id` is then the session they chose (None where all are attended). From `away_at` on the event is no
    longer meant for them.
    """

    __tablename__ = "event_guests"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    invited_at: Mapped[datetime]
    told: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    place: Mapped[str | None] = mapped_column(default=None)
    session_id: Mapped[UUID | None] = mapped_column(default=None)
    placed_at: Mapped[datetime | None] = mapped_column(default=None)
    reminded_at: Mapped[datetime | None] = mapped_column(default=None)
    asked_again_at: Mapped[datetime | None] = mapped_column(default=None)
    away_at: Mapped[datetime | None] = mapped_column(default=None)


class Reply(Base):
    """Whether somebody comes to `event`, as they last said. `session_id` is the one chosen, where one is."""

    __tablename__ = "event_replies"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    coming: Mapped[bool]
    session_id: Mapped[UUID | None] = mapped_column(default=None)
    replied_at: Mapped[datetime]


class EventAttendance(Base):
    """Whether somebody was at a session: present, absent or excused; `minutes` where a list said how long."""

    __tablename__ = "event_attendances"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    was: Mapped[str]
    minutes: Mapped[int | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime]
    recorded_by_tenant: Mapped[str]
    recorded_by: Mapped[UUID | None] = mapped_column(default=None)
