"""Each institution's keys, wrapped; and the report role seals again what it reads, when keys are changed."""

from alembic import op

from mentoring.db.walls import HOST, REPORT, allow, drop_tables, grant, tenant_table

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    tenant_table(
        "data_keys",
        """
        tenant_id text not null references tenants,
        id text not null check (id ~ '^[0-9a-f]{16}$'),
        wrapped bytea not null,
        wrapped_by text not null,
        born_under text not null,
        made_at timestamptz not null default clock_timestamp(),
        retired_at timestamptz,
        primary key (tenant_id, id)
        """,
    )
    # one is current
    op.execute("create unique index on data_keys (tenant_id) where retired_at is null")
    allow("data_keys", "own", HOST, "select", "insert", "update")
    grant(
        "data_keys",
        "select, insert (tenant_id, id, wrapped, wrapped_by, born_under, retired_at)",
        update="wrapped, wrapped_by, retired_at",
    )
    allow("monitoring", "report", HOST, "update", to=REPORT)
    op.execute(f"grant update (sealed) on monitoring to {REPORT}")


def downgrade() -> None:
    op.execute(f"revoke update (sealed) on monitoring from {REPORT}")
    op.execute("drop policy report_update on monitoring")
    drop_tables("data_keys")
