"""Faults of schemes' own code, and which scheme's code an institution asks no more until a person lifts it."""

from mentoring.db.walls import HOST, allow, drop_tables, grant, index, tenant_table

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    tenant_table(
        "plugin_faults",
        """
        tenant_id text not null references tenants,
        id uuid not null,
        scheme text not null,
        version text not null,
        hook text not null,
        cause text not null,
        words text not null,
        at timestamptz not null,
        primary key (tenant_id, id)
        """,
    )
    index("plugin_faults", "tenant_id, scheme, at")
    allow("plugin_faults", "host", HOST, "select", "insert", "delete")
    grant("plugin_faults", "select, insert, delete")
    tenant_table(
        "quarantines",
        """
        tenant_id text not null references tenants,
        id uuid not null,
        scheme text not null,
        since timestamptz not null,
        lifted_at timestamptz,
        lifted_by uuid,
        primary key (tenant_id, id)
        """,
    )
    index("quarantines", "tenant_id, scheme, since")
    allow("quarantines", "host", HOST, "select", "insert", "update", "delete")
    grant("quarantines", "select, insert, delete", update="lifted_at, lifted_by")


def downgrade() -> None:
    drop_tables("quarantines", "plugin_faults")
