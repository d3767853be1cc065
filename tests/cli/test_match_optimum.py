"""The number placed, and of pairs across institutions, is the most there can be.

The most is found here by a flow, from the scheme's page and the institutions' files alone: nothing below this
line that decides anything is ours.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random  # noqa: TID251 - chance is seeded here
from typing import Any

import networkx as nx
import pytest

from mentoring.participants.facts import Setting
from mentoring.participants.said import Said
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import read_programme
from mentoring.schemes.load import load_scheme
from mentoring.tenants.file import read_tenants
from mentoring.testing.cohorts import Crowd
from mentoring.testing.tables import forms_table

ROOT = Path(__file__).parents[2]
PROGRAMME = ROOT / "docs/examples/b-mentor-2021.toml"
PLACES = 40
LEVELS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["grades"][0]["levels"].get("b-mentor", {})
    for path in (ROOT / "tenants").glob("*.toml")
}


@pytest.fixture(scope="module")
def setting() -> Setting:
    tenants, programme = read_tenants(ROOT / "tenants"), read_programme(PROGRAMME)
    scheme = load_scheme(programme.scheme)
    return Setting(scheme, tenants, programme, resolve_dates(scheme, programme.dates, "Europe/London"))


def many_of_one_house(crowd: Crowd) -> tuple[list[Said], list[Said]]:
    """Few mentors, most of them where most mentees are: some must stay within their institution."""
    mentees = [one for one in crowd.register("mentee", 70) if one.institution in {"ucl", "kcl"}]
    mentors = [one for one in crowd.register("mentor", 70) if one.institution == "ucl"]
    return mentees + crowd.register("mentee", 3, outcome="not_eligible"), mentors


def few_mentors(crowd: Crowd) -> tuple[list[Said], list[Said]]:
    """More mentees than mentors can take."""
    mentors = crowd.register("mentor", 12)
    return crowd.register("mentee", 38) + crowd.register("mentee", 4, outcome="a_person_looks"), mentors


def more_than_places(crowd: Crowd) -> tuple[list[Said], list[Said]]:
    """More mentees than places, and mentors enough."""
    mentors = crowd.register("mentor", 46) + crowd.register("mentor", 3, outcome="not_eligible")
    return crowd.register("mentee", 64), mentors


@pytest.mark.parametrize(
    ("seed", "drawn", "scarce"),
    [(11, many_of_one_house, True), (12, few_mentors, False), (13, more_than_places, False)],
    ids=["many of one house", "few mentors", "more than places"],
)
def test_as_many_are_placed_and_across_institutions_as_a_flow_finds(
    setting: Setting,
    workbook: Callable[..., Path],
    matched: Callable[..., dict[str, Any]],
    seed: int,
    drawn: Callable[[Crowd], tuple[list[Said], list[Said]]],
    scarce: bool,
) -> None:
    mentees, mentors = drawn(Crowd(setting, seed))
    files = []
    for role, people in (("mentee", mentees), ("mentor", mentors)):
        table = forms_table(setting.scheme, role, people).shuffled(Random(seed))
        files.append(workbook(f"{role}s.xlsx", (table.headers, *table.rows)))
    found = matched("b-mentor", *files, "--programme", PROGRAMME)

    placed, across = best(*([one for one in people if is_eligible(one)] for people in (mentees, mentors)))
    pairs = [[member["institution"] for member in match["members"]] for match in found["matches"]]
    assert found["refused_rows"] == []
    assert (len(pairs), sum(one != other for one, other in pairs)) == (placed, across)
    assert placed > 0
    assert (across < placed) is scarce, "the first cohort is drawn so that some must stay within their institution"


def is_eligible(one: Said) -> bool:
    """The scheme's page, in this test's own words."""
    answers = one.answers
    level = LEVELS[one.email.split("@")[1].removesuffix(".example")].get(answers.get("grade", ""), 0)
    if answers["staff_group"] != "professional_services" or not answers["training"]:
        return False
    if one.role == "mentor":
        return 8 <= level <= 10 and not re.match(
            r"(?i)(assistant|administrator|co-?ordinator|clerk)$", answers["job_title"]
        )
    senior = re.match(r"(?i)(deputy |associate |assistant )?(director|head of)\b", answers["job_title"])
    return one.declared.get("identifies") is True and 5 <= level <= 7 and not senior


def best(mentees: Sequence[Said], mentors: Sequence[Said]) -> tuple[int, int]:
    """The most people placed, and then the most pairs across institutions."""
    lines: nx.DiGraph[str] = nx.DiGraph(
        (one.email, one.answers["line_manager"].lower()) for one in (*mentees, *mentors)
    )
    flow: nx.DiGraph[str] = nx.DiGraph()
    flow.add_edge("source", "places", capacity=PLACES, weight=0)
    for mentee in mentees:
        flow.add_edge("places", mentee.id, capacity=1, weight=0)
        for mentor in mentors:
            avoided = {mentor.email} & {*mentee.answers.get("avoid", ())} or {mentee.email} & {
                *mentor.answers.get("avoid", ())
            }
            one_line = nx.has_path(lines, mentee.email, mentor.email) or nx.has_path(lines, mentor.email, mentee.email)
            if not avoided and not one_line:
                same = mentee.email.split("@")[1] == mentor.email.split("@")[1]
                flow.add_edge(mentee.id, mentor.id, capacity=1, weight=int(same))
    for mentor in mentors:
        flow.add_edge(mentor.id, "sink", capacity=mentor.answers.get("capacity", 1), weight=0)
    most = nx.max_flow_min_cost(flow, "source", "sink")
    placed = sum(most["source"].values())
    return placed, placed - int(nx.cost_of_flow(flow, most))
