"""A process that bears the processes which are to die: everything is loaded once, each child is a fork of it.

Each line on its input asks for one thing, each line of its output answers: `{"bear": "worker", ...}` with the child's
id, `{"wait": id}` with the signal that ended it (0: it came to its end). Run as ``python nursery.py CONFIG``.
"""

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import event

from mentoring.app import create_app
from mentoring.cli.worker import CHORES
from mentoring.db.engine import Database
from mentoring.messages.smtp import MailServer
from mentoring.schemes.load import load_directory
from mentoring.settings import Settings, new_id
from mentoring.web.http.visit import Site
from mentoring.worker.outfit import Outfit
from mentoring.worker.run import Worker

ROUND = 0.02
"""Seconds that a worker sleeps between two rounds here."""


@dataclass
class Clock:
    """Stands at `now`, or goes on from there `pace` times as fast as ours."""

    now: datetime
    pace: float = 0
    begun: float = 0

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=(time.monotonic() - self.begun) * self.pace)

    def set(self, now: str, pace: float) -> None:
        self.now, self.pace, self.begun = datetime.fromisoformat(now), pace, time.monotonic()


def dies_at(database: Database, effect: int) -> None:
    """Have this process killed at its so many-th statement or commit."""
    left = effect

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database._app, "before_cursor_execute", count)
    event.listen(database._app, "commit", count)


def main() -> None:
    """Bear and wait until the input ends."""
    told: dict[str, Any] = json.loads(sys.argv[1])
    database = Database(told["database"], key_file=Path(told["keys"]))
    clock = Clock(datetime.fromisoformat(told["now"]))
    schemes = load_directory()
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    bound.listen(64)
    base = f"http://127.0.0.1:{bound.getsockname()[1]}"
    settings = Settings(mode="demo", base_url=base, data_dir=Path(told["folder"]))
    site = Site(settings=settings, database=database, schemes=schemes, clock=clock, ids=new_id)
    outfit = Outfit(
        database=database, schemes=schemes, clock=clock, ids=new_id, base_url=base,
        post=MailServer("127.0.0.1", told["post"], "plain", "", "", "mentoring@mentoring.example"),
    )  # fmt: skip
    app = create_app(site)

    def goes_on(seconds: float) -> bool:
        time.sleep(min(seconds, ROUND))  # its end is to be killed
        return False

    lives: dict[str, Callable[[], object]] = {
        "web": lambda: uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="error")).run(sockets=[bound]),
        "worker": Worker(outfit, CHORES, goes_on).run,
        "round": Worker(outfit, CHORES, goes_on).go_round,
    }
    _say(bound.getsockname()[1])
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            _, status = os.waitpid(asked["wait"], 0)
            _say(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)
            continue
        child = os.fork()
        if child == 0:
            clock.set(asked["now"], asked.get("pace", 0))
            if "at" in asked:
                dies_at(database, asked["at"])
            lives[asked["bear"]]()
            os._exit(0)
        _say(child)


def _say(what: int) -> None:
    print(what, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
