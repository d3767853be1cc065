"""Conformance of code: what `derive` answers about invented people stands, asked where it is contained."""

from collections.abc import Iterator

from mentoring.contracts.problems import Problem
from mentoring.participants.derive import with_own_facts
from mentoring.schemes.ask import Asker, CodeHeld
from mentoring.schemes.scheme import Scheme
from mentoring.testing.conformance_rules import entered, specimens_of


def code_answers(scheme: Scheme, asker: Asker) -> Iterator[Problem]:
    """`derive` answers one sound value for each invented registration, and the same ones when it is asked again."""
    if not scheme.eligibility.own:
        return
    made = specimens_of(scheme)
    people = [one.said for role, pathway in entered(scheme) for one in made.base(role, pathway)]
    try:
        first, again = (with_own_facts(asker, made.setting, people) for _ in range(2))
    except CodeHeld as error:
        yield Problem("eligibility", "own", error.what, "Mend the hook in the scheme's package.")
        return
    if [one.own for one in first] != [one.own for one in again]:
        what = "The hook `derive` answers differently about the same people."
        yield Problem("eligibility", "own", what, "Take chance, time and memory out of it.")
