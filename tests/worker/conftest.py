import pytest

from makers import Installed, Works
from mentoring.db.engine import Database
from mentoring.schemes.load import load_directory
from year import Year, b_mentor_year, lse_year


@pytest.fixture
def real(database: Database) -> Works:
    """The database, with the schemes that are installed."""
    return Works(database, Installed(load_directory().schemes))


@pytest.fixture
def year(real: Works) -> Year:
    """B-MEntor Professional 2021, hosted by UCL, while registration is open."""
    return b_mentor_year(real)


@pytest.fixture
def lse(real: Works) -> Year:
    """LSE's programme of 2025, while registration is open."""
    return lse_year(real)
