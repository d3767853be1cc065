"""Selection before matching: reviewers' results, levels that a coordinator sets, and who is asked to register."""

from alembic import op

from mentoring.db.walls import APP, HOME, HOST, allow, drop_tables, grant, index, tenant_table

revision = "0013"
down_revision = "0012"

REGISTRATION = """
    foreign key (tenant_id, registration_id, home_tenant_id, programme_id)
        references registrations (tenant_id, id, home_tenant_id, programme_id)
"""
EITHER = f"({HOST} or {HOME})"


def upgrade() -> None:
    reviews()
    levels_set()
    invitations()
    op.execute("alter table standings add column stage text")
    op.execute(f"grant update (stage) on standings to {APP}")


def reviews() -> None:
    tenant_table(
        "reviews",
        """
        tenant_id text not null,
        id uuid not null,
        registration_id uuid not null,
        home_tenant_id text not null,
        programme_id uuid not null,
        stage text not null,
        result text not null check (result in ('forward', 'reserve', 'no')),
        score double precision,
        answers jsonb not null,
        reason text,
        reviewed_by_tenant text not null,
        reviewed_by uuid not null,
        reviewed_at timestamptz not null,
        primary key (tenant_id, id),
        check (reviewed_by_tenant in (tenant_id, home_tenant_id)),
        """
        + REGISTRATION,
    )
    index("reviews", "tenant_id, registration_id, reviewed_at")
    index("reviews", "home_tenant_id, registration_id")
    allow("reviews", "either", EITHER, "select")
    allow("reviews", "either", f"{EITHER} and reviewed_by_tenant = app.tenant()", "insert")
    grant("reviews", "select, insert")  # append-only: a later one replaces it


def levels_set() -> None:
    tenant_table(
        "levels_set",
        """
        tenant_id text not null,
        id uuid not null,
        registration_id uuid not null,
        home_tenant_id text not null,
        programme_id uuid not null,
        level int check (level >= 1),
        reason text not null,
        set_by_tenant text not null,
        set_by uuid not null,
        set_at timestamptz not null,
        primary key (tenant_id, id),
        check (set_by_tenant in (tenant_id, home_tenant_id)),
        """
        + REGISTRATION,
    )
    index("levels_set", "tenant_id, registration_id, set_at")
    index("levels_set", "home_tenant_id, registration_id")
    allow("levels_set", "either", EITHER, "select")
    allow("levels_set", "either", f"{EITHER} and set_by_tenant = app.tenant()", "insert")
    grant("levels_set", "select, insert")


def invitations() -> None:
    tenant_table(
        "invitations",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        role text not null,
        email text not null check (email = lower(btrim(email))),
        name text not null,
        invited_by_tenant text not null,
        invited_by uuid not null,
        invited_at timestamptz not null,
        told_at timestamptz,
        primary key (tenant_id, id),
        unique (tenant_id, programme_id, home_tenant_id, email, role),
        check (invited_by_tenant in (tenant_id, home_tenant_id)),
        foreign key (tenant_id, programme_id) references programmes
        """,
    )
    index("invitations", "home_tenant_id, email")
    allow("invitations", "either", EITHER, "select")
    # a partner invites its own people, and only into a programme that it takes part in
    taking_part = (
        "tenant_id = app.tenant() or exists (select from partners p where p.tenant_id = invitations.tenant_id"
        " and p.programme_id = invitations.programme_id and p.partner_id = app.tenant())"
    )
    own = f"{EITHER} and invited_by_tenant = app.tenant()"
    allow("invitations", "either", f"{own} and ({taking_part})", "insert")
    allow("invitations", "either", own, "delete")
    allow("invitations", "host", HOST, "update")
    grant("invitations", "select, insert, delete", update="told_at")


def downgrade() -> None:
    op.execute("alter table standings drop column stage")
    drop_tables("invitations", "levels_set", "reviews")
