"""One e-mail a day for whoever has chosen so: their letters wait until the morning, and leave together as one.

A letter is in one digest or in none: whoever joins letters takes them out of the queue in the same transaction.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from html import escape

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from mentoring.errors import UnsoundDocument
from mentoring.messages.model import Message, Post
from mentoring.messages.rendering import Letter, message_id, render
from mentoring.messages.rules import DIGEST
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.layover import default
from mentoring.schemes.scheme import Message as Template
from mentoring.tenants.directory import institution
from mentoring.tenants.file import TenantFile
from mentoring.unit_of_work import UnitOfWork

AT_ONCE = 500


def senders_with_digests(session: Session, now: datetime) -> list[str]:
    """The institutions of which letters wait for a digest that is due."""
    due = select(Post.tenant_id).where(Post.digest, Post.at <= now).distinct().order_by(Post.tenant_id)
    return list(session.scalars(due))


def join_letters(work: UnitOfWork) -> int:
    """Make one mail of all that waits for each person; how many letters there were. One that is alone goes as it is."""
    waiting = list(
        work.session.execute(
            select(Post, Message)
            .join(Message, (Message.tenant_id == Post.tenant_id) & (Message.id == Post.message_id))
            .where(Post.tenant_id == work.tenant, Post.digest, Post.at <= work.now, Post.begun_at.is_(None))
            .order_by(Message.created_at, Message.id)
            .limit(AT_ONCE)
            .with_for_update(of=Post, skip_locked=True)
        )
    )
    by_reader: dict[tuple[str, str, object], list[Message]] = defaultdict(list)
    for _, message in waiting:
        by_reader[message.home_tenant_id, message.to_email, message.programme_id].append(message)
    for letters in by_reader.values():
        keys = tuple_(Post.tenant_id, Post.message_id).in_([(each.tenant_id, each.id) for each in letters])
        if len(letters) == 1:
            work.session.execute(update(Post).where(keys).values(digest=False, claim=None))
        else:
            _join(work, letters)
            work.session.execute(delete(Post).where(keys))
    work.session.flush()
    return len(waiting)


def _join(work: UnitOfWork, letters: Sequence[Message]) -> None:
    """One message that carries these, to their reader; they are joined to it."""
    first = letters[0]
    host = institution(work.session, work.tenant)
    home = institution(work.session, first.home_tenant_id)
    told = _together(work, letters, home)
    carries = [each.message_id for each in letters]
    key = f"{DIGEST}:{hashlib.sha256(' '.join(carries).encode()).hexdigest()}"
    made = Message(
        tenant_id=work.tenant,
        id=work.new_id(),
        programme_id=first.programme_id,
        home_tenant_id=first.home_tenant_id,
        person_id=first.person_id,
        to_email=first.to_email,
        occasion=DIGEST,
        subject=told.subject,
        body=told.body,
        html=told.html,
        message_id=message_id(work.tenant, key, host.domains[0]),
        dedupe_key=key,
        created_at=work.now,
        carries=carries,
    )
    work.add(made)
    work.add(Post(tenant_id=work.tenant, message_id=made.id, at=work.now))
    for each in letters:
        each.state = "joined"


def _together(work: UnitOfWork, letters: Sequence[Message], home: TenantFile) -> Letter:
    link = f"{work.base_url}/{letters[0].home_tenant_id}/account"
    words = {
        "institution.name": home.name,
        "institution.contact": home.contacts.mentoring.email,
        "link": link,
        "news": "\n\n".join(f"{each.subject}\n{'-' * len(each.subject)}\n{each.body.strip()}" for each in letters),
    }
    template = _template(work, letters[0])
    plain = render(template, words)
    parts = "\n".join(f"<h2>{escape(each.subject)}</h2>\n{_inner(each)}" for each in letters)
    marked = render(template, {**words, "news": _MARK}).html.replace(f"<p>{_MARK}</p>", parts)
    return Letter(plain.subject, plain.body, marked)


def _template(work: UnitOfWork, letter: Message) -> Template:
    """The programme's own words where they need nothing but what is known here, else the core's."""
    entry = default("messages")[DIGEST]
    core = Template(subject={"en": entry["subject"]}, body={"en": entry["body"]})
    programme = work.session.get(Programme, (work.tenant, letter.programme_id)) if letter.programme_id else None
    own = scheme_of(programme).messages.get(DIGEST, core) if programme else core
    try:
        render(own, dict.fromkeys(("institution.name", "institution.contact", "link", "news"), ""))
    except UnsoundDocument:
        return core
    return own


def _inner(letter: Message) -> str:
    """What stands in a letter's HTML, as we wrote it; of one without, its text."""
    if not letter.html:
        return f"<p>{escape(letter.body)}</p>"
    return letter.html.partition("<body>\n")[2].rpartition("\n</body>")[0]


_MARK = "(letters)"
