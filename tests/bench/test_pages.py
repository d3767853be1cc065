"""No page asks the database more often because there are more people: from the route table, console and portal."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from consortium import ASKS, HOST, filled
from makers import BASE_URL, Works
from mentoring.app import create_routes
from mentoring.bench.crowd import Crowd, lost_links
from mentoring.bench.looking import busy, member_of, propose, readers
from mentoring.bench.pages import Asking, counted
from mentoring.db.embedded import Server
from mentoring.db.rotation import health
from mentoring.meetings.pages import match_page
from mentoring.meetings.queries import of_programme
from mentoring.participants.judge import dossiers
from mentoring.participants.queries import counts_by_role, next_to_decide, pile, tab_of, waiting_for_a_person
from mentoring.schemes.faults import lift
from mentoring.settings import Settings, new_id
from mentoring.simulation.stage import Stage
from mentoring.unit_of_work import Actor
from mentoring.web.http.headers import guarded
from mentoring.web.http.visit import Site
from year import variant

SLUGS = ("ucl", "kcl")
Clone = Callable[[], AbstractContextManager[str]]
COORDINATOR = Actor.person(UUID(int=1), frozenset({"coordinator"}))
Counted = dict[tuple[str, str], int]
CONSOLE = "/{tenant}/console/{programme}"
LISTS = {
    ("/{tenant}/console", "coordinator"),
    ("/{tenant}/console/audit", "coordinator"),
    ("/{tenant}/console/find?q", "coordinator"),
    ("/{tenant}/console/programmes", "coordinator"),
    *((f"{CONSOLE}/{page}", "coordinator") for page in ("overview", "attendance", "attendance/{event}", "mentorships")),
    *((f"{CONSOLE}/{page}", "coordinator") for page in ("messages", "registrations", "registrations/{registration}")),
    *((f"{CONSOLE}/{page}", "coordinator") for page in ("surveys/{survey}", "timeline", "selection")),
    (f"{CONSOLE}/registrations?tab", "coordinator"),
    (f"{CONSOLE}/matching/{{round_id}}", "before matching"),
    *((f"/{{tenant}}/{page}", "member") for page in ("account", "mine", "my-data", "{programme}/mine")),
    *(
        (f"/{{tenant}}/{{programme}}/mine/{{mentorship}}{page}", "member")
        for page in ("", "/goals", "/notes", "/meetings/arrange")
    ),
}
"""Pages that must be among those that are walked, lest the walk say nothing."""


@dataclass
class Looked:
    """The statements of each page with few people and with many; `stage` is what the many are on."""

    few: Counted
    many: Counted
    stage: Stage
    slug: str
    lost: list[str]


@pytest.fixture(scope="module")
def looked(postgres: Server, clone: Clone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looked]:
    with clone() as name:
        database = postgres.database(name)
        town = filled(Works(database, variant("b-mentor", ASKS)), SLUGS)
        year = town.year
        stage = Stage(database, year.works.schemes, BASE_URL, year.now + timedelta(days=30))
        with stage.work(HOST) as work:
            lift(work.session, "b-mentor", at=work.now, by=None)
        settings = Settings(mode="demo", base_url=BASE_URL, data_dir=tmp_path_factory.mktemp("pages"))
        site = Site(settings=settings, database=database, schemes=stage.schemes, clock=stage.clock, ids=new_id)
        routes = create_routes(site)
        with postgres.superuser(name) as admin, closing(Asking(guarded(routes, https=True), BASE_URL)) as asking:
            crowd, member, found = Crowd(admin, database.keys), member_of(stage, HOST, year.slug), list[Counted]()
            for times, entries in ((2, 2), (6, 4)):
                crowd.grow(times)
                busy(stage, member, entries)
                propose(stage, HOST, town.alone(HOST))
                who = readers(stage, HOST, year.slug, town.alone(HOST))
                found.append(counted(asking, routes, who))
            yield Looked(found[0], found[1], stage, year.slug, list(lost_links(admin)))
        database.dispose()


def test_no_page_asks_more_often_with_more_people(looked: Looked) -> None:
    grown = {page: (few, looked.many.get(page)) for page, few in looked.few.items() if looked.many.get(page) != few}
    assert grown == {}
    assert looked.few.keys() >= LISTS


def test_a_crowd_is_as_the_application_would_have_written_it(looked: Looked) -> None:
    assert looked.lost == []
    found = list(health(looked.stage.database, SLUGS))
    assert [each.broken for each in found] == [(), ()]
    assert sum(each.whole for each in found) > 0


def test_the_database_sorts_registrations_as_the_rules_do(looked: Looked) -> None:
    for tenant in SLUGS:
        with looked.stage.at(tenant, looked.slug, COORDINATOR) as (work, programme):
            everyone = list(dossiers(work, programme).values())
            by_rule = Counter((each.registration.role, tab_of(each)) for each in everyone)
            by_role = counts_by_role(work, programme)
            assert {(role, tab): number for role in by_role for tab, number in by_role[role].items()} == by_rule
            over = Counter(tab_of(each) for each in everyone)
            assert waiting_for_a_person(work, programme) == (over["needs_person"], over["refusals"])
            ids = [each.registration.id for each in everyone]
            first, after = (pile(work, programme, tab="everyone", page=page) for page in (1, 2))
            assert [row.registration_id for row in (*first.rows, *after.rows)] == ids[:100]
            third = pile(work, programme, tab="everyone", beside=ids[2])
            assert (third.place, third.following, third.first) == (2, ids[3], 0)
            waits = [each.registration.id for each in everyone if tab_of(each) in {"needs_person", "refusals"}]
            for dossier in everyone[:3]:
                one = dossier.registration
                later = [key for key in ids[ids.index(one.id) + 1 :] + ids[: ids.index(one.id)] if key in waits]
                assert next_to_decide(work, programme, one) == next(iter(later), None)


def test_the_database_sorts_mentorships_as_their_rhythm_does(looked: Looked) -> None:
    for tenant in SLUGS:
        with looked.stage.at(tenant, looked.slug, COORDINATOR) as (work, programme):
            lines = of_programme(work, programme)
            quiet = [line for line in lines if line.quiet]
            order = sorted(lines, key=lambda line: (not line.quiet, line.held))
            first = match_page(work, programme, only_quiet=False, page=1, size=4)
            assert first.lines == tuple(order[:4])
            assert (first.all, first.quiet, first.found) == (len(lines), len(quiet), len(lines))
            running = [line for line in lines if line.state == "running"]
            assert (first.running, first.not_met) == (len(running), sum(not line.held for line in running))
            assert first.pathways == tuple(sorted({line.pathway for line in lines}))
            last = match_page(work, programme, only_quiet=False, page=999, size=4)
            assert last.lines == tuple(order[(last.number - 1) * 4 :])
            late = match_page(work, programme, only_quiet=True, page=1, size=4)
            assert (late.lines, late.found) == (tuple(quiet[:4]), len(quiet))
