"""Mail leaves: what waits to be handed over, and what became of each message."""

from alembic import op

from mentoring.db.walls import APP, drop_tables, grant, index, open_table

revision = "0021"
down_revision = "0020"

STATES = "('queued', 'sent', 'failed', 'bounced', 'joined')"


def upgrade() -> None:
    # no wall: like `due` it names no person, and a worker looks here for what to do next
    open_table(
        "post",
        """
        tenant_id text not null,
        message_id uuid not null,
        at timestamptz not null,
        attempts int not null default 0 check (attempts >= 0),
        claim uuid,
        begun_at timestamptz,
        primary key (tenant_id, message_id),
        foreign key (tenant_id, message_id) references messages (tenant_id, id) on delete cascade
        """,
    )
    index("post", "at")
    grant("post", "select, insert, delete", update="at, attempts, claim, begun_at")
    op.execute("alter table messages drop constraint messages_state_check")
    op.execute(f"alter table messages add constraint messages_state_check check (state in {STATES})")
    op.execute(
        "alter table messages add column until timestamptz, add column doubtful boolean not null default false,"
        " add column carries text[] not null default '{}'"
    )
    op.execute(f"grant update (doubtful) on messages to {APP}")
    index("messages", "tenant_id, programme_id, created_at")


def downgrade() -> None:
    op.execute("alter table messages drop column until, drop column doubtful, drop column carries")
    op.execute("drop index messages_tenant_id_programme_id_created_at_idx")
    op.execute("alter table messages drop constraint messages_state_check")
    op.execute("alter table messages add constraint messages_state_check check (state in ('queued', 'sent', 'failed'))")
    drop_tables("post")
