"""Settling reads again what has changed, whoever changed it and in whatever scope, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from mentoring.participants import standings
from mentoring.participants.decide import decide
from year import Year


@contextmanager
def asked(year: Year) -> Iterator[list[str]]:
    """From which table each query reads that the application sends meanwhile."""
    found: list[str] = []
    engine: Engine = year.works.database._app

    def note(*told: Any) -> None:
        words = told[2].split()
        if words[0] == "SELECT" and "FROM" in words:
            found.append(words[words.index("FROM") + 1])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_settling_what_is_unchanged_reads_the_programme_and_when_it_is_due(year: Year) -> None:
    year.register("amara.quarto@kcl.example", "mentee")
    year.register("dinah.almanac@ucl.example", "mentor", line_manager="director@ucl.example")
    year.settle()
    year.settle()
    with asked(year) as found:
        year.settle()
    assert found == ["programmes", "programmes", "due"], "which it is, then the programme itself, and its row in due"


def test_whoever_registers_or_is_decided_about_is_read_and_told(year: Year) -> None:
    year.register("amara.quarto@kcl.example", "mentee")
    year.settle()
    key = year.register("ines.serif@ual.example", "mentee", grade="7")
    assert year.letters("ines.serif@ual.example") == ["registration_received"]
    with year.coordinating("ual") as (work, programme):
        decide(work, programme, key, outcome="not_eligible", reason="Another year.")
    year.settle()
    assert year.state(key) == "refused"


def test_when_somebody_comes_the_standing_of_nobody_else_is_looked_at(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    year.register("amara.quarto@kcl.example", "mentee")
    year.settle()
    year.settle()
    looked_at: list[str] = []
    wanted = standings._wanted

    def noted(*told: Any) -> Any:
        looked_at.append(told[1].registration.email)
        return wanted(*told)

    monkeypatch.setattr(standings, "_wanted", noted)
    year.register("ines.serif@ual.example", "mentee")
    year.settle()
    assert set(looked_at) == {"ines.serif@ual.example"}


def test_what_is_changed_behind_the_applications_back_is_seen(year: Year) -> None:
    key = year.register("amara.quarto@kcl.example", "mentee")
    year.settle()
    with year.works.work("kcl") as work:
        work.session.execute(
            text("update registrations set state = 'withdrawn', withdrawn_at = now() where id = :key"), {"key": key}
        )
    year.now += timedelta(hours=1)
    assert (year.settle().moved, year.state(key)) == (1, "withdrawn")


def test_another_process_settles_between_and_the_first_sees_what_it_wrote(year: Year) -> None:
    key = year.register("amara.quarto@kcl.example", "mentee")
    year.settle()
    with year.works.work("ucl") as work:  # as another process would, which keeps its own
        work.session.execute(
            text("update standings set state = 'submitted' where registration_id = :key"), {"key": key}
        )
    assert (year.settle().moved, year.state(key)) == (1, "eligible")
    assert year.settle().moved == 0
