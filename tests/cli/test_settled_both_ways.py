"""A year is the same whether or not settling reads again what is unchanged (`timeline.unchanged`)."""

from pathlib import Path

import pytest

from mentoring.cli.simulate.playing import bill_of, played
from mentoring.db import kept
from mentoring.db.embedded import Server
from mentoring.schemes.load import load_directory
from mentoring.simulation.telling import as_text

ROOT = Path(__file__).parents[2]
B_MENTOR = ROOT / "docs" / "examples" / "b-mentor-2021.toml"


@pytest.mark.parametrize("at_most", [0, kept.AT_MOST])
def test_a_year_is_the_same_whether_or_not_what_is_unchanged_is_read_again(
    postgres: Server, database_name: str, monkeypatch: pytest.MonkeyPatch, at_most: int, told: set[str]
) -> None:
    monkeypatch.setattr(kept, "AT_MOST", at_most)
    schemes = load_directory()
    bill = bill_of(schemes.get("b-mentor"), B_MENTOR, ROOT / "tenants", seed=3, mentees=4)
    database = postgres.database(database_name)
    try:
        story, checks = played(database, schemes, bill, seed=3)
    finally:
        database.dispose()
    assert [each for each in checks if each.broken] == []
    told.add(as_text(story, checks))
    assert len(told) == 1


@pytest.fixture(scope="module")
def told() -> set[str]:
    """What has been told of the year, every way it was settled."""
    return set()
