"""A scheme's documents laid over the core's defaults, by id (contract, sections 1 and 2).

An entry's keys replace the default entry's, key by key. Null removes a default; the null stays in the result, so
that laying it over again gives the same. Defaults that nothing refers to are left out.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from mentoring.contracts.documents_yaml import read_document
from mentoring.contracts.schemata import references
from mentoring.plugin import DOCUMENTS

Documents = Mapping[str, Any]

IF_REFERRED_TO = ("opens", "closes", "match_by")


@cache
def default(document: str) -> Mapping[str, Any]:
    """The core's default of `document`, from ``defaults/``; empty where there is none."""
    file = files("mentoring.schemes") / "defaults" / f"{document}.yaml"
    if not file.is_file():
        return {}
    found: Mapping[str, Any] = read_document(file.read_text(encoding="utf-8"), file.name)
    return found


def laid_over(own: Documents) -> dict[str, Any]:
    """All twelve documents: the scheme's `own`, and the core's where it says nothing."""
    documents: dict[str, Any] = {name: dict(own.get(name) or {}) for name in DOCUMENTS}
    for name in ("timeline", "surveys", "messages"):
        documents[name] = _by_id(default(name), documents[name])
    documents["pathways"] = documents["pathways"] or _only_pathway(documents["roles"])
    needed = _anchors(documents)
    for milestone in IF_REFERRED_TO:
        if milestone not in needed and milestone not in (own.get("timeline") or {}):
            del documents["timeline"][milestone]
    if "fit" not in (own.get("surveys") or {}) and "fit" not in {
        name for _, kind, name in references("timeline", documents["timeline"]) if kind == "survey"
    }:
        del documents["surveys"]["fit"]
    return documents


def _by_id(defaults: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(defaults)
    for key, entry in own.items():
        below = merged.get(key)
        merged[key] = {**below, **entry} if isinstance(below, Mapping) and isinstance(entry, Mapping) else entry
    return merged


def _only_pathway(roles: Mapping[str, Any]) -> dict[str, Any]:
    """One person of each of two roles; nothing where there are not two: `checks` says so."""
    if len(roles) != 2:
        return {}
    return {key: {**entry, "members": dict.fromkeys(roles, 1)} for key, entry in default("pathways").items()}


def _anchors(documents: Mapping[str, Any]) -> set[str]:
    """Whatever the documents name as a milestone or anchor, directly or by the default way of matching."""
    found = {
        name
        for document in DOCUMENTS
        for _, kind, name in references(document, documents[document])
        if kind in {"milestone", "anchor"}
    }
    return found if all_have_ways(documents) else found | {"match_by"}


def all_have_ways(documents: Mapping[str, Any]) -> bool:
    """Whether every pathway says how its mentorships come about."""
    matching = documents["matching"]
    return "ways" in (matching.get("all") or {}) or all(
        "ways" in (matching.get(pathway) or {}) for pathway in documents["pathways"]
    )
