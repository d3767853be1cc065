"""The one place where monitoring is opened: on the report role's connection, to be counted, or for the person alone."""

import json
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from mentoring.db.engine import Database
from mentoring.monitoring.answers import place_of
from mentoring.monitoring.model import MonitoringAnswer
from mentoring.monitoring.questions import GROUP_OF, GROUPS, NOT_STATED, WORDS
from mentoring.monitoring.rounding import rounded

Table = Mapping[str, int]
"""By group, in order: rounded counts. A table that would say too much is None instead."""

LEAST = 23
"""As few people as a table may be about: HESA's bound of 22.5."""
CELLS = 2
"""As many groups must show a number, or the table would say of everybody what they are."""


def table_of(groups: Collection[str]) -> Table | None:
    """One way, rounded last: of people in these groups. None where it would say too much.

    With fewer than two groups that show a number a table could mean that everybody in it belongs to one group. What
    is answered then is answered for other cohorts as well, in which that is not so.
    """
    counts = {name: rounded(sum(group == name for group in groups)) for name in GROUPS}
    shown = [name for name, number in counts.items() if number]
    return counts if len(groups) >= LEAST and len(shown) >= CELLS else None


def count(database: Database, host: str, people: Collection[Collection[UUID]]) -> Table | None:
    """The table about `people`, each the ids of their registrations in a programme of `host`: one answer counts."""
    said = _opened(database, host, [each for person in people for each in person])
    groups = []
    for person in people:
        answers = [said[each] for each in sorted(person) if each in said]
        groups.append(GROUP_OF[answers[0]] if answers else NOT_STATED)
    return table_of(groups)


def own_answer(database: Database, host: str, registration: UUID, *, home: str, person: UUID) -> str | None:
    """What the person themself said, in words; None where they said nothing, or it is not theirs.

    For the person's own page alone: the caller has signed them in as `person` of `home`.
    """
    said = _opened(database, host, [registration], whose=(home, person))
    return WORDS[said[registration]] if registration in said else None


def _opened(
    database: Database, host: str, registrations: Collection[UUID], *, whose: tuple[str, UUID] | None = None
) -> dict[UUID, str]:
    wanted = select(MonitoringAnswer.registration_id, MonitoringAnswer.sealed).where(
        MonitoringAnswer.tenant_id == host, MonitoringAnswer.registration_id.in_(registrations)
    )
    if whose is not None:
        home, person = whose
        wanted = wanted.where(MonitoringAnswer.home_tenant_id == home, MonitoringAnswer.person_id == person)
    with database.report_session(host) as session:
        rows = session.execute(wanted).all()
    return {key: json.loads(database.keys.open(place_of(host, key), sealed))["ethnicity"] for key, sealed in rows}
