"""Whoever said the same in the same setting is not judged again; whoever said anything else is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from mentoring.participants.facts import Setting
from mentoring.participants.judged import judge_all
from mentoring.participants.remembered import Memory
from mentoring.participants.said import Said
from mentoring.programmes.dates import resolve_dates
from mentoring.schemes.scheme import Scheme

SPRING, AUTUMN = UUID(int=1), UUID(int=2)
RULES = [
    {"rule": "one", "kind": "required", "reason": "One role", "holds": {"roles": {"maxItems": 1}}},
    {"rule": "keen", "kind": "priority", "reason": "Keen", "points": 3, "holds": {"answers.meetings": {"minimum": 9}}},
]


@pytest.fixture
def setting(scheme_of: Callable[..., Scheme]) -> Setting:
    scheme = scheme_of(eligibility={"rules": {"mentee": RULES, "mentor": RULES}})
    return Setting(scheme, {}, None, resolve_dates(scheme, {"closes": ["2020-12-18"]}, "Europe/London"))


def said(number: int, **changes: Any) -> Said:
    one = Said(id=str(UUID(int=number)), role="mentee", email=f"{number}@serif.example", answers={"meetings": 3})
    return replace(one, submitted=datetime(2020, 12, 1, tzinfo=UTC), **changes)


def anew(memory: Memory, setting: Setting, before: list[Said], after: list[Said]) -> list[str]:
    """Who of `after` is judged again, by id; what is remembered is exactly what judging them anew finds."""
    known = {one.said.id: one for one in memory.judge(SPRING, setting, before)}
    found = [*memory.judge(SPRING, setting, after)]
    assert found == [*judge_all(setting, after)]
    return [one.said.id for one in found if one is not known.get(one.said.id)]


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": {"meetings": 10}},
        {"answers": {"meetings": 3.0}},
        {"answers": {"meetings": True}},
        {"declared": {"identifies": True}},
        {"passed": frozenset({"training"})},
        {"history": {"mentee.unmatched": 1}},
        {"own": {"score": 1}},
        {"stages": {"panel.result": "forward"}},
        {"waited": 1},
        {"level": 2},
        {"submitted": datetime(2020, 12, 19, tzinfo=UTC)},
        {"institution": "sans"},
    ],
)
def test_whoever_says_anything_else_is_judged_again_and_nobody_else(setting: Setting, changes: dict[str, Any]) -> None:
    memory = Memory()
    one, other = said(1), said(2)
    assert anew(memory, setting, [one, other], [replace(one, **changes), other]) == [one.id]


def test_whoever_registers_in_another_role_as_well_is_judged_again(setting: Setting) -> None:
    one, other = said(1), said(2)
    both = said(3, role="mentor", email=one.email)
    assert anew(Memory(), setting, [one, other], [one, other, both]) == [one.id, both.id]


def test_other_dates_or_documents_judge_everyone_again(setting: Setting, scheme: Scheme) -> None:
    people, memory = [said(1), said(2)], Memory()
    assert anew(memory, setting, people, people) == []
    later = resolve_dates(setting.scheme, {"closes": ["2020-11-18"]}, "Europe/London")
    for changed in (replace(setting, moments=later), replace(setting, scheme=scheme)):
        known = {id(one) for one in memory.judge(SPRING, setting, people)}
        found = [*memory.judge(SPRING, changed, people)]
        assert found == [*judge_all(changed, people)]
        assert known.isdisjoint({id(one) for one in found})


def test_of_a_programme_only_those_judged_last_are_remembered_and_the_longest_unused_goes_first(
    setting: Setting,
) -> None:
    memory = Memory(at_most=3)
    (gone, kept) = memory.judge(SPRING, setting, [said(1), said(2)])
    (still,) = memory.judge(SPRING, setting, [said(2)])
    (back, _) = memory.judge(SPRING, setting, [said(1), said(2)])
    assert (still is kept, back is gone) == (True, False)
    [*memory.judge(AUTUMN, setting, [said(3), said(4)])]
    (again, _) = memory.judge(SPRING, setting, [said(1), said(2)])
    assert again is not back, "there was no room for it beside the other programme"
