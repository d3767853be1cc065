from datetime import datetime, timedelta

from sqlalchemy import select, update

from makers import NOW, Works
from mentoring.accounts.grants import grant
from mentoring.accounts.model import SignInSession
from mentoring.accounts.rules import ABSOLUTE, IDLE
from mentoring.accounts.sessions import Signed, SignedIn, close_session, close_sessions, open_session, session_of
from mentoring.accounts.sessions import sessions_of as list_sessions
from mentoring.audit.model import AuditEntry
from mentoring.audit.service import write_down
from mentoring.people.model import Person
from mentoring.unit_of_work import VISITOR, Actor

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def begun(works: Works, person: Person, now: datetime = NOW, replaces: str | None = None) -> SignedIn:
    with works.work(person.tenant_id, VISITOR, now) as work:
        return open_session(work, person, user_agent=FIREFOX, replaces=replaces, next_path="/")


def signed(works: Works, token: str, now: datetime = NOW, slug: str = "north") -> Signed | None:
    with works.work(slug, VISITOR, now) as work:
        return session_of(work, token)


def test_a_session_says_who_is_there_and_which_roles_count_once_a_second_step_was_taken(works: Works) -> None:
    amara = works.person("amara@north.example", "Amara Quarto")
    with works.work() as work:
        grant(work, person=amara, role="coordinator")
    token = begun(works, amara).token
    there = signed(works, token)
    assert there is not None
    assert (there.name, there.email) == ("Amara Quarto", "amara@north.example")
    assert (there.granted, there.actor) == (frozenset({"coordinator"}), Actor.person(amara.id, since=NOW))
    with works.work() as work:
        work.session.execute(update(SignInSession).values(factor_at=NOW))
    there = signed(works, token)
    assert there is not None
    assert there.actor == Actor.person(amara.id, frozenset({"coordinator"}), since=NOW)


def test_a_token_opens_nothing_at_another_institution(works: Works) -> None:
    token = begun(works, works.person("amara@north.example")).token
    assert signed(works, token, slug="south") is None
    assert signed(works, "made up") is None


def test_an_idle_session_ends_and_a_used_one_goes_on_for_a_week(works: Works) -> None:
    token = begun(works, works.person("amara@north.example")).token
    step = IDLE - timedelta(minutes=1)
    now = NOW
    while now + step < NOW + ABSOLUTE:
        now += step
        assert signed(works, token, now) is not None
    assert signed(works, token, NOW + ABSOLUTE) is None
    idle = begun(works, works.person("amara@north.example")).token
    assert signed(works, idle, NOW + IDLE) is None


def test_use_is_noted_to_five_minutes(works: Works) -> None:
    token = begun(works, works.person("amara@north.example")).token

    def seen(now: datetime) -> datetime:
        signed(works, token, now)
        with works.work() as work:
            return work.session.scalars(select(SignInSession.seen_at)).one()

    assert seen(NOW + timedelta(minutes=4)) == NOW
    assert seen(NOW + timedelta(minutes=5)) == NOW + timedelta(minutes=5)


def test_signing_in_again_in_the_same_browser_ends_the_session_before(works: Works) -> None:
    amara = works.person("amara@north.example")
    first = begun(works, amara)
    second = begun(works, amara, replaces=first.token)
    assert signed(works, first.token) is None
    assert signed(works, second.token) is not None
    assert first.token != second.token


def test_people_see_their_sessions_and_end_them(works: Works) -> None:
    amara, basil = works.person("amara@north.example"), works.person("basil@north.example")
    tokens = [begun(works, amara, NOW + timedelta(minutes=n)).token for n in range(3)]
    begun(works, basil)
    with works.work() as work:
        listed = list_sessions(work, amara.id)
        assert [each.device for each in listed] == ["Firefox on Linux"] * 3
        assert [each.created_at for each in listed] == [NOW + timedelta(minutes=n) for n in (2, 1, 0)]
        close_session(work, basil.id, listed[0].id)  # another's: nothing happens
        assert len(list_sessions(work, amara.id)) == 3
        close_session(work, amara.id, listed[0].id)
    assert [signed(works, token) is None for token in tokens] == [False, False, True]
    here = signed(works, tokens[0])
    assert here is not None
    with works.work() as work:
        close_sessions(work, amara.id, but=here.session_id)
        assert [each.id for each in list_sessions(work, amara.id)] == [here.session_id]
        assert len(list_sessions(work, basil.id)) == 1


def test_signing_in_and_out_is_in_the_audit_trail(works: Works) -> None:
    amara = works.person("amara@north.example")
    begun(works, amara)
    with works.work() as work:
        close_sessions(work, amara.id)
        write_down(work.session)
        entries = work.session.scalars(select(AuditEntry).where(AuditEntry.object == "session")).all()
    assert sorted((each.action, each.actor_kind, each.subject_id) for each in entries) == [
        ("end", "system", amara.id),
        ("sign_in", "visitor", amara.id),
    ]
