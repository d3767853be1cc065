"""What a round was given, kept with it so that it can be solved again, and taken out of it person by person.

Declarations are not kept a second time: whoever asks for the inputs adds those that still stand.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from mentoring.matching.certificate import Certificate
from mentoring.matching.cohort import Cohort
from mentoring.matching.plan import Lock, Plan
from mentoring.matching.replay import read, stored

DECLARED = "declared."


def kept(
    cohort: Cohort,
    plan: Plan,
    *,
    besides: tuple[Lock, ...],
    at_most: int,
    own_code: bool,
    certificate: Certificate | None = None,
) -> dict[str, Any]:
    """The inputs as JSON: for the column ``rounds.inputs``.

    `besides` are locks that held for this solving alone; `at_most` single changes were tried for the unmatched.
    `own_code`: the scheme's own code took part, which is no part of the inputs, so nothing is kept. `certificate`: the
    prices that prove what came out the best there is, kept beside.
    """
    if own_code:
        return {"own_code": True}
    document: dict[str, Any] = json.loads(stored(cohort, replace(plan, locks=(*plan.locks, *besides))))
    people, declared = {}, {}
    for entrant in document.pop("entrants"):
        people[entrant["id"]] = entrant
        names = sorted(name for name in entrant["facts"] if name.startswith(DECLARED))
        if names:
            declared[entrant["id"]] = [name.removeprefix(DECLARED) for name in names]
            entrant["facts"] = {k: v for k, v in entrant["facts"].items() if not k.startswith(DECLARED)}
    return {
        **document,
        "everyone": sorted(people),
        "people": people,
        "declared": declared,
        "besides": [{"pathway": each.pathway, "members": sorted(each.members)} for each in besides],
        "at_most": at_most,
        **({"certificate": msgspec.to_builtins(certificate)} if certificate else {}),
    }


def erased(inputs: Mapping[str, Any], declarations: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Whose inputs are gone, wholly or in part. `declarations`: those that stand, by registration."""
    gone = {each for each in inputs["everyone"] if each not in inputs["people"]}
    gone |= {each for each, names in inputs["declared"].items() if not {*names} <= declarations.get(each, {}).keys()}
    return frozenset(gone)


def restored(
    inputs: Mapping[str, Any], declarations: Mapping[str, Mapping[str, Any]]
) -> tuple[Cohort, Plan, tuple[Lock, ...]]:
    """The round as it was solved, and the locks that held for that alone. Nobody may be erased."""
    entrants = []
    for each, entrant in inputs["people"].items():
        said = declarations.get(each, {})
        more = {f"{DECLARED}{name}": said[name] for name in inputs["declared"].get(each, ())}
        entrants.append({**entrant, "facts": {**entrant["facts"], **more}})
    document = {"entrants": entrants, "earlier": inputs["earlier"], "plan": inputs["plan"]}
    cohort, plan = read(json.dumps(document).encode())
    return cohort, plan, tuple(Lock(each["pathway"], frozenset(each["members"])) for each in inputs["besides"])


def certificate_in(inputs: Mapping[str, Any]) -> Certificate | None:
    """The certificate that was kept with a round, where there is one."""
    return msgspec.convert(inputs["certificate"], Certificate) if "certificate" in inputs else None


def without(inputs: Mapping[str, Any], registrations: Collection[str]) -> dict[str, Any]:
    """The inputs without what these people said, and without whom they met before."""
    if "people" not in inputs:
        return dict(inputs)
    gone = {inputs["people"][each]["person"] for each in registrations if each in inputs["people"]}
    return {
        **{name: each for name, each in inputs.items() if name != "certificate"},
        "people": {each: entrant for each, entrant in inputs["people"].items() if each not in registrations},
        "declared": {each: names for each, names in inputs["declared"].items() if each not in registrations},
        "earlier": [each for each in inputs["earlier"] if not gone & set(each[:-1])],
    }
