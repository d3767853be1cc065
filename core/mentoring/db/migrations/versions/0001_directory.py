"""The ground: who is asking, and the directory of institutions."""

from alembic import op

from mentoring.db.walls import APP, REPORT, allow, drop_tables, grant

revision = "0001"
down_revision = None


def upgrade() -> None:
    # two transaction-local settings; '' after the transaction, so nullif
    op.execute(
        "create function app.tenant() returns text stable parallel safe language sql "
        "return nullif(current_setting('app.tenant_id', true), '')"
    )
    op.execute(
        "create function app.person() returns uuid stable parallel safe language sql "
        "return nullif(current_setting('app.person_id', true), '')::uuid"
    )
    op.execute(f"grant usage on schema app, public to {APP}, {REPORT}")
    op.execute("""
        create table tenants (
            id text primary key check (id ~ '^[a-z][a-z0-9-]{0,30}$'),
            name text not null,
            document jsonb not null,
            digest text not null,
            applied_at timestamptz not null)
    """)
    op.execute("alter table tenants enable row level security")
    op.execute("alter table tenants force row level security")
    allow("tenants", "anyone", "true", "select")  # everyone may know which institutions exist
    allow("tenants", "owner", "true", "insert", "update", "delete", to="mentoring_owner")
    grant("tenants", "select", to=f"{APP}, {REPORT}")


def downgrade() -> None:
    drop_tables("tenants")
    op.execute("drop function app.person()")
    op.execute("drop function app.tenant()")
