"""Conformance of `score`: every block that a criterion can ask is answered, and each share hangs on two people alone.

Both sides hold people who are eligible, and people who break each rule in turn.
"""

from collections.abc import Iterator

import numpy as np

from mentoring.contracts.conditions import Truth
from mentoring.contracts.problems import Problem, entry_of
from mentoring.matching.cohort import Cohort
from mentoring.plugin import Entrant
from mentoring.rounds.own import as_asked
from mentoring.schemes.ask import Asker, CodeHeld
from mentoring.schemes.checks.draft import Draft
from mentoring.schemes.scheme import Criterion, Scheme
from mentoring.schemes.verdict_schema import rules_of
from mentoring.testing.conformance_matching import entrant_of, people
from mentoring.testing.specimens import Specimens

REMEDY = "Mend the hook `score` in the scheme's package."


def scores_stand(made: Specimens, asker: Asker) -> Iterator[Problem]:
    """Each criterion of the scheme's own, asked about everyone it could concern."""
    scheme = made.setting.scheme
    for pathway, matching in scheme.matching.items():
        for index, criterion in enumerate(matching.criteria):
            if criterion.rule == "own":
                left, right = (_side(made, role, pathway) for role in criterion.between)
                where = _where(scheme, pathway, index)
                yield from _criterion(scheme, asker, criterion, left, right, where)


def _criterion(
    scheme: Scheme, asker: Asker, criterion: Criterion, left: list[Entrant], right: list[Entrant], where: str
) -> Iterator[Problem]:
    name, params = criterion.params["name"], criterion.params.get("params", {})
    try:
        whole, again = (asker.score(scheme, name, params, left, right) for _ in range(2))
        turned = asker.score(scheme, name, params, left[::-1], right[::-1])[::-1, ::-1]
        part = asker.score(scheme, name, params, left[:1], right)
        asker.score(scheme, name, params, left, right[:0])
    except CodeHeld as error:
        yield Problem("matching", where, error.what, REMEDY)
        return
    if not np.array_equal(whole, again):
        what = "The hook `score` answers differently about the same two people."
        yield Problem("matching", where, what, "Take chance, time and memory out of it.")
    elif not (np.array_equal(whole, turned) and np.array_equal(whole[:1], part)):
        what = "The hook `score` answers about two people by who stands beside them."
        yield Problem("matching", where, what, "Look at each two by themselves: a round asks block by block.")
    elif whole.size and whole.max() == whole.min():
        what = f"The hook `score` tells nobody apart: it answers {whole.max()} about every two people of a trial round."
        yield Problem(
            "matching", where, what, "Look at facts that people answer differently, or take the criterion out."
        )


def _side(made: Specimens, role: str, pathway: str) -> list[Entrant]:
    """Eligible people of a role, and for each rule one who breaks it, as the code sees them."""
    scheme = made.setting.scheme
    found = people(made, role, pathway)
    for rule in rules_of(scheme, role, pathway):
        one = made.keeping(role, pathway, rule, Truth.NO)
        if one is not None:
            found.append(entrant_of(made, one, pathway))
    return list(as_asked(scheme, Cohort.of(found)).values())


def _where(scheme: Scheme, pathway: str, index: int) -> str:
    source, _ = Draft(scheme.documents).of_pathway("matching", pathway, "criteria")
    return entry_of(scheme.documents["matching"], (source, "criteria", index))
