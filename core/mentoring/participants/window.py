"""When one may register in a role, and whether an institution takes part: pure answers from dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mentoring.programmes.dates import Moment
from mentoring.schemes.scheme import Scheme

Opening = Literal["not_yet", "open", "late", "closed"]


@dataclass(frozen=True, slots=True)
class Window:
    """Whether registration in a role is possible now.

    `opens` is the instant from which it is, None while nobody has said; `closes` the milestone of the closing
    date (None: never), `until` that of the last day on which late ones are taken.
    """

    state: Opening
    opens: datetime | None
    closes: Moment | None
    until: Moment | None

    @property
    def is_open(self) -> bool:
        """Whether a registration is taken now, in time or late."""
        return self.state in {"open", "late"}

    @property
    def last(self) -> Moment | None:
        """The last day on which a registration is taken at all."""
        return self.until or self.closes


def window(
    scheme: Scheme, role: str, moments: Mapping[str, Moment], *, published_at: datetime | None, now: datetime
) -> Window:
    """The window of `role` (contract, `registration`): opens at publication unless the scheme names a milestone."""
    entry = scheme.registration[role]
    opens = published_at
    if entry.opens is not None:
        begins = moments.get(entry.opens)
        opens = max(published_at, begins.times[0]) if published_at and begins else None
    closes, until = moments.get(entry.closes or ""), moments.get(entry.late_until or "")
    return Window(_opening(opens, closes, until, now), opens, closes, until)


def _opening(opens: datetime | None, closes: Moment | None, until: Moment | None, now: datetime) -> Opening:
    if opens is None or now < opens:
        return "not_yet"
    if closes is None or now < closes.at:
        return "open"
    return "late" if until is not None and now < until.at else "closed"
