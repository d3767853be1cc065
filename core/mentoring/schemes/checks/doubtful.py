"""What holds and may not be meant: told as a note where a scheme is checked, and never refused."""

from collections.abc import Iterator, Mapping
from typing import Any

from mentoring.contracts.problems import Problem
from mentoring.contracts.retired import renewed
from mentoring.contracts.words import listed
from mentoring.schemes.checks.draft import Draft

_ABOUT = ("rule", "on", "of", "with", "field", "by", "name")
"""The keys by which two criteria are about the same, whatever they weigh."""


def doubts(documents: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The notes on the sound `documents` of a scheme, laid over the core's: what holds, and how to change it."""
    draft = Draft(renewed(documents))
    return (*_musts_left_behind(draft), *_pathways_not_asked(draft), *_dates_that_may_be_left_empty(draft))


def _musts_left_behind(draft: Draft) -> Iterator[Problem]:
    """A pathway's own criteria replace those under `all`, and a must of these is not among them."""
    general = (draft.documents["matching"].get("all") or {}).get("criteria", ())
    for pathway in draft.pathways:
        own = (draft.documents["matching"].get(pathway) or {}).get("criteria")
        if own is None:
            continue
        kept = [_about(criterion) for criterion in own]
        for criterion in general:
            concerned = set(criterion.get("between", ())) <= set(draft.members(pathway))
            if criterion["weight"] == "must" and concerned and _about(criterion) not in kept:
                yield draft.problem(
                    "matching",
                    (pathway, "criteria"),
                    f"These replace the criteria under `all`, so its must `{criterion['rule']}` does not hold here.",
                    "Repeat it, unless that is meant.",
                )


def _about(criterion: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(criterion.get(key) for key in _ABOUT)


def _pathways_not_asked(draft: Draft) -> Iterator[Problem]:
    """Whoever is not asked which of several pathways they would like stands in each."""
    for role in draft.entries("registration"):
        open_to = [pathway for pathway in draft.pathways if role in draft.members(pathway)]
        if len(open_to) > 1 and draft.questions(role) and not draft.bound(role, "pathway"):
            named = listed((f"`{pathway}`" for pathway in open_to), "and")
            yield draft.problem(
                "registration",
                (role, "form"),
                f"{draft.title(role)} are not asked which pathway they would like, so each stands in {named}.",
                "Add a question with x-is: pathway, unless that is meant.",
            )


def _dates_that_may_be_left_empty(draft: Draft) -> Iterator[Problem]:
    """Who leaves an optional date empty counts as having none, and the fact takes its `else`."""
    for fact, entry in draft.entries("eligibility", "facts").items():
        if "else" not in entry:
            continue
        for written in (entry["from"], entry["to"]):
            name = written.removeprefix("answers.")
            for role in draft.entries("registration"):
                required = draft.documents["registration"][role].get("form", {}).get("required", ())
                if written != name and name in draft.questions(role) and name not in required:
                    yield draft.problem(
                        "registration",
                        (role, "form", "properties", name),
                        f"It may be left empty, and then `facts.{fact}` is {entry['else']}.",
                        "Add it to `required`, with x-if for those who are asked, unless that is meant.",
                    )
