"""The three roles and a database of theirs: what a server's administrator prepares once.

The embedded server does it by itself. On a server of your own, its administrator makes the roles named in
`ROLES` (the owner without a login, the others with one) and a database that `mentoring_owner` owns, as
`prepare` does. MENTORING_DATABASE_OWNER_URL is then the address of an account that may ``set role
mentoring_owner``: an administrator's, used for migrations and for the directory alone.
"""

from psycopg import Connection, sql

ROLES = ("mentoring_owner", "mentoring_app", "mentoring_report")


def prepare(admin: Connection[tuple[object, ...]], database: str, *, template: str = "template1") -> None:
    """Make the roles and `database` where they are missing. `admin` is a superuser's, in autocommit.

    It is a copy of `template`, by default empty and without tables.
    """
    for role in ROLES:
        if not admin.execute("select from pg_roles where rolname = %s", (role,)).fetchall():
            login = sql.SQL("nologin" if role == "mentoring_owner" else "login")
            admin.execute(
                sql.SQL("create role {} {} nosuperuser nocreatedb nocreaterole nobypassrls").format(
                    sql.Identifier(role), login
                )
            )
    if not admin.execute("select from pg_database where datname = %s", (database,)).fetchall():
        admin.execute(
            sql.SQL("create database {} template {} owner mentoring_owner").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )
        admin.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)))
        admin.execute(
            sql.SQL("grant connect, temporary on database {} to mentoring_app, mentoring_report").format(
                sql.Identifier(database)
            )
        )
