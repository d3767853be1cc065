"""A programme opened on the console: the scheme, its institutions and dates; what that means; then one button.

It is applied as a programme's file is: the same checks, the same words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from mentoring.contracts.durations import add, parse_duration
from mentoring.contracts.schemata import problems_in
from mentoring.errors import UnsoundDocument
from mentoring.programmes.apply import apply_programme, change_of
from mentoring.programmes.dates import dated, missing_dates, resolve_dates
from mentoring.programmes.file import RESERVED, Partner, ProgrammeFile
from mentoring.programmes.queries import programmes
from mentoring.schemes.scheme import Event, Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.tenants.file import TenantFile
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.console import ProgrammeLine, ProgrammesPage
from mentoring.web.views.parts import Button, Empty, Page, Problem
from mentoring.web.views.texts import EffectPage, FieldGroup, TextsFormPage, Told
from mentoring.web.words import day

AnyRequest = Request[Any, Any, Any]
_AT = "/{tenant:str}/console/programmes/open"


@dataclass(frozen=True)
class Opening:
    """What is asked to open a programme of `scheme`: one form for each group, by the prefix of its controls."""

    scheme: Scheme
    house: TenantFile
    others: Mapping[str, TenantFile]

    def forms(self) -> Mapping[str, tuple[str, dict[str, Any]]]:
        """By prefix: the group's title and its questions; groups without any are left out."""
        made = {
            "it.": ("The programme", self._itself()),
            "dates.": ("Dates that the scheme asks for", self._dates()),
            "joins.": ("Institutions that are asked to join", self._partners()),
        }
        return {prefix: (title, form) for prefix, (title, form) in made.items() if form["properties"]}

    def _itself(self) -> dict[str, Any]:
        text = {"type": "string", "maxLength": 200}
        listed = {
            "type": "array",
            "title": "Other organisations, by name",
            "description": "They have no institution here; your coordinators look after their people.",
            "items": {"type": "string", "maxLength": 200},
        }
        return _form(
            {
                "title": {**text, "title": "What it is called", "description": "Such as Mentoring 2027."},
                "slug": {
                    **text,
                    "title": "Its name in addresses",
                    "description": f"Small letters, digits and hyphens: {self.scheme.name}-2027. It stays for good.",
                },
                **({"listed": listed} if "listed" in self.scheme.card.institutions else {}),
            },
            ("title", "slug"),
        )

    def _dates(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in missing_dates(self.scheme, {}):
            entry = dated(self.scheme)[name]
            number = entry.sessions if isinstance(entry, Event) else 1
            hint = say(entry.at.asked)
            for session in range(1, number + 1):
                title = f"The date of “{say(entry.title)}”" + (f", session {session}" if number > 1 else "")
                key = name if number == 1 else f"{name}_{session}"
                found[key] = _day(title, hint)
        return _form(found, tuple(found))

    def _partners(self) -> dict[str, Any]:
        if "partner" not in self.scheme.card.institutions:
            return _form({}, ())
        found: dict[str, Any] = {}
        for slug, each in self.others.items():
            found[f"{_id(slug)}_from"] = _day(f"The first day of {each.short_name}", "Left empty, it is not asked.")
            found[f"{_id(slug)}_to"] = _day(
                f"The last day of {each.short_name}", "Left empty, until the programme ends."
            )
        return _form(found, ())

    def read(self, typed: Typed) -> dict[str, Reading]:
        """What was typed, group by group."""
        return {prefix: read_form(form, typed, prefix=prefix) for prefix, (_, form) in self.forms().items()}

    def file(self, readings: Mapping[str, Reading]) -> ProgrammeFile:
        """The programme's file that the answers make."""
        itself, days = readings["it."].answers, readings["dates."].answers if "dates." in readings else {}
        joins = readings["joins."].answers if "joins." in readings else {}
        return ProgrammeFile(
            slug=str(itself.get("slug", "")),
            title=str(itself.get("title", "")),
            scheme=self.scheme.name,
            host=self.house.slug,
            dates={name: tuple(_sessions(name, days)) for name in missing_dates(self.scheme, {})},
            partners=tuple(
                Partner(slug, date.fromisoformat(start), date.fromisoformat(end) if end else None)
                for slug in self.others
                for start, end in ((joins.get(f"{_id(slug)}_from"), joins.get(f"{_id(slug)}_to")),)
                if start
            ),
            listed=tuple(itself.get("listed", ())),
        )


def _form(questions: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "object", "properties": questions, "required": list(required)}


def _day(title: str, hint: str) -> dict[str, Any]:
    return {"type": "string", "format": "date", "title": title, **({"description": hint} if hint else {})}


def _id(slug: str) -> str:
    return slug.replace("-", "_")


def _sessions(name: str, days: Mapping[str, Any]) -> Iterator[str]:
    for key, given in days.items():
        if key == name or re.fullmatch(rf"{name}_[0-9]+", key):
            yield str(given)


@get(_AT, opt=permits("programme.open"), sync_to_thread=True)
def open_form(request: AnyRequest, visit: NamedDependency[Visit]) -> Response[str]:
    """Which scheme; then its questions."""
    with visit.work() as work:
        opening = _opening(visit, work, request.query_params.get("scheme", ""))
        typed = _moved_on(work, opening) if opening else {}
    view: Page = _form_page(visit, opening, typed, {}, {}) if opening else _schemes_page(visit)
    return visit.page(view, console_frame(visit, current="programmes"))


@post(_AT, opt=permits("programme.open"), sync_to_thread=True)
def open_programme(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """Says what the programme will be; opens it once that was seen."""
    with visit.work() as work:
        opening = _opening(visit, work, first(typed, "scheme"))
        if opening is None:
            return see_other(visit.path("console", "programmes", "open"))
        readings = opening.read(typed)
        problems = dict(_problems(work, opening, readings))
        asked_back = first(typed, "then") == "back"
        if problems or asked_back or any(each.problems for each in readings.values()):
            shown = {} if asked_back and not problems else readings
            view: Page = _form_page(visit, opening, typed, shown, {} if asked_back else problems)
        elif first(typed, "then") != "save":
            view = _seen_page(visit, opening, typed, opening.file(readings))
        else:
            apply_programme(work, opening.file(readings))
            return see_other(visit.path("console", opening.file(readings).slug, "overview"))
    return visit.page(view, console_frame(visit, current="programmes"))


def _opening(visit: Visit, work: UnitOfWork, scheme: str) -> Opening | None:
    """The form of that scheme; None where the institution does not take part in it, or it is not installed."""
    known = institutions(work.session)
    if scheme not in visit.tenant.schemes or scheme not in work.schemes.schemes:
        return None
    others = {slug: each for slug, each in sorted(known.items()) if slug != visit.slug and scheme in each.schemes}
    return Opening(work.schemes.get(scheme), visit.tenant, others)


def _moved_on(work: UnitOfWork, opening: Opening) -> Typed:
    """The dates of the last programme of the scheme here, moved on by the scheme's `every`; nothing without either."""
    every = opening.scheme.card.every
    last = next(
        (each for each in programmes(work) if each.tenant_id == work.tenant and each.scheme == opening.scheme.name),
        None,
    )
    if every is None or last is None or "dates." not in opening.forms():
        return {}
    days: dict[str, str] = {}
    for name, given in last.dates.items():
        for session, each in enumerate(given, 1):
            moved = add(date.fromisoformat(str(each)[:10]), parse_duration(every)).isoformat()
            days |= {f"{name}_{session}": moved} | ({name: moved} if len(given) == 1 else {})
    _, form = opening.forms()["dates."]
    return typed_of(form, {name: day for name, day in days.items() if name in form["properties"]}, "dates.")


def _schemes_page(visit: Visit) -> ProgrammesPage:
    known = visit.site.schemes.schemes
    ready = [name for name in visit.tenant.schemes if name in known]
    here = visit.path("console", "programmes", "open")
    return ProgrammesPage(
        title="Open a programme",
        sentence="Choose the scheme that it runs by.",
        programmes=tuple(
            ProgrammeLine(
                title=say(known[name].card.title, visit.language),
                text=say(known[name].card.summary, visit.language),
                href=f"{here}?scheme={name}",
            )
            for name in ready
        ),
        empty=None
        if ready
        else Empty(
            title="No scheme to choose",
            text="Your institution takes part in no scheme that is installed. Ask whoever runs this machine.",
        ),
    )


def _problems(work: UnitOfWork, opening: Opening, readings: Mapping[str, Reading]) -> Iterator[tuple[str, str]]:
    """What is wrong beyond single answers, by control: as for a programme's file."""
    file = opening.file(readings)
    if not readings["it."].problems:
        document = {"slug": file.slug, "title": file.title, "scheme": file.scheme, "host": file.host, "dates": {}}
        for problem in problems_in("programme", document):
            yield f"it.{problem.entry}", f"{problem.what} {problem.remedy}"
        if file.slug in RESERVED:
            yield "it.slug", f"`{file.slug}` is an address that every institution has already."
    for partner in file.partners:
        if partner.end and partner.end < partner.start:
            name = opening.others[partner.slug].short_name
            yield f"joins.{_id(partner.slug)}_to", f"{name} cannot leave before it joins."
    if any(each.slug == file.slug and each.tenant_id == work.tenant for each in programmes(work)):
        yield "it.slug", "You host a programme of this name already: give the new one another."
    elif not any(each.problems for each in readings.values()):
        yield from _refusals(work, file)


def _refusals(work: UnitOfWork, file: ProgrammeFile) -> Iterator[tuple[str, str]]:
    """What applying the file refuses, by control where it names a date."""
    try:
        change_of(work, file)
    except UnsoundDocument as refusal:
        for line in refusal.what.splitlines():
            named = [name for name in re.findall(r"`(\w+)`", line) if name in file.dates]
            yield f"dates.{named[0]}" if named else "", line


def _form_page(
    visit: Visit,
    opening: Opening,
    typed: Typed,
    readings: Mapping[str, Reading],
    problems: Mapping[str, str],
) -> TextsFormPage:
    groups = tuple(
        FieldGroup(
            title=title,
            fields=tuple(
                _with(each, problems) for each in form_fields(form, typed, prefix=prefix, reading=readings.get(prefix))
            ),
        )
        for prefix, (title, form) in opening.forms().items()
    )
    told = form_problems([each for group in groups for each in group.fields])
    shown = {each.text for each in told}
    return TextsFormPage(
        title="Open a programme",
        programme=say(opening.scheme.card.title, visit.language),
        sentence=f"{visit.tenant.short_name} hosts it. What a programme may change can be changed afterwards, "
        "under Texts and rules. Nothing is opened before you have seen what it will be."
        + (
            f" The dates are those of the last one, {opening.scheme.card.every} later."
            if typed and not readings
            else ""
        ),
        problems=(*told, *(Problem("", words) for words in problems.values() if words not in shown)),
        action=visit.path("console", "programmes", "open"),
        hidden=(("scheme", opening.scheme.name),),
        groups=groups,
        button="Show what is opened",
        leave=Button(label="Back to the programmes", href=visit.path("console", "programmes")),
    )


def _with(field: Field, problems: Mapping[str, str]) -> Field:
    told = problems.get(field.name, "")
    if not told or field.problem:
        return field
    return replace(field, problem=told)


def _seen_page(visit: Visit, opening: Opening, typed: Typed, file: ProgrammeFile) -> EffectPage:
    moments = resolve_dates(opening.scheme, file.dates, visit.tenant.timezone)
    known = dated(opening.scheme)
    asked = [opening.others[each.slug].short_name for each in file.partners]
    one = len(asked) == 1
    takes, its = ("takes", "its") if one else ("take", "their")
    others = f" {', '.join(asked)} {takes} part once {its} own coordinators have agreed." if asked else ""
    names = [opening.house.short_name, *file.listed]
    order = sorted(moments, key=lambda name: moments[name].at)
    kept = {name: values for name, values in typed.items() if name.startswith(("it.", "dates.", "joins."))}
    return EffectPage(
        title=f"Open {file.title}",
        programme=say(opening.scheme.card.title, visit.language),
        sentence=f"{', '.join(names)} {'takes' if len(names) == 1 else 'take'} part.{others} Nothing is opened yet.",
        told_title="When everything is",
        told=tuple(
            Told(
                about="You gave this date" if moments[name].given else "Worked out by the scheme",
                label=say(known[name].title),
                was="—",
                becomes="; ".join(day(time.date(), language=visit.language) for time in moments[name].times),
            )
            for name in order
        ),
        people_title="Who sees it",
        people_text=f"Its page is public at once, at {visit.path(file.slug)}, and at each partner's once it agreed. "
        f"The scheme's documents are pinned as they are installed now, version {opening.scheme.version}.",
        save_title="Open it",
        action=visit.path("console", "programmes", "open"),
        hidden=(
            ("scheme", opening.scheme.name),
            *((name, each) for name, values in kept.items() for each in values),
        ),
        button=f"Open {file.title}",
        back="Go back and change it",
        leave=Button(label="Do not open it", href=visit.path("console", "programmes")),
    )
