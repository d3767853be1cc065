"""The chain over the audit trail: which entry stands where, and a hash over it and all before it."""

from mentoring.db.walls import HOST, allow, drop_tables, grant, tenant_table

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    tenant_table(
        "audit_links",
        """
        tenant_id text not null references tenants,
        position bigint not null check (position > 0),
        audit_id uuid not null,
        hash bytea not null check (length(hash) = 32),
        primary key (tenant_id, position),
        unique (tenant_id, audit_id),
        foreign key (tenant_id, audit_id) references audit
        """,
    )
    allow("audit_links", "own", HOST, "select", "insert")
    grant("audit_links", "select, insert")


def downgrade() -> None:
    drop_tables("audit_links")
