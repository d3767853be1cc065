"""People and rounds for the tests of matching: each maker takes only what differs."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Bounds, Criterion, PathwayPlan, Plan

Maker = Callable[..., Any]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests counted with `record_property("named", ...)`, from however many processes."""
    passed: list[pytest.TestReport] = terminalreporter.getreports("passed")
    named = Counter(str(told) for each in passed for name, told in each.user_properties if name == "named")
    for told, times in sorted(named.items()):
        terminalreporter.write_line(f"{told}: {times}")


@pytest.fixture(scope="session")
def entrant() -> Maker:
    """One person in one role; facts as keywords, with a double underscore for the dot."""

    def make(name: str, role: str, *, capacity: int = 1, pathways: tuple[str, ...] = ("main",), **rest: Any) -> Entrant:
        own = {k: rest.pop(k) for k in ("person", "submitted", "priority", "waited", "avoid", "email") if k in rest}
        slug = name.lower().replace(" ", "-")
        facts = {key.replace("__", "."): value for key, value in rest.items()}
        return Entrant(
            id=f"{role}-{slug}",
            person=own.pop("person", slug),
            role=role,
            submitted=own.pop("submitted", "2021-01-04T09:00:00Z"),
            capacity=capacity,
            pathways=pathways,
            facts=facts,
            email=own.pop("email", f"{slug}@ucl.example"),
            name=name,
            **own,
        )

    return make


@pytest.fixture(scope="session")
def criterion() -> Maker:
    """One criterion between mentee and mentor; parameters as keywords (`with_` for `with`)."""

    def make(
        rule: str,
        weight: int | str = 10,
        *,
        index: int = 0,
        between: tuple[str, str] = ("mentee", "mentor"),
        **params: Any,
    ) -> Criterion:
        return Criterion(index, rule, weight, between, {k.rstrip("_"): v for k, v in params.items()})  # type: ignore[arg-type] # tests pass weights as plain values

    return make


@pytest.fixture(scope="session")
def pair_plan() -> Maker:
    """A round of one pair pathway."""

    def make(*criteria: Criterion, first: Any = "people", **rest: Any) -> Plan:
        numbered = tuple(Criterion(i, c.rule, c.weight, c.between, c.params, c.reason) for i, c in enumerate(criteria))
        members = {"mentee": Bounds(1, 1, 1), "mentor": Bounds(1, 1, 1)}
        return Plan((PathwayPlan("main", "Mentoring", members, numbered, first),), on="2021-02-01", **rest)

    return make


@pytest.fixture(scope="session")
def circle_plan() -> Maker:
    """A round of one circle pathway."""

    def make(
        *criteria: Criterion,
        mentees: tuple[int, int, int] = (3, 6, 8),
        mentors: tuple[int, int, int] | None = (1, 2, 2),
        **rest: Any,
    ) -> Plan:
        numbered = tuple(Criterion(i, c.rule, c.weight, c.between, c.params, c.reason) for i, c in enumerate(criteria))
        members: Mapping[str, Bounds] = {"mentee": Bounds(*mentees)} | ({"mentor": Bounds(*mentors)} if mentors else {})
        return Plan((PathwayPlan("main", "Circles", members, numbered),), on="2021-02-01", **rest)

    return make


@pytest.fixture(scope="session")
def cohort() -> Maker:
    """The cohort of these people."""

    def make(*people: Entrant, earlier: Mapping[frozenset[str], str] | None = None) -> Cohort:
        return Cohort.of(list(people), earlier)

    return make


@pytest.fixture(scope="session")
def pairs_of() -> Maker:
    """The members of a solution's mentorships, by id."""
    return lambda solution: {tuple(e for _, e in m.members) for m in solution.mentorships}
