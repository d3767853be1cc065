"""A person's calendar feed: an address with a secret in it, which calendars read without signing in.

The secret is shown once and kept as a hash alone. Another one replaces it, and it can be taken back; from then on the
old address answers like one that never was.
"""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from mentoring.accounts.model import Subscription
from mentoring.accounts.tokens import hashed, new_token
from mentoring.errors import NotFound
from mentoring.unit_of_work import UnitOfWork


def subscribe(work: UnitOfWork, person_id: UUID) -> str:
    """A new secret for this person's feed; an earlier one opens nothing any more."""
    secret = new_token()
    row = {"secret_hash": hashed(secret), "made_at": work.now}
    new = insert(Subscription).values(tenant_id=work.tenant, person_id=person_id, **row)
    work.session.execute(new.on_conflict_do_update(index_elements=["tenant_id", "person_id"], set_=row))
    work.record("subscribe", "calendar", person_id, subject=(work.tenant, person_id))
    return secret


def unsubscribe(work: UnitOfWork, person_id: UUID) -> None:
    """Let the feed's address open nothing any more."""
    own = (Subscription.tenant_id == work.tenant, Subscription.person_id == person_id)
    if work.session.execute(delete(Subscription).where(*own).returning(Subscription.person_id)).first() is not None:
        work.record("unsubscribe", "calendar", person_id, subject=(work.tenant, person_id))


def has_subscription(work: UnitOfWork, person_id: UUID) -> bool:
    """Whether there is an address from which this person's feed can be read."""
    return work.session.get(Subscription, (work.tenant, person_id)) is not None


def subscriber(work: UnitOfWork, secret: str) -> UUID:
    """Whose feed `secret` opens. Raises NotFound alike for what is made up, taken back, and another institution's."""
    found = work.session.scalar(
        select(Subscription.person_id).where(
            Subscription.tenant_id == work.tenant, Subscription.secret_hash == hashed(secret)
        )
    )
    if found is None:
        raise NotFound("There is no calendar at this address.", "Make a new address on the page of your account.")
    return found
