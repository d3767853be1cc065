"""Which function answers for which word of the contract."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mentoring.errors import UnsoundDocument
from mentoring.matching.criteria import likeness, relations, values, wishes
from mentoring.matching.criteria import own as of_code
from mentoring.matching.criteria.answers import Answer, Known, Rule
from mentoring.matching.criteria.sides import Block, Sides
from mentoring.matching.plan import Criterion


def even(params: Mapping[str, Any], sides: Sides) -> Answer:
    """Values spread evenly over the circles: here, two with unlike values sit well together."""
    return values.different(params, sides)


def own(params: Mapping[str, Any], sides: Sides) -> Answer:
    """What the scheme's own code says of each pair."""
    return Known(of_code.own(params, sides))


RULES: Mapping[str, Rule] = {
    "same": values.same,
    "different": values.different,
    "overlap": values.overlap,
    "wish": wishes.wish,
    "choice": wishes.choice,
    "table": values.table,
    "gap": values.gap,
    "text": likeness.text,
    "unrelated": relations.unrelated,
    "not_before": relations.not_before,
    "one_way": relations.one_way,
    "favour": wishes.favour,
    "even": even,
    "own": own,
}
OF_THE_WHOLE = frozenset({"one_way", "even"})
"""Rules that bar no two people by themselves: they speak of several mentorships, or of a whole circle."""


def block(criterion: Criterion, sides: Sides) -> Answer:
    """The criterion's answer for everyone on both sides.

    Within one role (a circle) a directed criterion is the mean of both directions, and holds in both.
    Refused: an unknown rule, a parameter that is missing.
    """
    rule = RULES.get(criterion.rule)
    if rule is None:
        raise UnsoundDocument(
            f"Criterion {criterion.index + 1} of the matching document has an unknown rule “{criterion.rule}”.",
            "Use one of: " + ", ".join(RULES) + ".",
        )
    try:
        answer = rule(criterion.params, sides)
    except KeyError as missing:
        raise UnsoundDocument(
            f"Criterion {criterion.index + 1} of the matching document, {criterion.rule}, lacks {missing}.",
            "Add it: the contract's section 6 lists what each rule needs.",
        ) from missing
    return _both_ways(answer) if criterion.between[0] == criterion.between[1] else answer


def _both_ways(answer: Answer) -> Answer:
    share = ((answer.share.astype(np.int32) + answer.share.T) // 2).astype(np.int16)
    if answer.binding is None:
        return Known(Block(share, answer.holds & answer.holds.T))
    kept = answer.holds | ~answer.binding
    return Known(Block(share, answer.holds & answer.holds.T, ~(kept & kept.T)))
