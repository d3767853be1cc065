"""Alembic's entry: runs revisions on the connection that `mentoring.db.migrate` hands over."""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    version_table_schema="app",
    transaction_per_migration=False,
    partitions=attributes.get("partitions", 0),
)
with context.begin_transaction():
    context.run_migrations()
