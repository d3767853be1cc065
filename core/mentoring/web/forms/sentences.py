"""What is wrong with an answer, in words: what to do, in the field's own words, without blame."""

from typing import Any

from mentoring.web.forms.field import FieldKind
from mentoring.web.forms.kinds import Schema, kind_of, title_of
from mentoring.web.languages import Language, catalogue

_CHOSEN: frozenset[FieldKind] = frozenset({"radio", "select", "checks", "ranked", "wish"})


def missing(schema: Schema, name: str, language: Language) -> str:
    """The sentence for a question that needs an answer: *Enter your job title*."""
    _ = catalogue(language).gettext
    title = title_of(schema, name, language)
    kind = kind_of(schema)
    if kind == "date":
        return wrong(schema, name, language, keyword="date", limit=None, value=None)
    if title.endswith("?"):
        return _("Answer “{question}”").format(question=title)
    if kind in _CHOSEN:
        return _("Choose {thing}").format(thing=_inner(title))
    return _("Enter {thing}").format(thing=_inner(title))


def wrong(schema: Schema, name: str, language: Language, *, keyword: str, limit: Any, value: Any) -> str:
    """The sentence for an answer that breaks `keyword` of its schema, whose value there is `limit`."""
    _ = catalogue(language).gettext
    title = title_of(schema, name, language)
    thing = f"“{title}”" if title.endswith("?") else _inner(title)
    said: dict[str, str] = {
        "maxLength": _("Shorten {thing} to {limit} characters; it has {length}"),
        "minLength": _("Write at least {limit} characters for {thing}"),
        "minimum": _("Enter {limit} or more for {thing}"),
        "maximum": _("Enter {limit} or less for {thing}"),
        "exclusiveMinimum": _("Enter more than {limit} for {thing}"),
        "exclusiveMaximum": _("Enter less than {limit} for {thing}"),
        "minItems": _("Choose at least {limit} for {thing}"),
        "maxItems": _("Choose {limit} at most for {thing}"),
        "uniqueItems": _("Choose each answer only once for {thing}"),
        "integer": _("Enter a whole number for {thing}, for example 2"),
        "number": _("Enter a number for {thing}, for example 2"),
        "date": _("Enter {thing}, for example 31 8 2027"),
        "email": _("Enter a whole e-mail address for {thing}, for example name@university.example"),
        "time": _("Enter the time for {thing} as hours and minutes, for example 09:30"),
        "uri": _("Enter a whole web address for {thing}, beginning with https://"),
        "enum": _("Choose one of the answers that are offered for {thing}"),
        "strength": _("Say how much it matters for {thing}"),
    }
    if title.endswith("?"):
        said["date"] = _("Enter a date for {thing}, for example 31 8 2027")
    text = said.get(keyword, _("Look at {thing} again"))
    if keyword == "minItems" and limit == 1:
        text = _("Choose at least one answer for {thing}")
    length = len(value) if isinstance(value, str) else 0
    return text.format(thing=thing, limit=limit, length=length)


def _inner(title: str) -> str:
    """A title inside a sentence: its first letter small, unless it begins an abbreviation."""
    title = title.rstrip(".: ")
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
