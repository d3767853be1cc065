"""A scheme's code that would break a rule, over HTTP: the round is held, and the console names what failed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from asking import Odd, odd_directory
from makers import Works
from mentoring.rounds.model import Round
from odd_year import SLUG, odd_year, registered
from served import Served, served
from year import rows


@pytest.fixture(scope="module")
def odd() -> Iterator[Odd]:
    with odd_directory() as found:
        yield found


@pytest.fixture
def site(works: Works, odd: Odd, tmp_path: Path) -> Iterator[Served]:
    year = odd_year(works, odd)
    registered(year, "amara.quarto@north.example", "mentee", deed="propose_matches:with_oneself")
    registered(year, "amara.quarto@north.example", "mentor")
    with served(year, tmp_path) as found:
        yield found


def test_the_round_is_held_by_name_and_the_fault_is_on_the_page_of_schemes(site: Served) -> None:
    lead = site.coordinator("north")
    lead.open(f"/north/console/{SLUG}/matching")
    page = lead.press("Run a round")
    assert page.status == 409
    assert page.heading == "This is held: the scheme's own code failed"
    said = "The code of odd 0 failed in `propose_matches`: Entrant 1 and Entrant 2 are the same person."
    assert said in page.words
    with site.year.works.work("north") as work:
        assert rows(work, Round) == []
    page = lead.open("/north/console/schemes")
    assert "propose_matches" in page.words
    assert "Entrant 1 and Entrant 2 are the same person." in page.words
    assert "In use: " in page.words
