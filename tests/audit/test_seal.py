"""Sealing, from the entries of a database to the lines of a file."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from makers import NOW, Works
from mentoring.audit.chain import canonical, first_hash, links
from mentoring.audit.checkpoints import Checkpoints
from mentoring.audit.seal import seal
from mentoring.audit.verify import verify
from mentoring.errors import Invalid
from mentoring.settings import new_id

ENTRY = {
    "tenant_id": "north", "id": UUID(int=1), "at": datetime(2020, 11, 2, 9, tzinfo=UTC), "actor_kind": "system",
    "actor_id": None, "action": "read", "object": "registration", "object_id": "1", "fields": ["grade", "name"],
    "reason": "Café", "subject_tenant_id": "south", "subject_id": UUID(int=2),
}  # fmt: skip


def recorded(works: Works, count: int, slug: str = "north", at: datetime = NOW) -> None:
    for number in range(count):
        with works.work(slug, now=at + timedelta(minutes=number)) as work:
            work.record("read", "registration", new_id())


def test_the_canonical_bytes_of_an_entry_are_these_for_good() -> None:
    assert canonical(7, ENTRY).decode() == (
        '[7,"north","00000000-0000-0000-0000-000000000001","2020-11-02T09:00:00.000000+00:00","system",null,"read",'
        '"registration","1",["grade","name"],"Café","south","00000000-0000-0000-0000-000000000002"]'
    )
    ((position, head),) = links(first_hash("north"), 6, [ENTRY])
    assert (position, head.hex()) == (7, "17dda06f95cd289c9d90edcafb2d860759bc5260dd9a06178e17b8aeb485e7f7")


def test_entries_are_chained_once_institution_by_institution(works: Works, tmp_path: Path) -> None:
    kept = Checkpoints(tmp_path / "audit")
    recorded(works, 3)
    recorded(works, 1, "south")
    assert [seal(works.database, kept, slug, NOW) for slug in ("north", "north", "south", "west")] == [3, 0, 1, 0]
    recorded(works, 2, at=NOW + timedelta(hours=1))
    assert seal(works.database, kept, "north", NOW + timedelta(days=1)) == 2
    assert [each.count for each in kept.read("north")] == [3, 5]
    assert kept.tenants() == ["north", "south"]
    assert (tmp_path / "audit" / "north.jsonl").stat().st_mode & 0o777 == 0o600
    for slug, count in (("north", 5), ("south", 1), ("west", 0)):
        with works.database.session(slug) as session:
            trail = verify(session, slug, kept.read(slug))
        assert (trail.sealed, trail.waiting, trail.fault) == (count, 0, None)


def test_a_checkpoint_that_a_crash_lost_is_caught_up(works: Works, tmp_path: Path) -> None:
    recorded(works, 2)
    seal(works.database, Checkpoints(tmp_path / "lost"), "north", NOW)
    kept = Checkpoints(tmp_path / "audit")
    with works.database.session("north") as session:
        fault = verify(session, "north", ()).fault
    assert fault is not None
    assert fault.what == "there is no checkpoint of it outside the database: the file is gone"
    assert seal(works.database, kept, "north", NOW) == 0
    assert [each.count for each in kept.read("north")] == [2]


def test_an_entry_long_before_the_end_is_left_out_until_somebody_lets_it_in(works: Works, tmp_path: Path) -> None:
    kept = Checkpoints(tmp_path)
    recorded(works, 1)
    seal(works.database, kept, "north", NOW)
    recorded(works, 1, at=NOW - timedelta(hours=2))
    recorded(works, 1, at=NOW - timedelta(days=2))
    assert seal(works.database, kept, "north", NOW) == 1
    assert seal(works.database, kept, "north", NOW, late=True) == 1


def test_a_line_that_is_no_checkpoint_is_named(works: Works, tmp_path: Path) -> None:
    kept = Checkpoints(tmp_path)
    recorded(works, 1)
    seal(works.database, kept, "north", NOW)
    assert json.loads((tmp_path / "north.jsonl").read_text())["count"] == 1
    with (tmp_path / "north.jsonl").open("a") as file:
        file.write('{"tenant":"north"')
    with pytest.raises(Invalid, match=r"north\.jsonl, line 2 is no checkpoint"):
        kept.read("north")
