"""Names that mean nothing: an unknown role, pathway, milestone, event, survey, message; and what nothing leads to."""

from collections.abc import Callable, Iterator
from itertools import chain

from mentoring.contracts.problems import Path, Problem
from mentoring.contracts.version import CONTRACT_VERSION, speaks
from mentoring.contracts.words import nearest
from mentoring.errors import UnsoundDocument
from mentoring.plugin import DOCUMENTS
from mentoring.schemes.checks.draft import Draft
from mentoring.schemes.written import COORDINATORS

Known = Callable[[Draft], list[str]]


def _milestones(draft: Draft) -> list[str]:
    return [name for name in draft.points if draft.per(name) == "programme"]


KNOWN: dict[str, Known] = {
    "role": lambda draft: list(draft.roles),
    "role or all": lambda draft: [*draft.roles, "all"],
    "pathway": lambda draft: list(draft.pathways),
    "pathway or all": lambda draft: [*draft.pathways, "all"],
    "milestone": _milestones,
    "event": lambda draft: list(draft.entries("activities", "events")),
    "agreement": lambda draft: list(draft.entries("activities", "agreements")),
    "survey": lambda draft: list(draft.entries("surveys")),
    "message": lambda draft: list(draft.entries("messages")),
}
"""What each kind of reference may name. Anchors are checked with the times."""


def unknown_names(draft: Draft) -> Iterator[Problem]:
    """A reference to what the scheme does not have."""
    for document in DOCUMENTS:
        for path, kind, name in draft.references(document):
            if kind not in KNOWN or _may_be_coordinators(document, path, name):
                continue
            known = KNOWN[kind](draft)
            if name not in known:
                what = f"There is no {kind.removesuffix(' or all')} `{name}`."
                if kind == "milestone" and name in draft.points:
                    what = f"The milestone `{name}` is not the programme's: it occurs per {draft.per(name)}."
                yield draft.problem(document, path, what, nearest(name, known))


def _may_be_coordinators(document: str, path: Path, name: str) -> bool:
    return name in COORDINATORS and (document, path[-1]) in {("timeline", "to"), ("matching", "named")}


def misaddressed(draft: Draft) -> Iterator[Problem]:
    """Coordinators are given tasks; messages and surveys go to people who take part."""
    for name, milestone in draft.entries("timeline").items():
        for index, action in enumerate(milestone.get("do", ())):
            if action.get("to") in COORDINATORS and "task" not in action:
                path = (name, "do", index, "to")
                yield draft.problem(
                    "timeline", path, "Coordinators get tasks, not messages or surveys.", "Write {task: text, to}."
                )
            elif "task" in action and action.get("to", "coordinators") not in COORDINATORS:
                path = (name, "do", index, "to")
                yield draft.problem(
                    "timeline", path, "A task goes to coordinators.", "Write coordinators or home_coordinators."
                )


def card_problems(draft: Draft, name: str) -> Iterator[Problem]:
    """The card's own name and range of versions."""
    card = draft.documents["card"]
    if card["name"] != name:
        yield draft.problem(
            "card", ("name",), f"`{card['name']}` is not the name it is installed under, `{name}`.", f"Write {name}."
        )
    try:
        if not speaks(card["contract"]):
            what = f"The scheme asks for a contract {card['contract']}; this core speaks {CONTRACT_VERSION}."
            yield draft.problem("card", ("contract",), what, "Install a core and a scheme that fit together.")
    except UnsoundDocument as error:
        yield draft.problem("card", ("contract",), error.what, error.remedy)
    for index, places in enumerate(card.get("places", ())):
        if isinstance(places["at_most"], dict) and places.get("per") != "institution":
            path = ("places", index, "at_most")
            yield draft.problem("card", path, "Numbers by institution need places counted so.", "Add per: institution.")


def unreachable(draft: Draft) -> Iterator[Problem]:
    """A role in no pathway, a role without a form, a survey asked nowhere, an id used twice."""
    if not draft.pathways:
        yield Problem(
            "pathways", "", "The document is missing, and there are not two roles.", "Write scheme/pathways.yaml."
        )
    in_pathways = set(chain.from_iterable(draft.members(p) for p in draft.pathways))
    for role in draft.roles:
        if draft.pathways and role not in in_pathways:
            yield draft.problem(
                "roles", (role,), f"The role `{role}` is in no pathway.", "Add it to the members of a pathway."
            )
        if draft.documents["roles"][role].get("entry", "open") == "open" and not draft.questions(role):
            yield draft.problem(
                "registration",
                (role,),
                f"{draft.title(role)} register themselves but are asked nothing.",
                f"Add a form for {role}, or set its entry to invited or nominated.",
            )
    asked = {n for d in ("timeline", "activities") for _, kind, n in draft.references(d) if kind == "survey"}
    for survey in draft.entries("surveys"):
        if survey not in asked:
            yield draft.problem(
                "surveys",
                (survey,),
                f"The survey `{survey}` is asked nowhere.",
                f"Add {{ask: {survey}}} to a milestone, {{answered: {survey}}} to a gate, or set it to null.",
            )
    for name in draft.entries("timeline").keys() & draft.entries("activities", "events").keys():
        yield draft.problem(
            "activities", ("events", name), f"`{name}` is a milestone too.", "Give one of them another id."
        )


def repeated(draft: Draft) -> Iterator[Problem]:
    """Rules and stages are known by their id, so each is there once."""
    lists = [
        (("eligibility"), ("rules", role), rules, "rule")
        for role, rules in draft.entries("eligibility", "rules").items()
    ]
    lists += [
        ("registration", (role, "stages"), entry.get("stages", []), "id")
        for role, entry in draft.entries("registration").items()
    ]
    for document, path, items, key in lists:
        names = [item[key] for item in items]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield draft.problem(document, (*path, index), f"`{name}` is there twice.", "Give each its own id.")


def incomplete(draft: Draft) -> Iterator[Problem]:
    """An entry laid over a default may be short; one of the scheme's own needs everything."""
    needed = {"timeline": ("title", "at"), "surveys": ("title", "form"), "messages": ("subject", "body")}
    for document, keys in needed.items():
        for name, entry in draft.entries(document).items():
            for key in keys:
                if key not in entry:
                    yield draft.problem(
                        document, (name,), f"`{key}` is missing.", f"Add it; the core has no default for `{name}`."
                    )
