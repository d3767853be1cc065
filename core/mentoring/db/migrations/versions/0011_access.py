"""Passwords, a second step with its recovery codes, and how often something was tried."""

from alembic import op

from mentoring.db.walls import HOST, allow, drop_tables, grant, index, tenant_table

revision = "0011"
down_revision = "0010"

ALL = ("select", "insert", "update", "delete")
OF_A_PERSON = "foreign key (tenant_id, person_id) references people on delete cascade"


def upgrade() -> None:
    tenant_table(
        "passwords",
        f"""
        tenant_id text not null,
        person_id uuid not null,
        hash text not null,
        set_at timestamptz not null,
        primary key (tenant_id, person_id),
        {OF_A_PERSON}
        """,
    )
    allow("passwords", "own", HOST, *ALL)
    grant("passwords", "select, insert, delete", update="hash, set_at")

    tenant_table(
        "factors",
        f"""
        tenant_id text not null,
        id uuid not null,
        person_id uuid not null,
        sealed bytea not null,
        made_at timestamptz not null,
        confirmed_at timestamptz,
        last_step bigint not null,
        primary key (tenant_id, id),
        {OF_A_PERSON}
        """,
    )
    index("factors", "tenant_id, person_id")
    allow("factors", "own", HOST, *ALL)
    grant("factors", "select, insert, delete", update="sealed, confirmed_at, last_step")

    tenant_table(
        "recovery_codes",
        f"""
        tenant_id text not null,
        id uuid not null,
        person_id uuid not null,
        code_hash bytea not null,
        spent_at timestamptz,
        primary key (tenant_id, id),
        unique (tenant_id, person_id, code_hash),
        {OF_A_PERSON}
        """,
    )
    allow("recovery_codes", "own", HOST, *ALL)
    grant("recovery_codes", "select, insert, delete", update="spent_at")

    tenant_table(
        "tries",
        """
        tenant_id text not null references tenants,
        what text not null,
        key bytea not null,
        ends timestamptz not null,
        count integer not null,
        primary key (tenant_id, what, key, ends)
        """,
    )
    index("tries", "tenant_id, ends")
    allow("tries", "own", HOST, *ALL)
    grant("tries", "select, insert, delete", update="count")

    op.execute("alter table sessions add column factor_at timestamptz")
    grant("sessions", "select", update="factor_at")


def downgrade() -> None:
    op.execute("alter table sessions drop column factor_at")
    drop_tables("tries", "recovery_codes", "factors", "passwords")
