"""The outbox, and the audit trail that nobody may change."""

from mentoring.db.walls import HOME, HOST, allow, drop_tables, grant, index, tenant_table

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    messages()
    audit()


def messages() -> None:
    tenant_table(
        "messages",
        """
        tenant_id text not null references tenants,
        id uuid not null,
        programme_id uuid,
        home_tenant_id text not null,
        person_id uuid,
        to_email text not null check (to_email = lower(btrim(to_email))),
        occasion text not null,
        subject text not null,
        body text not null,
        html text,
        message_id text not null,
        dedupe_key text not null,
        state text not null check (state in ('queued', 'sent', 'failed')),
        created_at timestamptz not null,
        sent_at timestamptz,
        error text,
        primary key (tenant_id, id),
        unique (tenant_id, dedupe_key),
        unique (tenant_id, message_id),
        foreign key (tenant_id, programme_id) references programmes on delete set null (programme_id),
        foreign key (home_tenant_id, person_id) references people (tenant_id, id) on delete set null (person_id)
        """,
    )
    index("messages", "tenant_id, state, created_at")
    index("messages", "home_tenant_id, person_id, created_at")
    allow("messages", "own", HOST, "select", "insert", "update", "delete")
    allow("messages", "home", HOME, "select")
    grant("messages", "select, insert, delete", update="state, sent_at, error")


def audit() -> None:
    tenant_table(
        "audit",
        """
        tenant_id text not null references tenants,
        id uuid not null,
        at timestamptz not null,
        actor_kind text not null check (actor_kind in ('person', 'system', 'visitor')),
        actor_id uuid,
        action text not null,
        object text not null,
        object_id text not null,
        fields text[] not null,
        reason text,
        subject_tenant_id text,
        subject_id uuid,
        primary key (tenant_id, id),
        check ((actor_kind = 'person') = (actor_id is not null))
        """,
    )
    index("audit", "tenant_id, at")
    index("audit", "subject_tenant_id, subject_id, at")
    allow("audit", "own", HOST, "select", "insert")
    allow("audit", "subject", "subject_tenant_id = app.tenant()", "select")
    grant("audit", "select, insert")


def downgrade() -> None:
    drop_tables("audit", "messages")
