"""Whom a thing concerns: `who` of the contract, judged for one registration and pathway. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from mentoring.contracts.conditions import Truth, judge
from mentoring.schemes.scheme import Who


def inside(who: Who, *, role: str, pathways: Collection[str], facts: Mapping[str, Any]) -> bool:
    """Whether `who` means somebody in `role`; what is unknown counts as inside, as it does for a gate."""
    return (
        (not who.roles or role in who.roles)
        and (who.pathway is None or who.pathway in pathways)
        and judge(who.condition, facts) is not Truth.NO
    )
