"""The conformance suite: what holds for every scheme that people can take part in, beyond what loading looks at.

Loading says whether the documents fit together. This plays with them: people who keep and who break each rule,
forms that are filled in, letters that are written, a round that is matched. Each finding is one problem, with
document, entry, what is wrong and how to mend it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from mentoring.contracts.problems import Problem
from mentoring.schemes.scheme import Scheme
from mentoring.testing.conformance_forms import examples_fit, forms_read_back, questions_are_asked
from mentoring.testing.conformance_matching import cohorts_match
from mentoring.testing.conformance_rules import capacities_are_reached, rules_decide, verdicts_are_reached
from mentoring.testing.conformance_texts import languages_are_complete, messages_render, nothing_is_named
from mentoring.testing.ground import dates_for

Check = Callable[[Scheme], Iterator[Problem]]


def dates_work_out(scheme: Scheme) -> Iterator[Problem]:
    """There are dates with which the programme can run."""
    refusal = dates_for(scheme).refusal
    if refusal:
        for line in refusal.splitlines():
            name = line.split("`")[1]
            told = re.sub(r" \([^)]*\)", "", line)  # the days tried are invented
            what = f"Whatever dates a coordinator gives, {told}"
            remedy = "Let it hang on something later, or ask the coordinator for it: {set: hint}."
            if name in scheme.activities.events:
                yield Problem("activities", f"events.{name}.at", what, remedy)
            else:
                yield Problem("timeline", f"{name}.at", what, remedy)


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "dates_work_out": dates_work_out,
        "rules_decide": rules_decide,
        "verdicts_are_reached": verdicts_are_reached,
        "capacities_are_reached": capacities_are_reached,
        "examples_fit": examples_fit,
        "questions_are_asked": questions_are_asked,
        "forms_read_back": forms_read_back,
        "cohorts_match": cohorts_match,
        "messages_render": messages_render,
        "nothing_is_named": nothing_is_named,
        "languages_are_complete": languages_are_complete,
    }
)
"""Every check by name, in the order in which their findings are told."""


def findings(scheme: Scheme) -> tuple[Problem, ...]:
    """Everything that the suite finds in a loaded scheme; nothing more is looked at where no dates work out."""
    found = tuple(dates_work_out(scheme))
    return found or tuple(problem for check in CHECKS.values() for problem in check(scheme))
