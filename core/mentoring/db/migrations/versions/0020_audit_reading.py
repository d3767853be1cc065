"""The trail is read by person, by action and by whom it is about: an index for each."""

from alembic import op

from mentoring.db.walls import index

revision = "0020"
down_revision = "0019"

COLUMNS = ("tenant_id, actor_id, at", "tenant_id, subject_id, at", "tenant_id, action, at")


def upgrade() -> None:
    for columns in COLUMNS:
        index("audit", columns)


def downgrade() -> None:
    for columns in COLUMNS:
        op.execute(f"drop index audit_{columns.replace(', ', '_')}_idx")
