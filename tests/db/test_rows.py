"""Many rows in one statement."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from mentoring.bench.pages import statements
from mentoring.db.engine import Database
from mentoring.db.rows import insert_given, table_of, write
from mentoring.messages.model import Message

AT = datetime(2021, 3, 28, 0, 59, 59, 123456, tzinfo=UTC)
NAMES = ("tenant_id", "id", "home_tenant_id", "to_email", "occasion", "subject", "body", "html", "message_id",
         "dedupe_key", "state", "created_at", "until", "carries", "doubtful")  # fmt: skip
WRITE = insert_given(Message, NAMES, "these").on_conflict_do_nothing().returning(table_of(Message).c.id)
WORDS = '“Llongyfarchiadau”, said O’Neill: {"a": [1, null]}\n\t\\ \' %s %(x)s :name 😀'


def row(number: int, **other: object) -> dict[str, object]:
    return {
        "tenant_id": "ucl", "id": UUID(int=number), "home_tenant_id": "ucl", "to_email": "a@ucl.example",
        "occasion": "hello", "subject": WORDS, "body": WORDS, "html": None, "message_id": f"<{number}>",
        "dedupe_key": str(number), "state": "queued", "created_at": AT, "until": None, "carries": ["<a>", 'b,"c"'],
        "doubtful": number % 2 == 1, **other,
    }  # fmt: skip


def test_what_is_written_is_what_was_given(institutions: Database) -> None:
    with institutions.session("ucl") as session:
        assert write(session, WRITE, these=[row(1), row(2, until=AT)]) == [(UUID(int=1),), (UUID(int=2),)]
        session.commit()
    with institutions.session("ucl") as session:
        one, two = session.scalars(select(Message).order_by(Message.dedupe_key))
        assert (one.id, one.subject, one.body, one.html, one.created_at, one.until, one.carries, one.doubtful) == (
            UUID(int=1), WORDS, WORDS, None, AT, None, ["<a>", 'b,"c"'], True,
        )  # fmt: skip
        assert (two.until, two.doubtful) == (AT, False)
        assert (one.programme_id, one.sent_at) == (None, None), "what was not named is as the database has it"


def test_the_words_are_the_same_however_many_rows_there_are(institutions: Database) -> None:
    with institutions.session("ucl") as session, statements() as sent:
        write(session, WRITE, these=[row(1)])
        assert len(write(session, WRITE, these=[row(number) for number in range(1, 151)])) == 149, "one was there"
    assert len([each for each in sent if "messages" in each]) == 2
    assert len({each for each in sent if "messages" in each}) == 1


def test_the_walls_stand_for_rows_that_are_given(institutions: Database) -> None:
    with institutions.session("kcl") as session:
        assert write(session, WRITE, these=[row(3, tenant_id="kcl", home_tenant_id="kcl")]) == [(UUID(int=3),)]
        with pytest.raises(ProgrammingError, match="row-level security"):
            write(session, WRITE, these=[row(4)])
