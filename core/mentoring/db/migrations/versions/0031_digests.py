"""One e-mail a day for whoever wants that: their own choice, on each of their registrations, and letters that wait."""

from alembic import op

from mentoring.db.walls import APP

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.execute("alter table registrations add column digest boolean not null default false")
    op.execute(f"grant update (digest) on registrations to {APP}")
    op.execute("alter table people add column digest boolean not null default false")
    op.execute(f"grant update (digest) on people to {APP}")
    op.execute("alter table post add column digest boolean not null default false")
    op.execute(f"grant update (digest) on post to {APP}")


def downgrade() -> None:
    for table in ("post", "people", "registrations"):
        op.execute(f"alter table {table} drop column digest")
