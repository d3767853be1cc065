"""Letters to people about their registration, queued once each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mentoring.messages.service import Words, queue, queue_all
from mentoring.participants.facts import Setting
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import date_words
from mentoring.schemes.scheme import Scheme, say
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
    calendar: str | None = None,
) -> bool:
    """Queue the letter of `occasion` to the person of `registration`; whether it was new.

    `key` names the occurrence: the same occasion, occurrence and registration are told once. `path` is the
    page, below the programme, that says more; `news` what happened, in lines, where a letter names it; `calendar` an
    invitation of `calendars.writing` that goes along.
    """
    letter = Letter(registration, occasion, tuple(pathways), key, others, path, news, calendar)
    return queue(work, **_words(work, programme, setting, letter, date_words(setting.moments)))


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, as `tell` is told of it."""

    registration: Registration
    occasion: str
    pathways: tuple[str, ...]
    key: str
    others: str = ""
    path: str = "mine"
    news: str = ""
    calendar: str | None = None


def tell_all(work: UnitOfWork, programme: Programme, setting: Setting, letters: Iterable[Letter]) -> int:
    """As `tell`, many at once; how many were new."""
    written = list(letters)
    if not written:
        return 0
    dates = date_words(setting.moments)
    return queue_all(work, [_words(work, programme, setting, letter, dates) for letter in written])


def _words(work: UnitOfWork, programme: Programme, setting: Setting, letter: Letter, dates: Mapping[str, str]) -> Words:
    registration = letter.registration
    return {
        "occasion": letter.occasion,
        "scheme": setting.scheme,
        "to_email": registration.email,
        "to_name": registration.name,
        "person_id": registration.person_id,
        "digest": registration.digest,
        "home_tenant_id": registration.home_tenant_id,
        "programme_id": programme.id if work.tenant == programme.tenant_id else None,
        "values": {
            **about(programme, setting.scheme, registration, letter.pathways, path=letter.path),
            "host.contact": setting.tenants[programme.tenant_id].contacts.mentoring.email,
            "others": letter.others,
            "news": letter.news,
            **dates,
        },
        "dedupe_key": f"{letter.occasion}:{letter.key}:{registration.id}",
        "calendar": letter.calendar,
    }


def about(
    programme: Programme, scheme: Scheme, registration: Registration, pathways: Sequence[str], *, path: str = "mine"
) -> dict[str, str]:
    """What any letter may say of one registration, by placeholder."""
    return {
        "role.title": say(scheme.roles[registration.role].title).lower(),
        "pathway.title": " and ".join(say(scheme.pathways[name].title) for name in pathways),
        "programme.title": programme.title,
        "link": f"/{registration.home_tenant_id}/{programme.slug}/{path}",
    }
