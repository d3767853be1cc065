"""PostgreSQL: the embedded server, engines scoped to one institution, migrations with their policies."""
