"""Who takes part, and what becomes of each: settled by chance before anything happens."""

from dataclasses import dataclass

from mentoring.participants.rules import Outcome
from mentoring.participants.said import Said


@dataclass(frozen=True, slots=True)
class Part:
    """One registration to be: what is `said`, what the rules will find, and what the person does besides.

    `leaves` is whether they withdraw, `misses` whether they stay away from what they should attend, `sends`
    whether they ever finish.
    """

    said: Said
    outcome: Outcome
    leaves: bool = False
    misses: bool = False
    sends: bool = True

    @property
    def home(self) -> str:
        """Their institution, by slug."""
        return self.said.institution or ""
