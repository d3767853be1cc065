"""A grade scale, written in the console: from a day on, and what its grades are worth on each scheme's ladder."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from mentoring.tenants.directory import to_document
from mentoring.tenants.file import Grades, TenantFile
from mentoring.web.console.frame import console_frame
from mentoring.web.console.settings import SETTINGS_AT, WHY, keep, reason_field
from mentoring.web.forms.draw import form_fields, typed_of
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Link, Problem
from mentoring.web.views.settings import ScalePage

_LINES = {"type": "array", "items": {"type": "string", "maxLength": 80}, "maxItems": 100}


@get(SETTINGS_AT + "/grades", opt=permits("settings.change"), sync_to_thread=True)
def scale_form(visit: NamedDependency[Visit]) -> Response[str]:
    """The scale that holds, to begin from."""
    last = max(visit.tenant.grades, key=lambda each: each.start, default=None)
    schema = _form(visit.tenant)
    typed = typed_of(schema, _answers(visit.tenant, last) if last else {})
    return visit.page(_page(visit, Reading({}, {}, typed)), console_frame(visit, current="settings"))


@post(SETTINGS_AT + "/grades", opt=permits("settings.change", step_up=True), sync_to_thread=True)
def keep_scale(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[Any]:
    """The scale holds from its day on; one that began the same day is replaced."""
    reading = read_form(_form(visit.tenant), typed, language=visit.language)
    problems = dict(reading.problems)
    if not first(typed, "reason").strip():
        problems["reason"] = WHY
    block, wrong = _block(visit.tenant, reading.answers)
    problems = {**wrong, **problems}
    if not problems:
        others = [each for each in to_document(visit.tenant)["grades"] if each["from"] != block["from"]]
        blocks = sorted([*others, block], key=lambda each: str(each["from"]))
        kept = keep(visit, {"grades": blocks}, first(typed, "reason"))
        if not isinstance(kept, Mapping):
            return see_other(visit.path("console", "settings") + ("?done=saved" if kept else "?done=same"))
        problems = {"scale" if place == "grades" else place: told for place, told in kept.items()}
    return visit.page(_page(visit, Reading({}, problems, typed)), console_frame(visit, current="settings"))


def _form(tenant: TenantFile) -> dict[str, Any]:
    levels = {
        _question(number): {
            **_LINES,
            "title": f"Levels in {scheme}",
            "description": "One on each line, such as 7 = 3: grade 7 is level 3. For a grade left out, a person looks.",
        }
        for number, scheme in enumerate(tenant.schemes)
    }
    return {
        "type": "object",
        "required": ["day", "scale"],
        "properties": {
            "day": {"type": "string", "format": "date", "title": "From which day on does it hold?"},
            "scale": {
                **_LINES,
                "minItems": 1,
                "title": "The grades, low to high",
                "description": "One on each line, as people write them.",
            },
            **levels,
        },
    }


def _question(number: int) -> str:
    """The name of the question about the scheme of that number."""
    return f"levels_{number}"


def _answers(tenant: TenantFile, grades: Grades) -> dict[str, Any]:
    held = [grades.levels.get(scheme, {}) for scheme in tenant.schemes]
    return {
        "day": grades.start.isoformat(),
        "scale": list(grades.scale),
        **{
            _question(number): [f"{grade} = {levels[grade]}" for grade in grades.scale if grade in levels]
            for number, levels in enumerate(held)
        },
    }


def _block(tenant: TenantFile, answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The block as a file has it, and what could not be read of it."""
    levels: dict[str, dict[str, int]] = {}
    problems: dict[str, str] = {}
    for number, scheme in enumerate(tenant.schemes):
        for line in answers.get(_question(number), ()):
            grade, _, level = (part.strip() for part in line.rpartition("="))
            if not grade or not level.isascii() or not level.isdigit() or len(level) > 3:
                problems[_question(number)] = f"“{line}” is no level. Write a grade, =, and a number, such as 7 = 3."
                break
            levels.setdefault(scheme, {})[grade] = int(level)
    return {"from": answers.get("day", ""), "scale": list(answers.get("scale", ())), "levels": levels}, problems


def _page(visit: Visit, reading: Reading) -> ScalePage:
    fields = form_fields(_form(visit.tenant), reading.typed, reading=reading, language=visit.language)
    reason = reason_field(first(reading.typed, "reason"), reading.problems.get("reason", ""))
    every = (*fields, reason)
    return ScalePage(
        title="A grade scale",
        sentence="A new day adds a scale beside those there are; a day that a scale has already replaces that one.",
        back=Link("Back to settings", visit.path("console", "settings")),
        form=SmallForm(
            title="A grade scale",
            action=visit.path("console", "settings", "grades"),
            fields=every,
            button="Save this scale",
        ),
        problems=tuple(Problem(field.target, field.problem) for field in every if field.problem),
    )
