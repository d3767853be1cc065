"""From an institution's own grades to the ladder that a scheme's rules speak of."""

import re
from datetime import date

from mentoring.tenants.file import Grades, TenantFile

_WORD_BEFORE = re.compile(r"^(grade|band|level|point)\s*", re.IGNORECASE)


def grades_on(tenant: TenantFile, day: date) -> Grades | None:
    """The scale that holds on `day`: the one that began last; None before the first."""
    begun = [grades for grades in tenant.grades if grades.start <= day]
    return max(begun, key=lambda grades: grades.start, default=None)


def local_grade(grades: Grades, written: str) -> str | None:
    """The grade of the scale that a person means by `written`.

    Case, spacing and a leading word do not matter: ``Grade 7``, ``grade7`` and ``7`` are one grade.
    """
    by_core = {_core(grade): grade for grade in grades.scale}
    return by_core.get(_core(written))


def level_of(tenant: TenantFile, scheme: str, grade: str, on: date) -> int | None:
    """The position (from 1) on the ladder of `scheme` of someone at local `grade` on the day `on`.

    None when no scale holds then, the grade is not on it, or it has no level in this scheme: a person looks.
    """
    grades = grades_on(tenant, on)
    local = local_grade(grades, grade) if grades else None
    return grades.levels.get(scheme, {}).get(local) if grades and local else None


def _core(written: str) -> str:
    return _WORD_BEFORE.sub("", " ".join(written.split())).casefold()
