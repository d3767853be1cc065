"""Why somebody says no to an offer; mentorships that go on past their planned end; the question about a next time."""

from alembic import op

from mentoring.db.walls import APP, HOME, HOST, allow, drop_tables, grant, index, tenant_table

revision = "0018"
down_revision = "0017"

MEMBER = """
    foreign key (tenant_id, mentorship_id, registration_id, home_tenant_id)
        references members (tenant_id, mentorship_id, registration_id, home_tenant_id) on delete cascade
"""
REGISTRATION = """
    foreign key (tenant_id, registration_id, home_tenant_id, programme_id)
        references registrations (tenant_id, id, home_tenant_id, programme_id) on delete cascade
"""


def upgrade() -> None:
    op.execute(
        "alter table mentorships add column extended int not null default 0 check (extended >= 0),"
        " add column agreed_meetings int check (agreed_meetings > 0), add column coordinator_extends boolean"
    )
    op.execute(f"grant update (extended, agreed_meetings, coordinator_extends) on mentorships to {APP}")
    op.execute("alter table members add column extend_asked_at timestamptz, add column extends boolean")
    op.execute(f"grant insert (extend_asked_at, extends), update (extend_asked_at, extends) on members to {APP}")
    declines()
    next_times()


def declines() -> None:
    # apart from members: the others in a mentorship read that table, and never why somebody declined
    tenant_table(
        "declines",
        """
        tenant_id text not null,
        mentorship_id uuid not null,
        registration_id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        reason text not null,
        at timestamptz not null,
        primary key (tenant_id, mentorship_id, registration_id),
        """
        + MEMBER,
    )
    allow("declines", "home", HOME, "select", "insert")
    allow("declines", "host", HOST, "select", "delete")
    grant("declines", "select, insert, delete")


def next_times() -> None:
    tenant_table(
        "next_times",
        """
        tenant_id text not null,
        registration_id uuid not null,
        number int not null check (number >= 0),
        programme_id uuid not null,
        home_tenant_id text not null,
        offer text[] not null check (offer <@ array['stay', 'rematch', 'leave']),
        silent text not null check (silent in ('stay', 'rematch', 'leave')),
        asked_at timestamptz not null,
        answer text check (answer in ('stay', 'rematch', 'leave')),
        answered_at timestamptz,
        primary key (tenant_id, registration_id, number),
        """
        + REGISTRATION,
    )
    index("next_times", "tenant_id, programme_id")
    allow("next_times", "host", HOST, "select", "insert", "delete")
    allow("next_times", "home", HOME, "select", "update")
    grant("next_times", "select, insert, delete", update="answer, answered_at")


def downgrade() -> None:
    drop_tables("next_times", "declines")
    op.execute("alter table members drop column extends, drop column extend_asked_at")
    op.execute(
        "alter table mentorships drop column coordinator_extends, drop column agreed_meetings, drop column extended"
    )
