"""One worker: goes round its chores, sleeps until the next moment, and stops cleanly between two of them."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mentoring.worker.outfit import Outfit

PATIENCE = timedelta(seconds=5)
"""How long it sleeps at most: somebody elsewhere may have woken a programme."""

Chore = Callable[[Outfit], datetime | None]
"""Does what is due; answers when it wants to be called next at the latest, None where it does not know."""

Sleep = Callable[[float], bool]
"""Sleeps for so many seconds, or until told to stop; whether it was told."""

log = logging.getLogger(__name__)


@dataclass
class Worker:
    """Goes on until told to stop. A chore that fails is told in the log and tried again; the others go on."""

    outfit: Outfit
    chores: Mapping[str, Chore]
    sleep: Sleep
    failures: dict[str, int] = field(default_factory=dict)

    def run(self) -> None:
        """Work until told to stop."""
        while not self.sleep(self.pause(self.go_round()).total_seconds()):
            pass

    def go_round(self) -> list[datetime]:
        """Every chore once; the moments at which some want to be called again."""
        wanted = []
        for name, chore in self.chores.items():
            try:
                at = chore(self.outfit)
            except Exception:  # whatever it is, the other chores go on
                self.failures[name] = self.failures.get(name, 0) + 1
                log.exception("%s failed, %s times in a row", name, self.failures[name])
            else:
                self.failures.pop(name, None)
                if at is not None:
                    wanted.append(at)
        return wanted

    def pause(self, wanted: Iterable[datetime]) -> timedelta:
        """How long to sleep: until the first of these moments, but no longer than our patience."""
        now = self.outfit.clock()
        until = min((at - now for at in wanted), default=PATIENCE)
        return max(timedelta(0), min(until, PATIENCE))
