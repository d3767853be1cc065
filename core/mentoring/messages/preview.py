"""A message as people will read it, before it is sent to anyone; and the same sent to whoever looks at it."""

from collections.abc import Mapping

from sqlalchemy.dialects.postgresql import insert

from mentoring.messages.model import Message
from mentoring.messages.rendering import Letter, render
from mentoring.messages.service import post, written
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import date_words, dates_of, scheme_of
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

_DIFFERS = {
    "person.name": "[their name]",
    "person.first_name": "[their first name]",
    "role.title": "[their role]",
    "pathway.title": "[the kind of mentorship]",
    "institution.name": "[their institution]",
    "institution.contact": "[their institution's address]",
    "others": "[whom they are matched with]",
    "link": "[the address of their page]",
    "news": "[what happened, each with its date]",
}


def preview(
    work: UnitOfWork,
    programme: Programme,
    occasion: str,
    language: str = "en",
    *,
    filled: Mapping[str, str] | None = None,
) -> Letter:
    """The message of `occasion` in `programme`: what differs from person to person is in brackets, unless `filled`.

    Raises UnsoundDocument for a placeholder that nothing fills.
    """
    values = {**_DIFFERS, **_same_for_all(work, programme, language), **(filled or {})}
    if values["link"].startswith("/"):
        values["link"] = work.base_url + values["link"]
    return render(scheme_of(programme).messages[occasion], values, language)


def send_to_me(work: UnitOfWork, programme: Programme, occasion: str, *, email: str) -> None:
    """Send the preview of `occasion` to `email`, the actor's own address, marked as a test."""
    row, *_ = written(
        work,
        occasion=occasion,
        scheme=scheme_of(programme),
        to_email=email,
        home_tenant_id=work.tenant,
        person_id=work.actor.person_id,
        programme_id=programme.id if work.tenant == programme.tenant_id else None,
        values={**_DIFFERS, **_same_for_all(work, programme, "en"), "link": f"/{work.tenant}/{programme.slug}"},
        dedupe_key=f"test:{occasion}:{work.new_id()}",
    )
    post(work, insert(Message).values({**row, "subject": f"Test: {row['subject']}"}), work.now)
    work.record("send_test", "message", row["id"])


def _same_for_all(work: UnitOfWork, programme: Programme, language: str) -> dict[str, str]:
    host = institution(work.session, programme.tenant_id)
    return {
        "programme.title": programme.title,
        "host.contact": host.contacts.mentoring.email,
        **date_words(dates_of(work, programme), language),
    }
