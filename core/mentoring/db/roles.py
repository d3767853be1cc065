"""The three roles and a database of theirs: what a server's administrator prepares once.

The embedded server does it by itself; for a server of your own, `statements` is the page to run as its
administrator (the how-to on production prints it).
"""

from psycopg import Connection, sql

ROLES = ("mentoring_owner", "mentoring_app", "mentoring_report")


def prepare(admin: Connection[tuple[object, ...]], database: str) -> None:
    """Make the roles and `database` where they are missing. `admin` is a superuser's, in autocommit."""
    for role in ROLES:
        if not admin.execute("select from pg_roles where rolname = %s", (role,)).fetchall():
            login = sql.SQL("nologin" if role == "mentoring_owner" else "login")
            admin.execute(
                sql.SQL("create role {} {} nosuperuser nocreatedb nocreaterole nobypassrls").format(
                    sql.Identifier(role), login
                )
            )
    if not admin.execute("select from pg_database where datname = %s", (database,)).fetchall():
        admin.execute(sql.SQL("create database {} owner mentoring_owner").format(sql.Identifier(database)))
        admin.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)))
        admin.execute(
            sql.SQL("grant connect, temporary on database {} to mentoring_app, mentoring_report").format(
                sql.Identifier(database)
            )
        )
