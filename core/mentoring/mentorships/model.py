"""Tables of mentorships, members, agreements and signatures: the institutions in `seen_by` read them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import FetchedValue
from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base
from mentoring.db.sealed import Ciphertext, Sealed


class Mentorship(Base):
    """A pair, circle or peers. `state`: offered, running, completed, ended, declined.

    `seen_by` are the institutions of its members: the wall of everything that hangs on it; the database
    keeps it, and spreads it to members, meetings and attendances. `because` holds the reasons as shown to
    members; `end_reason` is for coordinators only. `extended` counts how often it went on past its planned end,
    `coordinator_extends` is the coordinator's yes or no to the next time, `agreed_meetings` how many meetings its
    members agreed on, where the scheme leaves that to them. `asked_by` is the registration of whoever asked the others,
    `confirmed` the coordinator's yes or no to that, where the scheme wants one.
    """

    __tablename__ = "mentorships"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    seen_by: Mapped[list[str]]
    pathway: Mapped[str]
    title: Mapped[str | None] = mapped_column(default=None)
    round_id: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[str]
    because: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    created_at: Mapped[datetime]
    formed_at: Mapped[datetime | None] = mapped_column(default=None)
    planned_end: Mapped[date | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end_reason: Mapped[str | None] = mapped_column(default=None)
    extended: Mapped[int] = mapped_column(default=0)
    agreed_meetings: Mapped[int | None] = mapped_column(default=None)
    coordinator_extends: Mapped[bool | None] = mapped_column(default=None)
    asked_by: Mapped[UUID | None] = mapped_column(default=None)
    confirmed: Mapped[bool | None] = mapped_column(default=None)


class Member(Base):
    """One registration in a mentorship, with the profile that the other members may see.

    The columns `name`, `job_title`, `institution`, `contact`, `profile` *are* the rule of what is shared;
    they are copies. `answer`: pending, accepted, declined, expired; asked from `asked_at` (None: not yet),
    to be answered by `answer_by`. Home may answer and leave; all else is the host's. `seen_by` is set by
    the database. `added_at` is the database's own clock: who is added later reads no earlier note. Asked from
    `extend_asked_at` on whether to go on past the planned end: `extends` is their yes or no. `meetings_wanted` is how
    many meetings they would like, where the scheme leaves the number to the members.
    """

    __tablename__ = "members"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    seen_by: Mapped[list[str]] = mapped_column(init=False, server_default=FetchedValue())
    role: Mapped[str]
    name: Mapped[str]
    job_title: Mapped[str | None] = mapped_column(default=None)
    institution: Mapped[str]
    contact: Mapped[str | None] = mapped_column(default=None)
    profile: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    answer: Mapped[str] = mapped_column(default="pending")
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_by: Mapped[datetime | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    joined_at: Mapped[datetime | None] = mapped_column(default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    added_at: Mapped[datetime] = mapped_column(init=False, server_default=FetchedValue())
    extend_asked_at: Mapped[datetime | None] = mapped_column(default=None)
    extends: Mapped[bool | None] = mapped_column(default=None)
    meetings_wanted: Mapped[int | None] = mapped_column(default=None)


class Decline(Base):
    """Why somebody said no to an offer, in their own words: for coordinators of host and home, never for the others."""

    __tablename__ = "declines"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class Exit(Base):
    """Somebody left a mentorship that was running: for coordinators of host and home, never for the others.

    `reason` is what they chose of the scheme's `exit_reasons`, in the words of then, `words` their own. `apart`: they
    are not to be matched with the others again; `again`: they would like another match.
    """

    __tablename__ = "exits"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    reason: Mapped[str]
    words: Mapped[str]
    apart: Mapped[bool]
    again: Mapped[bool]
    at: Mapped[datetime]


class NextTime(Base):
    """Somebody is asked about the next programme. The host asks, their own institution's people answer.

    `number` is the place of the question in the scheme's `carry_over`; `offer` holds stay, rematch, leave; `silent` is
    what no answer means. From `carried_at` on their institution has taken them along into the next programme.
    """

    __tablename__ = "next_times"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    offer: Mapped[list[str]]
    silent: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    carried_at: Mapped[datetime | None] = mapped_column(default=None)


class Request(Base):
    """Somebody asks somebody else of the programme's directory. Their home writes it, the host says what became of it.

    `asked` is the registration that is asked, once by each person in a pathway, with its name as the directory showed
    it; `words` are for them. `state`: new, offered (the mentorship says more), refused (they could not be asked any
    more).
    """

    __tablename__ = "requests"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    registration_id: Mapped[UUID]
    pathway: Mapped[str]
    asked: Mapped[UUID]
    asked_name: Mapped[str]
    words: Mapped[str]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="new")
    mentorship_id: Mapped[UUID | None] = mapped_column(default=None)


class AgreementText(Base):
    """One version of what the members of a mentorship agree on, as they read it when they signed. Never changed.

    `title` and `text` are the scheme's of that day, `answers` the fields that the members filled in; `written_by` is
    the registration of whoever wrote this version. The latest holds, and all sign that.
    """

    __tablename__ = "agreements"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    seen_by: Mapped[list[str]] = mapped_column(init=False, server_default=FetchedValue())
    title: Mapped[dict[str, Any]]
    text: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, Any]]
    written_by_tenant: Mapped[str]
    written_by: Mapped[UUID]
    written_at: Mapped[datetime]


class Signature(Base):
    """One member is asked to sign an agreement, and has signed `version` at `signed_at`. The host asks, home signs.

    `asked_version` is the one they were last written to about; the first is asked for when the mentorship forms.
    """

    __tablename__ = "signatures"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID] = mapped_column(primary_key=True)
    agreement: Mapped[str] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[UUID]
    home_tenant_id: Mapped[str]
    seen_by: Mapped[list[str]] = mapped_column(init=False, server_default=FetchedValue())
    asked_at: Mapped[datetime]
    asked_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int | None] = mapped_column(default=None)
    signed_at: Mapped[datetime | None] = mapped_column(default=None)


class GoalEntry(Base):
    """One entry about a goal, never changed. Read by members, by person, who joined before it and have not left.

    `kind`: goal or step (words, sealed), done, undone (of `step_id`), reached, dropped, open again (of `goal_id`, which
    is the id of the goal's first entry). Whose author is erased has neither author nor words.
    """

    __tablename__ = "goal_entries"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    mentorship_id: Mapped[UUID]
    goal_id: Mapped[UUID]
    step_id: Mapped[UUID | None] = mapped_column(default=None)
    kind: Mapped[str]
    home_tenant_id: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(default=None)
    sealed: Mapped[Ciphertext | None] = mapped_column(Sealed(reach="author"), default=None)
    written_at: Mapped[datetime]
    added_at: Mapped[datetime] = mapped_column(init=False, server_default=FetchedValue())
