"""Registrations from a file: chosen, tried row by row, taken as a whole. Until then nothing of it is kept.

The file travels in the page: an error, a second look at the columns or the question who is there loses nothing, and a
file that is not taken leaves nothing behind.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from mentoring.errors import Conflict, Invalid, UnsoundFile
from mentoring.participants.importing import UPLOADED, roles_to_import, try_file
from mentoring.participants.intake import not_judged_yet, take_file
from mentoring.participants.sheets import sheet_in
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.importing_page import Handed, going_page, import_page
from mentoring.web.forms.posted import Typed, Uploaded, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Banner, Button
from mentoring.web.words import begun, count

_AT = "/{tenant:str}/console/{programme:str}/import"
_BODY_MOST = 12_000_000
"""Bytes of what is sent: more than is taken, so that it can be said what is too large."""
_CHUNK = 40_000
AT_ONCE = 300
"""For so many the rules are looked at while one waits; for more, beside the web: the programme has been woken."""
_COLUMN = "column-"


@get(_AT, opt=permits("registration.import"), sync_to_thread=True)
def choose_file(
    visit: NamedDependency[Visit], taken: FromQuery[int | None] = None, role: FromQuery[str] = ""
) -> Response[str]:
    """Where a file is chosen; after one was taken, how many are registered now, and how far the rest has come."""
    if taken is None:
        return _shown(visit, Handed(role=role), _still_going(visit))
    with visit.work() as work:
        waiting = not_judged_yet(work, visit.programme, role)
        frame = console_frame(visit, current="registrations", wanted=needed(work, visit.programme)) if waiting else None
    if frame is not None and taken > AT_ONCE and role in scheme_of(visit.programme).roles:
        return visit.page(going_page(visit, role, taken, waiting), frame)
    return _shown(visit, Handed(role=role), banner=_taken(visit, taken, role))


@post(_AT, opt=permits("registration.import"), sync_to_thread=True, request_max_body_size=_BODY_MOST)
def try_import(
    visit: NamedDependency[Visit], typed: NamedDependency[Typed], uploaded: NamedDependency[Uploaded | None]
) -> Response[str]:
    """What the file would bring, row by row; nothing is written."""
    return _shown(visit, _handed(typed, uploaded))


@post(
    _AT + "/take",
    opt=permits("registration.import", step_up=True),
    sync_to_thread=True,
    request_max_body_size=_BODY_MOST,
)
def take_import(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """Everybody in the file who is new is registered, or nobody. What follows for many is settled beside the web."""
    handed = _handed(typed, None)
    if handed.file is None:
        return _shown(visit, handed)
    try:
        sheet = sheet_in(handed.file.content, handed.file.name, UPLOADED)
        with visit.work() as work:
            made = take_file(work, visit.programme, role=handed.role, sheet=sheet, chosen=handed.chosen)
    except UnsoundFile:
        return _shown(visit, handed)
    except (Invalid, Conflict) as refusal:
        return _shown(visit, handed, Banner(kind="stop", title=refusal.what, text=refusal.remedy))
    if made <= AT_ONCE:
        visit.settle()
    return see_other(f"{visit.path('console', visit.programme.slug, 'import')}?taken={made}&role={handed.role}")


def _shown(visit: Visit, handed: Handed, banner: Banner | None = None) -> Response[str]:
    """The page with what was handed in, and what that would bring where it can be read."""
    problems: dict[str, str] = {}
    tried = sheet = None
    with visit.work() as work:
        roles = roles_to_import(work, visit.programme)
        frame = console_frame(visit, current="registrations", wanted=needed(work, visit.programme))
        if handed.was_sent:
            problems = {} if handed.role in roles else {"role": "Choose as what these people register."}
            if handed.file is None:
                problems["file"] = "Choose the file."
        if handed.file is not None and not problems:
            try:
                sheet = sheet_in(handed.file.content, handed.file.name, UPLOADED)
                tried = try_file(work, visit.programme, role=handed.role, sheet=sheet, chosen=handed.chosen)
            except UnsoundFile as refusal:
                problems["file"] = f"{refusal.what} {refusal.remedy}".strip()
    hidden = (("role", handed.role), *_packed(handed.file)) if tried is not None and handed.file is not None else ()
    view = import_page(visit, roles, handed, problems, sheet, tried, hidden, banner)
    return visit.page(view, frame)


def _still_going(visit: Visit) -> Banner | None:
    """For whoever comes back while a large file's people wait for the rules: where it is told how far they are."""
    with visit.work() as work:
        waiting = {
            role: not_judged_yet(work, visit.programme, role) for role in scheme_of(visit.programme).registration
        }
    role = max(waiting, key=lambda each: waiting[each], default="")
    if not role or waiting[role] <= AT_ONCE:
        return None
    there = f"{visit.path('console', visit.programme.slug, 'import')}?taken={waiting[role]}&role={role}"
    return Banner(
        kind="wait",
        title="A file was taken, and what follows for its people goes on",
        button=Button(label="See how far it has come", href=there),
    )


def _taken(visit: Visit, number: int, role: str) -> Banner:
    entry = scheme_of(visit.programme).roles.get(role)
    if entry is None or number < 0:
        return Banner(kind="info", title="Nothing was taken")
    if number == 0:
        return Banner(kind="info", title="Nobody new was in the file", text="What people had written stays as it is.")
    title = say(entry.title if number == 1 else entry.plural, visit.language).lower()
    return Banner(
        kind="done",
        title=begun(f"{count(number, f'{title} is', f'{title} are')} registered"),
        text="The rules have been looked at. What only the people themselves can declare is open until they do.",
        button=Button(label="See the registrations", href=visit.path("console", visit.programme.slug, "registrations")),
    )


def _handed(typed: Typed, uploaded: Uploaded | None) -> Handed:
    """What was handed in: a file just chosen, else the one that the page carried."""
    chosen = {
        int(name.removeprefix(_COLUMN)): values[0]
        for name, values in typed.items()
        if name.startswith(_COLUMN) and (number := name.removeprefix(_COLUMN)).isascii() and number.isdecimal()
        and len(number) < 4
    }  # fmt: skip
    if uploaded is not None:
        return Handed(role=first(typed, "role"), file=uploaded, was_sent=True)
    return Handed(role=first(typed, "role"), file=_unpacked(typed), chosen=chosen, was_sent=True)


def _packed(file: Uploaded) -> Iterator[tuple[str, str]]:
    """The file as fields of a form."""
    yield "name", file.name
    text = base64.b64encode(zlib.compress(file.content)).decode()
    for start in range(0, len(text), _CHUNK):
        yield "packed", text[start : start + _CHUNK]


def _unpacked(typed: Typed) -> Uploaded | None:
    """The file that the page carried; None where there is none, or none that we packed."""
    try:
        packed = base64.b64decode("".join(typed.get("packed", ())), validate=True)
        content = zlib.decompressobj().decompress(packed, UPLOADED.file + 1)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return Uploaded(first(typed, "name")[:100] or "the file", content) if content else None
