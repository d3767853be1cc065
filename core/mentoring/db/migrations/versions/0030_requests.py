"""Whom somebody asks, a coordinator's yes to it, and who was taken along from one programme into the next."""

from alembic import op

from mentoring.db.walls import APP, HOME, HOST, allow, drop_tables, grant, index, tenant_table

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.execute("alter table mentorships add column asked_by uuid, add column confirmed boolean")
    op.execute(f"grant insert (asked_by), update (confirmed) on mentorships to {APP}")
    # what was asked is the asking person's: home writes it, the host says what became of it
    tenant_table(
        "requests",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        registration_id uuid not null,
        pathway text not null,
        asked uuid not null,
        asked_name text not null,
        words text not null,
        at timestamptz not null,
        state text not null default 'new' check (state in ('new', 'offered', 'refused')),
        mentorship_id uuid,
        primary key (tenant_id, id),
        unique (tenant_id, registration_id, pathway, asked),
        foreign key (tenant_id, registration_id, home_tenant_id, programme_id)
            references registrations (tenant_id, id, home_tenant_id, programme_id) on delete cascade
        """,
    )
    index("requests", "tenant_id, programme_id")
    op.execute("alter table registrations add column carried_from uuid")
    op.execute("alter table next_times add column carried_at timestamptz")
    op.execute(f"grant update (carried_at) on next_times to {APP}")
    allow("requests", "host", HOST, "select", "update", "delete")
    allow("requests", "home", HOME, "select", "insert", "delete")
    grant("requests", "select, insert, delete", update="state, mentorship_id")


def downgrade() -> None:
    op.execute("alter table next_times drop column carried_at")
    op.execute("alter table registrations drop column carried_from")
    drop_tables("requests")
    op.execute("alter table mentorships drop column confirmed, drop column asked_by")
