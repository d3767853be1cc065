"""Why somebody left a mentorship that was running: for coordinators of host and home, never for the others in it."""

from mentoring.db.walls import HOME, HOST, allow, drop_tables, grant, tenant_table

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    # apart from members, as `declines`: the others in a mentorship read that table
    tenant_table(
        "exits",
        """
        tenant_id text not null,
        mentorship_id uuid not null,
        registration_id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        reason text not null,
        words text not null,
        apart boolean not null,
        again boolean not null,
        at timestamptz not null,
        primary key (tenant_id, mentorship_id, registration_id),
        foreign key (tenant_id, mentorship_id, registration_id, home_tenant_id)
            references members (tenant_id, mentorship_id, registration_id, home_tenant_id) on delete cascade
        """,
    )
    allow("exits", "home", HOME, "select", "insert")
    allow("exits", "host", HOST, "select", "insert", "delete")
    grant("exits", "select, insert, delete")


def downgrade() -> None:
    drop_tables("exits")
