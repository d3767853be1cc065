"""An institution changes its own settings: beside the document that was applied from its file, never in it."""

from alembic import op

from mentoring.db.walls import allow, grant

revision = "0017"
down_revision = "0016"

ONESELF = "id = app.tenant()"


def upgrade() -> None:
    op.execute("alter table tenants add column settings jsonb not null default '{}'")
    allow("tenants", "own", ONESELF, "update")
    grant("tenants", "select", update="settings")


def downgrade() -> None:
    op.execute("drop policy own_update on tenants")
    op.execute("alter table tenants drop column settings")
