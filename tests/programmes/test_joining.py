"""T3, T4: an institution takes part once it has agreed, and whose word that is the database keeps."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select, update
from sqlalchemy.exc import ProgrammingError

from makers import Installed, Works
from mentoring.audit.model import AuditEntry
from mentoring.db.engine import Database
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.messages.model import Post
from mentoring.participants.model import Registration
from mentoring.participants.register import start
from mentoring.programmes.due import wake
from mentoring.programmes.file import ControllerSaid, read_programme
from mentoring.programmes.joining import (
    Waiting,
    answer_asking,
    ask,
    asked,
    asked_about,
    change_days,
    may_be_asked,
    waiting,
    withdraw_asking,
)
from mentoring.programmes.leave import leave
from mentoring.programmes.model import Due, Partner, Programme
from mentoring.programmes.pinned import file_of
from mentoring.programmes.queries import programmes
from mentoring.programmes.record import change_record
from mentoring.schemes.load import load_directory
from mentoring.timeline.effect import effect_of_doing
from mentoring.unit_of_work import Actor, UnitOfWork
from year import B_MENTOR, Year, b_mentor_year, rows

FIRST, LAST = date(2020, 12, 1), date(2021, 6, 30)


@pytest.fixture
def with_kings(database: Database) -> Year:
    """UCL's programme, joined by King's alone."""
    file = read_programme(B_MENTOR)
    kings = tuple(each for each in file.partners if each.slug == "kcl")
    return b_mentor_year(Works(database, Installed(load_directory().schemes)), replace(file, partners=kings))


def coordinator(year: Year, slug: str) -> Actor:
    return Actor.person(year.works.person(f"coordinator@{slug}.example").id, frozenset({"coordinator"}))


def asks(year: Year, slug: str = "qmul") -> None:
    with year.coordinating("ucl") as (work, programme):
        ask(work, programme, slug, start=FIRST, end=LAST, reason="They asked to join")


def answers(year: Year, slug: str = "qmul", *, agrees: bool = True) -> None:
    with year.works.work(slug, coordinator(year, slug), year.now) as work:
        (one,) = asked(work)
        answer_asking(work, one.programme.id, agrees=agrees)
    year.settle()


def trail(year: Year, slug: str) -> list[tuple[str, str | None]]:
    with year.works.work(slug) as work:
        found = select(AuditEntry.action, AuditEntry.reason).where(
            AuditEntry.tenant_id == slug, AuditEntry.object == "partner"
        )
        return [(action, reason) for action, reason in work.session.execute(found.order_by(AuditEntry.id))]


def refused(year: Year, slug: str, actor: Actor | None, deed: Callable[[UnitOfWork], object]) -> str:
    """What the database says to `deed` in that scope."""
    given: Any = {} if actor is None else {"actor": actor}
    with pytest.raises(ProgrammingError) as refusal, year.works.work(slug, **given) as work:
        deed(work)
    return str(refusal.value.orig).partition("\n")[0]


def test_until_it_has_agreed_nothing_of_the_programme_is_there_for_it(with_kings: Year) -> None:
    year = with_kings
    with year.coordinating("ucl") as (work, programme):
        assert sorted(may_be_asked(work, programme)) == ["qmul", "sgul", "ual"]
    asks(year)
    with year.coordinating("ucl") as (work, programme):
        assert waiting(work, programme) == (Waiting("qmul", FIRST, LAST, None),)
        assert sorted(may_be_asked(work, programme)) == ["sgul", "ual"]
        assert [each.slug for each in file_of(programme).partners] == ["kcl"]
    with year.works.work("qmul") as work:
        assert programmes(work) == []
        assert [each.programme.title for each in asked(work)] == ["B-MEntor Professional 2021"]
    answers(year)
    with year.works.work("qmul") as work:
        assert ([each.slug for each in programmes(work)], asked(work)) == (["b-mentor-2021"], ())
        (_, _, joined) = programmes(work)[0].institutions
        assert joined == {"slug": "qmul", "from": "2020-12-01", "to": "2021-06-30", "places": {}, "left": None}
    year.settle()
    assert sorted(trail(year, "ucl")) == [("ask", "They asked to join"), ("join", None)]
    assert trail(year, "qmul") == [("agree", None)]


def test_its_people_register_from_its_first_day_on(with_kings: Year) -> None:
    year = with_kings
    asks(year)
    answers(year)
    year.works.person("amara.quarto@qmul.example")
    with pytest.raises(Conflict, match="does not take part"), year.as_("amara.quarto@qmul.example") as (work, row):
        start(work, row, role="mentee")
    year.now += timedelta(days=30)
    with year.as_("amara.quarto@qmul.example") as (work, row):
        assert start(work, row, role="mentee").home_tenant_id == "qmul"


def test_who_says_no_has_no_part_and_may_be_asked_again(with_kings: Year) -> None:
    year = with_kings
    asks(year)
    answers(year, agrees=False)
    with year.coordinating("ucl") as (work, programme):
        (one,) = waiting(work, programme)
        assert (one.declined is not None, "qmul" in may_be_asked(work, programme)) == (True, True)
    with year.works.work("qmul") as work:
        assert (programmes(work), asked(work)) == ([], ())
    asks(year)
    with year.coordinating("ucl") as (work, programme):
        withdraw_asking(work, programme, "qmul", reason="A mistake")
        assert (waiting(work, programme), "qmul" in may_be_asked(work, programme)) == ((), True)


def test_who_asks_and_who_answers_is_decided_by_the_permission_table(with_kings: Year) -> None:
    year = with_kings
    with year.coordinating("kcl") as (work, programme), pytest.raises(NotAllowed):
        ask(work, programme, "qmul", start=FIRST, reason="For them")
    asks(year)
    amara = Actor.person(year.works.person("amara.quarto@qmul.example").id)
    with year.works.work("qmul", amara) as work:
        key = asked(work)[0].programme.id
        with pytest.raises(NotAllowed):
            answer_asking(work, key, agrees=True)
    with year.works.work("sgul", coordinator(year, "sgul")) as work, pytest.raises(NotFound):
        asked_about(work, key)
    with year.coordinating("ucl") as (work, programme), pytest.raises(Conflict, match="has not agreed"):
        leave(work, programme, "qmul")


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"slug": "lse"}, {"partner"}),
        ({"slug": "kcl"}, {"partner"}),
        ({"slug": "ucl"}, {"partner"}),
        ({"end": date(2020, 11, 30)}, {"end"}),
        ({"start": date(2020, 9, 1), "end": date(2020, 10, 1)}, {"end"}),
        ({"reason": " "}, {"reason"}),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(
    with_kings: Year, changes: dict[str, Any], problems: set[str]
) -> None:
    given = {"slug": "qmul", "start": FIRST, "end": LAST, "reason": "They asked", **changes}
    with with_kings.coordinating("ucl") as (work, programme), pytest.raises(Invalid) as refusal:
        ask(work, programme, given.pop("slug"), **given)
    assert set(refusal.value.problems) == problems


def test_the_database_lets_nobody_agree_for_a_partner(with_kings: Year) -> None:
    year = with_kings
    asks(year)
    lead = coordinator(year, "ucl")
    with year.works.work("ucl") as work:
        key = rows(work, Programme)[0].id

    def agree(work: UnitOfWork) -> None:
        work.session.execute(update(Partner).where(Partner.partner_id == "qmul").values(agreed_at=work.now))

    def add(work: UnitOfWork) -> None:
        work.add(Partner(tenant_id="ucl", programme_id=key, partner_id="ual", from_on=FIRST, agreed_at=work.now))

    def more_places(work: UnitOfWork) -> None:
        work.session.execute(update(Partner).where(Partner.partner_id == "kcl").values(places={"mentee": 40}))

    def take_back(work: UnitOfWork) -> None:
        work.session.execute(update(Partner).where(Partner.partner_id == "kcl").values(agreed_at=None))

    assert refused(year, "ucl", lead, agree) == "a partner agrees for itself, once"
    assert refused(year, "ucl", lead, add) == "a partner agrees for itself"
    assert refused(year, "kcl", coordinator(year, "kcl"), more_places) == "a partner writes its answer alone"
    assert refused(year, "kcl", None, take_back) == "a partner agrees for itself, once"


def test_the_database_takes_no_registration_of_an_institution_that_has_not_agreed(with_kings: Year) -> None:
    year = with_kings
    asks(year)
    someone = year.works.person("amara.quarto@qmul.example")
    with year.works.work("ucl") as work:
        key = rows(work, Programme)[0].id

    def register(work: UnitOfWork) -> None:
        work.add(
            Registration(
                tenant_id="ucl", id=work.new_id(), programme_id=key, home_tenant_id="qmul", person_id=someone.id,
                role="mentee", email=someone.email, name="Amara", state="draft", created_at=work.now, saved_at=work.now,
            )
        )  # fmt: skip

    told = 'new row violates row-level security policy for table "registrations"'
    assert refused(year, "qmul", Actor.person(someone.id), register) == told
    answers(year)
    with year.works.work("qmul", Actor.person(someone.id)) as work:
        register(work)


def test_a_session_of_an_institution_puts_off_neither_anothers_year_nor_its_letters(with_kings: Year) -> None:
    year = with_kings
    year.register("cato.octavo@ucl.example", "mentee")
    far = year.now + timedelta(days=900)
    with year.works.work("ucl") as work:
        key = rows(work, Programme)[0].id
        wake(work, "ucl", key, year.now + timedelta(days=30))
        assert (work.session.scalar(select(func.count()).select_from(Post)) or 0) > 0

    def put_off(work: UnitOfWork) -> None:
        work.session.execute(update(Due).values(at=far))

    assert refused(year, "kcl", None, put_off) == "only its host may put a programme off"
    with year.works.work("sgul") as work:  # no partner: it sees no row to change
        put_off(work)
        work.session.execute(update(Post).values(at=far))
        assert work.session.scalar(select(func.count()).select_from(Due)) == 0
    with year.works.work("kcl") as work:
        wake(work, "ucl", key, year.now + timedelta(days=1))
        work.session.execute(update(Post).values(at=far))
    with year.works.database.directory() as session:
        assert session.scalars(select(Due.at)).all() == [year.now + timedelta(days=1)]
        assert far not in session.scalars(select(Post.at)).all()


def test_other_days_are_kept_for_everybody_and_seen_before(with_kings: Year) -> None:
    year = with_kings
    year.register("cato.octavo@kcl.example", "mentee")
    year.settle()
    late = date(2021, 3, 1)
    with year.works.work("ucl", now=year.now) as work:
        (row,) = rows(work, Programme)
        effect = effect_of_doing(
            work, row.id, lambda row: change_days(work, row, "kcl", start=late, end=None, reason="-")
        )
    (cato,) = effect.people
    assert (cato.name, cato.turns[0].what) == ("Cato Octavo", "Verdict")
    with year.coordinating("ucl") as (work, programme):
        assert file_of(programme).partners[0].start == date(2020, 10, 1)
        assert change_days(work, programme, "kcl", start=late, end=LAST, reason="Their board")
        assert not change_days(work, programme, "kcl", start=late, end=LAST, reason="Their board")
    with year.works.work("kcl") as work:
        (row,) = rows(work, Programme)
        assert (file_of(row).partners[0].start, file_of(row).partners[0].end) == (late, LAST)
        assert [(each.from_on, each.to_on) for each in rows(work, Partner)] == [(late, LAST)]
    assert trail(year, "ucl")[-1] == ("change", "Their board")
    with year.coordinating("ucl") as (work, programme), pytest.raises(Invalid) as refusal:
        change_days(work, programme, "kcl", start=late, end=date(2021, 2, 1), reason="A slip")
    assert refusal.value.problems == {"end": "It cannot leave before it joins."}


def test_the_record_says_what_the_host_writes_and_follows_the_usual_where_it_says_no_more(with_kings: Year) -> None:
    year = with_kings
    usual = "Looks after its own people: their accounts, what they write in their registration, and their questions."
    said = (ControllerSaid("ucl", ("Keeps the register of training.",)), ControllerSaid("kcl", (usual,)))

    def keep(controllers: tuple[ControllerSaid, ...], *, listed: tuple[str, ...] = (), reason: str = "Signed") -> Any:
        with year.coordinating("ucl") as (work, programme):
            return change_record(work, programme, controllers=controllers, listed=listed, inhabited=(), reason=reason)

    assert keep(said) == ("controllers",)
    assert keep(said) == ()
    with year.works.work("kcl") as work:
        assert file_of(rows(work, Programme)[0]).controllers == said[:1]
    for wrong, at in (
        ({"controllers": (ControllerSaid("kcl", ()),)}, {"of.kcl"}),
        ({"controllers": said, "reason": ""}, {"reason"}),
        ({"controllers": said, "listed": ("The Guild",)}, {"listed"}),
    ):
        with pytest.raises(Invalid) as refusal:
            keep(**wrong)
        assert set(refusal.value.problems) == at
