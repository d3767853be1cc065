"""An institution written as its file is: what `tenants.file` reads, back again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import tomli_w

from mentoring.tenants.directory import to_document
from mentoring.tenants.file import TenantFile

_ORDER = ("slug", "name", "short_name", "timezone", "domains", "schemes", "assumption")


def written(tenant: TenantFile) -> dict[str, Any]:
    """The file's data: nothing that is left out, dates as ISO text, each assumption back in its place."""
    data = _bare(to_document(tenant))
    for where, sentence in data.pop("assumptions", ()):
        _place(data, where)["assumption"] = sentence
    return {**{key: data[key] for key in _ORDER if key in data}, **data}


def as_toml(tenant: TenantFile) -> str:
    """The file's text. Comments that a file had are not known here."""
    data = written(tenant)
    grades = [{**block, "from": date.fromisoformat(block["from"])} for block in data.get("grades", ())]
    head = "# As the system holds it. Comments of the file before are not in it.\n"
    return head + tomli_w.dumps({**data, **({"grades": grades} if grades else {})})


def _bare(value: Any) -> Any:
    """Without what is empty or not said."""
    if isinstance(value, Mapping):
        return {key: _bare(item) for key, item in value.items() if item not in (None, [], {}, ())}
    return [_bare(item) for item in value] if isinstance(value, list | tuple) else value


def _place(data: dict[str, Any], where: str) -> dict[str, Any]:
    """The table that `where` speaks of, as `tenants.file` names it: ``contacts.mentoring``, ``grades 2020-08-01``."""
    found: Any = data
    for part in where.split(".") if where != "institution" else ():
        key, _, item = part.partition(" ")
        found = found[key]
        if item:
            found = next(each for each in found if item in (each.get("id"), each.get("from")))
    table: dict[str, Any] = found
    return table
