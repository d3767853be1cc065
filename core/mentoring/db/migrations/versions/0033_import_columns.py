"""Which column of a file answers which question: remembered for the next file of the same programme and role."""

from mentoring.db.walls import HOME, allow, drop_tables, grant, tenant_table

revision = "0033"
down_revision = "0032"

PARTNER = (
    "tenant_id = app.tenant() or exists (select from partners p where p.tenant_id = import_columns.tenant_id"
    " and p.programme_id = import_columns.programme_id and p.partner_id = app.tenant() and p.left_at is null"
    " and p.agreed_at is not null)"
)


def upgrade() -> None:
    tenant_table(
        "import_columns",
        """
        tenant_id text not null,
        programme_id uuid not null,
        home_tenant_id text not null,
        role text not null,
        columns json not null,
        chosen_at timestamptz not null,
        primary key (tenant_id, programme_id, home_tenant_id, role),
        foreign key (tenant_id, programme_id) references programmes (tenant_id, id)
        """,
    )
    allow("import_columns", "home", HOME, "select", "update", "delete")
    allow("import_columns", "home", f"{HOME} and ({PARTNER})", "insert")
    grant("import_columns", "select, insert, delete", update="columns, chosen_at")


def downgrade() -> None:
    drop_tables("import_columns")
