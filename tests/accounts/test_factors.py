"""A second step is set up, taken once by each code, lost and reset."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from makers import NOW, Works
from mentoring.accounts.codes import SECONDS, code_of, step_at
from mentoring.accounts.factors import (
    begin_factor,
    codes_shown,
    confirm_factor,
    give_code,
    has_factor,
    install_factor,
    is_proven,
    recovery_codes_left,
    renew_recovery_codes,
    reset_factor,
)
from mentoring.accounts.limits import LIMITS
from mentoring.accounts.model import Factor, RecoveryCode, SignInSession
from mentoring.accounts.passwords import sign_in_by_password
from mentoring.accounts.rules import FRESH
from mentoring.accounts.sessions import Signed, open_session, session_of
from mentoring.db.engine import ScopedSession
from mentoring.errors import Conflict, Invalid, NotAllowed, TooMany
from mentoring.people.model import Person
from mentoring.unit_of_work import VISITOR, Actor, UnitOfWork

HERE = "192.0.2.1"
SECRET = "MZXW6YTBOI3DQMBRGAZDGNBVGY3TQOJA"


@pytest.fixture
def maya(works: Works) -> Person:
    """Somebody whose second step is set up."""
    someone = works.person("maya@north.example", "Maya Archive")
    with works.work() as work:
        install_factor(work, someone, SECRET)
    return someone


def begun(works: Works, person: Person) -> tuple[str, UUID]:
    """A session of theirs, with its token."""
    with works.work(person.tenant_id, VISITOR) as work:
        token = open_session(work, person, user_agent=None, replaces=None, next_path="/").token
        signed = session_of(work, token)
    assert signed is not None
    return token, signed.session_id


def seen(works: Works, token: str, at: timedelta = timedelta(0)) -> Signed:
    with works.work("north", VISITOR, NOW + at) as work:
        signed = session_of(work, token)
    assert signed is not None
    return signed


def give(works: Works, person: Person, session: UUID, code: str, at: timedelta = timedelta(0)) -> bool:
    try:
        with works.work("north", Actor.person(person.id), NOW + at) as work:
            give_code(work, person.id, session_id=session, code=code, address=HERE)
    except Invalid:
        return False
    return True


def code(at: timedelta = timedelta(0)) -> str:
    return code_of(SECRET, step_at(NOW + at))


def test_a_code_counts_for_the_session_in_which_it_was_given_and_for_no_other(works: Works, maya: Person) -> None:
    (here, session), (elsewhere, _) = begun(works, maya), begun(works, maya)
    assert give(works, maya, session, code())
    assert (seen(works, here).factor_at, seen(works, elsewhere).factor_at) == (NOW, None)


def test_a_code_works_once_and_so_does_none_before_it(works: Works, maya: Person) -> None:
    _, session = begun(works, maya)
    later = timedelta(seconds=SECONDS)
    assert give(works, maya, session, code(later), later)
    assert not give(works, maya, session, code(later), later)
    assert not give(works, maya, session, code(), later)
    assert give(works, maya, session, code(2 * later), 2 * later)


def test_of_many_at_once_one_is_taken(works: Works, maya: Person) -> None:
    sessions = [begun(works, maya)[1] for _ in range(LIMITS["code"].account)]
    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(lambda each: give(works, maya, each, code()), sessions)) == [False] * 4 + [True]


def test_somebody_elses_session_is_not_opened_by_ones_own_code(works: Works, maya: Person) -> None:
    basil = works.person("basil@north.example")
    token, session = begun(works, basil)
    assert give(works, maya, session, code())
    assert seen(works, token).factor_at is None


def test_after_too_many_codes_not_even_the_right_one_is_taken(works: Works, maya: Person) -> None:
    _, session = begun(works, maya)
    for _ in range(LIMITS["code"].account):
        assert not give(works, maya, session, "000000")
    with pytest.raises(TooMany):
        give(works, maya, session, code())
    assert give(works, maya, session, code(LIMITS["code"].within), LIMITS["code"].within)


def test_the_secret_is_sealed_and_recovery_codes_are_hashed(works: Works, maya: Person) -> None:
    with works.work() as work:
        codes = renew_recovery_codes(work, maya.id)
        sealed = work.session.scalars(select(Factor.sealed)).one()
        kept = work.session.scalars(select(RecoveryCode.code_hash)).all()
    assert SECRET.encode() not in bytes(sealed)
    assert {len(each) for each in kept} == {32}
    assert not [each for each in codes if each.replace("-", "").encode() in kept]


def test_it_counts_once_its_first_code_was_given_and_what_was_before_counts_until_then(
    works: Works, maya: Person
) -> None:
    token, session = begun(works, maya)
    other, _ = begun(works, maya)
    with works.work() as work:
        given = begin_factor(work, maya)
        assert begin_factor(work, maya) == given
    assert given.secret != SECRET
    assert give(works, maya, session, code())
    at = timedelta(seconds=SECONDS)
    with works.work(now=NOW + at) as work:
        codes = confirm_factor(
            work, maya, session_id=session, code=code_of(given.secret, step_at(NOW + at)), address=HERE
        )
        assert recovery_codes_left(work, maya.id) == len(codes) == 10
    assert seen(works, token, at).factor_at == NOW + at
    with works.work("north", VISITOR) as work:
        assert session_of(work, other) is None
    assert not give(works, maya, session, code(2 * at), 2 * at)
    assert give(works, maya, session, code_of(given.secret, step_at(NOW + 2 * at)), 2 * at)
    with works.work() as work, pytest.raises(Conflict):
        confirm_factor(work, maya, session_id=session, code="000000", address=HERE)


def test_who_proved_themself_lately_goes_on_and_later_not(works: Works, maya: Person) -> None:
    basil = works.person("basil@north.example")
    (token, session), (plain, _) = begun(works, maya), begun(works, basil)

    def proven(which: str, at: timedelta) -> bool:
        with works.work("north", VISITOR, NOW + at) as work:
            signed = session_of(work, which)
            assert signed is not None
            return is_proven(work, signed)

    moment = timedelta(seconds=1)
    assert not proven(token, moment)  # signing in alone is not enough where a second step is set up
    give(works, maya, session, code())
    assert [proven(token, at) for at in (moment, FRESH - moment, FRESH)] == [True, True, False]
    assert [proven(plain, at) for at in (moment, FRESH - moment, FRESH)] == [True, True, False]


def test_a_colleague_resets_it_with_a_reason_and_nobody_their_own(works: Works, maya: Person) -> None:
    tom = works.person("tom@north.example")
    token, session = begun(works, maya)
    with works.work() as work:
        renew_recovery_codes(work, maya.id)
    with works.work(actor=Actor.person(tom.id, frozenset({"analyst"}))) as work, pytest.raises(NotAllowed):
        reset_factor(work, maya, reason="Lost phone")
    with works.work(actor=Actor.person(maya.id, frozenset({"coordinator"}))) as work, pytest.raises(Conflict):
        reset_factor(work, maya, reason="Lost phone")
    colleague = Actor.person(tom.id, frozenset({"coordinator"}))
    with works.work(actor=colleague) as work, pytest.raises(Invalid):
        reset_factor(work, maya, reason="  ")
    with works.work(actor=colleague) as work:
        assert reset_factor(work, maya, reason="Lost phone, called back")
        assert not has_factor(work, maya.id)
        assert recovery_codes_left(work, maya.id) is None
        assert session_of(work, token) is None
        assert not reset_factor(work, maya, reason="Again")
    assert not give(works, maya, session, code())


def test_recovery_codes_are_no_second_step_without_an_app(works: Works) -> None:
    tom = works.person("tom@north.example")
    with works.work() as work, pytest.raises(Conflict):
        renew_recovery_codes(work, tom.id)
    with works.work() as work:
        begin_factor(work, tom)  # nor while it is still being set up
    with works.work() as work, pytest.raises(Conflict):
        renew_recovery_codes(work, tom.id)
    with works.work() as work:
        assert recovery_codes_left(work, tom.id) is None


def test_a_secret_that_somebody_has_seen_before_is_not_set_up_later(works: Works) -> None:
    tom = works.person("tom@north.example")
    seen_at: list[str] = []
    for at in (timedelta(0), FRESH - timedelta(seconds=1), FRESH, FRESH * 9):
        with works.work(now=NOW + at) as work:
            seen_at.append(begin_factor(work, tom).secret)
    first, soon, later, much_later = seen_at
    assert first == soon
    assert len({first, later, much_later}) == 3
    with works.work() as work:
        assert len(work.session.scalars(select(Factor.id)).all()) == 1


def test_a_try_is_counted_before_a_connection_is_held(works: Works, maya: Person) -> None:
    _, session = begun(works, maya)
    held: list[bool] = []

    def told(work: UnitOfWork) -> UnitOfWork:
        @contextmanager
        def apart() -> Iterator[ScopedSession]:
            held.append(work.session.in_transaction())
            with work.apart() as other:
                yield other

        return replace(work, apart=apart)

    with works.work() as work, pytest.raises(Conflict):
        confirm_factor(told(work), maya, session_id=session, code="000000", address=HERE)
    with works.work() as work, pytest.raises(Invalid):
        give_code(told(work), maya.id, session_id=session, code="000000", address=HERE)
    with works.work() as work, pytest.raises(Invalid):
        sign_in_by_password(told(work), email=maya.email, password="?", next_path=None, address=HERE)
    assert held == [False] * 3


def test_another_institution_sees_no_second_step(works: Works, maya: Person) -> None:
    with works.work("south") as work:
        assert not has_factor(work, maya.id)
        assert codes_shown(work) == {}
        assert work.session.scalars(select(SignInSession)).all() == []
    with works.work("north") as work:
        assert codes_shown(work) == {maya.email: code()}
