"""A programme's scheme asked by its own code: only at the host, only while not in quarantine, every fault recorded."""

from collections.abc import Callable
from typing import TypeVar

from mentoring.errors import NotAllowed
from mentoring.programmes.model import Programme
from mentoring.schemes.ask import Asker, CodeHeld, SchemeFault
from mentoring.schemes.faults import quarantine_of, record_fault
from mentoring.unit_of_work import UnitOfWork

T = TypeVar("T")


def asked(work: UnitOfWork, programme: Programme, question: Callable[[Asker], T]) -> T:
    """What `question` finds out from the code of the programme's scheme.

    Raises CodeHeld where the code may not be asked; SchemeFault where it failed, which is recorded whatever becomes
    of `work`; NotAllowed anywhere but at the host.
    """
    if work.tenant != programme.tenant_id:
        raise NotAllowed("A scheme's code is asked by the programme's host alone.", "Ask the host's coordinators.")
    standing = quarantine_of(work.session, programme.scheme)
    if standing is not None:
        raise CodeHeld(
            f"The code of {programme.scheme} is in quarantine since {standing.since:%-d %B %Y, %H:%M} UTC: "
            "it failed three times within an hour.",
            "See what failed on the page Schemes. A coordinator lifts the quarantine there.",
        )
    try:
        return question(work.schemes.asker)
    except SchemeFault as fault:
        with work.apart() as session:
            record_fault(session, fault, at=work.now, new_id=work.new_id, programme_id=programme.id)
        raise
