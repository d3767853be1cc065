"""Migrations, run from code: no configuration file, no connection but the one given."""

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from mentoring.db.engine import Database

_LOCK = 0x6D656E746F72  # one migration at a time: an advisory lock, by number


def migrate(database: Database, *, revision: str = "head", partitions: int = 0) -> str:
    """Bring the tables of `database` to `revision`; answers the revision it is at now. Safe to repeat.

    All of it or nothing, in one transaction, under a lock. `partitions` hash-partitions every tenant's
    table that is created (tests do this: the tables must allow it). Raises `SetUpIncomplete` without the
    owner's address.
    """
    with as_file(files("mentoring.db") / "migrations") as scripts, database.owner() as connection:
        config = Config()
        config.set_main_option("script_location", str(scripts))
        config.set_main_option("path_separator", "os")
        config.attributes.update(connection=connection, partitions=partitions)
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.execute(text("create schema if not exists app"))
        command.upgrade(config, revision)
        at = connection.execute(text("select version_num from app.alembic_version")).scalar_one()
        return str(at)


def undo(database: Database, revision: str) -> None:
    """Take the tables back to `revision` (``base``: none at all), with everything in them."""
    with as_file(files("mentoring.db") / "migrations") as scripts, database.owner() as connection:
        config = Config()
        config.set_main_option("script_location", str(scripts))
        config.set_main_option("path_separator", "os")
        config.attributes.update(connection=connection)
        command.downgrade(config, revision)
