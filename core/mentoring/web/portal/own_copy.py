"""All that is held about oneself, to keep: one JSON document for programs, the same to read beside it, in a zip."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from mentoring.monitoring.answers import answered
from mentoring.privacy.document import Everything, as_json, everything
from mentoring.privacy.held import LEFT_OUT, Row, own_of
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.portal.monitoring import own_words
from mentoring.web.rendering import render_file
from mentoring.web.words import begun, when


@post("/{tenant:str}/my-data/copy", opt=permits("data.own", step_up=True), sync_to_thread=True)
def own_copy(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The zip. Whoever takes it shows first that it is them."""
    with visit.work() as work:
        own = own_of(work)
        said = answered(work, own.ids)
        equality = {row.id: own_words(visit, row) or "" for row, _ in own.registrations if row.id in said}
        found = everything(work, own, equality)
    name = f"my-data-{visit.slug}-{found.made_at:%Y-%m-%d}"
    return Response(
        _zipped(found, {f"{name}.json": as_json(found), f"{name}.html": _readable(visit, found)}),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
        status_code=200,
    )


def _zipped(found: Everything, files: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, found.made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, content)
    return held.getvalue()


def _readable(visit: Visit, found: Everything) -> bytes:
    """The same as HTML that needs nothing else: what people wrote is text in it, whatever they wrote."""
    parts = [
        {"name": each.name, "title": each.title, "rows": [list(_lines(visit, row)) for row in each.rows]}
        for each in found.parts
    ]
    page = render_file(
        "files/own_data.html",
        visit.language,
        title=f"What {visit.tenant.name} holds about {found.own.person.name or found.own.person.email}",
        sentence=f"As of {when(found.made_at, visit.tenant.timezone, visit.language)}. The file beside this one holds "
        "the same for programs.",
        parts=parts,
        left_out=LEFT_OUT,
    )
    return page.encode("utf-8", "surrogatepass")


def _lines(visit: Visit, row: Row) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if said := _said(visit, value):
            yield begun(name.replace("_", " ")), said


def _said(visit: Visit, value: Any) -> str:
    """A value in words; nothing for what says nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return when(value, visit.tenant.timezone, visit.language)
    if isinstance(value, Mapping):
        return _pairs(visit, value)
    if isinstance(value, (list, tuple)):
        between = "\n" if any(isinstance(each, Mapping) for each in value) else ", "
        return between.join(filter(None, (_said(visit, each) for each in value)))
    return "" if value is None else str(value)


def _pairs(visit: Visit, value: Mapping[str, Any]) -> str:
    if "question" in value:
        return f"{value['question']}: {_said(visit, value.get('answer'))}"
    return "\n".join(f"{name}: {said}" for name, each in value.items() if (said := _said(visit, each)))
