"""Tables ``asked`` (the host asks), ``answers`` (behind the wall of who reads them) and ``unsigned_answers``."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Asked(Base):
    """One person, in one registration, is asked `survey` from `asked_at` until `closes_at`.

    `mentorship_id` is the mentorship it is about, None where it is about none. `occasion` names what led to it: the
    same occasion asks once. `reach` is who may read the answers: coordinators, host, members, or nobody by name.
    Their own institution writes, as the person, `answered_at` and whether the answers need a person (`alarm`).
    `reminded` is the last of the survey's reminders that was sent.
    """

    __tablename__ = "asked"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    registration_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    survey: Mapped[str]
    mentorship_id: Mapped[UUID | None] = mapped_column(default=None)
    occasion: Mapped[str]
    reach: Mapped[str] = mapped_column(default="coordinators")
    asked_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    alarm: Mapped[bool] = mapped_column(default=False)
    reminded: Mapped[int] = mapped_column(default=0)


class Answers(Base):
    """What one person has answered; a draft, theirs alone, until `answered_at`. Read by whom `reach` names.

    Of a survey that nobody reads by name only the draft stands here: sent, the answers are among the unsigned ones
    and this row is empty.
    """

    __tablename__ = "answers"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    asked_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    registration_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    person_id: Mapped[UUID]
    survey: Mapped[str]
    mentorship_id: Mapped[UUID | None] = mapped_column(default=None)
    reach: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    saved_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class UnsignedAnswers(Base):
    """What somebody has answered to a survey that nobody reads by name: neither person, institution nor time is known.

    Whoever was asked writes one; the host alone reads them.
    """

    __tablename__ = "unsigned_answers"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    survey: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
