"""What was changed in a programme, by whom and why; which hooks its scheme had; in which programme code failed."""

from alembic import op

from mentoring.db.walls import HOST, allow, drop_tables, grant, tenant_table

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # json, not jsonb: an overlay and documents keep the order of their keys
    tenant_table(
        "programme_changes",
        """
        tenant_id text not null,
        programme_id uuid not null,
        number integer not null check (number > 0),
        kind text not null check (kind in ('change', 'undo', 'move', 'file')),
        person_id uuid,
        author text not null,
        reason text not null check (reason <> ''),
        at timestamptz not null,
        before json not null,
        after json not null,
        undoes integer check (undoes < number),
        primary key (tenant_id, programme_id, number),
        foreign key (tenant_id, programme_id) references programmes on delete cascade
        """,
    )
    allow("programme_changes", "host", HOST, "select", "insert")
    grant("programme_changes", "select, insert")
    op.execute("alter table programmes add column hooks text[]")
    grant("programmes", "select", update="hooks")
    op.execute("alter table plugin_faults add column programme_id uuid")


def downgrade() -> None:
    op.execute("alter table plugin_faults drop column programme_id")
    op.execute("alter table programmes drop column hooks")
    drop_tables("programme_changes")
