from datetime import date

import pytest

from mentoring.tenants.file import Brand, Contact, Contacts, Grades, TenantFile
from mentoring.tenants.grades import level_of

SCALE_2020 = Grades(date(2020, 8, 1), ("Grade 1", "Grade 2"), {"hello": {"Grade 1": 1, "Grade 2": 2}})
SCALE_2022 = Grades(date(2022, 8, 1), ("Band A", "Band B"), {"hello": {"Band B": 3}})


@pytest.fixture
def tenant() -> TenantFile:
    someone = Contact("Mentoring", "mentoring@serif.example")
    return TenantFile(
        slug="serif",
        name="Serif University",
        short_name="Serif",
        timezone="Europe/London",
        domains=("serif.example",),
        schemes=("hello",),
        brand=Brand("#500778"),
        contacts=Contacts(someone, someone),
        grades=(SCALE_2022, SCALE_2020),
    )


@pytest.mark.parametrize("written", ["Grade 2", "grade 2", "2", " GRADE  2 ", "Band 2", "grade2"])
def test_a_grade_is_known_however_it_is_written(tenant: TenantFile, written: str) -> None:
    assert level_of(tenant, "hello", written, date(2021, 1, 1)) == 2


@pytest.mark.parametrize(
    ("grade", "day", "level"),
    [
        ("Grade 2", date(2020, 7, 31), None),
        ("Grade 2", date(2020, 8, 1), 2),
        ("Grade 2", date(2022, 7, 31), 2),
        ("Grade 2", date(2022, 8, 1), None),
        ("Band B", date(2022, 8, 1), 3),
    ],
)
def test_the_scale_that_holds_on_the_day_counts(tenant: TenantFile, grade: str, day: date, level: int | None) -> None:
    assert level_of(tenant, "hello", grade, day) == level


def test_a_grade_without_a_level_is_unmapped(tenant: TenantFile) -> None:
    assert level_of(tenant, "hello", "Band A", date(2023, 1, 1)) is None


def test_another_scheme_has_another_ladder(tenant: TenantFile) -> None:
    assert level_of(tenant, "other", "Grade 2", date(2021, 1, 1)) is None
