"""What settling need not read again: the rows of a programme that are as they were when it was settled last.

The versions of its rows are asked for in one statement, once nobody can wake the programme unseen: whoever changes
something from then on waits for its row in ``due``, and is seen by the next settling.
"""

from typing import Any

from sqlalchemy import ARRAY, Text, any_, bindparam, func, select

from mentoring.db.base import Base
from mentoring.db.kept import Spreads, open_shelf, version_of
from mentoring.events.model import EventAttendance, EventSession, Guest, Reply
from mentoring.gates.model import GateCheck, GatePass
from mentoring.meetings.model import Meeting, MeetingGuest
from mentoring.mentorships.model import AgreementText, Exit, Member, Mentorship, Signature
from mentoring.participants.model import Decision, Declaration, LevelSet, Registration, Review, Standing
from mentoring.programmes.model import Partner, Programme
from mentoring.surveys.model import Asked
from mentoring.tenants.model import Tenant
from mentoring.timeline.model import Occurrence
from mentoring.unit_of_work import UnitOfWork

_OF_A_PROGRAMME: tuple[type[Any], ...] = (
    Registration, Declaration, Standing, Decision, Review, LevelSet, Mentorship, Member, Exit, Signature, AgreementText,
    EventSession, Guest, Reply, EventAttendance, GatePass, GateCheck, Asked, Occurrence, Partner,
)  # fmt: skip
_OF_A_MENTORSHIP: tuple[type[Any], ...] = (Meeting, MeetingGuest)

_HOST: Any = bindparam("host")
_PROGRAMME: Any = bindparam("programme")
_MENTORSHIPS: Any = any_(
    func.array(
        select(Mentorship.id)
        .where(Mentorship.tenant_id == _HOST, Mentorship.programme_id == _PROGRAMME)
        .scalar_subquery()
    )
)
_HOUSES: Any = any_(bindparam("houses", type_=ARRAY(Text)))

_VERSIONS = select(
    *(version_of(each, each.tenant_id == _HOST, each.programme_id == _PROGRAMME) for each in _OF_A_PROGRAMME),
    *(version_of(each, each.tenant_id == _HOST, each.mentorship_id == _MENTORSHIPS) for each in _OF_A_MENTORSHIP),
    version_of(Programme, Programme.tenant_id == _HOST),
    version_of(Tenant, Tenant.id == _HOUSES),
)


def _names(*models: type[Base]) -> frozenset[str]:
    return frozenset(each.__tablename__ for each in models)


_WHO_SEES = _names(Mentorship, Member, AgreementText, Signature, *_OF_A_MENTORSHIP)
_SPREADS: Spreads = {
    **dict.fromkeys(_names(Partner, Mentorship, Member), _WHO_SEES),
    **dict.fromkeys(_names(Registration), _names(*_OF_A_PROGRAMME, *_OF_A_MENTORSHIP)),
}
"""What triggers write to: who sees something of a mentorship, and what is forgotten with a registration."""


def keep_unchanged(work: UnitOfWork, programme: Programme) -> None:
    """Let this unit of work do without reading what is unchanged. At the host, its row in ``due`` held."""
    houses = sorted({*(each["slug"] for each in programme.institutions), *programme.listed})
    here = {"host": programme.tenant_id, "programme": programme.id, "houses": houses}
    versions = dict(work.session.execute(_VERSIONS, here).one()._mapping)  # noqa: SLF001 - its public name
    open_shelf(work.session, (programme.tenant_id, programme.id), versions, at=work.now, spreads=_SPREADS)
