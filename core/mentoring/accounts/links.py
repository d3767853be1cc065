"""Signing in by a link sent to an address. Whoever asks reads the same answer, whatever the address.

Only a page shown on GET holds the link's token; POST spends it, because mail scanners open links.
"""

from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import func, select, update

from mentoring.accounts.model import SignInLink
from mentoring.accounts.rules import LINK_LASTS, LINKS_AN_HOUR, is_of, normal_address, own_path
from mentoring.accounts.sessions import SignedIn, open_session
from mentoring.accounts.tokens import hashed, new_token
from mentoring.errors import Invalid, LinkSpent
from mentoring.messages.service import queue
from mentoring.people.service import ensure_person
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork


class OpenLink(Struct, frozen=True):
    """A link that can still be spent, for the page that asks to go on."""

    email: str
    next_path: str
    expires_at: datetime


def ask_for_link(work: UnitOfWork, *, email: str, next_path: str | None) -> None:
    """Send a sign-in link to `email`, if it is an address of this institution and has not too many already.

    Nothing tells which: known, unknown and foreign addresses do the same work and give the same answer;
    for the last it is undone. Raises Invalid when `email` is no address at all.
    """
    address = normal_address(email)
    if address is None:
        told = "Enter your work email address, for example name@university.ac.uk."
        raise Invalid("This is not an email address.", told, {"email": told})
    _one_at_a_time(work, address)
    ours, too_many = _is_ours(work, address), _too_many(work, address)
    attempt = work.savepoint()
    token, link_id = new_token(), work.new_id()
    work.add(
        SignInLink(
            tenant_id=work.tenant,
            id=link_id,
            email=address,
            token_hash=hashed(token),
            next_path=own_path(next_path, work.tenant),
            created_at=work.now,
            expires_at=work.now + LINK_LASTS,
        )
    )
    queue(
        work,
        occasion="sign_in_link",
        scheme=None,
        to_email=address,
        home_tenant_id=work.tenant,
        values={"link": f"/{work.tenant}/sign-in/{token}"},
        dedupe_key=f"sign_in_link:{link_id}",
        until=work.now + LINK_LASTS,
    )
    if ours and not too_many:
        attempt.commit()
    else:
        attempt.rollback()


def read_link(work: UnitOfWork, token: str) -> OpenLink:
    """The link that `token` opens, not spent by looking. Raises LinkSpent when it opens nothing (any more)."""
    link = work.session.execute(
        select(SignInLink).where(
            SignInLink.tenant_id == work.tenant,
            SignInLink.token_hash == hashed(token),
            SignInLink.spent_at.is_(None),
            SignInLink.expires_at > work.now,
        )
    ).scalar_one_or_none()
    if link is None or not _is_ours(work, link.email):
        raise _spent()
    return OpenLink(link.email, own_path(link.next_path, work.tenant), link.expires_at)


def spend_link(work: UnitOfWork, token: str, *, user_agent: str | None = None, replaces: str | None = None) -> SignedIn:
    """Sign in with a link: once, whoever else tries at the same time. The address is thereby verified.

    Makes the person when new and opens a session with a new token; other unspent links to the address, and
    the session with the token `replaces` (what the browser held before), end. Raises LinkSpent in the same
    words for a link that is spent, expired, another institution's or made up.
    """
    spend = (
        update(SignInLink)
        .where(
            SignInLink.tenant_id == work.tenant,
            SignInLink.token_hash == hashed(token),
            SignInLink.spent_at.is_(None),
            SignInLink.expires_at > work.now,
        )
        .values(spent_at=work.now)
        .returning(SignInLink.email, SignInLink.next_path)
    )
    spent = work.session.execute(spend).one_or_none()
    if spent is None or not _is_ours(work, spent.email):
        raise _spent()
    end_links(work, email=spent.email)
    person = ensure_person(work, email=spent.email)
    return open_session(
        work, person, user_agent=user_agent, replaces=replaces, next_path=own_path(spent.next_path, work.tenant)
    )


def end_links(work: UnitOfWork, *, email: str) -> None:
    """Let every unspent link to `email`, a normal address, open nothing any more."""
    same_address = (SignInLink.tenant_id == work.tenant, SignInLink.email == email, SignInLink.spent_at.is_(None))
    work.session.execute(update(SignInLink).where(*same_address).values(spent_at=work.now))


def _is_ours(work: UnitOfWork, address: str) -> bool:
    return is_of(address, institution(work.session, work.tenant).domains)


def _one_at_a_time(work: UnitOfWork, address: str) -> None:
    """Requests for one address wait for each other, so that none slips past the limit."""
    key = func.hashtextextended(f"sign_in:{work.tenant}:{address}", 0)
    work.session.execute(select(func.pg_advisory_xact_lock(key)))


def _too_many(work: UnitOfWork, address: str) -> bool:
    recent = select(func.count()).where(
        SignInLink.tenant_id == work.tenant,
        SignInLink.email == address,
        SignInLink.spent_at.is_(None),
        SignInLink.created_at > work.now - timedelta(hours=1),
    )
    return work.session.execute(recent).scalar_one() >= LINKS_AN_HOUR


def _spent() -> LinkSpent:
    return LinkSpent(
        "A sign-in link works once and for half an hour; this one does not work any more.",
        "Ask for a new link.",
    )
