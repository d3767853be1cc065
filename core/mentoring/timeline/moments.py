"""The moments of a programme's year that have come: found, done, and the next one named. Part of settling."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentoring.db.kept import value
from mentoring.gates.model import GatePass
from mentoring.gates.service import PassedAt
from mentoring.meetings.model import Meeting
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.facts import Setting
from mentoring.participants.judged import Judged
from mentoring.participants.model import Registration, Standing
from mentoring.participants.record import Dossier
from mentoring.programmes.model import Programme
from mentoring.tenants.model import Tenant
from mentoring.timeline.asking import ask_and_chase
from mentoring.timeline.code import HOOK, ask_code
from mentoring.timeline.drafts import reaches_drafts
from mentoring.timeline.ends import ends_ahead
from mentoring.timeline.events import hold_events
from mentoring.timeline.gates_due import ask_about_gates, gates_ahead
from mentoring.timeline.groups import Group
from mentoring.timeline.happen import Hour, happen, taken
from mentoring.timeline.late import send_all
from mentoring.timeline.meetings import keep_meetings
from mentoring.timeline.occurrences import Due, Year
from mentoring.timeline.recipients import Person
from mentoring.unit_of_work import UnitOfWork

_FOLLOWS_FROM = tuple(
    each.__tablename__ for each in (Registration, Standing, Mentorship, Member, Meeting, GatePass, Programme, Tenant)
)
"""What occurrences follow from, beside the scheme that a programme has pinned."""
NONE: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Happened:
    """What the year brought: how much was done, when it brings more, and what institutions have to do first."""

    done: int = 0
    next: datetime | None = None
    first: tuple[Due, ...] = ()


def let_happen(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    everyone: Mapping[UUID, Dossier],
    judged: Mapping[UUID, Judged],
    *,
    groups: Mapping[UUID, Group],
    passed: PassedAt,
    reached: Collection[tuple[str, str, str]] = NONE,
) -> Happened:
    """Do what has come and is not done yet; nothing of a programme that is not published.

    What goes to drafts as well waits until every institution has `reached` its own (`timeline.drafts`).
    """
    if programme.published_at is None or programme.state == "draft":
        return Happened()
    year = year_of(work, programme, setting, everyone, groups=groups, passed=passed)
    come: list[Due] = []
    ahead: list[datetime] = []
    for each in _occurrences(work, year):
        if each.turn.due <= work.now:
            come.append(each)
        else:
            ahead.append(each.turn.due)
    gates = [at for *_, at in gates_ahead(year)]
    over = [at for at in gates if at <= work.now]
    done_before = taken(work, programme) if come or over or groups else NONE
    fresh = [each for each in come if each.name not in done_before]
    first = tuple(each for each in fresh if reaches_drafts(setting.scheme, each) and each.name not in reached)
    due = tuple(each for each in fresh if each not in first)
    people = people_in(year.everyone, judged)
    hour = Hour(programme, setting, year, people, due)
    done, holding = happen(work, hour) if due else (0, ())
    events = hold_events(work, programme, setting, people)
    met, meetings = keep_meetings(
        work, programme, setting, year.everyone, year.groups, nudges=hour.letters, known=done_before
    )
    done += met + ask_code(work, hour, holding)
    send_all(work, programme, setting, hour.letters)
    ahead += ask_and_chase(work, programme, setting, year, people)
    if over:
        ask_about_gates(work, programme, year, people, known=done_before)
    ahead += [at for at in gates if at > work.now]
    ahead += [*events, *meetings]
    ahead += ends_ahead(setting, year.groups.values(), work.now)
    return Happened(done, min(ahead, default=None), first)


def _occurrences(work: UnitOfWork, year: Year) -> tuple[Due, ...]:
    """All there are; worked out again only where something that they follow from has changed."""
    if year.goes_on:
        return tuple(year.occurrences())
    return value(work.session, (_occurrences, year.coded), lambda: tuple(year.occurrences()), of=_FOLLOWS_FROM)


def year_of(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    everyone: Mapping[UUID, Dossier],
    *,
    groups: Mapping[UUID, Group],
    passed: PassedAt,
) -> Year:
    """Everything that the occurrences of `programme` follow from, as it is now."""
    return Year(
        scheme=setting.scheme,
        moments=setting.moments,
        zone=setting.zone,
        now=work.now,
        since=programme.created_at,
        everyone=everyone,
        groups=groups,
        passed=passed,
        coded=work.schemes.asker.has(setting.scheme, HOOK),
    )


def people_in(everyone: Mapping[UUID, Dossier], judged: Mapping[UUID, Judged]) -> Mapping[UUID, Person]:
    """Everyone with the facts that are known of them."""
    return {key: Person(dossier, judged[key].facts if key in judged else {}) for key, dossier in everyone.items()}
