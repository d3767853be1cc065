"""A stored round is solved again from what it was given: the same result, byte by byte, or it is said why not.

Verdicts are taken as they were stored; who is with whom, all reasons and all numbers are worked out again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select

from mentoring.matching.explain import explain_on
from mentoring.matching.proof import certified
from mentoring.matching.score import Board
from mentoring.matching.solve import solve
from mentoring.matching.why_not import why_not_on
from mentoring.participants.model import Declaration
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.rounds.inputs import certificate_in, erased, restored
from mentoring.rounds.model import Round
from mentoring.rounds.numbers import numbers
from mentoring.rounds.result import Matching, canonical_bytes, in_numbers, matched
from mentoring.rounds.run import round_of
from mentoring.unit_of_work import UnitOfWork

Outcome = Literal["same", "different", "erased", "own_code", "not_kept"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of solving round `number` again. `digest`: SHA-256 of the bytes that came out, or empty.

    `erased`: of so many people the inputs are gone. `made_by` is the version that made the stored result. `proved`:
    whether the certificate that was kept proves it the best there is; None where there is none (circles, locks).
    """

    number: int
    outcome: Outcome
    digest: str = ""
    erased: int = 0
    made_by: str = ""
    proved: bool | None = None

    @property
    def words(self) -> str:
        """In a sentence."""
        if self.outcome == "erased":
            return f"inputs erased: {self.erased} person{'' if self.erased == 1 else 's'}"
        return _WORDS[self.outcome].format(made_by=self.made_by, here=version("mentoring"))


_WORDS = {
    "same": "the same bytes",
    "different": "not the same; it was made by version {made_by}, this is {here}",
    "own_code": "the scheme’s own code took part in it, which is not kept with a round",
    "not_kept": "it was made before inputs were kept",
}


def replay_round(work: UnitOfWork, programme: Programme, round_id: UUID) -> Replayed:
    """Solve a stored round again, at its host, and compare. Raises NotFound, NotAllowed."""
    work.demand("round.read", roles_here(work, programme))
    found = round_of(work, programme, round_id)
    made_by = found.result["versions"]["mentoring"]
    if "people" not in found.inputs:
        outcome: Outcome = "own_code" if found.inputs.get("own_code") else "not_kept"
        return Replayed(found.number, outcome, made_by=made_by)
    declarations = _declarations(work, found)
    if gone := erased(found.inputs, declarations):
        return Replayed(found.number, "erased", erased=len(gone), made_by=made_by)
    again = solved_again(found.inputs, declarations, found.result)
    outcome = "same" if again == canonical_bytes(found.result) else "different"
    proved = _proved(found.inputs, declarations)
    return Replayed(found.number, outcome, hashlib.sha256(again).hexdigest(), made_by=made_by, proved=proved)


def _proved(inputs: Mapping[str, Any], declarations: Mapping[str, Mapping[str, Any]]) -> bool | None:
    """Whether the certificate kept with a round proves what comes out of it; None where none was kept."""
    certificate = certificate_in(inputs)
    if certificate is None:
        return None
    cohort, plan, _ = restored(inputs, declarations)
    return not certified(cohort, plan, solve(cohort, plan), certificate)


def solved_again(
    inputs: Mapping[str, Any], declarations: Mapping[str, Mapping[str, Any]], result: Mapping[str, Any]
) -> bytes:
    """The result document with everything that matching works out worked out again, as canonical bytes."""
    cohort, asked, besides = restored(inputs, declarations)
    plan = replace(asked, locks=tuple(each for each in asked.locks if each not in besides))
    solution = solve(cohort, asked)
    board = Board(cohort, plan)
    given = Matching(
        plan,
        solution,
        explain_on(board, solution),
        why_not_on(board, solution, at_most=inputs["at_most"]),
        numbers(board, solution),
    )
    everyone = (
        *(member for match in result["matches"] for member in match["members"]),
        *(each["person"] for each in result["unmatched"]),
    )
    told = matched(given, {each["id"]: each for each in everyone})
    return canonical_bytes({**result, **told, "summary": {**result["summary"], **in_numbers(given)}})


def _declarations(work: UnitOfWork, found: Round) -> dict[str, Mapping[str, Any]]:
    rows = work.session.scalars(
        select(Declaration).where(
            Declaration.tenant_id == found.tenant_id,
            Declaration.programme_id == found.programme_id,
            Declaration.registration_id.in_([UUID(each) for each in found.inputs["declared"]]),
        )
    )
    return {str(each.registration_id): each.answers for each in rows}
