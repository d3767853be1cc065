"""What the demo holds once it has been played, on a day that is given."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import select

from browsing import Browser
from makers import BASE_URL
from mentoring.app import create_app
from mentoring.cli.demo.guests import Bill, bills, links_for
from mentoring.cli.demo.shape import Shape, read_shape
from mentoring.cli.demo.story import play
from mentoring.db.embedded import Server
from mentoring.gates.service import passes
from mentoring.meetings.model import Meeting
from mentoring.meetings.queries import of_programme
from mentoring.mentorships.model import Signature
from mentoring.messages.model import Message
from mentoring.monitoring.answers import answered
from mentoring.participants.model import Decision, Registration
from mentoring.participants.queries import pile
from mentoring.reports.releases import releases
from mentoring.rounds.queries import ready, rounds
from mentoring.schemes.load import load_directory
from mentoring.settings import Settings, new_id
from mentoring.simulation.chance import Ids
from mentoring.simulation.stage import Stage
from mentoring.surveys.model import Asked
from mentoring.tenants.file import read_tenants
from mentoring.unit_of_work import Actor
from mentoring.web.http.visit import Site

HERE = Path(__file__).parent
TENANTS = read_tenants(HERE.parents[1] / "tenants")
NOW = datetime(2026, 9, 16, 11, tzinfo=UTC)
"""A Wednesday."""

Clone = Callable[[], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def shape() -> Shape:
    return read_shape(HERE / "demo.toml")


@pytest.fixture(scope="module")
def stage(postgres: Server, clone: Clone, shape: Shape) -> Iterator[Stage]:
    """The small demo, played until NOW."""
    with clone() as name:
        database = postgres.database(name)
        stage = Stage(database, load_directory(), BASE_URL, NOW, Ids(7))
        play(stage, shape, TENANTS, NOW, lambda *_: None)
        yield stage
        database.dispose()


@pytest.fixture
def announced(stage: Stage, shape: Shape) -> tuple[Bill, ...]:
    return bills(stage, shape, TENANTS)


def piles(stage: Stage, host: str, slug: str) -> dict[str, int]:
    with stage.at(host, slug) as (work, programme):
        return dict(pile(work, programme).counts)


def rows(stage: Stage, host: str, model: type[Any]) -> list[Any]:
    with stage.work(host) as work:
        return list(work.session.scalars(select(model).where(model.tenant_id == host)))


def test_a_running_programme_is_decided_matched_and_meets_unevenly(stage: Stage) -> None:
    assert piles(stage, "ucl", "pairs") == {
        "needs_person": 0,
        "refusals": 0,
        "eligible": 11,
        "waiting": 0,
        "withdrawn": 1,
        "everyone": 13,
    }
    with stage.at("ucl", "pairs") as (work, programme):
        found = of_programme(work, programme)
        (published,) = rounds(work, programme)
        assert len(passes(work, programme)) == 10
    assert (published.state, published.placed, published.unplaced) == ("published", 5, 0)
    assert published.published_at == datetime(2026, 3, 19, 9, tzinfo=UTC)
    assert Counter(each.state for each in found) == {"running": 5}
    assert sorted(each.held for each in found) == [0, 3, 3, 4, 5]


def test_circles_run_beside_pairs_and_somebody_has_both_roles(stage: Stage) -> None:
    with stage.at("lse", "circles") as (work, programme):
        found = of_programme(work, programme)
    people = rows(stage, "lse", Registration)
    assert {each.pathway_title for each in found} == {"1-to-1 mentoring", "Mentoring circle"}
    assert sum(each.held for each in found) == sum(each.state == "held" for each in rows(stage, "lse", Meeting)) > 0
    assert sorted(Counter(each.email for each in people).values()) == [1, 1, 1, 1, 1, 1, 1, 2]


def test_an_open_programme_waits_for_coordinators_and_could_be_matched(stage: Stage) -> None:
    assert piles(stage, "ucl", "next") == {
        "needs_person": 2,
        "refusals": 1,
        "eligible": 7,
        "waiting": 0,
        "withdrawn": 0,
        "everyone": 10,
    }
    with stage.at("ucl", "next") as (work, programme):
        (before,) = ready(work, programme)
        assert rounds(work, programme) == ()
    assert before.blocked == ""
    assert before.roles == (("Mentees", 3, 1), ("Mentors", 3, 0))
    assert before.undecided == 3


def test_only_people_decide_and_everything_lies_in_the_past(stage: Stage) -> None:
    decisions = rows(stage, "ucl", Decision)
    assert Counter(each.outcome for each in decisions) == {"eligible": 1, "not_eligible": 1}
    assert all(each.decided_by is not None and each.reason for each in decisions)
    registrations = [*rows(stage, "ucl", Registration), *rows(stage, "lse", Registration)]
    assert max(each.saved_at for each in registrations) < NOW
    assert len({each.saved_at.date() for each in registrations}) > 20
    assert max(each.starts_at for each in rows(stage, "ucl", Meeting) if each.state == "held") < NOW
    assert max(each.created_at for each in rows(stage, "ucl", Message)) <= NOW


def test_most_people_answer_what_they_are_asked_on_the_days_on_which_they_would_be(stage: Stage) -> None:
    asked = [each for each in rows(stage, "ucl", Asked) if each.closes_at < NOW]
    signatures = rows(stage, "lse", Signature)
    done = [each for each in asked if each.answered_at is not None]
    assert len(asked) > 15
    assert 0.5 < len(done) / len(asked) < 1
    assert all(each.asked_at <= each.answered_at < each.closes_at for each in done)
    assert len({each.asked_at.date() for each in asked}) >= 3
    assert 1 < sum(each.version is not None for each in signatures) <= len(signatures)


def test_people_answer_the_equality_question_themselves_and_too_few_give_no_table(stage: Stage) -> None:
    with stage.at("ucl", "pairs") as (work, programme):
        people = [each for each in rows(stage, "ucl", Registration) if each.programme_id == programme.id]
    sent = [each for each in people if each.state == "submitted" and each.person_id is not None]
    said = 0
    for each in sent:
        with stage.work(each.home_tenant_id, Actor.person(each.person_id)) as work:
            said += len(answered(work, [each.id]))
    assert len(sent) / 2 < said <= len(sent)
    with stage.at("ucl", "pairs", Actor.person(new_id(), frozenset({"coordinator"}))) as (work, programme):
        assert {each.state for each in releases(work, programme)} == {"ready", "to_come"}


def test_everyone_is_obviously_made_up(stage: Stage) -> None:
    addresses = {each.email for host in ("ucl", "lse") for each in rows(stage, host, Registration)}
    assert {address.rpartition(".")[2] for address in addresses} == {"example"}


def test_one_can_be_a_coordinator_a_member_or_somebody_new(announced: tuple[Bill, ...]) -> None:
    parts = [[guest.part for guest in bill.guests] for bill in announced]
    assert parts == [
        ["Lead coordinator", "Partner coordinator", "Analyst", "Mentee", "Mentor"],
        ["Coordinator", "Mentee in a circle"],
        ["Somebody new"],
    ]
    emails = [guest.email for bill in announced for guest in bill.guests]
    assert len(emails) == len(set(emails))


def test_each_link_leads_by_one_button_to_a_page_and_works_once(stage: Stage, announced: tuple[Bill, ...]) -> None:
    guests = [guest for bill in announced for guest in bill.guests]
    old, links = links_for(stage, guests), links_for(stage, guests)
    headings = {}
    settings = Settings(mode="demo", base_url=BASE_URL, data_dir=HERE)
    site = Site(settings=settings, database=stage.database, schemes=stage.schemes, clock=lambda: NOW, ids=new_id)
    with TestClient(create_app(site), base_url=BASE_URL) as client:
        for guest in guests:
            browser = Browser(client)
            assert browser.open(path(old[guest])).status == 410
            assert browser.open(path(links[guest])).heading == "Sign in"
            landed = browser.press("Sign in")
            if landed.heading == "Enter your code":
                landed = browser.give_code()
            assert (landed.status, landed.path) == (200, guest.path)
            headings[guest.part] = landed.heading
            assert Browser(client).open(path(links[guest])).status == 410
    assert headings == {
        "Lead coordinator": "Today",
        "Partner coordinator": "Today",
        "Analyst": "Equality monitoring",
        "Mentee": "You and Priya",
        "Mentor": "You and Bashir",
        "Coordinator": "Today",
        "Mentee in a circle": "Mentoring circle 1",
        "Somebody new": "Next",
    }


def test_more_starts_than_links_an_hour_still_give_links(stage: Stage, announced: tuple[Bill, ...]) -> None:
    guest = announced[0].guests[0]
    given = [links_for(stage, [guest])[guest] for _ in range(8)]
    assert len(set(given)) == 8


def test_dates_are_weekdays_so_many_weeks_from_this_one(shape: Shape) -> None:
    wednesday, sunday = date(2026, 9, 16), date(2026, 9, 20)
    opens = shape.programmes[0].opens
    assert opens.on(wednesday) == opens.on(sunday) == date(2025, 12, 22)
    file = shape.programmes[0].file(wednesday)
    assert dict(file.dates) == {
        "closes": ("2026-01-23",),
        "induction_mentee": ("2026-02-19",),
        "induction_mentor": ("2026-03-05",),
        "celebration": ("2027-01-13",),
    }


def path(link: str) -> str:
    return link.removeprefix(BASE_URL)
