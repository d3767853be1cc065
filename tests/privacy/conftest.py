import pytest

from makers import Installed, Works
from mentoring.db.engine import Database
from mentoring.schemes.load import load_directory
from told_everything import Told, told_everything
from year import Year, b_mentor_year


@pytest.fixture
def real(database: Database) -> Works:
    """The database, with the schemes that are installed."""
    return Works(database, Installed(load_directory().schemes))


@pytest.fixture
def year(real: Works) -> Year:
    """B-MEntor Professional 2021, hosted by UCL, while registration is open."""
    return b_mentor_year(real)


@pytest.fixture
def told(year: Year) -> Told:
    """Two pairs that run; of everything that is kept about people, something is kept about each of the mentees."""
    return told_everything(year)
