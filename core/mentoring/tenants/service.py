"""Applying institutions' files to the directory, as the owner of the database: the one who writes it.

Nothing here removes an institution: its people and programmes would go with it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.contracts.canonical import digest
from mentoring.contracts.difference import difference
from mentoring.errors import UnsoundDocument
from mentoring.tenants.directory import from_document, to_document
from mentoring.tenants.file import TenantFile
from mentoring.tenants.model import Tenant
from mentoring.tenants.own import Drift, Own, OwnValue, drift, laid_over, read_own, without, write_own


class Change(Struct, frozen=True):
    """What applying one institution's file means: `lines` tell it, leaf by leaf.

    `kept` is what the institution changed in the console and the file says otherwise: the console wins there. `back`
    are places that are the file's again, since both say the same now, or because the operator says so.
    """

    slug: str
    name: str
    kind: Literal["new", "changed", "same"]
    lines: tuple[str, ...] = ()
    kept: tuple[Drift, ...] = ()
    back: tuple[str, ...] = ()


def changes(owner: Connection, files: Mapping[str, TenantFile], *, file_wins: bool = False) -> tuple[Change, ...]:
    """What `apply_tenants` would do, in order of slug. Writes nothing.

    Raises UnsoundDocument when a file claims an e-mail domain of an institution that is applied already.
    """
    return tuple(change for change, _ in _planned(owner, files, file_wins=file_wins))


def apply_tenants(
    owner: Connection, files: Mapping[str, TenantFile], now: datetime, *, file_wins: bool = False
) -> tuple[Change, ...]:
    """Bring the directory to what `files` say; answers what was done. Safe to repeat: then nothing changes.

    What an institution changed itself stays, unless `file_wins`. Institutions without a file stay as they are. Raises
    as `changes` does.
    """
    owner.execute(select(Tenant.id).where(Tenant.id.in_(files)).with_for_update())
    done = _planned(owner, files, file_wins=file_wins)
    for change, own in done:
        if change.kind != "same":
            document = to_document(files[change.slug])
            row = {
                "name": change.name,
                "document": document,
                "digest": digest(document),
                "applied_at": now,
                "settings": write_own(own),
            }
            statement = insert(Tenant).values(id=change.slug, **row)
            owner.execute(statement.on_conflict_do_update(index_elements=[Tenant.id], set_=row))
    return tuple(change for change, _ in done)


def without_file(owner: Connection, files: Mapping[str, TenantFile]) -> tuple[str, ...]:
    """Slugs of applied institutions that `files` do not hold."""
    slugs = owner.execute(select(Tenant.id).order_by(Tenant.id)).scalars()
    return tuple(slug for slug in slugs if slug not in files)


def _planned(
    owner: Connection, files: Mapping[str, TenantFile], *, file_wins: bool
) -> list[tuple[Change, dict[str, OwnValue]]]:
    """Each change with what stays the institution's own after it."""
    rows = owner.execute(select(Tenant.id, Tenant.document, Tenant.settings)).all()
    known = {row.id: (row.document, read_own(row.settings)) for row in rows}
    _refuse_shared_domains({slug: from_document(document) for slug, (document, _) in known.items()}, files.values())
    return [_change(*known.get(slug, ({}, {})), files[slug], file_wins=file_wins) for slug in sorted(files)]


def _change(
    before: Mapping[str, Any], own: Own, file: TenantFile, *, file_wins: bool
) -> tuple[Change, dict[str, OwnValue]]:
    after = to_document(file)
    disagree = drift(after, own)
    back = tuple(own) if file_wins else tuple(place for place in own if place not in {each.place for each in disagree})
    left = without(own, back)
    lines = difference(laid_over(before, own) if before else {}, laid_over(after, left))
    if not lines and (before != after or back):
        lines = (_unseen(before, after, back),)
    change = Change(
        slug=file.slug,
        name=file.name,
        kind="changed" if before and lines else "same" if before else "new",
        lines=lines,
        kept=() if file_wins else disagree,
        back=back,
    )
    return change, left


def _unseen(before: Mapping[str, Any], after: Mapping[str, Any], back: tuple[str, ...]) -> str:
    """What changes, where nothing that holds does."""
    if back:
        return f"= {', '.join(back)}: the file and the console say the same now"
    if difference(before, after):
        return "~ only what the console has changed since"
    return "~ the order of its entries"


def _refuse_shared_domains(known: Mapping[str, TenantFile], files: Iterable[TenantFile]) -> None:
    given = {file.slug: file for file in files}
    owners = {domain: slug for slug, each in known.items() if slug not in given for domain in each.domains}
    for file in given.values():
        for domain in file.domains:
            if domain in owners:
                raise UnsoundDocument(
                    f"{file.slug}: the domain `{domain}` already belongs to {owners[domain]}.",
                    "An e-mail address tells one institution only: take the domain out of one of the two files.",
                )
