"""What every page counts and what long lists show is read from indexes: in order, and without the rows beside them."""

from alembic import op

from mentoring.db.walls import index

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.execute("drop index messages_tenant_id_programme_id_created_at_idx")
    _beside("messages", "tenant_id, programme_id, created_at desc, id", "home_tenant_id, state, occasion")
    _beside("registrations", "tenant_id, programme_id, id", "home_tenant_id, state, submitted_at, role")
    _beside("standings", "tenant_id, programme_id, registration_id", "home_tenant_id, state, verdict")


def downgrade() -> None:
    op.execute("drop index standings_counted, registrations_counted, messages_counted")
    index("messages", "tenant_id, programme_id, created_at")


def _beside(table: str, columns: str, more: str) -> None:
    """An index that holds all that is counted, what the walls look at as well."""
    op.execute(f"create index {table}_counted on {table} ({columns}) include ({more})")
