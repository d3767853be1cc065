"""A message as people will read it, before it is sent to anyone: what differs from person to person in brackets."""

from mentoring.messages.rendering import Letter, render
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


def preview(work: UnitOfWork, programme: Programme, occasion: str, language: str = "en") -> Letter:
    """The message of `occasion` in `programme`. Raises UnsoundDocument for a placeholder that nothing fills."""
    host = institution(work.session, programme.tenant_id)
    values = {
        **_DIFFERS,
        "programme.title": programme.title,
        "host.contact": host.contacts.mentoring.email,
        **date_words(dates_of(work, programme), language),
    }
    return render(scheme_of(programme).messages[occasion], values, language)
