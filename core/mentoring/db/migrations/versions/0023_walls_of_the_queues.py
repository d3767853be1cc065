"""Walls around what is due and what waits to be sent: no institution delays another's.

Both were open, since they name nobody. But whoever could make a session of one institution run a statement of their
own could put off another's letters, or its year. Now a session of an institution writes its own rows alone; of a
programme that it has joined it may say “sooner”, and nothing else. A worker looks around in a session of no
institution: it sees ids and times there, and claims messages.
"""

from alembic import op

from mentoring.db.walls import HOST, allow

revision = "0023"
down_revision = "0022"

WORKER = "app.tenant() is null"
JOINED = (
    "exists (select from partners p where p.tenant_id = due.tenant_id"
    " and p.programme_id = due.programme_id and p.partner_id = app.tenant())"
)


def upgrade() -> None:
    for table in ("due", "post"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        allow(table, "host", HOST, "select", "insert", "update", "delete")
    allow("due", "worker", WORKER, "select")
    allow("due", "joined", JOINED, "select", "insert", "update")
    allow("post", "worker", WORKER, "select", "update")
    op.execute("""
        create function app.only_sooner() returns trigger language plpgsql as $$ begin
          if new.tenant_id is distinct from app.tenant() and (new.at > old.at or new.failures <> old.failures) then
            raise exception 'only its host may put a programme off' using errcode = 'insufficient_privilege';
          end if;
          return new; end $$
    """)
    op.execute("create trigger only_sooner before update on due for each row execute function app.only_sooner()")


def downgrade() -> None:
    op.execute("drop trigger only_sooner on due")
    op.execute("drop function app.only_sooner()")
    for table, names in (("due", ("worker_select", "joined_select", "joined_insert", "joined_update")),
                         ("post", ("worker_select", "worker_update"))):  # fmt: skip
        for name in (*names, "host_select", "host_insert", "host_update", "host_delete"):
            op.execute(f"drop policy {name} on {table}")
        op.execute(f"alter table {table} no force row level security")
        op.execute(f"alter table {table} disable row level security")
