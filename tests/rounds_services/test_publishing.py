"""A round is published in as many statements for many people as for few."""

import pytest

from crowd import large_year
from makers import Works
from mentoring.rounds.publish import publish
from mentoring.rounds.run import run_round
from year import counted

SENT: set[int] = set()
"""How many statements it took, each time."""


@pytest.mark.parametrize("people", [10, 40])
def test_publishing_takes_as_many_statements_for_many_people_as_for_few(real: Works, people: int) -> None:
    year = large_year(real, people)
    with year.coordinating("ucl") as (work, programme):
        made = run_round(work, programme)
    with year.coordinating("ucl") as (work, programme), counted(work) as sent:
        publish(work, programme, made.id, version=1)
    assert len(made.result["matches"]) == people // 2
    SENT.add(len(sent))
    assert len(SENT) == 1, SENT
