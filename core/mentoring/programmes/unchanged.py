"""What follows from a programme as it stands, kept for whoever looks while nothing is written (`db.unchanged`)."""

from collections.abc import Callable, Hashable
from typing import TypeVar

import msgspec

from mentoring.db.unchanged import unchanged
from mentoring.programmes.model import Programme
from mentoring.unit_of_work import UnitOfWork

T = TypeVar("T")

_COLUMNS = (
    "tenant_id", "id", "slug", "title", "scheme", "scheme_version", "documents_digest", "overlay", "dates",
    "institutions", "listed", "state", "published_at", "hooks", "controllers", "created_at",
)  # fmt: skip
"""All that a programme's row says; of its documents their digest."""


def while_unchanged(work: UnitOfWork, programme: Programme, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """What `make` answers: it follows from `key`, from `programme` and from what `work` sees, and nobody changes it.

    The rights of whoever looks are asked for before. What depends on the time has the moment, or the day, in its key.
    """
    said = msgspec.json.encode([getattr(programme, name) for name in _COLUMNS])  # it was read before it is asked here
    return unchanged(work.session, (*key, said), make)
