"""The institution's settings: what is its own is changed here, and what its file says otherwise is marked."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from mentoring.errors import Invalid
from mentoring.tenants.own import RETENTION
from mentoring.tenants.settings import Standing, change_own, standing
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.house import contrast, house_colours
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Banner, Button, Problem
from mentoring.web.views.settings import Group, ScaleLine, SettingsPage, Swatch
from mentoring.web.words import begun, count, short_day

SETTINGS_AT = "/{tenant:str}/console/settings"
WHY = "Say why, for example: the brand office sent the exact colour."
_RETENTION: Mapping[str, str] = {
    "programme": "Mentorships, meetings and surveys, after a programme's end",
    "unmatched": "Registrations that led to no mentorship, after the closing date",
    "messages": "The text of messages that were sent",
    "accounts": "People who take part in nothing any more",
    "audit": "Who did and who read what",
}
_CONTACTS: Mapping[str, str] = {"mentoring": "The mentoring team", "data_protection": "Data protection"}
_DONE = {
    "saved": Banner(kind="done", title="Saved", text="It holds from this moment, for everyone."),
    "same": Banner(kind="info", title="Nothing was different", text="So nothing has changed."),
}


@get(SETTINGS_AT, opt=permits("settings.see"), sync_to_thread=True)
def settings(visit: NamedDependency[Visit], done: FromQuery[str] = "") -> Response[str]:
    """All settings as they hold."""
    return visit.page(settings_page(visit, done=done), console_frame(visit, current="settings"))


@post(SETTINGS_AT, opt=permits("settings.change", step_up=True), sync_to_thread=True)
def keep_settings(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[Any]:
    """What was typed holds from now on, all of it or none."""
    problems = keep(visit, _values(typed), first(typed, "reason"))
    if isinstance(problems, Mapping):
        view = settings_page(visit, typed=typed, problems=_of_fields(problems))
        return visit.page(view, console_frame(visit, current="settings"))
    return see_other(visit.path("console", "settings") + ("?done=saved" if problems else "?done=same"))


def keep(visit: Visit, values: Mapping[str, Any], reason: str) -> Mapping[str, str] | bool:
    """Set `values` and record it: whether anything changed; or the problems, by place."""
    if not reason.strip():
        return {"reason": WHY}
    try:
        with visit.work() as work:
            work.demand("settings.change")
            changed = change_own(work.session, visit.slug, values, work.now)
            if changed:
                work.record("change", "institution", visit.slug, fields=changed, reason=reason.strip())
    except Invalid as refusal:
        return refusal.problems
    return bool(changed)


def settings_page(
    visit: Visit,
    *,
    typed: Typed | None = None,
    problems: Mapping[str, str] | None = None,
    done: str = "",
) -> SettingsPage:
    """The page, with what was typed and what is wrong with it."""
    with visit.work() as work:
        found = standing(work.session, visit.slug)
    wrong = problems or {}
    kept = count(len(found.drift), "setting was", "settings were")
    told = f"{begun(kept)} changed here; the file of whoever runs the system says otherwise." if found.drift else ""
    return SettingsPage(
        title="Settings",
        sentence=told or "Everything is as the file of whoever runs the system says.",
        banner=_DONE.get(done),
        action=visit.path("console", "settings"),
        groups=_groups(found, typed, wrong),
        reason=reason_field(first(typed or {}, "reason"), wrong.get("reason", "")),
        swatches=_swatches(found.held.brand.colour),
        scales=tuple(_scale(found, at) for at in range(len(found.held.grades))),
        add_scale=Button(label="Add or correct a scale", href=visit.path("console", "settings", "grades")),
        others=_others(visit),
        problems=tuple(Problem(name, sentence) for name, sentence in wrong.items()),
    )


def reason_field(value: str, problem: str) -> Field:
    """Every change has its reason."""
    hint = "It is kept in the audit trail."
    return Field(name="reason", kind="text", label="Why?", hint=hint, value=value, problem=problem)


def _groups(found: Standing, typed: Typed | None, wrong: Mapping[str, str]) -> tuple[Group, ...]:
    now, since = _shown(found), {each.place: each.at for each in found.drift}
    says = _shown(Standing(found.file, found.file, ()))

    def field(name: str, label: str, *, hint: str = "", required: bool = True) -> Field:
        place = _place(name)
        drift = place in since and says[name] != now[name]
        told = f"Changed here on {short_day(since[place])}; the file says “{says[name] or 'nothing'}”." if drift else ""
        return Field(
            name=name, kind="text", label=label, hint=f"{hint} {told}".strip(), required=required,
            value=first(typed, name) if typed is not None else now[name], problem=wrong.get(name, ""),
        )  # fmt: skip

    contacts = tuple(
        Group(
            _CONTACTS[kind],
            (
                field(f"contacts.{kind}.title", "What they are called"),
                field(f"contacts.{kind}.email", "Their email address"),
                field(f"contacts.{kind}.page", "Their page", hint="It begins with https://.", required=False),
            ),
        )
        for kind in _CONTACTS
    )
    colour = "Six digits after #, such as #500778. Where text on it could not be read, its lightness is moved."
    return (
        Group(
            "Name and colour",
            (
                field("name", "Full name"),
                field("short_name", "Short name"),
                field("brand.colour", "Colour", hint=colour),
            ),
        ),
        *contacts,
        Group(
            "How long records are kept",
            tuple(field(f"retention.{kind}", _RETENTION[kind], hint="Such as 2 years.") for kind in RETENTION),
        ),
    )


def _shown(found: Standing) -> dict[str, str]:
    """Every field's value, by name."""
    held = found.held
    contacts = {"mentoring": held.contacts.mentoring, "data_protection": held.contacts.data_protection}
    return {
        "name": held.name,
        "short_name": held.short_name,
        "brand.colour": held.brand.colour,
        **{
            f"contacts.{kind}.{part}": getattr(each, part) or ""
            for kind, each in contacts.items()
            for part in ("title", "email", "page")
        },
        **{f"retention.{kind}": getattr(held.retention, kind) for kind in RETENTION},
    }


def _values(typed: Typed) -> dict[str, Any]:
    """What was typed, by place."""

    def said(name: str) -> str:
        return " ".join(first(typed, name).split())

    return {
        **{place: said(place) for place in ("name", "short_name", "brand.colour")},
        **{
            f"contacts.{kind}": {
                "title": said(f"contacts.{kind}.title"),
                "email": said(f"contacts.{kind}.email"),
                "page": said(f"contacts.{kind}.page") or None,
            }
            for kind in _CONTACTS
        },
        **{f"retention.{kind}": said(f"retention.{kind}") for kind in RETENTION},
    }


def _place(name: str) -> str:
    """Where the field `name` stands among what is the institution's own: a contact is set as a whole."""
    return name.rpartition(".")[0] if name.startswith("contacts.") else name


def _of_fields(problems: Mapping[str, str]) -> dict[str, str]:
    """The problems by field: that of a contact as a whole is told at its first field."""
    whole = {f"contacts.{kind}" for kind in _CONTACTS}
    return {f"{place}.title" if place in whole else place: told for place, told in problems.items()}


def _swatches(colour: str) -> tuple[Swatch, ...]:
    found = []
    for scheme, label in (("light", "On light pages"), ("dark", "On dark pages")):
        safe = house_colours(colour, "dark" if scheme == "dark" else "light")
        ratio = contrast(safe.band, safe.on_band)
        moved = "" if safe.band.lower() == colour.lower() else f", moved from {colour}"
        told = f"Band {safe.band}{moved}: its text reaches {ratio:.1f} to 1."
        found.append(Swatch(label, told, safe.band, safe.on_band))
    return tuple(found)


def _scale(found: Standing, at: int) -> ScaleLine:
    grades = found.held.grades[at]
    changed = grades not in found.file.grades
    return ScaleLine(
        title=f"From {short_day(grades.start)}" + (" (changed here)" if changed else ""),
        text=", ".join(grades.scale),
        levels=tuple(
            f"{scheme}: " + ", ".join(f"{grade} is {levels[grade]}" for grade in grades.scale if grade in levels)
            for scheme, levels in grades.levels.items()
        ),
    )


def _others(visit: Visit) -> tuple[tuple[str, str], ...]:
    tenant = visit.tenant
    return (
        ("Email domains", ", ".join(tenant.domains)),
        ("Schemes", ", ".join(tenant.schemes) or "none"),
        ("Time zone", tenant.timezone),
        ("Organisational units", ", ".join(unit.title for unit in tenant.units) or "none"),
    )
