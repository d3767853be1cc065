"""Every check, in the order in which its problems are told."""

from collections.abc import Iterator, Mapping
from typing import Any

from mentoring.contracts.problems import Problem
from mentoring.schemes.checks import criteria, facts, forms, names, texts, times
from mentoring.schemes.checks.draft import Draft


def unsound(name: str, documents: Mapping[str, Any], hooks: frozenset[str] | None) -> Iterator[Problem]:
    """Everything that is wrong with the scheme `name` beyond the shape of its documents.

    Names come first: facts, criteria and times are looked at once every name means something. `hooks` are those of
    the scheme's code; None where nobody asks what code there is.
    """
    draft = Draft(documents, hooks)
    found = [*names.incomplete(draft)] or [
        *names.card_problems(draft, name),
        *names.unknown_names(draft),
        *names.unreachable(draft),
        *names.repeated(draft),
        *names.misaddressed(draft),
        *texts.bad_placeholders(draft),
        *forms.bad_forms(draft),
    ]
    yield from found
    if not found:
        for check in (
            forms.bad_bindings,
            criteria.bad_bounds,
            facts.bad_conditions,
            criteria.bad_matching,
            times.bad_anchors,
            times.circles,
            times.bad_durations,
            times.kept_too_briefly,
            times.bad_gates,
        ):
            yield from check(draft)
