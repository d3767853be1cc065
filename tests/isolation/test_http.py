"""A partner's coordinator sees nothing of another institution's people on any page, whatever ids they try.

Canary words stand in every field. The same pages show them to those they concern, else this proves nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import product
from uuid import UUID, uuid5

import pytest
from msgspec import structs

from browsing import Browser
from makers import Installed, Works
from mentoring.db.embedded import Server
from mentoring.events.model import EventSession
from mentoring.gates.service import record_passes
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.model import Member
from mentoring.participants.decide import decide
from mentoring.participants.model import Registration
from mentoring.participants.register import own_registrations, save_answers, start, withdraw
from mentoring.people.model import Person
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import read_programme
from mentoring.rounds.model import Round
from mentoring.schemes.load import load_directory
from mentoring.web.http.permits import declared_routes
from served import Served, served
from year import B_MENTOR, MATCHING, OPEN, Year, b_mentor_year, home_of, published, rows

Clone = Callable[[], AbstractContextManager[str]]
Addresses = Mapping[str, list[str]]

NOBODY = str(uuid5(UUID(int=1), "nobody"))
CANARY = {"ucl": "canaryucl", "kcl": "canarykcl", "qmul": "canaryqmul"}
SHOW_PEOPLE = {
    "/{tenant}/account",
    "/{tenant}/console/audit",
    "/{tenant}/console/{programme}/messages",
    "/{tenant}/console/{programme}/registrations/{registration}/level",
    "/{tenant}/console/{programme}/registrations/{registration}/why",
    "/{tenant}/console/{programme}/attendance",
    "/{tenant}/console/{programme}/attendance/{event}",
    "/{tenant}/console/{programme}/attendance/{event}/{gathering}/register",
    "/{tenant}/console/{programme}/matching",
    "/{tenant}/console/{programme}/matching/{round_id}",
    "/{tenant}/console/{programme}/matching/{round_id}/matrix",
    "/{tenant}/console/{programme}/mentorships",
    "/{tenant}/console/{programme}/registrations",
    "/{tenant}/console/{programme}/registrations/{registration}",
    "/{tenant}/{programme}/register/{role}",
    "/{tenant}/{programme}/register/{role}/{theme}",
}
"""The pages on which somebody's own institution, or they themselves, read their words."""
SIBLING = "b-mentor-ucl-alone"
"""A programme of UCL's without any partner."""


@dataclass(frozen=True)
class World:
    """The application as it is in production; browsers that signed in; ids by what they are."""

    site: Served
    browsers: Mapping[str, Browser]
    foreign: Addresses
    own: Addresses


@pytest.fixture(scope="module")
def world(postgres: Server, clone: Clone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with clone() as name:
        database = postgres.database(name)
        try:
            year = b_mentor_year(Works(database, Installed(load_directory().schemes)))
            fill(year)
            folder = tmp_path_factory.mktemp("http")
            who = ("coordinator@kcl.example", "coordinator@ucl.example", "amara.canarykcl@kcl.example")
            with served(year, folder) as demo, served(year, folder, mode="production") as site:
                browsers = {}
                for email in (*who, "gita.canaryucl@ucl.example"):
                    browsers[email] = site.browser()
                    browsers[email].cookies = demo.as_(email).cookies
                yield World(site, browsers, ids(year, "ucl", "qmul"), ids(year, "kcl"))
        finally:
            database.dispose()


def canaries(home: str) -> dict[str, object]:
    """Answers with a canary in every field that takes words."""
    word = CANARY[home]
    return {
        **dict.fromkeys(("job_title", "unit", "goals", "tried", "experience"), f"Something {word}"),
        "line_manager": f"manager.{word}@{home}.example",
        "avoid": [f"nobody.{word}@{home}.example"],
    }


def registered(year: Year, email: str, role: str, **changes: object) -> UUID:
    """Somebody with canaries; `matched` ones share their own words with whom they meet, so those are plain."""
    words = {
        name: value for name, value in canaries(home_of(email)).items() if role == "mentor" or name != "experience"
    }
    if role == "mentor":
        words = {name: value for name, value in words.items() if name not in {"goals", "tried"}}
    return year.register(email, role, **{**words, **changes})


def fill(year: Year) -> None:
    plain = {"job_title": "Head of Finance", "unit": "Finance", "experience": "By chance"}
    amara = registered(year, "amara.canarykcl@kcl.example", "mentee")
    dinah = registered(year, "dinah.almanac@ucl.example", "mentor", **plain)
    basil = registered(year, "basil.canaryucl@ucl.example", "mentor", offers=["networks"])
    cato = registered(year, "cato.canaryqmul@qmul.example", "mentee", wants=["networks"])
    gita = registered(year, "gita.canaryucl@ucl.example", "mentee", wants=["belonging"])
    registered(year, "hana.canaryucl@ucl.example", "mentee", grade="")
    ivo = registered(year, "ivo.canaryucl@ucl.example", "mentee", staff_group="academic")
    registered(year, "jon.canaryucl@ucl.example", "mentee")
    registered(year, "kai.canarykcl@kcl.example", "mentee", grade="")
    with year.as_("jon.canaryucl@ucl.example") as (work, programme):
        withdraw(work, programme, own_registrations(work, programme)[0], reason="Gone, canaryucl")
    with year.as_("lena.canaryucl@ucl.example") as (work, programme):
        save_answers(work, programme, start(work, programme, role="mentee"), answers=canaries("ucl"))
    with year.coordinating("ucl") as (work, programme):
        decide(work, programme, ivo, outcome="not_eligible", reason="Academic, canaryucl")
    year.now = MATCHING
    with year.coordinating("ucl") as (work, programme):
        record_passes(work, programme, [amara, cato, gita], gate="trained_mentee")
        record_passes(work, programme, [dinah, basil], gate="trained_mentor")
    published(year)
    with year.works.work("ucl", now=year.now) as work:
        members = {each.registration_id: each.mentorship_id for each in rows(work, Member)}
    with year.as_("cato.canaryqmul@qmul.example") as (work, _):
        log_meeting(work, members[cato], host="ucl", starts_at=year.now, minutes=60, zone="Europe/London")
    alone_at_ucl(year)


def alone_at_ucl(year: Year) -> None:
    """A second programme of UCL's, with somebody in it."""
    file = structs.replace(read_programme(B_MENTOR), slug=SIBLING, title="Alone at UCL", partners=())
    with year.works.work("ucl", now=OPEN) as work:
        apply_programme(work, file)
    registered(Year(year.works, SIBLING, "ucl", OPEN), "mona.canaryucl@ucl.example", "mentee")


def ids(year: Year, *homes: str) -> Addresses:
    """Real ids of what concerns people of `homes` alone."""
    with year.works.work("ucl", now=year.now) as work:
        registrations = [str(each.id) for each in rows(work, Registration) if each.home_tenant_id in homes]
        seen: dict[str, set[str]] = {}
        for each in rows(work, Member):
            seen.setdefault(str(each.mentorship_id), set()).add(each.home_tenant_id)
        return {
            "registration": registrations,
            "mentorship": [key for key, of in seen.items() if of <= set(homes)],
            "round_id": [str(each.id) for each in rows(work, Round)],
            "programme": [year.slug],
            "role": ["mentee", "mentor"],
            "theme": ["about-you", "1", "2", "3", "declaration", "send"],
            "tenant": ["ucl" if "ucl" in homes else "kcl"],
            "token": ["none"],
            "someone": [str(each.id) for each in rows(work, Person)][:3] if "ucl" in homes else [NOBODY],
            "name": ["none"],
            "stage": ["panel"],
            "event": ["induction_mentee"],
            "gathering": [str(each.id) for each in rows(work, EventSession) if each.event == "induction_mentee"],
            "part": ["roles"],
            "number": ["1"],
            **{key: [NOBODY] for key in ("message_id", "task", "invitation", "session")},
            "partner": ["kcl", "ual"],
        }


def patterns(site: Served, method: str) -> list[str]:
    return [path for kind, path, _ in declared_routes(site.routes) if kind == method and "{tenant" in path]


def addresses(pattern: str, known: Addresses, **changes: list[str]) -> list[str]:
    """Every address of a route, over all ids of `known`."""
    names = re.findall(r"{(\w+):\w+}", pattern)
    choices = product(*({**known, **changes}[name] for name in names))
    bare = re.sub(r"{(\w+):\w+}", "{}", pattern)
    return [bare.format(*each) for each in choices]


def test_no_page_shows_a_partner_anything_of_another_institutions_people(world: World) -> None:
    looked = 0
    for email in ("coordinator@kcl.example", "amara.canarykcl@kcl.example"):
        browser = world.browsers[email]
        for pattern in patterns(world.site, "GET"):
            tried = {*addresses(pattern, world.own), *addresses(pattern, world.foreign, tenant=["kcl", "ucl"])}
            for address in sorted(tried | {f"{each}?tab=everyone" for each in tried if each.endswith("registrations")}):
                page = browser.open(address)
                looked += 1
                assert (address, CANARY["ucl"] in page.html.lower()) == (address, False)
                assert (address, CANARY["qmul"] in page.html.lower()) == (address, False)
    print(f"{looked} pages looked at")  # noqa: T201 - a proof tells its count


def test_the_same_pages_show_it_to_those_it_concerns(world: World) -> None:
    shown = set()
    for email in ("coordinator@ucl.example", "gita.canaryucl@ucl.example"):
        for pattern in patterns(world.site, "GET"):
            for address in addresses(pattern, world.foreign):
                main = world.browsers[email].open(address).html.partition("<main")[2]
                if CANARY["ucl"] in main.lower():
                    shown.add(re.sub(r":\w+}", "}", pattern))
    assert shown == SHOW_PEOPLE


def test_what_is_foreign_and_what_is_absent_are_answered_with_the_same_bytes(world: World) -> None:
    kcl = world.browsers["coordinator@kcl.example"]
    compared = 0
    for pattern in patterns(world.site, "GET"):
        for name in {"registration", "mentorship", "round_id", "someone"} & set(re.findall(r"{(\w+):", pattern)):
            (absent,) = addresses(pattern, world.own, **{name: [NOBODY]})
            nothing = kcl.open(absent)
            for address in addresses(pattern, world.own, **{name: world.foreign[name]}):
                page = kcl.open(address)
                compared += 1
                assert (address, page.status, page.html) == (address, nothing.status, nothing.html)
                assert page.status in {403, 404}
    for pattern in patterns(world.site, "GET"):
        if "{programme:" in pattern:
            for address in addresses(pattern, world.own, programme=[SIBLING]):
                nothing, page = kcl.open(address.replace(SIBLING, "no-such-programme")), kcl.open(address)
                compared += 1
                assert (address, page.status, page.html) == (address, nothing.status, nothing.html)
                assert page.status == 404
    sent = [
        ("csrf", kcl.open("/kcl/console").token),
        ("outcome", "eligible"),
        ("reason", "mine now"),
        ("gate", "trained_mentee"),
    ]
    for pattern in patterns(world.site, "POST"):
        if "registration:" in pattern:
            (absent,) = addresses(pattern, world.own, registration=[NOBODY])
            nothing = kcl.send(absent, sent)
            for address in addresses(pattern, world.own, registration=world.foreign["registration"]):
                page = kcl.send(address, sent)
                compared += 1
                assert (address, page.status, page.html) == (address, 404, nothing.html)
    print(f"{compared} answers compared")  # noqa: T201 - a proof tells its count
    assert compared > 60
