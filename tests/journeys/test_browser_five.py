"""Five people at a browser: the host's coordinator, a partner's, one of a partner that left, an analyst, an operator.

Every person's words are canaries, so it is known whose stand on a page. What each sees is said here from the design's
words; that nobody sees more at any address is proven by tests/isolation/test_every_route.py.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chromium import Someone, Street, chromium, live
from consortium import ASKS, WORD, Actor, Consortium, filled
from makers import Works
from mentoring.db.engine import Database
from mentoring.programmes.leave import leave
from year import home_of, variant

pytestmark = pytest.mark.browser

PAGES = {
    "": "Today",
    "/programmes": "Programmes",
    "/b-mentor-2021/registrations?tab=everyone": "Registrations",
    "/b-mentor-2021/attendance": "Events and attendance",
    "/b-mentor-2021/mentorships": "Mentorships",
    "/audit": "Who did what",
}
"""What every coordinator has."""
REFUSED = "You cannot do this"


@dataclass
class Walk:
    """Somebody's way through pages, and the canaries that stood there."""

    town: Consortium
    who: Actor
    window: Someone
    seen: set[str] = field(default_factory=set)

    def open(self, path: str, heading: str) -> None:
        self.window.open(f"/{self.who.home}/console{path}", heading)
        found = set(WORD.findall(self.window.page.content().lower()))
        assert {word for word in found if not self.town.is_read_by(word, self.who)} == set(), path
        self.seen |= found

    def of(self, slug: str) -> set[str]:
        """Which people of an institution they came across."""
        shared = {each.shared: each.home for each in self.town.people.values()}
        return {word for word in self.seen if shared.get(word) == slug}


@dataclass
class Place:
    town: Consortium
    street: Street

    def walk(self, slug: str, role: str) -> Walk:
        who = Actor(slug, role, f"{role}@{slug}.example")
        return Walk(self.town, who, self.street.person(who.email))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def place(browser: Browser, database: Database, tmp_path: Path) -> Iterator[Place]:
    town = filled(Works(database, variant("b-mentor", ASKS)), ("ucl", "kcl", "qmul"))
    with ExitStack() as leaving:
        street = Street(browser, leaving.enter_context(live(town.year, tmp_path)))
        leaving.callback(street.leave)
        yield Place(town, street)


def sent(town: Consortium, slug: str) -> set[str]:
    """The people of an institution who have sent a registration for the main programme."""
    of = [each for each in town.people.values() if each.home == slug and each.programme == town.main]
    return {each.shared for each in of if not each.is_draft}


def test_each_of_the_five_sees_what_is_theirs_and_nothing_else(place: Place) -> None:
    town = place.town
    host = place.walk("ucl", "coordinator")
    for path, heading in {**PAGES, "/b-mentor-2021/matching": "Matching"}.items():
        host.open(path, heading)
    assert {slug: host.of(slug) >= sent(town, slug) for slug in town.slugs} == dict.fromkeys(town.slugs, True)

    partner = place.walk("kcl", "coordinator")
    for path, heading in PAGES.items():
        partner.open(path, heading)
    partner.open("/b-mentor-2021/matching", REFUSED)
    assert partner.of("kcl") >= sent(town, "kcl")
    assert (partner.of("ucl"), partner.of("qmul")) == ({"canaryuclwithkcl"}, set())

    analyst = place.walk("kcl", "analyst")
    analyst.open("/releases", "Equality monitoring")
    analyst.open("/b-mentor-2021/releases", "Equality monitoring")
    for path in ("", "/audit", "/b-mentor-2021/registrations", "/b-mentor-2021/mentorships", "/system"):
        analyst.open(path, REFUSED)

    operator = place.walk("kcl", "operator")
    operator.open("/system", "System")
    for path in ("", "/audit", "/people", "/releases", "/b-mentor-2021/registrations", "/b-mentor-2021/overview"):
        operator.open(path, REFUSED)
    assert (analyst.seen, operator.seen) == (set(), set())


def test_the_coordinator_of_a_partner_that_left_finds_their_own_people_and_nobody_elses(place: Place) -> None:
    town = place.town
    before = place.walk("qmul", "coordinator")
    before.open("/b-mentor-2021/mentorships", "Mentorships")
    assert before.of("ucl") == {"canaryuclwithqmul"}
    with town.year.coordinating("ucl") as (work, programme):
        leave(work, programme, "qmul", reason="They go their own way")
    for email in [email for email, met in town.met.items() if "qmul" in {home_of(email), *map(home_of, met)}]:
        town.met[email] = set()  # what was offered ended with it
    after = place.walk("qmul", "coordinator")
    for path, heading in {**PAGES, "/b-mentor-2021/overview": "Your institution has left"}.items():
        after.open(path, heading)
    assert {slug: after.of(slug) for slug in ("ucl", "kcl")} == {"ucl": set(), "kcl": set()}
