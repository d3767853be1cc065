"""Where a value stands in a scheme's documents, in words: for coordinators, who have never seen a document."""

import re
from collections.abc import Mapping
from typing import Any

from mentoring.contracts.problems import Path
from mentoring.schemes.adjustable import LANGUAGES, Leaf, at
from mentoring.schemes.overlay import ABSENT
from mentoring.schemes.scheme import Scheme, say

DOCUMENT_WORDS: Mapping[str, tuple[str, str]] = {
    "card": ("The scheme itself", "What it is called, the levels its rules speak of, and how many places there are."),
    "roles": ("Who takes part", "What people are called here, and how many mentorships each may have at once."),
    "pathways": ("Kinds of mentorship", "What they are called, and how many people make one up."),
    "registration": ("The registration forms", "The words of every question, hint and answer."),
    "eligibility": ("Who may take part", "The rules: the sentence that people read, and what exactly is asked."),
    "matching": ("What makes a good match", "How much each criterion counts, and who is asked before a match begins."),
    "activities": (
        "Events, agreements, gates",
        "Trainings, gatherings, what people agree on, what comes first.",
    ),
    "timeline": ("What happens when", "Titles, times of day, and how long before or after something a date lies."),
    "mentorships": ("Meetings and the end", "How often people meet, for how long, and when a mentorship ends."),
    "surveys": ("Surveys", "The words of every question, and how long a survey stays open."),
    "messages": ("E-mails", "Subject and text of everything that people are written."),
    "public_page": ("The public page", "What visitors read about the programme."),
}
"""Each document in a coordinator's words: what it is called, and what stands in it."""

_SILENT = frozenset(
    ("rules", "form", "properties", "at", "criteria", "places", "events", "facts", "members", "meetings", "do", "items")
)
_STRUCTURE = {
    "offers": "Who is asked first",
    "agreements": "Agreement",
    "gates": "What comes first",
    "declaration": "The self-declaration",
    "x-themes": "Page of the form",
    "x-labels": "Answers to choose from",
    "expectations": "What is expected",
    "benefits": "What there is to gain",
    "faq": "Questions and answers",
    "levels": "The levels, from the lowest",
    "basis": "The evidence it rests on",
    "end": "The planned end",
    "extend": "Going on for longer",
    "plan": "What each meeting is about",
    "capacity": "Mentorships at once",
    "join_until": "Joining later",
    "all": "Every kind of mentorship",
    "stages": "Selection",
    "alarm": "Answers that need a person",
    "exit_reasons": "",
}
_LABELS = {
    "rule": "Name in the documents",
    "kind": "What follows when it does not hold",
    "weight": "How much it counts",
    "time": "Time of day",
    "minutes": "How many minutes",
    "subject": "Subject",
    "body": "Text",
    "expires": "How long an offer stands",
    "remind": "When they are reminded, from the beginning on",
    "ask": "Who is asked, and in which order",
    "at_most": "At most",
    "minimum": "at least",
    "maximum": "at most",
    "exclusiveMinimum": "more than",
    "exclusiveMaximum": "less than",
    "const": "is",
    "enum": "is one of",
    "pattern": "matches the pattern",
    "minItems": "how many at least",
    "maxItems": "how many at most",
    "minLength": "characters at least",
    "maxLength": "characters at most",
    "within": "Only so long ago counts",
    "least": "At least",
    "most": "At most",
    "aim": "How many are aimed at",
    "points": "Points it adds",
    "else": "Months counted when one of the dates is missing",
    "x-why": "Why it is asked",
    "meetings": "After so many meetings",
    "capacity": "How many, for each person",
    "default": "How many where the person says nothing",
    "review_after": "Looked at again after",
    "open_for": "How long it stays open",
    "exit_reasons": "Reasons for ending early",
}


_NEGATED = {
    **_LABELS,
    "const": "is not",
    "enum": "is none of",
    "pattern": "does not match the pattern",
    "minimum": "below",
    "maximum": "above",
}


def about(scheme: Scheme, document: str, path: Path) -> tuple[str, ...]:
    """The entry that holds `path`, from the outside in: ``("Mentees", "Mentees are at grade 5, 6 or 7")``."""
    words: list[str] = []
    path = path[:-1] if path[-1] in LANGUAGES else path
    for length, part in enumerate(path, 1):
        if part == "holds" or (length == len(path) and part not in _STRUCTURE):
            break
        told = _entry(scheme, document, path[:length])
        if told and told not in words:
            words.append(told)
    return tuple(words) or (DOCUMENT_WORDS[document][0],)


def _entry(scheme: Scheme, document: str, path: Path) -> str:
    """One step of the way in words; empty for what only orders the document."""
    part, value = path[-1], at(scheme.documents[document], path)
    if isinstance(part, str) and path[-2:-1] != ("properties",):
        known = {
            **{name: say(each.title) for name, each in scheme.pathways.items()},
            **{name: say(each.plural) for name, each in scheme.roles.items()},
            **dict.fromkeys(_SILENT, ""),
            **_STRUCTURE,
        }
        if part in known:
            return known[part]
    if isinstance(value, Mapping):
        told = next((value[key] for key in ("title", "reason", "q", "task") if key in value), None)
        if told is not None or "who" in value:
            return _words_of(told) if told is not None else _whom(scheme, value["who"])
    return "" if isinstance(part, int) else humanised(part)


def _words_of(text: Any) -> str:
    return text if isinstance(text, str) else str(text.get("en", ""))


def _whom(scheme: Scheme, who: Any) -> str:
    roles = who.get("role") if isinstance(who, Mapping) else who
    named = [roles] if isinstance(roles, str) else list(roles or ())
    plurals = [say(scheme.roles[role].plural) for role in named if role in scheme.roles]
    return f"Places: {' and '.join(plurals)}" if plurals else "Places"


def humanised(word: str) -> str:
    """An id as a person would write it: ``match_published`` reads Match published."""
    return word.replace("_", " ").replace("-", " ").capitalize()


def label(scheme: Scheme, leaf: Leaf) -> str:
    """What one value is called in a form."""
    *_, last = (part for part in leaf.path if part not in LANGUAGES or len(leaf.path) == 1)
    tongue = {"cy": " (Welsh)", "en": " (English)"}.get(str(leaf.path[-1]), "")
    return _plain_label(scheme, leaf, last) + tongue


def _plain_label(scheme: Scheme, leaf: Leaf, last: str | int) -> str:
    path = leaf.path
    if isinstance(last, int):
        counted = {"levels": "Level", "plan": "Meeting"}.get(str(path[path.index(last) - 1]), "Number")
        return f"{counted} {last + 1}"
    if "holds" in path or (leaf.document == "surveys" and "alarm" in path):
        known = _NEGATED if "not" in path else _LABELS
        within = "holds one that " if "contains" in path else ""
        return f"{_fact(path)} {within}{known.get(last, humanised(last).lower())}".strip()
    if "x-labels" in path:
        return f"Answer: {humanised(last).lower()}"
    if "table" in path:
        return f"{humanised(str(path[-2]))} with {humanised(last).lower()}"
    return _label_of_key(scheme, leaf, last)


def _label_of_key(scheme: Scheme, leaf: Leaf, last: str) -> str:
    """What a key of the contract is called: by what it means there, else by the schema's own description."""
    said = re.split(r" Default:|[.;] ", leaf.says)[0].rstrip(".")
    plain = said and not said.startswith(("Default:", "Words for people", "A number and a unit"))
    fallback = said if plain else humanised(last)
    if last == "by":
        return _distance(scheme, leaf)
    if last in scheme.roles:
        return say(scheme.roles[last].plural)
    if last in {"least", "most"} and leaf.document != "matching":
        return fallback
    if (leaf.document, last) == ("mentorships", "every"):
        return "How often they meet"
    if last == "after" and "end" in leaf.path:
        return "How long it lasts"
    return _LABELS.get(last, fallback)


def _fact(path: Path) -> str:
    """The fact that a rule's value is about, as an id: whoever shows it knows its words."""
    start = path.index("holds") if "holds" in path else path.index("alarm")
    rest = [part for part in path[start + 1 :] if not isinstance(part, int) and part != "if"]
    return f"{{{rest[0]}}}" if rest else ""


def _distance(scheme: Scheme, leaf: Leaf) -> str:
    """``How long after “Training for mentors”``."""
    entry = at(scheme.documents[leaf.document], leaf.path[:-1])
    for word in ("after", "before"):
        if isinstance(entry, Mapping) and word in entry:
            return f"How long {word} “{anchor(scheme, str(entry[word]))}”"
    return "How long it goes on" if "extend" in leaf.path else "How long"


def anchor(scheme: Scheme, name: str) -> str:
    """What a date hangs on, in words."""
    if name in scheme.timeline:
        return say(scheme.timeline[name].title)
    if name in scheme.activities.events:
        return say(scheme.activities.events[name].title)
    return _ANCHORS.get(name, humanised(name.removeprefix("passed.")).lower())


_ANCHORS = {
    "formed": "the beginning of a mentorship",
    "first_meeting": "the first meeting",
    "each_meeting": "each meeting",
    "last_meeting": "the last meeting",
    "planned_end": "the planned end",
    "ended": "the end",
    "submitted": "sending the registration",
    "eligible": "being accepted",
    "matched": "being matched",
}


def default_of(leaf: Leaf) -> str:
    """What holds where nothing is written, in the schema's words; empty where it does not say."""
    _, found, rest = leaf.says.partition("Default: ")
    return rest.split(". ")[0].rstrip(".").strip("[]") if found and leaf.now is ABSENT else ""
