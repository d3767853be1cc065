"""Signing in by password: the same work and words for everyone, and nothing lost of what a link promises."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, select

from makers import NOW, Works, tenant
from mentoring.accounts import secrecy
from mentoring.accounts.model import Password, SignInSession
from mentoring.accounts.passwords import NO_FIT, has_password, remove_password, set_password, sign_in_by_password
from mentoring.accounts.sessions import SignedIn, open_session, session_of
from mentoring.errors import Invalid
from mentoring.settings import new_id
from mentoring.unit_of_work import VISITOR, UnitOfWork

AMARA, WORDS = "amara@north.example", "quoin brayer tympan frisket"
HERE = "192.0.2.1"


def given(works: Works, email: str = AMARA, password: str = WORDS) -> None:
    """Somebody sets a password."""
    someone = works.person(email)
    with works.work(someone.tenant_id) as work:
        set_password(work, someone.id, password=password, session_id=new_id())


def sign_in(works: Works, email: str = AMARA, password: str = WORDS, slug: str = "north") -> SignedIn:
    with works.work(slug, VISITOR) as work:
        return sign_in_by_password(work, email=email, password=password, next_path="/north/x", address=HERE)


def test_a_password_signs_in_and_the_database_holds_none(works: Works) -> None:
    given(works)
    signed_in = sign_in(works, " Amara@North.Example ")
    assert signed_in.next_path == "/north/x"
    with works.work(actor=VISITOR) as work:
        signed = session_of(work, signed_in.token)
        kept = work.session.scalars(select(Password.hash)).one()
    assert signed is not None
    assert (signed.email, WORDS in kept, kept.startswith("$argon2id$")) == (AMARA, False, True)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (AMARA, "quoin brayer tympan frisket "),
        ("basil@north.example", WORDS),
        ("nobody@north.example", WORDS),
        ("dinah@south.example", WORDS),
        (AMARA, ""),
        (AMARA, "\ud800"),
        (AMARA, "x" * 50_000),
    ],
)
def test_wrong_unknown_and_foreign_do_the_same_work_and_are_refused_in_the_same_words(
    works: Works, email: str, password: str
) -> None:
    given(works)
    given(works, "dinah@south.example")
    works.person("basil@north.example")
    secrecy.fits(None, "")  # what is made once is made
    statements: list[str] = []
    with works.work("north", VISITOR) as work, comparing() as compared:
        event.listen(work.session.connection(), "before_cursor_execute", lambda *args: statements.append(args[2]))
        told = refusal(work, email, password)
    assert (told, len(compared)) == ({"password": NO_FIT}, 1)
    assert [each.split()[0] for each in statements] == ["SELECT", "SELECT"]  # the institution, the account


@contextmanager
def comparing() -> Iterator[list[FrameType]]:
    """How often passwords are compared meanwhile, in this thread: watched as they run."""
    found: list[FrameType] = []

    def watch(frame: FrameType, happened: str, _: object) -> None:
        if happened == "call" and frame.f_code is PasswordHasher.verify.__code__:
            found.append(frame)

    sys.setprofile(watch)
    try:
        yield found
    finally:
        sys.setprofile(None)


def refusal(work: UnitOfWork, email: str, password: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        sign_in_by_password(work, email=email, password=password, next_path=None, address=HERE)
    return refused.value.problems


def test_what_is_no_address_is_said_to_be_none(works: Works) -> None:
    with pytest.raises(Invalid) as refused:
        sign_in(works, "amara")
    assert list(refused.value.problems) == ["account"]


def test_an_institution_that_gave_up_a_domain_signs_nobody_in_from_it(works: Works) -> None:
    given(works)
    works.apply(tenant("north", domains=("new.example",)))
    with pytest.raises(Invalid):
        sign_in(works)


def test_setting_one_ends_the_other_sessions_and_so_does_removing_it(works: Works) -> None:
    amara = works.person(AMARA)

    def sessions() -> list[bool]:
        with works.work() as work:
            rows = work.session.scalars(select(SignInSession).order_by(SignInSession.created_at)).all()
            return [row.revoked_at is None for row in rows]

    with works.work() as work:
        for _ in range(2):
            open_session(work, amara, user_agent=None, replaces=None, next_path="/")
        here = work.session.scalars(select(SignInSession.id)).first()
        assert here is not None
        set_password(work, amara.id, password=WORDS, session_id=here)
    assert sorted(sessions()) == [False, True]
    sign_in(works)
    with works.work() as work:
        assert remove_password(work, amara.id, session_id=here)
        assert not has_password(work, amara.id)
        assert not remove_password(work, amara.id, session_id=here)
    assert sorted(sessions()) == [False, False, True]
    with pytest.raises(Invalid):
        sign_in(works)


def test_one_made_at_a_lower_cost_is_made_again_when_it_was_given(works: Works) -> None:
    amara = works.person(AMARA)
    with works.work() as work:
        old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(WORDS)
        work.add(Password(tenant_id="north", person_id=amara.id, hash=old, set_at=NOW))
    sign_in(works)
    with works.work() as work:
        assert not secrecy.is_outdated(work.session.scalars(select(Password.hash)).one())
    sign_in(works)
