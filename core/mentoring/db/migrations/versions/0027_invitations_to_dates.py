"""A letter may invite to a date: what its mail carries for calendars, as it was written."""

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.execute("alter table messages add column calendar text")


def downgrade() -> None:
    op.execute("alter table messages drop column calendar")
