"""A-D3: the audit trail cannot be altered unseen. A superuser flips, drops, moves, adds, cuts; each is named.

`make test` tries 200 times; ``tox -e deep-d3`` sets MENTORING_TAMPERINGS=10000.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random  # noqa: TID251 - seeded, and told with each failure
from typing import Any, Protocol
from uuid import UUID, uuid5

import pytest
from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from mentoring.audit.chain import FIELDS, first_hash, next_hash
from mentoring.audit.checkpoints import Checkpoint
from mentoring.audit.verify import Fault, Trail

TRIES = int(os.environ.get("MENTORING_TAMPERINGS", "200"))
BATCH = 12


class Sealed(Protocol):
    ids: tuple[UUID, ...]

    @property
    def kept(self) -> tuple[Checkpoint, ...]: ...
    def tampering(self) -> Any: ...
    def verify(self, session: Session) -> Trail: ...


Named = tuple[int | None, UUID | None]
"""Position and entry that must be named; None for an entry that no longer stands there."""

CHANGES = {
    "at": "at + interval '1 microsecond'",
    "actor_kind": "case actor_kind when 'system' then 'visitor' else 'system' end",
    "actor_id": "case when actor_id is null then id end",
    "action": "action || ' '",
    "object": "upper(object)",
    "object_id": "reverse(object_id)",
    "fields": "array_append(fields, 'x')",
    "reason": "case when reason is null then '' end",
    "subject_tenant_id": "case when subject_tenant_id is null then 'south' end",
    "subject_id": "case when subject_id is null then id end",
}


def flip(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """One column of one entry."""
    at, column = chance.randrange(len(ids)), chance.choice(sorted(CHANGES))
    session.execute(text(f"update audit set {column} = {CHANGES[column]} where id = :id"), {"id": ids[at]})
    return at + 1, ids[at]


def flip_hash(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """One bit of one link."""
    at, bit = chance.randrange(len(ids)), chance.randrange(256)
    session.execute(
        text("update audit_links set hash = set_bit(hash, :bit, 1 - get_bit(hash, :bit)) where position = :at"),
        {"at": at + 1, "bit": bit},
    )
    return at + 1, ids[at]


def drop_entry(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """An entry, its link left behind."""
    at = chance.randrange(len(ids))
    session.execute(text("delete from audit where id = :id"), {"id": ids[at]})
    return at + 1, ids[at]


def drop_both(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """An entry with its link: a gap, or at the end a chain that is too short."""
    at = chance.randrange(len(ids))
    session.execute(text("delete from audit where id = :id"), {"id": ids[at]})
    session.execute(text("delete from audit_links where position = :at"), {"at": at + 1})
    return at + 1, None


def drop_and_close(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """An entry with its link, and all that follow moved up."""
    at = chance.randrange(len(ids) - 1)
    drop_from(session, ids, at, at + 1)
    move(session, at + 1, -1)
    return at + 1, ids[at + 1]


def swap_links(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """Two entries change places in the chain."""
    first, second = sorted(chance.sample(range(len(ids)), 2))
    session.execute(
        text("update audit_links set audit_id = case position when :a + 1 then cast(:second as uuid)"
             " else cast(:first as uuid) end where position in (:a + 1, :b + 1)"),
        {"a": first, "b": second, "first": ids[first], "second": ids[second]},
    )  # fmt: skip
    return first + 1, ids[second]


def swap_contents(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """Two entries change places by what they say."""
    first, second = sorted(chance.sample(range(len(ids)), 2))
    columns = ", ".join(name for name in FIELDS if name not in {"tenant_id", "id"})
    session.execute(
        text(f"update audit t set ({columns}) = (select {columns} from audit o where o.id in (:a, :b) and o.id <> t.id)"
             " where t.id in (:a, :b)"),
        {"a": ids[first], "b": ids[second]},
    )  # fmt: skip
    return first + 1, ids[first]


def truncate(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """The end of the trail, with its links."""
    at = chance.randrange(len(ids))
    drop_from(session, ids, at, len(ids))
    return at + 1, None


def put_in(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """A new entry among the old, outside the chain."""
    return None, forged(session, ids, chance.randrange(len(ids) - 1), chance)


def put_in_linked(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """A new entry among the old with a link of its own, its hash right; all that follow are moved down."""
    at = chance.randrange(1, len(ids))
    entry = forged(session, ids, at - 1, chance)
    move(session, at, 1)
    link(session, at + 1, entry)
    chained(session, at + 1)
    if (at + 1) % BATCH == 0:  # it stands where a checkpoint was made, and only the batch can be named
        return at + 2 - BATCH, None
    return at + 2, ids[at]


def write_anew(session: Session, ids: tuple[UUID, ...], chance: Random) -> Named:
    """One column of one entry, and every link from there on computed again, as whoever knows how would."""
    at, _ = flip(session, ids, chance)
    assert at is not None
    for position in range(at, len(ids) + 1):
        chained(session, position)
    held = (at - 1) // BATCH * BATCH
    return held + 1, None


def drop_from(session: Session, ids: tuple[UUID, ...], first: int, end: int) -> None:
    these = text("delete from audit where id in :ids").bindparams(bindparam("ids", expanding=True))
    session.execute(these, {"ids": list(ids[first:end])})
    session.execute(text("delete from audit_links where position > :a and position <= :b"), {"a": first, "b": end})


def move(session: Session, after: int, by: int) -> None:
    """Every link after a position, that far along; through numbers that nothing has, for the key's sake."""
    for step in (100_000, by - 100_000):
        session.execute(
            text("update audit_links set position = position + :step where position > :after"),
            {"step": step, "after": after},
        )


def forged(session: Session, ids: tuple[UUID, ...], at: int, chance: Random) -> UUID:
    """A new entry, twelve hours after the one at index `at`."""
    entry = uuid5(ids[at], str(chance.random()))
    session.execute(
        text("insert into audit select tenant_id, :new, at + interval '12 hours', actor_kind, actor_id, 'read', object,"
             " object_id, fields, reason, subject_tenant_id, subject_id from audit where id = :old"),
        {"new": entry, "old": ids[at]},
    )  # fmt: skip
    return entry


def link(session: Session, position: int, entry: UUID) -> None:
    session.execute(
        text("insert into audit_links values ('north', :position, :entry, sha256('none'))"),
        {"position": position, "entry": entry},
    )


def chained(session: Session, position: int) -> None:
    """Write the right hash at a position."""
    before = session.scalar(text("select hash from audit_links where position = :at"), {"at": position - 1})
    entry = session.execute(
        text("select a.* from audit a join audit_links l on l.audit_id = a.id where l.position = :at"),
        {"at": position},
    ).mappings().one()  # fmt: skip
    made = next_hash(before or first_hash("north"), position, entry)
    session.execute(text("update audit_links set hash = :hash where position = :at"), {"hash": made, "at": position})


WAYS: tuple[Callable[[Session, tuple[UUID, ...], Random], Named], ...] = (
    flip, flip_hash, drop_entry, drop_both, drop_and_close, swap_links, swap_contents, truncate, put_in, put_in_linked,
    write_anew,
)  # fmt: skip


def test_every_tampering_is_seen_and_the_first_bad_entry_is_named(sealed: Sealed) -> None:
    tried: Counter[str] = Counter()
    for number in range(TRIES):
        way, chance = WAYS[number % len(WAYS)], Random(number)
        with sealed.tampering() as session:
            position, entry = way(session, sealed.ids, chance)
            fault = sealed.verify(session).fault
        assert fault is not None, f"{way.__name__}, {number}"
        named = (fault.position, fault.entry if entry is not None else None)
        assert named == (position, entry), f"{way.__name__}, {number}: {fault}"
        tried[way.__name__] += 1
    assert tried.total() == TRIES
    print(f"A-D3: {TRIES} tamperings, 0 unseen: {dict(tried)}")  # noqa: T201 - the deep campaign tells its count


def test_untouched_it_holds(sealed: Sealed) -> None:
    with sealed.tampering() as session:
        trail = sealed.verify(session)
    assert (trail.sealed, trail.waiting, trail.fault) == (60, 0, None)


def test_the_first_of_several_is_named(sealed: Sealed) -> None:
    with sealed.tampering() as session:
        for at in (41, 7, 30):
            session.execute(text("update audit set reason = 'x' where id = :id"), {"id": sealed.ids[at]})
        fault = sealed.verify(session).fault
    assert fault == Fault(8, sealed.ids[7], "this is not what was sealed here: changed, moved or put in later")


def test_without_its_checkpoints_a_trail_is_not_believed(sealed: Sealed) -> None:
    with sealed.tampering() as session:
        drop_from(session, sealed.ids, 50, 60)
        cut = sealed.verify(session)
    last = sealed.kept[-1].at
    assert cut.fault == Fault(51, None, f"the end was cut off: on {last.isoformat()} there were 60 entries")


@pytest.mark.parametrize("hours", [1, 4])
def test_an_entry_of_long_work_may_come_late_but_not_much(sealed: Sealed, hours: int) -> None:
    with sealed.tampering() as session:
        entry = forged(session, sealed.ids, 59, Random(hours))
        back = timedelta(hours=12 + hours)
        session.execute(text("update audit set at = at - :back where id = :id"), {"back": back, "id": entry})
        trail = sealed.verify(session)
    assert (trail.waiting, trail.fault is None) == (1, hours < 3)
