"""People and how they sign in: an institution's own, seen by no other."""

from mentoring.db.walls import HOST, allow, drop_tables, grant, index, tenant_table

revision = "0002"
down_revision = "0001"

ALL = ("select", "insert", "update", "delete")


def upgrade() -> None:
    people()
    role_grants()
    sign_in()


def people() -> None:
    tenant_table(
        "people",
        """
        tenant_id text not null references tenants,
        id uuid not null,
        email text not null check (email = lower(btrim(email))),
        name text not null,
        job_title text,
        unit text,
        grade text,
        kind text check (kind in ('staff', 'student', 'other')),
        created_at timestamptz not null,
        primary key (tenant_id, id),
        unique (tenant_id, email)
        """,
    )
    allow("people", "own", HOST, *ALL)
    grant("people", "select, insert, delete", update="email, name, job_title, unit, grade, kind")


def role_grants() -> None:
    tenant_table(
        "role_grants",
        """
        tenant_id text not null,
        id uuid not null,
        person_id uuid not null,
        role text not null check (role in ('coordinator', 'analyst', 'operator')),
        granted_at timestamptz not null,
        granted_by uuid,
        primary key (tenant_id, id),
        unique (tenant_id, person_id, role),
        foreign key (tenant_id, person_id) references people on delete cascade
        """,
    )
    allow("role_grants", "own", HOST, "select", "insert", "delete")
    grant("role_grants", "select, insert, delete")


def sign_in() -> None:
    tenant_table(
        "sign_in_links",
        """
        tenant_id text not null references tenants,
        id uuid not null,
        email text not null check (email = lower(btrim(email))),
        token_hash bytea not null,
        next_path text,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        spent_at timestamptz,
        primary key (tenant_id, id),
        unique (tenant_id, token_hash)
        """,
    )
    index("sign_in_links", "tenant_id, email, created_at")
    allow("sign_in_links", "own", HOST, *ALL)
    grant("sign_in_links", "select, insert, delete", update="spent_at")

    tenant_table(
        "sessions",
        """
        tenant_id text not null,
        id uuid not null,
        person_id uuid not null,
        token_hash bytea not null,
        csrf_secret bytea not null,
        device text,
        created_at timestamptz not null,
        seen_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz,
        primary key (tenant_id, id),
        unique (tenant_id, token_hash),
        foreign key (tenant_id, person_id) references people on delete cascade
        """,
    )
    index("sessions", "tenant_id, person_id")
    allow("sessions", "own", HOST, *ALL)
    grant("sessions", "select, insert, delete", update="seen_at, expires_at, revoked_at")


def downgrade() -> None:
    drop_tables("sessions", "sign_in_links", "role_grants", "people")
