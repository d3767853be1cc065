"""The outbox: what is to be sent, once each. Handing mails over is the worker's; nothing here sends.

A message is written in the transaction of what it tells of: either both happen or neither.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy import DateTime, Executable, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert

from mentoring.db.rows import given, insert_given, table_of, write
from mentoring.errors import UnsoundDocument
from mentoring.messages.model import Message, Post
from mentoring.messages.rendering import message_id, render
from mentoring.messages.rules import after_quiet_hours, next_digest, waits_for_digest
from mentoring.schemes.layover import default
from mentoring.schemes.scheme import Message as Template
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

_SAID = ("tenant_id", "id", "programme_id", "home_tenant_id", "person_id", "to_email", "occasion", "subject", "body",
         "html", "message_id", "dedupe_key", "state", "created_at", "until", "calendar")  # fmt: skip
_WAITS = ("tenant_id", "message_id", "at", "digest")


class Outgoing(Struct, frozen=True):
    """One message as the outbox page shows it."""

    id: UUID
    to_email: str
    occasion: str
    subject: str
    body: str
    state: str
    created_at: datetime
    programme_id: UUID | None


class Words(TypedDict, total=False):
    """What `queue` is told of a message."""

    occasion: Required[str]
    scheme: Required[Scheme | None]
    to_email: Required[str]
    home_tenant_id: Required[str]
    values: Required[Mapping[str, str]]
    dedupe_key: Required[str]
    to_name: str
    person_id: UUID | None
    programme_id: UUID | None
    language: str
    until: datetime | None
    calendar: str | None
    digest: bool


def queue(work: UnitOfWork, **words: Unpack[Words]) -> bool:
    """Queue the message of `occasion` to one person of institution `home_tenant_id`; whether it was new.

    The words are the scheme's, else the core's. `values` fills placeholders, by their names; those of the
    institution (the recipient's), of the host (that of `work`) and of the person are filled from what is
    given here; a `link` that is a path of ours gets the configured address before it. The same
    `dedupe_key` twice queues once: it names occasion, occurrence and recipient. What is of no use after `until` leaves
    at once; all else keeps the recipient's quiet hours, or waits for the day's mail where they want a `digest`.
    `calendar` is an invitation of `calendars.writing` to go along.
    Raises UnsoundDocument for an unknown occasion, or a placeholder without a value.
    """
    row, at, waits = written(work, **words)
    return post(work, insert(Message).values(row), at, digest=waits)


def queue_all(work: UnitOfWork, letters: Iterable[Words]) -> int:
    """As `queue`, of many at once; how many were new."""
    rows = [written(work, **words) for words in letters]
    if not rows:
        return 0
    waiting = [
        {"tenant_id": work.tenant, "message_id": row["id"], "at": at, "digest": waits} for row, at, waits in rows
    ]
    return len(write(work.session, _QUEUE, said=[row for row, *_ in rows], waiting=waiting))


def written(
    work: UnitOfWork,
    *,
    occasion: str,
    scheme: Scheme | None,
    to_email: str,
    home_tenant_id: str,
    values: Mapping[str, str],
    dedupe_key: str,
    to_name: str = "",
    person_id: UUID | None = None,
    programme_id: UUID | None = None,
    language: str = "en",
    until: datetime | None = None,
    calendar: str | None = None,
    digest: bool = False,
) -> tuple[dict[str, Any], datetime, bool]:
    """A message as a row of the outbox, from when on it may leave, and whether it waits for others to its reader."""
    home, host = institution(work.session, home_tenant_id), institution(work.session, work.tenant)
    known = {
        "institution.name": home.name,
        "institution.contact": home.contacts.mentoring.email,
        "host.contact": host.contacts.mentoring.email,
        "person.name": to_name,
        "person.first_name": to_name.split(" ", 1)[0],
    }
    if values.get("link", "").startswith("/"):
        values = {**values, "link": work.base_url + values["link"]}
    letter = render(_template(scheme, occasion), {**known, **values}, language)
    row: dict[str, Any] = {
        "tenant_id": work.tenant,
        "id": work.new_id(),
        "programme_id": programme_id,
        "home_tenant_id": home_tenant_id,
        "person_id": person_id,
        "to_email": to_email,
        "occasion": occasion,
        "subject": letter.subject,
        "body": letter.body,
        "html": letter.html,
        "message_id": message_id(work.tenant, dedupe_key, host.domains[0]),
        "dedupe_key": dedupe_key,
        "state": "queued",
        "created_at": work.now,
        "until": until,
        "calendar": calendar,
    }
    zone = ZoneInfo(home.timezone)
    if waits_for_digest(occasion, wanted=digest, until=until, calendar=calendar):
        return row, next_digest(work.now, zone), True
    return row, work.now if until else after_quiet_hours(work.now, zone), False


def _queue() -> Executable:
    """Messages that are new, and that they wait: each in as many rows as there are, in one statement."""
    post = table_of(Post)
    once = (
        insert_given(Message, _SAID, "said")
        .on_conflict_do_nothing(index_elements=["tenant_id", "dedupe_key"])
        .returning(table_of(Message).c.id)
        .cte("once")
    )
    waits = given(Post, _WAITS, "waiting")
    waiting = select(*[waits.c[name] for name in _WAITS]).where(waits.c.message_id.in_(select(once.c.id)))
    return insert(post).from_select(_WAITS, waiting, include_defaults=False).returning(post.c.message_id)


_QUEUE = _queue()


def post(work: UnitOfWork, statement: Insert, at: datetime, *, digest: bool = False) -> bool:
    """Insert a message, to leave from `at` on, unless its dedupe key is known; whether it was new."""
    once = (
        statement.on_conflict_do_nothing(index_elements=["tenant_id", "dedupe_key"])
        .returning(Message.tenant_id, Message.id)
        .cte("once")
    )
    waiting = insert(Post).from_select(
        ["tenant_id", "message_id", "at", "digest"],
        select(once.c.tenant_id, once.c.id, literal(at, DateTime(timezone=True)), literal(digest)),
        include_defaults=False,  # the database's own
    )
    return work.session.execute(waiting.returning(Post.message_id)).scalar_one_or_none() is not None


def outbox(work: UnitOfWork, *, at_most: int = 200) -> list[Outgoing]:
    """Messages this institution has queued or sent, newest first: for development, the demo, and coordinators."""
    rows = work.session.execute(
        select(Message)
        .where(Message.tenant_id == work.tenant)
        .order_by(Message.created_at.desc(), Message.id)
        .limit(at_most)
    ).scalars()
    return [
        Outgoing(row.id, row.to_email, row.occasion, row.subject, row.body, row.state, row.created_at, row.programme_id)
        for row in rows
    ]


def _template(scheme: Scheme | None, occasion: str) -> Template:
    templates = scheme.messages if scheme else _core()
    if occasion not in templates:
        raise UnsoundDocument(f"There is no message `{occasion}`.", f"Known are {', '.join(templates)}.")
    return templates[occasion]


@cache
def _core() -> Mapping[str, Template]:
    """The core's own words, for occasions outside any scheme."""
    return {
        occasion: Template(subject={"en": entry["subject"]}, body={"en": entry["body"]})
        for occasion, entry in default("messages").items()
    }
