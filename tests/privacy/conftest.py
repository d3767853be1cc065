import pytest

from told_everything import Told, told_everything
from year import Year


@pytest.fixture
def told(year: Year) -> Told:
    """Two pairs that run; of everything that is kept about people, something is kept about each of the mentees."""
    return told_everything(year)
