"""Programmes and their partners, and when a programme is next to be settled."""

from mentoring.db.walls import HOST, allow, drop_tables, grant, index, open_table, tenant_table

revision = "0003"
down_revision = "0002"

ALL = ("select", "insert", "update", "delete")


def upgrade() -> None:
    programmes()
    partners()
    allow(
        "programmes",
        "partner",
        "exists (select from partners p where p.tenant_id = programmes.tenant_id"
        " and p.programme_id = programmes.id and p.partner_id = app.tenant())",
        "select",
    )
    due()


def programmes() -> None:
    # json, not jsonb: the order of a document's keys means something (questions are asked in it)
    tenant_table(
        "programmes",
        """
        tenant_id text not null references tenants,
        id uuid not null,
        slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
        title text not null,
        scheme text not null,
        scheme_version text not null,
        documents_digest text not null,
        documents json not null,
        overlay json not null,
        dates jsonb not null,
        institutions jsonb not null,
        listed text[] not null,
        state text not null check (state in ('draft', 'open', 'closed')),
        published_at timestamptz,
        created_at timestamptz not null,
        primary key (tenant_id, id),
        unique (tenant_id, slug)
        """,
    )
    allow("programmes", "host", HOST, *ALL)
    grant(
        "programmes",
        "select, insert, delete",
        update="slug, title, scheme_version, documents_digest, documents, overlay, dates, institutions, listed, state,"
        " published_at",
    )


def partners() -> None:
    tenant_table(
        "partners",
        """
        tenant_id text not null,
        programme_id uuid not null,
        partner_id text not null references tenants,
        from_on date not null,
        to_on date,
        places jsonb not null,
        primary key (tenant_id, programme_id, partner_id),
        foreign key (tenant_id, programme_id) references programmes on delete cascade,
        check (partner_id <> tenant_id),
        check (to_on >= from_on)
        """,
    )
    index("partners", "partner_id, programme_id")
    allow("partners", "host", HOST, *ALL)
    allow("partners", "partner", "partner_id = app.tenant()", "select")
    grant("partners", "select, insert, delete", update="from_on, to_on, places")


def due() -> None:
    # ids and a time, nothing of anyone's: any institution's unit of work may wake any programme
    open_table(
        "due",
        """
        tenant_id text not null,
        programme_id uuid not null,
        at timestamptz not null,
        primary key (tenant_id, programme_id),
        foreign key (tenant_id, programme_id) references programmes on delete cascade
        """,
    )
    index("due", "at")
    grant("due", "select, insert, delete", update="at")


def downgrade() -> None:
    drop_tables("due")
    drop_tables("partners cascade")  # the partners' policy on programmes reads it
    drop_tables("programmes")
