"""A sealed trail of one institution, and the superuser's session in which it is tampered with and rolled back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, and told with each failure
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from makers import Installed, Works, tenant
from mentoring.audit.checkpoints import Checkpoint, Checkpoints
from mentoring.audit.seal import seal
from mentoring.audit.service import write_down
from mentoring.audit.verify import Trail, verify
from mentoring.db.embedded import Server
from mentoring.settings import new_id
from mentoring.unit_of_work import Actor

BEGUN = datetime(2020, 11, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Sealed:
    """North's trail: entry n stands at position n, a day after the one before. `kept` are the checkpoints outside."""

    works: Works
    admin: Engine
    checkpoints: Checkpoints
    ids: tuple[UUID, ...]

    @property
    def kept(self) -> tuple[Checkpoint, ...]:
        return self.checkpoints.read("north")

    @contextmanager
    def tampering(self) -> Iterator[Session]:
        """A superuser's session, past every policy, trigger and key; undone at the end."""
        with Session(self.admin) as session:
            session.execute(text("set local session_replication_role = replica"))
            yield session
            session.rollback()

    def verify(self, session: Session) -> Trail:
        return verify(session, "north", self.kept)

    def position(self, entry: UUID) -> int:
        return self.ids.index(entry) + 1


def write(works: Works, count: int, begun: datetime, slug: str = "north") -> list[UUID]:
    """So many entries, a day apart, of every kind of actor, with and without reasons and subjects."""
    chance = Random(count)
    written = []
    for number in range(count):
        actor = Actor.person(new_id()) if chance.random() < 0.7 else Actor(kind="system")
        with works.work(slug, actor, begun + timedelta(days=number)) as work:
            of: dict[str, Any] = {"fields": ("name", "grade")[: chance.randrange(3)]}
            if chance.random() < 0.5:
                of |= {"reason": f"Café № {number}", "subject": (slug, new_id())}
            work.record(chance.choice(("read", "decide", "submit")), "registration", new_id(), **of)
            write_down(work.session)
            written.append(work.session.scalar(text("select id from audit where at = :at"), {"at": work.now}))
    return written


def made(works: Works, postgres: Server, name: str, folder: Path, batches: int) -> Iterator[Sealed]:
    """A trail of so many batches of twelve, a checkpoint after each."""
    works.apply(tenant("north"), tenant("south"))
    checkpoints = Checkpoints(folder / "audit")
    ids: list[UUID] = []
    for batch in range(batches):
        begun = BEGUN + timedelta(days=12 * batch)
        ids += write(works, 12, begun)
        seal(works.database, checkpoints, "north", begun + timedelta(days=12))
    admin = create_engine(postgres.url("postgres", name))
    with admin.begin() as connection:  # as whoever tampers would: no check stands in the way
        for constraint in ("audit drop constraint audit_check", "audit drop constraint audit_actor_kind_check"):
            connection.execute(text(f"alter table {constraint}"))
        connection.execute(text("alter table audit_links drop constraint audit_links_tenant_id_audit_id_key"))
    yield Sealed(works, admin, checkpoints, tuple(ids))
    admin.dispose()


@pytest.fixture(scope="module")
def sealed(
    postgres: Server, clone: Callable[[], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sealed]:
    """Sixty entries in five batches."""
    with clone() as name:
        database = postgres.database(name)
        yield from made(Works(database, Installed()), postgres, name, tmp_path_factory.mktemp("sealed"), 5)
        database.dispose()
