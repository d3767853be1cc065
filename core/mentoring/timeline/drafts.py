"""Reaching people who have begun to register and not sent it: each institution writes to its own, and tells nobody.

A draft is its own institution's alone, so the host cannot do this for a partner's people. It is done before the host
writes down that the milestone has come; what is cut short is done again, and nobody is written to twice.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select

from mentoring.participants.facts import Setting
from mentoring.participants.judged import wished_pathways
from mentoring.participants.letters import tell
from mentoring.participants.model import Registration
from mentoring.participants.record import Dossier, said_of
from mentoring.participants.setting import setting_of
from mentoring.programmes.model import Programme
from mentoring.programmes.queries import programme_with_id
from mentoring.schemes.scheme import Scheme, Who
from mentoring.timeline.happen import Named, claim
from mentoring.timeline.occurrences import Due
from mentoring.unit_of_work import UnitOfWork

DRAFT = "draft"


def reaches_drafts(scheme: Scheme, due: Due) -> bool:
    """Whether something is sent to drafts then."""
    return due.per == "programme" and any(_letters(scheme, due))


def write_to_drafts(work: UnitOfWork, *, host: str, programme_id: UUID, due: Iterable[Due]) -> int:
    """Send this institution's own drafts what these occurrences send them, once each; how many letters."""
    programme = programme_with_id(work, host, programme_id)
    setting = setting_of(work, programme)
    drafts = list(
        work.session.scalars(
            select(Registration)
            .where(
                Registration.tenant_id == host,
                Registration.programme_id == programme_id,
                Registration.home_tenant_id == work.tenant,
                Registration.state == DRAFT,
            )
            .order_by(Registration.created_at, Registration.id)
        )
    )
    wanted: dict[Named, tuple[Due, Registration, str]] = {}
    for each in due:
        for occasion, who in _letters(setting.scheme, each):
            for draft in drafts:
                if _means(setting, who, draft):
                    wanted[*each.name, f"send:{occasion}", str(draft.id)] = (each, draft, occasion)
    new = claim(work, programme, [(name, each, True) for name, (each, _, _) in wanted.items()])
    for name, (each, draft, occasion) in wanted.items():
        if name in new:
            _tell(work, programme, setting, draft, occasion, ":".join(each.name))
    return len(new)


def _letters(scheme: Scheme, due: Due) -> Iterator[tuple[str, Who]]:
    for action in scheme.timeline[due.turn.milestone].do:
        if "send" in action and DRAFT in action["to"].state:
            yield action["send"], action["to"]


def _means(setting: Setting, who: Who, draft: Registration) -> bool:
    """By role and wished pathway; what a draft says counts for nothing yet, so a condition selects none."""
    wished = wished_pathways(setting.scheme, said_of(Dossier(draft)))
    return (
        (not who.roles or draft.role in who.roles)
        and (who.pathway is None or who.pathway in wished)
        and not who.condition
    )


def _tell(
    work: UnitOfWork, programme: Programme, setting: Setting, draft: Registration, occasion: str, key: str
) -> None:
    wished = wished_pathways(setting.scheme, said_of(Dossier(draft)))
    tell(work, programme, setting, draft, occasion=occasion, pathways=wished, key=key)
