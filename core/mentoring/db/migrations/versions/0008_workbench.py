"""What coordinators do to a proposal by hand: locks, forbidden pairs, pairs made by hand, and what can be undone."""

from alembic import op

from mentoring.db.walls import APP

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute("alter table rounds add column hand jsonb not null default '{}'")
    op.execute(f"grant update (hand) on rounds to {APP}")


def downgrade() -> None:
    op.execute("alter table rounds drop column hand")
