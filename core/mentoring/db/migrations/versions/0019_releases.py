"""Releases of equality monitoring: issued once, never changed; and who stands in one, so nobody is counted twice."""

from mentoring.db.walls import HOST, allow, drop_tables, grant, index, tenant_table

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    tenant_table(
        "releases",
        """
        tenant_id text not null,
        id uuid not null,
        programme_id uuid not null,
        phase text not null,
        title text not null,
        closed_at timestamptz not null,
        people int not null check (people >= 0 and people % 5 = 0),
        counts jsonb not null,
        withheld boolean not null,
        issued_at timestamptz not null,
        issued_by uuid,
        primary key (tenant_id, id),
        unique (tenant_id, programme_id, phase),
        foreign key (tenant_id, programme_id) references programmes on delete cascade,
        check (issued_at >= closed_at),
        check (withheld = (counts = '[]'))
        """,
    )
    allow("releases", "host", HOST, "select", "insert")
    allow(
        "releases",
        "partner",
        "exists (select from partners p where p.tenant_id = releases.tenant_id"
        " and p.programme_id = releases.programme_id and p.partner_id = app.tenant())",
        "select",
    )
    grant("releases", "select, insert")
    tenant_table(
        "counted",
        """
        tenant_id text not null,
        registration_id uuid not null,
        release_id uuid not null,
        primary key (tenant_id, registration_id),
        foreign key (tenant_id, release_id) references releases on delete cascade
        """,
    )
    index("counted", "tenant_id, release_id")
    allow("counted", "host", HOST, "select", "insert")
    grant("counted", "select, insert")


def downgrade() -> None:
    drop_tables("counted", "releases")
