"""Chance for a play: everything that would be random follows from one number, so the same number plays the same."""

from random import Random  # noqa: TID251 - chance is seeded by the play's own number
from uuid import UUID


class Ids:
    """Ids that look random and are the same each time."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(f"ids {seed}")  # noqa: S311 - a play, no secret

    def __call__(self) -> UUID:
        """The next one."""
        return UUID(int=self._chance.getrandbits(128), version=4)


def chance_of(seed: int) -> Random:
    """The play's chance."""
    return Random(f"play {seed}")  # noqa: S311 - a play, no secret
