"""From settings to a `Database`: the one given by its address, or the embedded server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from mentoring.db.embedded import embedded_server
from mentoring.db.engine import Database
from mentoring.settings import Settings


@contextmanager
def connected(settings: Settings) -> Iterator[Database]:
    """The database that `settings` name, for as long as this is open; the embedded server is started for it.

    Does not migrate. Raises `SetUpIncomplete` where there is no server and none can be started.
    """
    makes = settings.mode != "production"
    if settings.database_url is not None:
        yield from _used(
            Database(
                settings.database_url,
                settings.owner_url,
                settings.report_url,
                settings.key_file,
                makes,
            )
        )
        return
    with embedded_server(settings.data_dir / "postgres", keys=settings.key_file) as server:
        yield from _used(replace(server, makes_keys=makes).database())


def _used(database: Database) -> Iterator[Database]:
    try:
        yield database
    finally:
        database.dispose()
