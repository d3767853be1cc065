"""What settling need not read again: the rows of a programme that are as they were when it was settled last.

The versions of its rows are asked for in one statement, once nobody can wake the programme unseen: whoever changes
something from then on waits for its row in ``due``, and is seen by the next settling.
"""

from typing import Any

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

_HERE = "tenant_id = %(host)s and programme_id = %(programme)s"
_MENTORSHIPS = f"array(select id from mentorships where {_HERE})"  # noqa: S608 - words of the code
_VERSIONS = {
    **{each.__tablename__: version_of(each, _HERE) for each in _OF_A_PROGRAMME},
    **{
        each.__tablename__: version_of(each, f"tenant_id = %(host)s and mentorship_id = any({_MENTORSHIPS})")
        for each in _OF_A_MENTORSHIP
    },
    Programme.__tablename__: version_of(Programme, "tenant_id = %(host)s"),
    Tenant.__tablename__: version_of(Tenant, "id = any(%(houses)s)"),
}
_ASK = f"select {', '.join(_VERSIONS.values())}"
"""Put into words here: it is long, and asked in every settling."""


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
    found = work.session.connection().exec_driver_sql(_ASK, here).one()
    versions = dict(zip(_VERSIONS, found, strict=True))
    open_shelf(work.session, (programme.tenant_id, programme.id), versions, at=work.now, spreads=_SPREADS)
