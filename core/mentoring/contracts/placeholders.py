"""Placeholders in texts: a closed list, replaced from a closed map, once. Never `str.format` (it reaches into objects).

A placeholder stands in single braces: ``Dear {person.first_name}``. What is put in is not looked at again.
"""

import re
from collections.abc import Mapping

from mentoring.errors import UnsoundDocument

PLACEHOLDERS = (
    "person.name",
    "person.first_name",
    "role.title",
    "pathway.title",
    "programme.title",
    "institution.name",
    "institution.contact",
    "host.contact",
    "others",
    "link",
    "news",
)
"""Those without a parameter; ``date.ID`` names a milestone or event besides."""

ONLY_IN = {
    "news": (
        "account_changed",
        "came_late",
        "digest",
        "event_announced",
        "event_changed",
        "event_cancelled",
        "event_reply_noted",
        "event_place_given",
        "event_reminder",
        "event_unanswered",
        "meeting_arranged",
        "meeting_changed",
        "meeting_cancelled",
        "meeting_declined",
    )
}
"""What some messages alone are given: these messages, by placeholder."""

NEUTRAL = ("institution.name",)
"""What a subject may hold: being in a scheme is itself sensitive, and subjects are read over shoulders."""

_BRACED = re.compile(r"\{([^{}]*)\}")
_DATE = re.compile(r"date\.([a-z][a-z0-9_]*)")


def placeholders_in(text: str) -> list[str]:
    """Whatever stands in braces in `text`, in order."""
    return _BRACED.findall(text)


def is_known(placeholder: str, dates: frozenset[str] | set[str]) -> bool:
    """Whether it is in the closed list; `dates` are the ids that ``date.ID`` may name."""
    named = _DATE.fullmatch(placeholder)
    return placeholder in PLACEHOLDERS or (named is not None and named[1] in dates)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each placeholder replaced by its value. Raises UnsoundDocument for one without a value."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise UnsoundDocument(f"There is nothing to put in place of {found[0]}.", "Take it out of the text.")
        return values[found[1]]

    return _BRACED.sub(value, text)
