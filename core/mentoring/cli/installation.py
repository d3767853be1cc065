"""What a command that works on data opens: settings, the database with its tables, and the installed schemes."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from mentoring.db.connect import connected
from mentoring.db.engine import Database
from mentoring.db.migrate import migrate
from mentoring.db.revision import newest, revision_of
from mentoring.errors import SetUpIncomplete
from mentoring.schemes.load import Directory, load_directory
from mentoring.settings import Settings, clock, new_id
from mentoring.unit_of_work import SYSTEM, UnitOfWork, begin


@dataclass(frozen=True)
class Installation:
    """This machine's settings, database and schemes."""

    settings: Settings
    database: Database
    schemes: Directory

    def work(self, tenant: str) -> AbstractContextManager[UnitOfWork]:
        """A unit of work of the system itself in institution `tenant`."""
        return begin(
            self.database,
            tenant=tenant,
            actor=SYSTEM,
            schemes=self.schemes,
            clock=clock,
            ids=new_id,
            base_url=self.settings.base_url,
        )


@contextmanager
def installation() -> Iterator[Installation]:
    """What the environment names, for as long as this is open.

    The embedded database is brought to this version by itself; one given by address never is: its
    administrator decides when. Raises SetUpIncomplete.
    """
    settings = Settings.read(os.environ)
    with connected(settings) as database:
        if settings.database_url is None:
            if revision_of(database) != newest():
                migrate(database)
        elif settings.owner_url is not None and revision_of(database) != newest():
            raise SetUpIncomplete("The database is not at this version.", "Run `mentoring migrate`.")
        yield Installation(settings, database, load_directory())
