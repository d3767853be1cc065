"""Migrations go up, down and up again; and the classes say what the tables are."""

from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import inspect

import mentoring
from mentoring.db.base import Base
from mentoring.db.engine import Database
from mentoring.db.migrate import migrate, undo
from mentoring.db.revision import newest

for file in Path(mentoring.__path__[0]).glob("*/model.py"):
    import_module(f"mentoring.{file.parent.name}.model")


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_the_class_states_the_columns_of_its_table(database: Database, table: str) -> None:
    with database.owner() as owner:
        stated = {
            column.name: (column.type.compile(owner.dialect), column.nullable)
            for column in Base.metadata.tables[table].columns
        }
        held = {
            column["name"]: (column["type"].compile(owner.dialect), column["nullable"])
            for column in inspect(owner).get_columns(table)
        }
    assert stated == held


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_the_class_states_the_key_of_its_table(database: Database, table: str) -> None:
    with database.owner() as owner:
        key = inspect(owner).get_pk_constraint(table)["constrained_columns"]
    assert set(Base.metadata.tables[table].primary_key.columns.keys()) == set(key)


def test_every_table_has_its_class(database: Database) -> None:
    with database.owner() as owner:
        assert set(inspect(owner).get_table_names()) == set(Base.metadata.tables)


def test_migrating_again_changes_nothing(database: Database) -> None:
    assert migrate(database) == newest()
    assert migrate(database) == newest()


@pytest.mark.parametrize("partitions", [0, 3])
def test_every_revision_can_be_undone_and_done_again_hash_partitioned_too(database: Database, partitions: int) -> None:
    undo(database, "base")
    with database.owner() as owner:
        assert inspect(owner).get_table_names() == []
    assert migrate(database, partitions=partitions) == newest()
