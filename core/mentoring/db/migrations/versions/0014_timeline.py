"""What the timeline has done, the tasks it sets, whom it asks a survey; and since when somebody is eligible."""

from alembic import op

from mentoring.db.walls import APP, HOME, HOST, allow, drop_tables, grant, index, tenant_table

revision = "0014"
down_revision = "0013"

REGISTRATION = """
    foreign key (tenant_id, registration_id, home_tenant_id, programme_id)
        references registrations (tenant_id, id, home_tenant_id, programme_id) on delete cascade
"""


def upgrade() -> None:
    occurrences()
    tasks()
    asked()
    op.execute("alter table standings add column eligible_at timestamptz")
    op.execute(f"grant update (eligible_at) on standings to {APP}")
    op.execute("alter table due add column failures int not null default 0 check (failures >= 0)")
    op.execute(f"grant update (failures) on due to {APP}")


def occurrences() -> None:
    tenant_table(
        "occurrences",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null references tenants,
        milestone text not null,
        key text not null,
        subject text not null,
        action text not null,
        recipient text not null,
        held boolean not null,
        at timestamptz not null,
        taken_at timestamptz not null,
        primary key (tenant_id, id),
        unique (tenant_id, programme_id, milestone, key, subject, action, recipient, home_tenant_id),
        foreign key (tenant_id, programme_id) references programmes on delete cascade
        """,
    )
    # what an institution did about its people's drafts nobody else learns, the host neither
    allow("occurrences", "own", HOME, "select", "insert")
    grant("occurrences", "select, insert")


def tasks() -> None:
    tenant_table(
        "tasks",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null references tenants,
        words text not null,
        about text check (about in ('registration', 'mentorship', 'scheme')),
        about_id text,
        dedupe_key text not null,
        set_at timestamptz not null,
        done_at timestamptz,
        done_by uuid,
        primary key (tenant_id, id),
        unique (tenant_id, dedupe_key),
        foreign key (tenant_id, programme_id) references programmes on delete cascade,
        check ((about is null) = (about_id is null))
        """,
    )
    index("tasks", "home_tenant_id, programme_id, done_at")
    allow("tasks", "host", HOST, "select", "insert", "update", "delete")
    allow("tasks", "home", HOME, "select", "update")
    grant("tasks", "select, insert, delete", update="dedupe_key, done_at, done_by")


def asked() -> None:
    tenant_table(
        "asked",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        registration_id uuid not null,
        home_tenant_id text not null,
        survey text not null,
        mentorship_id uuid,
        occasion text not null,
        asked_at timestamptz not null,
        closes_at timestamptz not null,
        primary key (tenant_id, id),
        unique (tenant_id, registration_id, survey, occasion),
        foreign key (tenant_id, mentorship_id) references mentorships on delete cascade,
        """
        + REGISTRATION,
    )
    index("asked", "tenant_id, programme_id, survey")
    index("asked", "home_tenant_id, registration_id")
    allow("asked", "host", HOST, "select", "insert", "update", "delete")
    allow("asked", "home", HOME, "select")
    grant("asked", "select, insert, delete", update="closes_at")


def downgrade() -> None:
    op.execute("alter table due drop column failures")
    op.execute("alter table standings drop column eligible_at")
    drop_tables("asked", "tasks", "occurrences")
