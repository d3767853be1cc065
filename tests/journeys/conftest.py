from collections.abc import Iterator
from pathlib import Path

import pytest

from makers import Installed, Works
from mentoring.db.engine import Database
from mentoring.schemes.load import load_directory
from served import Served, served
from year import b_mentor_year, lse_year


@pytest.fixture
def real(database: Database) -> Works:
    """The database, with the schemes that are installed."""
    return Works(database, Installed(load_directory().schemes))


@pytest.fixture
def b_mentor(real: Works, tmp_path: Path) -> Iterator[Served]:
    """B-MEntor Professional 2021, hosted by UCL, while registration is open."""
    with served(b_mentor_year(real), tmp_path) as site:
        yield site


@pytest.fixture
def lse(real: Works, tmp_path: Path) -> Iterator[Served]:
    """LSE's programme of 2025, while registration is open."""
    with served(lse_year(real), tmp_path) as site:
        yield site
