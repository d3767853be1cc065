"""A mail that comes back after a mail server has taken it is marked; the second time its coordinators are asked."""

from sqlalchemy import select

from mentoring.messages.model import Message
from mentoring.messages.queries import messages_of
from mentoring.messages.reports import Report
from mentoring.participants.returned import mark_bounced
from mentoring.programmes.queries import programme
from mentoring.tasks.queries import to_do
from year import Year

AMARA = "amara.quarto@kcl.example"


def sent(year: Year) -> list[Message]:
    """Amara's letters, taken by the mail server."""
    year.register(AMARA, "mentee")
    year.register(AMARA, "mentor")
    with year.works.work("ucl", now=year.now) as work:
        found = list(
            work.session.scalars(select(Message).where(Message.to_email == AMARA).order_by(Message.created_at))
        )
        for each in found:
            each.state = "sent"
        return found


def comes_back(year: Year, message: Message, *, recipient: str = AMARA, at: str = "ucl") -> bool:
    with year.works.work(at, now=year.now) as work:
        return mark_bounced(work, Report(message.message_id, recipient, "5.1.1 nobody of that name"))


def asked(year: Year, slug: str) -> list[str]:
    with year.works.work(slug, now=year.now) as work:
        return [each.words for each in to_do(work, programme(work, year.slug))]


def test_it_is_marked_shown_and_the_second_time_a_task_of_their_own_coordinators(year: Year) -> None:
    first, second, *_ = sent(year)
    assert comes_back(year, first)
    assert comes_back(year, first), "told twice"
    with year.coordinating("ucl") as (work, found):
        line = next(each for each in messages_of(work, found, state="bounced").lines)
        assert (line.to_email, line.error) == (AMARA, "5.1.1 nobody of that name")
    assert asked(year, "kcl") == []
    assert comes_back(year, second, recipient="")
    assert asked(year, "kcl") == [f"Mail to {AMARA} comes back. Find out how they are reached now."]


def test_what_is_not_ours_not_theirs_or_not_sent_is_passed_over(year: Year) -> None:
    first, second, *_ = sent(year)
    assert not comes_back(year, first, recipient="somebody.else@kcl.example")
    assert not comes_back(year, first, at="kcl")
    with year.works.work("ucl", now=year.now) as work:
        work.session.get_one(Message, (second.tenant_id, second.id)).state = "queued"
    assert not comes_back(year, second)
    with year.coordinating("ucl") as (work, found):
        assert "bounced" not in messages_of(work, found).states
