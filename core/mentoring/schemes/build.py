"""A scheme built from its documents: laid over the core's, checked whole, with every default filled in."""

import json
from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import structs

from mentoring.contracts.canonical import canonical, digest, plain
from mentoring.contracts.forms import NO_QUESTIONS
from mentoring.contracts.problems import Problem
from mentoring.contracts.retired import notices, renewed, said_twice
from mentoring.contracts.schemata import problems_in
from mentoring.contracts.words import nearest
from mentoring.errors import UnsoundDocument
from mentoring.plugin import DOCUMENTS
from mentoring.schemes import typed
from mentoring.schemes.checks.all import unsound
from mentoring.schemes.layover import laid_over
from mentoring.schemes.scheme import Scheme

REQUIRED = ("card", "roles")


class UnsoundScheme(UnsoundDocument):
    """A scheme is refused: `problems` holds everything that is wrong, each with document, entry and remedy."""

    title = "The scheme cannot be used"

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        told = "\n".join(f"- {problem}" for problem in problems)
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"The scheme {name} cannot be used ({count}):\n{told}", "")
        self.name = name
        self.problems = problems


def build_scheme(
    name: str, version: str, documents: Mapping[str, Any], *, hooks: frozenset[str] = frozenset()
) -> Scheme:
    """The scheme that `documents` (document name -> plain value) and the core's defaults make together.

    `hooks` are those of its own code, by name. Given a scheme's own `documents` it builds an equal scheme. Raises
    UnsoundScheme with every problem found.
    """
    own = plain({key: value for key, value in documents.items() if value is not None}, name)
    whole = laid_over(own) if _shapes_hold(name, own) else own  # in the author's words, retired or not
    return _checked(name, version, canonical(plain(whole, name)), hooks, tuple(sorted(hooks)))


def pinned_scheme(
    name: str, version: str, documents: Mapping[str, Any], *, hooks: tuple[str, ...] | None = ()
) -> Scheme:
    """The scheme of documents that are laid over already: those a programme has pinned, with the `hooks` it had then.

    Unlike `build_scheme` it takes no defaults of this core, so the digest stays; and it does not look whether the
    code that the documents count on is there, for that may change while a programme runs. Raises UnsoundScheme.
    """
    return _checked(name, version, canonical(plain(documents, name)), None, hooks)


_SOUND: deque[tuple[str, str]] = deque(maxlen=64)
"""What was found sound last: those that are pinned are mostly those that were just loaded."""


@lru_cache(maxsize=64)
def _checked(name: str, version: str, text: str, known: frozenset[str] | None, hooks: tuple[str, ...] | None) -> Scheme:
    """Kept, since every page of a programme asks for its pinned scheme: reading takes microseconds then.

    `known` are the hooks that the documents may count on; None where that is not looked at.
    """
    documents = json.loads(text)
    if known is not None or (name, text) not in _SOUND:
        _shapes_hold(name, documents)
        found = tuple(said_twice(documents)) or tuple(unsound(name, renewed(documents), known))
        if found:
            raise UnsoundScheme(name, found)
        _SOUND.append((name, text))
    told = _typed(name, version, renewed(documents), hooks)
    return structs.replace(told, documents=documents, digest=digest(documents), notices=notices(documents))


def _shapes_hold(name: str, documents: Mapping[str, Any]) -> bool:
    """Each document by its public schema; True, or raises UnsoundScheme."""
    found = [
        Problem(key, "", f"There is no document `{key}` in this contract.", nearest(key, DOCUMENTS))
        for key in documents
        if key not in DOCUMENTS
    ]
    for document in DOCUMENTS:
        if documents.get(document) not in (None, {}):
            found += _problems(document, canonical(documents[document]))
        elif document in REQUIRED:
            found.append(Problem(document, "", "The document is missing.", f"Write scheme/{document}.yaml."))
    if found:
        raise UnsoundScheme(name, tuple(found))
    return True


@lru_cache(maxsize=64)
def _problems(document: str, text: str) -> tuple[Problem, ...]:
    """What is wrong with one document by its schema: most are the same before and after the defaults are laid under."""
    return tuple(problems_in(document, json.loads(text)))


def _typed(name: str, version: str, documents: Mapping[str, Any], hooks: tuple[str, ...] | None) -> Scheme:
    def each(document: str, value: Any) -> dict[str, Any]:
        return {key: value(entry) for key, entry in documents[document].items() if entry is not None}

    pathways, registration = each("pathways", typed.pathway), each("registration", typed.registration)
    unasked = {role: typed.registration({"form": NO_QUESTIONS}) for role in documents["roles"]}
    return Scheme(
        name=name,
        version=version,
        digest=digest(documents),
        documents=documents,
        card=typed.card(documents["card"]),
        roles=each("roles", typed.role),
        pathways=pathways,
        registration={**registration, **{k: v for k, v in unasked.items() if k not in registration}},
        eligibility=typed.eligibility(documents["eligibility"]),
        matching={
            key: typed.matching(typed.of_pathway(documents["matching"], key), pathway.members)
            for key, pathway in pathways.items()
        },
        activities=typed.activities(documents["activities"]),
        timeline=each("timeline", typed.milestone),
        mentorships={key: typed.mentorships(typed.of_pathway(documents["mentorships"], key)) for key in pathways},
        surveys=each("surveys", typed.survey),
        messages=each("messages", typed.message),
        public_page=typed.public_page(documents["public_page"]),
        hooks=hooks,
    )
