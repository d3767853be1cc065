"""From settings to a database."""

from pathlib import Path

import pytest
from sqlalchemy import text

from mentoring.db.connect import connected
from mentoring.db.embedded import Server
from mentoring.db.postmaster import read_postmaster
from mentoring.errors import SetUpIncomplete
from mentoring.settings import Settings


def test_without_an_address_the_embedded_server_runs_for_as_long_as_it_is_needed(tmp_path: Path) -> None:
    with connected(Settings(data_dir=tmp_path)) as database, database.session("ucl") as session:
        assert session.scalar(text("select current_user::text")) == "mentoring_app"
        assert read_postmaster(tmp_path / "postgres" / "data") is not None
    assert read_postmaster(tmp_path / "postgres" / "data") is None


def test_with_an_address_that_server_is_used_and_none_is_started(
    postgres: Server, database_name: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=postgres.url("mentoring_app", database_name))
    with connected(settings) as database:
        with database.session("ucl") as session:
            assert session.scalar(text("select current_database()")) == database_name
        with pytest.raises(SetUpIncomplete, match="MENTORING_DATABASE_OWNER_URL"), database.owner():
            pass
    assert list(tmp_path.iterdir()) == []
