"""A programme with a thousand people for tests: written at once, judged and settled by the services."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from makers import Works
from mentoring.gates.service import record_passes
from mentoring.participants.declare import CONSENT
from mentoring.participants.model import Declaration, Registration
from mentoring.people.model import Person
from mentoring.programmes.file import OverlayPart, read_programme
from mentoring.settings import new_id
from year import B_GRADES, B_MENTEE, B_MENTOR, B_MENTOR_ANSWERS, MATCHING, Year, b_mentor_year

HOMES = ("ucl", "kcl", "qmul", "ual", "sgul")
TOPICS = ("budgets", "leadership", "networks", "change", "influence", "projects", "confidence")


def large_year(works: Works, count: int) -> Year:
    """B-MEntor Professional with a place for everyone, and `count` people ready for its round."""
    places = OverlayPart(
        author="Maya Archive", reason="A large year", changes={"card": {"places": [{"who": "mentee", "at_most": 1000}]}}
    )
    year = b_mentor_year(works, msgspec.structs.replace(read_programme(B_MENTOR), overlay=(places,)))
    registered_at_once(year, count)
    return year


def registered_at_once(year: Year, count: int) -> None:
    """So many mentees and mentors in equal parts, all trained, on the day of the round.

    Their wishes differ, so that fits do; rows are written as registration writes them, without a page for each.
    """
    programme_id = year.programme_id
    made: dict[str, list[UUID]] = {"mentee": [], "mentor": []}
    for at, home in enumerate(HOMES):
        with year.works.work(home, now=year.now) as work:
            people, rows, declared = [], [], []
            for number in range(at, count, len(HOMES)):
                role = "mentee" if (number // len(HOMES)) % 2 == 0 else "mentor"
                name = f"{'Amara' if role == 'mentee' else 'Dinah'} Quarto{number}"
                email = f"{name.replace(' ', '.').lower()}@{home}.example"
                person = Person(tenant_id=home, id=new_id(), email=email, name=name, created_at=work.now)
                row = Registration(
                    tenant_id=year.host,
                    id=new_id(),
                    programme_id=programme_id,
                    home_tenant_id=home,
                    person_id=person.id,
                    role=role,
                    email=email,
                    name=name,
                    **_answers(role, home, number),
                    wishes=["main"],
                    state="submitted",
                    created_at=work.now,
                    saved_at=work.now,
                    verified_at=work.now,
                    submitted_at=work.now + timedelta(seconds=number),
                )
                people.append(person)
                rows.append(row)
                made[role].append(row.id)
                if role == "mentee":
                    declared.append(
                        Declaration(
                            tenant_id=year.host,
                            registration_id=row.id,
                            programme_id=programme_id,
                            home_tenant_id=home,
                            answers={"identifies": True},
                            consent_text=CONSENT,
                            given_at=work.now,
                        )
                    )
            work.add(*people)
            work.add(*rows)
            work.add(*declared)
    year.settle()
    year.now = MATCHING
    with year.coordinating(year.host) as (work, programme):
        for role, ids in made.items():
            record_passes(work, programme, ids, gate=f"trained_{role}")


def _answers(role: str, home: str, number: int) -> dict[str, Any]:
    first, second = TOPICS[number % 7], TOPICS[(number // 7) % 7]
    wanted = list(dict.fromkeys((first, second)))
    given = {**B_MENTEE, "wants": wanted} if role == "mentee" else {**B_MENTOR_ANSWERS, "offers": wanted}
    grade = B_GRADES[home][role == "mentor"]
    given = {**given, "grade": grade, "line_manager": f"manager{number % 17}@{home}.example"}
    return {"answers": given, "job_title": given["job_title"], "unit": given["unit"], "grade": grade}
