"""Letters to people about their registration, queued once each."""

from collections.abc import Sequence

from mentoring.messages.service import queue
from mentoring.participants.facts import Setting
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import date_words
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork


def tell(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    registration: Registration,
    *,
    occasion: str,
    pathways: Sequence[str],
    key: str,
    others: str = "",
    path: str = "mine",
    news: str = "",
) -> bool:
    """Queue the letter of `occasion` to the person of `registration`; whether it was new.

    `key` names the occurrence: the same occasion, occurrence and registration are told once. `path` is the
    page, below the programme, that says more; `news` what happened, in lines, where a letter names it.
    """
    return queue(
        work,
        occasion=occasion,
        scheme=setting.scheme,
        to_email=registration.email,
        to_name=registration.name,
        person_id=registration.person_id,
        home_tenant_id=registration.home_tenant_id,
        programme_id=programme.id if work.tenant == programme.tenant_id else None,
        values={
            "role.title": say(setting.scheme.roles[registration.role].title).lower(),
            "pathway.title": " and ".join(say(setting.scheme.pathways[name].title) for name in pathways),
            "programme.title": programme.title,
            "host.contact": setting.tenants[programme.tenant_id].contacts.mentoring.email,
            "others": others,
            "news": news,
            "link": f"/{registration.home_tenant_id}/{programme.slug}/{path}",
            **date_words(setting.moments),
        },
        dedupe_key=f"{occasion}:{key}:{registration.id}",
    )
