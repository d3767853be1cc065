"""What a scheme may import: the hook markers and the values that hooks take and give.

A scheme distribution stands on this package alone. It registers one module or object
under the entry-point group ``mentoring.schemes``; `hookspecs` is the table of contents.
"""

from mentoring.plugin.hookspecs import DOCUMENTS
from mentoring.plugin.markers import ENTRY_POINT_GROUP, hookimpl, hookspec

__all__ = ["DOCUMENTS", "ENTRY_POINT_GROUP", "hookimpl", "hookspec"]
