"""A round that is held says so where a coordinator looks: which scheme, version and hook, why, and what to do."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from asking import Odd, odd_directory
from makers import Works
from mentoring.participants.decide import decide
from mentoring.participants.model import Registration
from mentoring.participants.register import save_answers, start, submit
from mentoring.programmes.model import Programme
from mentoring.rounds.run import run_round
from mentoring.schemes.ask import Asker, CodeHeld
from served import Served, served
from year import Year, odd_year, rows

HOME = "/north/console/odd-2021"


@pytest.fixture(scope="module")
def odd() -> Iterator[Odd]:
    with odd_directory() as found:
        yield found


@pytest.fixture
def year(works: Works, odd: Odd) -> Year:
    return odd_year(works, odd.scheme, odd.asker)


@pytest.fixture
def site(year: Year, tmp_path: Path) -> Iterator[Served]:
    with served(year, tmp_path) as found:
        yield found


def registered(year: Year, email: str, role: str, **answers: object) -> None:
    with year.as_(email) as (work, programme):
        one = start(work, programme, role=role)
        save_answers(work, programme, one, answers=answers)
        submit(work, programme, one)


def a_pair(year: Year, deed: str = "") -> None:
    named = {"deed": deed} if deed else {}
    registered(year, "amara.quarto@north.example", "mentee", years=3, **named)
    registered(year, "dinah.almanac@south.example", "mentor", years=5)


def test_a_failure_stands_on_matching_and_today_until_a_round_comes_about(site: Served) -> None:
    a_pair(site.year, "score:nan")
    lead = site.coordinator("north")
    assert "Rounds are held" not in lead.open(f"{HOME}/matching").words
    assert lead.press("Run a round").status == 409
    for path in (f"{HOME}/matching", "/north/console"):
        page = lead.open(path)
        assert "The round is held: the scheme's code failed" in page.words
        assert "Scheme odd 0, hook score, cause: answer" in page.words
        assert "The code of odd 0 failed in `score`: the block holds NaN. No proposal was made by it." in page.words
        assert "Run the round again" in page.words
    assert lead.follow("See what failed").heading == "Schemes"
    with site.year.as_("amara.quarto@north.example") as (work, programme):
        save_answers(work, programme, start(work, programme, role="mentee"), answers={"deed": None})
    lead.open(f"{HOME}/matching")
    lead.press("Run a round")
    assert "is held" not in lead.open(f"{HOME}/matching").words
    assert "is held" not in lead.open("/north/console").words


def test_a_quarantine_holds_rounds_until_a_person_lifts_it(site: Served) -> None:
    a_pair(site.year, "score:raise")
    lead = site.coordinator("north")
    lead.open(f"{HOME}/matching")
    for _ in range(3):
        lead.press("Run a round")
        page = lead.open(f"{HOME}/matching")
    assert "Rounds are held: the scheme's code is in quarantine" in page.words
    assert "It failed three times within an hour. Last, `score` failed" in page.words
    lead.follow("See what failed")
    lead.press("Ask its code again")
    assert "in quarantine" not in lead.open(f"{HOME}/matching").words


def test_a_partner_is_told_nothing_of_the_hosts_code(site: Served) -> None:
    a_pair(site.year, "score:nan")
    lead = site.coordinator("north")
    lead.open(f"{HOME}/matching")
    lead.press("Run a round")
    assert "held" not in site.coordinator("south").open("/south/console").words


def test_the_hooks_are_pinned_with_the_documents_so_that_an_uninstalled_scheme_holds_its_rounds(
    year: Year, tmp_path: Path
) -> None:
    a_pair(year)
    with year.works.work("north") as work:
        assert rows(work, Programme)[0].hooks == ["derive", "milestone_due", "propose_matches", "score"]
    year.works = replace(year.works, schemes=replace(year.works.schemes, schemes={}, asker=Asker()))
    with served(year, tmp_path) as site:
        lead = site.coordinator("north")
        page = lead.open(f"{HOME}/matching")
        assert "Rounds are held: the scheme's code is not the one that was pinned" in page.words
        assert "The scheme odd counts on code of its own, `derive`, and none is installed here." in page.words
        with year.coordinating("north") as (work, programme):
            (one,) = [each.id for each in rows(work, Registration) if each.role == "mentee"]
            decide(work, programme, one, outcome="eligible", reason="She works next door")
        with pytest.raises(CodeHeld), year.coordinating("north") as (work, programme):
            run_round(work, programme)
        assert "is held" in lead.open("/north/console").words


def test_a_version_that_does_not_cover_the_pinned_one_holds_its_rounds(year: Year, odd: Odd, tmp_path: Path) -> None:
    a_pair(year)
    newer = msgspec.structs.replace(odd.asker.codes["odd"], version="1.0")
    year.works = replace(year.works, schemes=replace(year.works.schemes, asker=Asker({"odd": newer}, odd.zygote)))
    with served(year, tmp_path) as site:
        page = site.coordinator("north").open(f"{HOME}/matching")
        assert (
            "Version 1.0 of odd is installed, and this programme has pinned 0, which it does not cover." in page.words
        )


def test_a_hook_that_a_later_version_brings_is_not_asked_before_the_programme_moves(
    works: Works, odd: Odd, tmp_path: Path
) -> None:
    before = msgspec.structs.replace(odd.scheme, hooks=("derive", "score"))
    year = odd_year(works, before, odd.asker)
    a_pair(year, "propose_matches:with_oneself")
    with served(year, tmp_path) as site:
        lead = site.coordinator("north")
        lead.open(f"{HOME}/matching")
        assert lead.press("Run a round").heading == "Matching"
