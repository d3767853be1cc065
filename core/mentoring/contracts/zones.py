"""Time zones by their names in the IANA database."""

from functools import lru_cache
from zoneinfo import ZoneInfo

_NO_NAMES = ("posix", "right/", "localtime")
"""What may lie in the same folders: copies, and what a machine is set to."""


@lru_cache(maxsize=1_000)
def is_zone(name: str) -> bool:
    """Whether there is a zone of this name. To list all there are would take walking through their folders."""
    if name.startswith(_NO_NAMES):
        return False
    try:
        ZoneInfo(name)
    except (OSError, LookupError, ValueError):  # a folder, unknown, or no name at all
        return False
    return True
