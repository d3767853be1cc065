"""The second chore: what waits in the outbox is handed to the mail server, by one worker each."""

import logging
from datetime import datetime, timedelta

from mentoring.messages.digest import join_letters, senders_with_digests
from mentoring.messages.mail import mail_of
from mentoring.messages.post import (
    Claimed,
    begin,
    claim,
    give_back,
    next_at,
    not_taken,
    taken,
    unheard,
)
from mentoring.messages.smtp import Line, NotTaken, Unreachable
from mentoring.worker.outfit import Outfit

AT_ONCE = 20
"""How many a worker claims together: what it hands over within its lease, also where the server is slow."""
PAUSE = timedelta(minutes=1)
"""How long a worker leaves a server alone that is not there."""

log = logging.getLogger(__name__)


def hand_over(outfit: Outfit) -> datetime | None:
    """Hand over everything that is due; when there is more to do. Without a mail server, messages wait."""
    if outfit.post is None:
        return None
    join_due(outfit)
    while True:
        with outfit.database.directory() as session:
            mine = claim(session, now=outfit.clock(), token=outfit.ids(), at_most=AT_ONCE)
            session.commit()
            if not mine:
                return next_at(session)
        left = list(mine)
        try:
            with outfit.post.open() as line:
                while left:
                    hand_over_one(outfit, line, left[0])
                    left.pop(0)
        except Unreachable as error:
            log.warning("%s", error)
            with outfit.database.directory() as session:
                give_back(session, left, now=outfit.clock() + PAUSE)
                session.commit()
            return outfit.clock() + PAUSE


def join_due(outfit: Outfit) -> None:
    """Make one mail of the letters that wait for the same reader, where their time has come."""
    with outfit.database.directory() as session:
        senders = senders_with_digests(session, outfit.clock())
    for sender in senders:
        with outfit.work(sender) as work:
            join_letters(work)


def hand_over_one(outfit: Outfit, line: Line, claimed: Claimed) -> None:
    """Hand over one message. Raises Unreachable when the server hung up; the message waits for its next turn."""
    assert outfit.post is not None  # noqa: S101 - whoever has a line has a server
    tenant, _ = claimed.key
    with outfit.work(tenant) as work:
        begun = begin(work, claimed, address=outfit.post.address)
    if begun is None:
        return
    try:
        mail = mail_of(begun.words, begun.sender)
        line.hand_over(mail, to=begun.words.to, sender=begun.sender.address)
    except NotTaken as error:
        with outfit.work(tenant) as work:
            not_taken(work, claimed, error.said, forever=error.forever, bounced=error.bounced)
    except ValueError as error:
        with outfit.work(tenant) as work:
            not_taken(work, claimed, f"No mail can be made of it: {error}", forever=True, bounced=False)
    except Unreachable as error:
        with outfit.work(tenant) as work:
            unheard(work, claimed, str(error))
        raise
    else:
        with outfit.work(tenant) as work:
            taken(work, claimed)
