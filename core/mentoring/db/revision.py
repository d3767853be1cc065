"""At which revision tables are, and at which they should be: looked up without anything that could change them."""

from importlib.resources import files

from sqlalchemy import text

from mentoring.db.engine import Database
from mentoring.errors import SetUpIncomplete


def revision_of(database: Database) -> str | None:
    """The revision that the tables of `database` are at; None where there are none yet.

    Raises `SetUpIncomplete` without the owner's address.
    """
    with database.owner() as connection:
        if connection.execute(text("select to_regclass('app.alembic_version')")).scalar_one() is None:
            return None
        at: str | None = connection.execute(text("select version_num from app.alembic_version")).scalar_one_or_none()
        return at


def newest() -> str:
    """The revision that this version of the code stands on: the number of its last migration."""
    numbers = [
        each.name.partition("_")[0]
        for each in (files("mentoring.db") / "migrations" / "versions").iterdir()
        if each.name.endswith(".py") and each.name[:4].isdigit()
    ]
    if not numbers:
        raise SetUpIncomplete("The migrations are missing from the installation.", "Install mentoring again.")
    return max(numbers)
