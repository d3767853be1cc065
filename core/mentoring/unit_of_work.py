"""The waist: everything a service may use, in one frozen object that comes first in every call.

No service can forget the tenant, read the clock, make up an id or skip the audit: it has nothing else.
Services flush; whoever opened the unit of work commits, once, by leaving `begin`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Literal, Protocol
from uuid import UUID

from sqlalchemy.orm import SessionTransaction

from mentoring.access.permissions import Role, may
from mentoring.audit.service import enter, write_down
from mentoring.db.base import Base
from mentoring.db.engine import Database, ScopedSession
from mentoring.db.keys import Keys
from mentoring.errors import NotAllowed, SetUpIncomplete
from mentoring.schemes.ask import Asker
from mentoring.schemes.load import LoadFailure
from mentoring.schemes.scheme import Scheme


class Schemes(Protocol):
    """The installed schemes, by name, and who asks their own code."""

    @property
    def asker(self) -> Asker:
        """Asks the code of those that have some."""
        ...

    @property
    def failures(self) -> Sequence[LoadFailure]:
        """Those that could not be loaded."""
        ...

    @property
    def schemes(self) -> Mapping[str, Scheme]:
        """All that loaded."""
        ...

    def get(self, name: str) -> Scheme:
        """The scheme of that name; raises a refusal that names those there are."""
        ...


@dataclass(frozen=True, kw_only=True)
class Actor:
    """On whose behalf work is done: a signed-in person, a visitor, or the system itself.

    `roles` are those granted at the person's institution; what they are in one programme is added
    where that programme is known (`access.permissions.roles_in`). `since`: from when on the session that
    they act in has been open; None outside one.
    """

    kind: Literal["person", "system", "visitor"]
    person_id: UUID | None = None
    roles: frozenset[Role] = frozenset()
    since: datetime | None = None

    @classmethod
    def person(cls, person_id: UUID, roles: frozenset[Role] = frozenset(), *, since: datetime | None = None) -> "Actor":
        """Someone who has signed in."""
        return cls(kind="person", person_id=person_id, roles=roles, since=since)


SYSTEM = Actor(kind="system")
VISITOR = Actor(kind="visitor", roles=frozenset({"visitor"}))


@dataclass(frozen=True, kw_only=True)
class UnitOfWork:
    """One piece of work for institution `tenant`, by `actor`, at `now` (UTC).

    `base_url` is the configured address, without a slash at its end: links in messages begin with it. `apart` opens
    a session of its own, committed on leaving: for what must be kept even if this work is undone.
    """

    tenant: str
    actor: Actor
    session: ScopedSession
    schemes: Schemes
    now: datetime
    new_id: Callable[[], UUID] = field(repr=False)
    base_url: str
    apart: Callable[[], AbstractContextManager[ScopedSession]] = field(repr=False)

    @property
    def keys(self) -> Keys:
        """What seals and opens sealed columns. Raises SetUpIncomplete where no key file is named."""
        if self.session.keys is None:
            raise SetUpIncomplete(
                "No key file is named, and what is sealed needs one.", "Set MENTORING_KEYS to the key file."
            )
        return self.session.keys

    def add(self, *rows: Base) -> None:
        """Write new rows, of one table, at once. What others hang on is added first, in a call of its own."""
        self.session.add_all(rows)
        self.session.flush()

    def record(
        self,
        action: str,
        object: str,  # noqa: A002 - the audit's own word
        object_id: UUID | str,
        *,
        subject: tuple[str, UUID | None] | None = None,
        fields: tuple[str, ...] = (),
        reason: str | None = None,
    ) -> None:
        """Enter into the audit trail what is being done: ``work.record("submit", "registration", id)``.

        `subject` is (institution, person) whom the data is about; `fields` are names, never values.
        """
        self._enter(action, object, [(self.new_id(), str(object_id), subject)], fields=fields, reason=reason)

    def record_each(
        self,
        action: str,
        object: str,  # noqa: A002 - as in `record`
        objects: Sequence[UUID | str],
        *,
        subjects: Sequence[tuple[str, UUID | None] | None] = (),
        fields: tuple[str, ...] = (),
    ) -> None:
        """As `record`, of many things at once, with one of `subjects` each where they are about people."""
        entries = [(self.new_id(), str(each), subject) for each, subject in zip_longest(objects, subjects)]
        self._enter(action, object, entries, fields=fields)

    def savepoint(self) -> SessionTransaction:
        """From here on what is done may be undone by itself. What was done before stays, its entries too."""
        write_down(self.session)
        return self.session.begin_nested()

    def demand(self, action: str, roles: frozenset[Role] | None = None) -> None:
        """Raise `NotAllowed` unless one of `roles` (by default the actor's) may do `action`. The system may."""
        if self.actor.kind != "system" and not may(self.actor.roles if roles is None else roles, action):
            raise NotAllowed("Your role here does not include this.", "Ask a coordinator of your institution.")

    def _enter(
        self,
        action: str,
        object: str,  # noqa: A002 - as in `record`
        entries: Sequence[tuple[UUID, str, tuple[str, UUID | None] | None]],
        *,
        fields: tuple[str, ...] = (),
        reason: str | None = None,
    ) -> None:
        enter(
            self.session,
            entries,
            tenant=self.tenant,
            at=self.now,
            actor_kind=self.actor.kind,
            actor_id=self.actor.person_id,
            action=action,
            object=object,
            fields=fields,
            reason=reason,
        )


@contextmanager
def begin(
    database: Database,
    *,
    tenant: str,
    actor: Actor,
    schemes: Schemes,
    clock: Callable[[], datetime],
    ids: Callable[[], UUID],
    base_url: str,
) -> Iterator[UnitOfWork]:
    """A unit of work in a transaction of its own: committed once on leaving, undone if anything is raised."""

    @contextmanager
    def apart() -> Iterator[ScopedSession]:
        with database.session(tenant, actor.person_id) as session:
            yield session
            session.commit()

    with database.session(tenant, actor.person_id) as session:
        yield UnitOfWork(
            tenant=tenant,
            actor=actor,
            session=session,
            schemes=schemes,
            now=clock(),
            new_id=ids,
            base_url=base_url,
            apart=apart,
        )
        session.commit()
