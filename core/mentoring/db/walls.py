"""Operations that revisions are written with: a table stands behind its wall from its first moment.

`tenant_table` creates a table with row-level security enabled and forced: without a policy nobody sees a
row of it, not even its owner. `allow` opens it, one policy for each command, always with its check.
`grant` opens columns. Policies read no clock and not their own table.
"""

from alembic import op

#: Whose rows: the institution that a row lives with, the person's own, or any in the mentorship.
HOST = "tenant_id = app.tenant()"
HOME = "home_tenant_id = app.tenant()"
SEEN = "seen_by @> array[app.tenant()]"  # not `= any(seen_by)`: that cannot use the GIN index

APP = "mentoring_app"
REPORT = "mentoring_report"


def partitions() -> int:
    """How many hash partitions each tenant's table gets; 0, a plain table, unless a test asks for more."""
    return int(op.get_context().opts.get("partitions", 0))


def tenant_table(name: str, body: str) -> None:
    """Create `name` with the columns and constraints of `body`, walled: no rows for anyone until `allow`."""
    open_table(name, body)
    op.execute(f"alter table {name} enable row level security")
    op.execute(f"alter table {name} force row level security")


def open_table(name: str, body: str) -> None:
    """Create `name` without a wall: only for what holds no one's data."""
    parts = partitions()
    op.execute(f"create table {name} ({body})" + (" partition by hash (tenant_id)" if parts else ""))
    for part in range(parts):
        op.execute(
            f"create table {name}_p{part} partition of {name} for values with (modulus {parts}, remainder {part})"
        )


def index(table: str, columns: str, *, using: str = "btree") -> None:
    """An index on `columns`, named by the database."""
    op.execute(f"create index on {table} using {using} ({columns})")


def allow(table: str, name: str, rows: str, *commands: str, check: str | None = None, to: str = "public") -> None:
    """Policies `name_command` on `table`: `commands` (select, insert, update, delete) on `rows`.

    What is written must satisfy `check`, by default `rows` as well.
    """
    for command in commands:
        using = "" if command == "insert" else f" using ({rows})"
        written = f" with check ({check or rows})" if command in {"insert", "update"} else ""
        op.execute(f"create policy {name}_{command} on {table} for {command} to {to}{using}{written}")


def grant(table: str, what: str, *, update: str = "", to: str = APP) -> None:
    """Grant `what` (such as ``select, insert``) on `table`, and UPDATE on the columns `update` alone."""
    op.execute(f"grant {what} on {table} to {to}")
    if update:
        op.execute(f"grant update ({update}) on {table} to {to}")


def drop_tables(*names: str) -> None:
    """Drop tables in this order, with their policies."""
    for name in names:
        op.execute(f"drop table {name}")
