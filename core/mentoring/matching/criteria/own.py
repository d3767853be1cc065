"""The criterion `own`: what a scheme's own code says of two people, asked by whoever put the cohort together."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mentoring.errors import UnsoundDocument
from mentoring.matching.criteria.sides import Block, Sides


def own(params: Mapping[str, Any], sides: Sides) -> Block:
    """The code's share of each pair. Above nothing it holds; the two whom it forbids are kept apart at any weight.

    Raises UnsoundDocument where the cohort has nobody to ask.
    """
    if sides.cohort.own is None:
        raise UnsoundDocument(
            f"The criterion `{params['name']}` is scored by the scheme's own code, and nobody asks it here.",
            "Match where the scheme is installed.",
        )
    said = sides.cohort.own(params["name"], params.get("params", {}), sides.first, sides.second)
    forbidden = said < 0
    return Block(np.maximum(said, 0), said > 0, forbidden if forbidden.any() else None)
