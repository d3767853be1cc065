# ruff: noqa: INP001 - a script beside the files it makes, no package
"""Makes the sample files beside it: lists of people who never lived, drawn from the schemes' own documents.

Run it from anywhere: ``python docs/examples/samples.py``. The same seeds give the same people; the tests compare.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random  # noqa: TID251 - chance is seeded here

import openpyxl

from mentoring.participants.facts import Setting
from mentoring.participants.said import Said
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import read_programme
from mentoring.schemes.load import load_scheme
from mentoring.tenants.file import read_tenants
from mentoring.testing.cohorts import Crowd
from mentoring.testing.tables import Table, forms_table, plain_table

HERE = Path(__file__).parent
TENANTS = HERE.parents[1] / "tenants"


def setting_of(programme_file: str) -> Setting:
    """What surrounds the registrations of one of the programmes beside this file."""
    tenants = read_tenants(TENANTS)
    programme = read_programme(HERE / programme_file)
    scheme = load_scheme(programme.scheme)
    moments = resolve_dates(scheme, programme.dates, tenants[programme.host].timezone)
    return Setting(scheme, tenants, programme, moments)


def b_mentor() -> Iterator[tuple[str, Table]]:
    """55 eligible mentees, some who are not or about whom a person decides, and 44 mentors, for 40 places."""
    setting = setting_of("b-mentor-2021.toml")
    crowd = Crowd(setting, seed=2021)
    mentors = crowd.register("mentor", 44) + crowd.register("mentor", 3, outcome="not_eligible")
    mentees = [
        *crowd.register("mentee", 55),
        *crowd.register("mentee", 4, outcome="not_eligible"),
        *crowd.register("mentee", 3, outcome="a_person_looks"),
    ]
    chance = Random(7)  # noqa: S311 - an order of rows, no secret
    yield "b-mentor-mentees.csv", plain_table(setting.scheme, "mentee", in_time(mentees))
    yield "b-mentor-mentors.csv", plain_table(setting.scheme, "mentor", in_time(mentors))
    yield "forms/b-mentor-mentees.xlsx", forms_table(setting.scheme, "mentee", in_time(mentees)).shuffled(chance)
    yield "forms/b-mentor-mentors.xlsx", forms_table(setting.scheme, "mentor", in_time(mentors)).shuffled(chance)
    yield "b-mentor-mentees-with-faults.csv", with_faults(plain_table(setting.scheme, "mentee", in_time(mentees)[:9]))


def lse() -> Iterator[tuple[str, Table]]:
    """30 eligible mentees and 12 mentors, with wishes for a pair, a circle, or both; two people are both."""
    setting = setting_of("lse-2025.toml")
    crowd = Crowd(setting, seed=2025)
    mentors = crowd.register("mentor", 12) + crowd.register("mentor", 1, outcome="not_eligible")
    mentees = [
        *crowd.register("mentee", 28),
        *crowd.register_again(mentors[:2], "mentee"),
        *crowd.register("mentee", 1, outcome="a_person_looks"),
    ]
    yield "lse-mentees.csv", plain_table(setting.scheme, "mentee", in_time(mentees))
    yield "lse-mentors.csv", plain_table(setting.scheme, "mentor", in_time(mentors))


def in_time(people: list[Said]) -> list[Said]:
    """In the order in which they registered."""
    return sorted(people, key=lambda person: (str(person.submitted), person.id))


def with_faults(table: Table) -> Table:
    """Four rows nobody could read, as they happen: no address, an unknown answer, an empty one, a foreign address."""
    rows = [dict(zip(table.headers, row, strict=True)) for row in table.rows]
    rows[1]["email"] = "someone at home"
    rows[3]["staff_group"] = "Professorial"
    rows[4]["goals"] = ""
    rows[6]["email"] = "a.stranger@elsewhere.example"
    return Table(table.headers, tuple(tuple(row.values()) for row in rows))


def samples() -> dict[str, Table]:
    """Every sample, by its file's name."""
    return {**dict(b_mentor()), **dict(lse())}


def write(name: str, table: Table) -> None:
    """Writes one sample, as its name's ending says."""
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    if path.suffix == ".csv":
        path.write_text(table.csv(), encoding="utf-8")
        return
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (table.headers, *table.rows):
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    for name, table in samples().items():
        write(name, table)
