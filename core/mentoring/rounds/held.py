"""Why a round is held: the scheme's own code may not be asked, or it was asked and failed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.model import Round
from mentoring.schemes.answers import sentence_of
from mentoring.schemes.faults import last_fault, quarantine_of
from mentoring.schemes.model import PluginFault
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import UnitOfWork

IN_A_ROUND = ("score", "propose_matches")
AT_WORK = (*IN_A_ROUND, "derive")


@dataclass(frozen=True, slots=True)
class Held:
    """What is held and why. `hook` and `cause` are those of the fault behind it, empty where there is none.

    `remedy` is what a coordinator can do; `since` when it began, where that is known.
    """

    scheme: str
    version: str
    title: str
    why: str
    remedy: str
    hook: str = ""
    cause: str = ""
    since: datetime | None = None
    quarantined: bool = False


def round_held(work: UnitOfWork, programme: Programme) -> Held | None:
    """Why rounds of this programme are held now, for its host; None where they are not."""
    if work.tenant != programme.tenant_id:
        return None
    scheme = scheme_of(programme)
    fault = last_fault(work.session, programme.id, AT_WORK)
    return _quarantined(work, scheme, fault) or _not_asked(work, scheme) or _failed(work, programme, fault)


def _quarantined(work: UnitOfWork, scheme: Scheme, fault: PluginFault | None) -> Held | None:
    quarantine = quarantine_of(work.session, scheme.name)
    if quarantine is None:
        return None
    told = f" Last, `{fault.hook}` failed: {sentence_of(fault.cause, fault.words)}" if fault else ""
    return Held(
        scheme=scheme.name,
        version=fault.version if fault else scheme.version,
        title="Rounds are held: the scheme's code is in quarantine",
        why=f"It failed three times within an hour.{told}",
        remedy="Send the fault to the scheme's author. Once it is mended, or if you think that it was chance, have the "
        "code asked again on the page Schemes.",
        hook=fault.hook if fault else "",
        cause=fault.cause if fault else "",
        since=quarantine.since,
        quarantined=True,
    )


def _not_asked(work: UnitOfWork, scheme: Scheme) -> Held | None:
    """The code is gone, or of a version that does not cover the pinned one, or cannot be contained on this machine."""
    asker = work.schemes.asker
    why, off = asker.why_held(scheme), asker.why_off
    if why:
        return Held(
            scheme=scheme.name,
            version=scheme.version,
            title="Rounds are held: the scheme's code is not the one that was pinned",
            why=why,
            remedy="Whoever runs this machine can install the version that the programme has pinned; or move the "
            "programme to the documents that are installed.",
        )
    if not off or scheme.hooks == ():
        return None
    return Held(
        scheme=scheme.name,
        version=scheme.version,
        title="Rounds are held: the code of schemes is off",
        why=f"{off[:1].upper()}{off[1:]}.",
        remedy="Whoever runs this machine finds the remedy with `mentoring check`.",
    )


def _failed(work: UnitOfWork, programme: Programme, fault: PluginFault | None) -> Held | None:
    """The code failed in a round, and none has come about since."""
    if fault is None or fault.hook not in IN_A_ROUND:
        return None
    ran = work.session.scalar(
        select(func.max(Round.created_at)).where(Round.tenant_id == work.tenant, Round.programme_id == programme.id)
    )
    if ran is not None and ran >= fault.at:
        return None
    return Held(
        scheme=fault.scheme,
        version=fault.version,
        title="The round is held: the scheme's code failed",
        why=f"The code of {fault.scheme} {fault.version} failed in `{fault.hook}`: "
        f"{sentence_of(fault.cause, fault.words)} No proposal was made by it.",
        remedy="Run the round again: it may have been chance. If it fails again, send the fault to its author; "
        "the page Schemes keeps it.",
        hook=fault.hook,
        cause=fault.cause,
        since=fault.at,
    )
