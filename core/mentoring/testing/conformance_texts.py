"""Conformance of texts: letters render, nothing names an institution, and every language is complete."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from mentoring.contracts.placeholders import PLACEHOLDERS, placeholders_in
from mentoring.contracts.problems import Path, Problem, entry_of
from mentoring.contracts.schemata import terms
from mentoring.contracts.words import listed, nearest, shown
from mentoring.errors import UnsoundDocument
from mentoring.messages.rendering import render
from mentoring.plugin import DOCUMENTS
from mentoring.programmes.dates import dated
from mentoring.schemes.layover import default
from mentoring.schemes.scheme import Scheme

YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
ADDRESS = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+")
PLACES = ("institution", "unit", "unit_top")
"""Facts whose values are the names of one house or of a part of it."""
ALONE = ("registration_", "no_match", "sign_in_link", "account_changed")
"""Occasions, by how they begin, on which nobody is matched with anybody yet."""


def messages_render(scheme: Scheme) -> Iterator[Problem]:
    """Every message can be written with what is known when it is sent."""
    for name, message in scheme.messages.items():
        for part, texts in (("subject", message.subject), ("body", message.body)):
            for language, text in texts.items():
                where = f"{name}.{part}.{language}" if len(texts) > 1 else f"{name}.{part}"
                yield from _placeholders(scheme, name, where, text)


def _placeholders(scheme: Scheme, name: str, where: str, text: str) -> Iterator[Problem]:
    days = dated(scheme)
    for placeholder in dict.fromkeys(placeholders_in(text)):
        point = placeholder.removeprefix("date.")
        if placeholder.startswith("date.") and point not in days:
            per = scheme.timeline[point].per if point in scheme.timeline else "mentorship"
            what = f"There is no day to put in place of {{{placeholder}}}: `{point}` occurs per {per}."
            yield Problem("messages", where, what, f"Name a date of the programme. {nearest(point, days)}")
        elif placeholder == "others" and _is_to_someone_alone(scheme, name):
            what = "{others} stays empty: when this is sent, people are not matched with anybody."
            yield Problem("messages", where, what, "Take it out, or send the message per mentorship.")
    values = dict.fromkeys((*PLACEHOLDERS, *(f"date.{point}" for point in (*days, *scheme.timeline))), "Folio")
    try:
        render(scheme.messages[name], values)
    except UnsoundDocument as error:
        yield Problem("messages", where, error.what, error.remedy)


def _is_to_someone_alone(scheme: Scheme, name: str) -> bool:
    """Whether the message goes to people before they are matched, or whether they are or not."""
    sending = [m for m in scheme.timeline.values() if any(action.get("send") == name for action in m.do)]
    if sending:
        return all(milestone.per == "programme" for milestone in sending)
    return name.startswith(ALONE)


def nothing_is_named(scheme: Scheme) -> Iterator[Problem]:
    """A scheme names no institution, year or address: those are a programme's."""
    for document, path, text in _own_texts(scheme):
        for words in [text] if isinstance(text, str) else text.values():
            for what, found in (("year", YEAR.search(words)), ("address", ADDRESS.search(words))):
                if found:
                    told = f"A scheme serves many programmes, and this names the {what} {found[0].rstrip('.,')}."
                    remedy = "Use a placeholder such as {date.closes} or {host.contact}, or leave it out."
                    yield Problem(document, entry_of(scheme.documents[document], path), told, remedy)
    for document in DOCUMENTS:
        for path, written in terms(document, scheme.documents[document], "condition"):
            conditions = written if isinstance(written, list) else [written]  # any one of a list must hold
            for fact in PLACES:
                for value in (each for condition in conditions for each in _values(condition.get(fact))):
                    told = f"A scheme serves many institutions, and this names {shown(value)}."
                    remedy = "Ask for `standing`, `level` or `kind`, or let a programme's overlay say it."
                    yield Problem(document, entry_of(scheme.documents[document], (*path, fact)), told, remedy)


def _values(fragment: Any) -> Iterator[Any]:
    if isinstance(fragment, Mapping):
        yield from fragment.get("enum", ())
        if "const" in fragment:
            yield fragment["const"]
        for key in ("not", "items", "contains"):
            yield from _values(fragment.get(key))
        for key in ("anyOf", "allOf"):
            for part in fragment.get(key, ()):
                yield from _values(part)


def languages_are_complete(scheme: Scheme) -> Iterator[Problem]:
    """Every text of the scheme's own is there in each language that the card's title is in."""
    declared = set(_languages(scheme.documents["card"]["title"]))
    for document, path, text in _own_texts(scheme):
        missing, more = declared - set(_languages(text)), set(_languages(text)) - declared
        where = entry_of(scheme.documents[document], path)
        if missing:
            spoken, lacking = listed(sorted(declared), "and"), listed(sorted(missing))
            what = f"The card's title is in {spoken}, but this is not in {lacking}."
            yield Problem(
                document, where, what, f"Write it as {{{', '.join(f'{each}: …' for each in sorted(declared))}}}."
            )
        elif more:
            what = f"This is in {listed(sorted(more), 'and')}, a language that the card's title does not have."
            yield Problem(document, where, what, "Give the card's title, and every text, the same languages.")


def _languages(text: Any) -> list[str]:
    return ["en"] if isinstance(text, str) else list(text)


def _own_texts(scheme: Scheme) -> Iterator[tuple[str, Path, Any]]:
    """The texts of the documents, but for those that are the core's own."""
    for document in DOCUMENTS:
        core = _leaves(default(document))
        for path, text in terms(document, scheme.documents[document], "text"):
            if text not in core:
                yield document, path, text


def _leaves(value: Any) -> list[Any]:
    """Everything within `value`, maps and lists among them."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [value, *(leaf for part in inner for leaf in _leaves(part))]
