"""A thread and the PostgreSQL process that serves it, on one processor."""

import os
import sys

import psycopg
import pytest

from mentoring.db.beside import taking_turns
from mentoring.db.embedded import Server

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
    reason="there is one processor, or no way to choose one",
)


def test_both_are_on_one_processor_and_the_thread_is_free_afterwards(postgres: Server) -> None:
    before = os.sched_getaffinity(0)
    with postgres.superuser() as connection:
        with taking_turns(connection):
            here = os.sched_getaffinity(0)
            assert len(here) == 1
            assert here <= before
            assert os.sched_getaffinity(connection.info.backend_pid) == here
            assert connection.execute("select 1").fetchone() == (1,)
        assert os.sched_getaffinity(0) == before


def test_the_thread_is_free_after_something_went_wrong(postgres: Server) -> None:
    before = os.sched_getaffinity(0)
    with postgres.superuser() as connection, pytest.raises(psycopg.errors.DivisionByZero), taking_turns(connection):
        connection.execute("select 1 / 0")
    assert os.sched_getaffinity(0) == before
