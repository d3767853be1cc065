from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from makers import NOW, Works, tenant
from mentoring.accounts.links import ask_for_link, read_link, spend_link
from mentoring.accounts.model import SignInLink, SignInSession
from mentoring.accounts.rules import LINK_LASTS, LINKS_AN_HOUR
from mentoring.accounts.sessions import SignedIn, session_of
from mentoring.errors import Invalid, LinkSpent
from mentoring.messages.model import Message
from mentoring.messages.service import outbox
from mentoring.people.model import Person
from mentoring.unit_of_work import VISITOR

SENTENCE = (
    "A sign-in link works once and for half an hour; this one does not work any more.",
    "Ask for a new link.",
)


def ask(works: Works, email: str, next_path: str | None = None, now: datetime = NOW, slug: str = "north") -> None:
    with works.work(slug, VISITOR, now) as work:
        ask_for_link(work, email=email, next_path=next_path)


def newest_token(works: Works, slug: str = "north") -> str:
    with works.work(slug) as work:
        body = outbox(work)[0].body
    return body.split(f"https://mentoring.example/{slug}/sign-in/")[1].split()[0]


def spend(works: Works, token: str, now: datetime = NOW, slug: str = "north", replaces: str | None = None) -> SignedIn:
    with works.work(slug, VISITOR, now) as work:
        return spend_link(work, token, user_agent="Firefox/140.0 Linux", replaces=replaces)


def refusal(attempt: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(LinkSpent) as refused:
        attempt()
    return refused.value.what, refused.value.remedy


def counts(works: Works) -> tuple[int, int]:
    """How many links there are, and how many messages."""
    with works.work() as work:
        links, messages = (work.session.scalars(select(each)).all() for each in (SignInLink, Message))
        return len(links), len(messages)


def test_a_link_arrives_by_mail_and_signs_in(works: Works) -> None:
    ask(works, " Amara.Quarto@North.Example", "/north/round-2021/mine")
    with works.work() as work:
        (mail,) = outbox(work)
    assert (mail.to_email, mail.subject) == ("amara.quarto@north.example", "Your sign-in link")
    signed_in = spend(works, newest_token(works))
    assert signed_in.next_path == "/north/round-2021/mine"
    with works.work(actor=VISITOR) as work:
        signed = session_of(work, signed_in.token)
    assert signed is not None
    assert (signed.email, signed.person_id) == ("amara.quarto@north.example", signed_in.person_id)


def test_a_known_person_signs_in_as_themself(works: Works) -> None:
    amara = works.person("amara@north.example", "Amara Quarto")
    ask(works, "amara@north.example")
    assert spend(works, newest_token(works)).person_id == amara.id


def test_the_database_holds_no_token(works: Works) -> None:
    ask(works, "amara@north.example")
    token = newest_token(works)
    signed_in = spend(works, token)
    with works.work() as work:
        link, session = (
            work.session.scalars(select(SignInLink)).one(),
            work.session.scalars(select(SignInSession)).one(),
        )
        kept = [link.token_hash, session.token_hash, session.csrf_secret]
    assert all(len(each) == 32 for each in kept)
    assert not {token.encode(), signed_in.token.encode()} & set(kept)


@pytest.mark.parametrize("email", ["amara@north.example", "nobody@north.example", "amara@south.example"])
def test_known_unknown_and_foreign_addresses_do_the_same_work(works: Works, email: str) -> None:
    works.person("amara@north.example", "Amara Quarto")
    statements: list[str] = []
    with works.work(actor=VISITOR) as work:
        event.listen(work.session.connection(), "before_cursor_execute", lambda *args: statements.append(args[2]))
        ask_for_link(work, email=email, next_path=None)
    assert [statement.split()[0].upper() for statement in statements] == [
        "SELECT",  # one at a time
        "SELECT",  # the institution
        "SELECT",  # how many lately
        "SAVEPOINT",
        "INSERT",  # the link
        "WITH",  # the message, and that it waits to leave
        "ROLLBACK" if "south" in email else "RELEASE",
    ]


def test_a_foreign_address_is_sent_nothing(works: Works) -> None:
    ask(works, "dinah@south.example")
    ask(works, "dinah@mail.north.example")
    assert counts(works) == (0, 0)


def test_what_is_no_address_is_said_to_be_none(works: Works) -> None:
    with pytest.raises(Invalid) as refused:
        ask(works, "amara")
    assert refused.value.problems == {"email": "Enter your work email address, for example name@university.ac.uk."}


def test_looking_does_not_spend(works: Works) -> None:
    ask(works, "amara@north.example", "/north/somewhere")
    token = newest_token(works)
    for _ in range(2):
        with works.work(actor=VISITOR) as work:
            link = read_link(work, token)
        assert (link.email, link.next_path, link.expires_at) == (
            "amara@north.example",
            "/north/somewhere",
            NOW + LINK_LASTS,
        )
    spend(works, token)


def test_a_link_is_spent_once(works: Works) -> None:
    ask(works, "amara@north.example")
    token = newest_token(works)
    spend(works, token)
    assert refusal(lambda: spend(works, token)) == SENTENCE


def test_of_many_at_once_one_signs_in(works: Works) -> None:
    ask(works, "amara@north.example")
    token = newest_token(works)

    def try_it(_: int) -> bool:
        try:
            spend(works, token)
        except LinkSpent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(try_it, range(16))) == [False] * 15 + [True]
    with works.work() as work:
        assert work.session.scalar(select(func.count()).select_from(Person)) == 1
        assert work.session.scalar(select(func.count()).select_from(SignInSession)) == 1


def test_a_link_lasts_half_an_hour(works: Works) -> None:
    ask(works, "amara@north.example")
    token = newest_token(works)
    assert refusal(lambda: spend(works, token, NOW + LINK_LASTS)) == SENTENCE
    spend(works, token, NOW + LINK_LASTS - timedelta(seconds=1))


def test_spent_expired_foreign_and_made_up_links_read_the_same(works: Works) -> None:
    ask(works, "amara@north.example")
    token = newest_token(works)

    def look(token: str, slug: str, now: datetime = NOW) -> object:
        with works.work(slug, VISITOR, now) as work:
            return read_link(work, token)

    assert refusal(lambda: look(token, "south")) == SENTENCE
    assert refusal(lambda: spend(works, token, slug="south")) == SENTENCE
    assert refusal(lambda: look("made up", "north")) == SENTENCE
    assert refusal(lambda: look(token, "north", NOW + LINK_LASTS)) == SENTENCE
    spend(works, token)
    assert refusal(lambda: look(token, "north")) == SENTENCE


def test_signing_in_spends_every_other_link_to_the_address(works: Works) -> None:
    ask(works, "amara@north.example")
    first = newest_token(works)
    ask(works, "amara@north.example", now=NOW + timedelta(minutes=1))
    spend(works, newest_token(works), NOW + timedelta(minutes=2))
    assert refusal(lambda: spend(works, first, NOW + timedelta(minutes=2))) == SENTENCE


def test_an_address_gets_so_many_links_an_hour_and_no_more(works: Works) -> None:
    for minute in range(LINKS_AN_HOUR + 3):
        ask(works, "amara@north.example", now=NOW + timedelta(minutes=minute))
    assert counts(works) == (LINKS_AN_HOUR, LINKS_AN_HOUR)
    ask(works, "basil@north.example", now=NOW + timedelta(minutes=10))
    assert counts(works) == (LINKS_AN_HOUR + 1, LINKS_AN_HOUR + 1)
    ask(works, "amara@north.example", now=NOW + timedelta(hours=1, minutes=2))
    assert counts(works) == (LINKS_AN_HOUR + 2, LINKS_AN_HOUR + 2)


def test_nobody_slips_past_the_limit_by_asking_many_times_at_once(works: Works) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: ask(works, "amara@north.example"), range(16)))
    assert counts(works) == (LINKS_AN_HOUR, LINKS_AN_HOUR)


def test_a_link_that_leads_elsewhere_leads_home(works: Works) -> None:
    ask(works, "amara@north.example", "https://evil.example/")
    token = newest_token(works)
    with works.work() as work:
        work.session.execute(select(SignInLink)).scalar_one()
        assert spend_link(work, token).next_path == "/north/"


def test_an_institution_that_gave_up_a_domain_signs_nobody_in_from_it(works: Works) -> None:
    ask(works, "amara@north.example")
    token = newest_token(works)
    works.apply(tenant("north", domains=("new.example",)))
    assert refusal(lambda: spend(works, token)) == SENTENCE
