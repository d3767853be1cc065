"""What happens when: scenes in order of time, day by day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import ParamSpec

Act = Callable[[], None]
Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens at a moment; of a `quiet` one nothing follows for anyone else."""

    at: datetime
    act: Act
    quiet: bool = False


class Agenda:
    """Scenes to come. A scene may add later ones while it plays."""

    def __init__(self, until: datetime) -> None:
        """Whatever would be at `until` or later is left out: it has not happened yet."""
        self.until = until
        self._scenes: list[tuple[datetime, int, Scene]] = []
        self._order = count()

    def add(self, at: datetime, act: Callable[Given, None], *args: Given.args, **kwargs: Given.kwargs) -> None:
        """Have `act` happen at that moment; of several at once, the first added comes first."""
        self._put(Scene(at, partial(act, *args, **kwargs)))

    def add_quiet(self, at: datetime, act: Callable[Given, None], *args: Given.args, **kwargs: Given.kwargs) -> None:
        """The same for what needs no settling."""
        self._put(Scene(at, partial(act, *args, **kwargs), quiet=True))

    @property
    def next(self) -> datetime | None:
        """When the next scene is; None when there is none."""
        return self._scenes[0][0] if self._scenes else None

    def take(self) -> Scene:
        """The next scene, which is no more to come."""
        return heappop(self._scenes)[2]

    def days(self) -> Iterator[list[Scene]]:
        """The scenes of each day on which there are any."""
        while self._scenes:
            day = self._scenes[0][0].date()
            scenes = []
            while self._scenes and self._scenes[0][0].date() == day:
                scenes.append(heappop(self._scenes)[2])
            yield scenes

    def _put(self, scene: Scene) -> None:
        if scene.at < self.until:
            heappush(self._scenes, (scene.at, next(self._order), scene))
