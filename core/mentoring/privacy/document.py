"""The document of what is held about a person: for programs as JSON; for people, pages make it readable."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mentoring.privacy.held import FORMAT, LEFT_OUT, Own, Part, about_oneself
from mentoring.privacy.held_mentorships import about_mentorships
from mentoring.privacy.held_registrations import about_registrations
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Everything:
    """All of it, in order: `parts` that hold nothing are there as well, and empty."""

    own: Own
    institution: str
    made_at: datetime
    parts: tuple[Part, ...]


def everything(work: UnitOfWork, own: Own, equality: Mapping[UUID, str]) -> Everything:
    """What is held about the signed-in person; that they took it is entered into the trail.

    `equality` is their own answer to that question, by registration: the application itself cannot read it.
    """
    me = own.person
    first, *rest = about_oneself(work, own)
    parts = (first, *about_registrations(work, own, equality), *about_mentorships(work, own), *rest)
    work.record("export", "person", me.id, subject=(work.tenant, me.id))
    return Everything(own, own.house(work.tenant), work.now, parts)


def as_json(found: Everything) -> bytes:
    """The document as UTF-8, in a fixed order, times as ISO 8601 in UTC."""
    document = {
        "format": FORMAT,
        "institution": found.institution,
        "made_at": found.made_at,
        "parts": {each.name: list(each.rows) for each in found.parts},
        "left_out": [{"what": what, "why": why} for what, why in LEFT_OUT],
    }
    return json.dumps(document, default=_plain, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"nothing says how {type(value).__name__} is written")
