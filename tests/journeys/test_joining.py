"""Partners over HTTP: asked, agreed, given other days; the record; people of organisations that have no tenant."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from browsing import Browser
from makers import Works
from mentoring.accounts.factors import install_factor
from mentoring.accounts.grants import grant
from mentoring.programmes.file import read_programme
from selecting import SLUG, TRUST, selecting_scheme, selecting_year
from served import Served, served
from year import B_MENTOR, SECRET, b_mentor_year

AT = "b-mentor-2021"
HOME = f"/ucl/console/{AT}/partners"
LATER = timedelta(minutes=11)


@pytest.fixture
def alone(real: Works, tmp_path: Path) -> Iterator[Served]:
    """B-MEntor, joined by King's alone; Queen Mary has a coordinator."""
    file = read_programme(B_MENTOR)
    year = b_mentor_year(real, replace(file, partners=tuple(each for each in file.partners if each.slug == "kcl")))
    someone = year.works.person("coordinator@qmul.example", "Vera Serif")
    with year.works.work("qmul", now=year.now) as work:
        grant(work, person=someone, role="coordinator")
        install_factor(work, someone, SECRET)
    with served(year, tmp_path) as site:
        yield site


@pytest.fixture
def selecting(real: Works, tmp_path: Path) -> Iterator[Served]:
    """A programme with a listed organisation."""
    real.schemes.schemes["selecting"] = selecting_scheme()  # type: ignore[index] # the test's own directory
    with served(selecting_year(real), tmp_path) as site:
        yield site


def day(name: str, year: int, month: int, number: int) -> dict[str, str]:
    return {f"{name}.day": str(number), f"{name}.month": str(month), f"{name}.year": str(year)}


def asks(site: Served) -> Browser:
    ucl = site.coordinator("ucl")
    ucl.open(HOME)
    assert "Before it has agreed" in ucl.follow("Ask an institution").words
    ucl.press("Ask it", {"partner": "qmul", **day("start", 2020, 10, 1), "reason": "Their board asked"})
    return ucl


def test_an_institution_is_asked_agrees_and_only_then_takes_part(alone: Served) -> None:
    ucl = asks(alone)
    assert "Queen Mary University of London Asked to take part from Thursday 1 October 2020" in ucl.page.words
    visitor = alone.browser()
    assert visitor.open(f"/qmul/{AT}/").status == 404
    assert "Queen Mary" not in visitor.open(f"/ucl/{AT}/").words
    qmul = alone.coordinator("qmul")
    assert qmul.open(f"/qmul/console/{AT}/overview").status == 404
    assert "UCL asks whether you take part." in qmul.open("/qmul/console/programmes").words
    page = qmul.follow("B-MEntor Professional 2021")
    assert page.heading == "Does Queen Mary take part?"
    assert "From Thursday 1 October 2020, until the programme ends." in page.words
    assert "University College London is the controller of Runs the programme" in page.words
    assert qmul.press("Answer").problems == ["Answer “Does your institution take part?”"]
    alone.year.now += LATER
    assert qmul.press("Answer", agrees="yes", reason="Signed on paper").heading == "Is it still you?"
    assert "You are a partner in it." in qmul.confirm().words
    assert visitor.open(f"/qmul/{AT}/").heading == "B-MEntor Professional 2021"
    assert "Queen Mary" in visitor.open(f"/ucl/{AT}/").words
    assert "Takes part" in ucl.open(HOME).words
    amara = alone.as_("amara.quarto@qmul.example")
    assert amara.open(f"/qmul/{AT}/register/mentee").heading == "About you"
    for browser, slug, told in ((ucl, "ucl", "asked partner"), (qmul, "qmul", "agreed partner")):
        assert told in browser.open(f"/{slug}/console/audit").words


def test_who_says_no_stands_with_that_and_is_asked_no_longer(alone: Served) -> None:
    ucl, qmul = asks(alone), alone.coordinator("qmul")
    qmul.open("/qmul/console/programmes")
    qmul.follow("B-MEntor Professional 2021")
    assert "No programme yet" in qmul.press("Answer", agrees="no").words
    assert "Said no on Monday 2 November 2020" in ucl.open(HOME).words
    assert ucl.follow("Ask no longer").heading == "Ask Queen Mary University of London no longer"
    assert len(ucl.press("Take the question back").problems) == 1
    alone.year.now += LATER
    ucl.press("Take the question back", reason="They said no")
    assert "Queen Mary" not in ucl.confirm().words


def test_other_days_are_changed_once_it_was_seen_for_whom(alone: Served) -> None:
    alone.year.register("cato.octavo@kcl.example", "mentee")
    ucl = alone.coordinator("ucl")
    ucl.open(HOME)
    assert ucl.follow("Change its days King's").heading == "When King's College London takes part"
    assert ucl.press("Show what this changes", day("end", 2020, 1, 1)).problems == ["It cannot leave before it joins."]
    page = ucl.press("Show what this changes", {**day("start", 2021, 3, 1), **day("end", 2021, 9, 1)})
    assert (page.heading, "Cato Octavo" in page.words) == ("What this changes", True)
    assert "One registration changes" in page.words
    alone.year.now += LATER
    assert ucl.press("Change the days", reason="Their board").heading == "Is it still you?"
    assert "From Monday 1 March 2021 to Wednesday 1 September 2021." in ucl.confirm().words
    assert "“Their board”" in ucl.open("/ucl/console/audit").words


def test_the_record_is_changed_and_read_by_participants(alone: Served) -> None:
    ucl = alone.coordinator("ucl")
    ucl.open(HOME)
    assert ucl.follow("Change the record").heading == "Who is the controller of what"
    wrong = ucl.press("Show what this changes", {"of.kcl": "Few", "email.kcl": "nobody"})
    assert len(wrong.problems) == 1
    said = {"of.kcl": "Keeps the register of training.\nAnswers its people.", "email.kcl": "registry@kcl.example"}
    page = ucl.press("Show what this changes", said)
    assert "Keeps the register of training." in page.words
    assert ucl.press("Keep this record").problems == ["Write why: whoever runs the programme next reads it"]
    alone.year.now += LATER
    ucl.press("Keep this record", reason="As signed")
    assert "Keeps the register of training. Answers its people." in ucl.confirm().words
    told = alone.browser().open("/kcl/data-protection").words
    assert "King's College London: Keeps the register of training." in told
    assert "registry@kcl.example" in told


def test_the_host_corrects_and_withdraws_whom_it_entered(selecting: Served) -> None:
    ucl = selecting.coordinator("ucl")
    ucl.open(f"/ucl/console/{SLUG}/enter/mentee")
    entered = {"listed": TRUST, "name": "Ines Kern", "email": "ines@kerning.example", "answers.hope": "New eyes"}
    assert "Ines Kern" in ucl.press("Enter the registration", entered).words
    assert ucl.follow("Change what was entered").heading == "Change what was entered about Ines Kern"
    at = ucl.page.path
    problems = ucl.press("Change the registration", name="", email="amara@kcl.example").problems
    assert problems[:2] == ["Write their name.", "This is an address of King's: they register themselves."]
    page = ucl.press(
        "Change the registration", name="Ines Kern-Verso", email="ines@kerning.example", reason="She wrote"
    )
    assert "Ines Kern-Verso" in page.words
    ucl.open(f"/ucl/console/{SLUG}/partners/record")
    refused = ucl.press("Show what this changes", listed="").problems
    assert refused[0].startswith(f"People of {TRUST} are registered")
    ucl.open(at)
    ucl.follow("Back to the registration")
    assert ucl.follow("Withdraw them").heading == "Withdraw Ines Kern-Verso"
    assert ucl.press("Withdraw Ines").problems == ["Write why, for example: they asked for it by telephone."]
    assert "Withdrawn on" in ucl.press("Withdraw Ines", reason="She asked").words
    assert ucl.page.links("Withdraw them") == []
    kcl = selecting.coordinator("kcl")
    assert kcl.open(at.replace("/ucl/", "/kcl/")).status == 403
    ucl.open(f"/ucl/console/{SLUG}/partners/record")
    assert ucl.press("Show what this changes", listed="").heading == "What this changes"


def test_who_is_invited_reads_who_opened_the_list_of_those_invited(selecting: Served) -> None:
    ucl = selecting.coordinator("ucl")
    ucl.open(f"/ucl/console/{SLUG}/invitations")
    ucl.press("Send the invitation", email="dov.verso@kcl.example")
    dov, hana = (selecting.as_(email) for email in ("dov.verso@kcl.example", "hana.glyph@kcl.example"))
    told = "A coordinator of UCL opened the list of who is invited for Selecting 2021, in which your name stands"
    assert told in dov.open("/kcl/my-data").words
    assert told not in hana.open("/kcl/my-data").words
