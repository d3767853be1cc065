"""What a round was solved from, kept with it by registration: to be solved again, and erased person by person."""

from alembic import op

from mentoring.db.walls import APP

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.execute("alter table rounds add column inputs jsonb not null default '{}'")
    op.execute(f"grant update (inputs) on rounds to {APP}")


def downgrade() -> None:
    op.execute("alter table rounds drop column inputs")
