"""Applying institutions' files to the directory, as the owner of the database: the one who writes it.

Nothing here removes an institution: its people and programmes would go with it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.contracts.canonical import digest
from mentoring.contracts.difference import difference
from mentoring.errors import UnsoundDocument
from mentoring.tenants.directory import institutions, to_document
from mentoring.tenants.file import TenantFile
from mentoring.tenants.model import Tenant


class Change(Struct, frozen=True):
    """What applying one institution's file means: `lines` tell it, leaf by leaf."""

    slug: str
    name: str
    kind: Literal["new", "changed", "same"]
    lines: tuple[str, ...] = ()


def changes(owner: Connection, files: Mapping[str, TenantFile]) -> tuple[Change, ...]:
    """What `apply_tenants` would do, in order of slug. Writes nothing.

    Raises UnsoundDocument when a file claims an e-mail domain of an institution that is applied already.
    """
    known = institutions(owner)
    _refuse_shared_domains(known, files.values())
    return tuple(_change(known.get(slug), files[slug]) for slug in sorted(files))


def apply_tenants(owner: Connection, files: Mapping[str, TenantFile], now: datetime) -> tuple[Change, ...]:
    """Bring the directory to what `files` say; answers what was done. Safe to repeat: then nothing changes.

    Institutions without a file stay as they are. Raises as `changes` does.
    """
    done = changes(owner, files)
    for change in done:
        if change.kind != "same":
            document = to_document(files[change.slug])
            row = {"name": change.name, "document": document, "digest": digest(document), "applied_at": now}
            statement = insert(Tenant).values(id=change.slug, **row)
            owner.execute(statement.on_conflict_do_update(index_elements=[Tenant.id], set_=row))
    return done


def without_file(owner: Connection, files: Mapping[str, TenantFile]) -> tuple[str, ...]:
    """Slugs of applied institutions that `files` do not hold."""
    slugs = owner.execute(select(Tenant.id).order_by(Tenant.id)).scalars()
    return tuple(slug for slug in slugs if slug not in files)


def _change(old: TenantFile | None, new: TenantFile) -> Change:
    before, after = {} if old is None else to_document(old), to_document(new)
    lines = () if before == after else difference(before, after) or ("~ the order of its entries",)
    return Change(new.slug, new.name, "new" if old is None else "changed" if lines else "same", lines)


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
