"""Nobody learns from a refusal whether there is a programme that is not shown yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from makers import Installed, Works
from mentoring.db.engine import Database
from mentoring.schemes.load import load_directory
from served import Served, served
from year import b_mentor_year

PAGES = ("{}/", "{}/mine", "{}/register/mentee", "{}/register/mentee/about-you", "console/{}/overview")


@pytest.fixture
def hidden(database: Database, tmp_path: Path) -> Iterator[Served]:
    """B-MEntor's programme is being prepared and not published."""
    year = b_mentor_year(Works(database, Installed(load_directory().schemes)))
    with year.works.work("ucl") as work:
        work.session.execute(text("update programmes set published_at = null"))
    with served(year, tmp_path) as site:
        yield site


def test_a_programme_in_preparation_looks_like_none(hidden: Served) -> None:
    for who in (hidden.browser(), hidden.as_("amara.quarto@kcl.example")):
        for page in PAGES:
            there, absent = (who.open("/kcl/" + page.format(slug)) for slug in ("b-mentor-2021", "nothing-2021"))
            assert (page, there.status, there.heading) == (page, absent.status, absent.heading)
            assert there.html.replace("b-mentor-2021", "nothing-2021") == absent.html
    assert hidden.coordinator("kcl").open("/kcl/console/b-mentor-2021/overview").heading == "Overview"


def test_an_empty_secret_is_replaced_so_that_nobody_is_locked_out(hidden: Served) -> None:
    answer = hidden.client.get("/kcl/sign-in", headers={"Cookie": "visitor="})
    assert "visitor=" in answer.headers["Set-Cookie"]
