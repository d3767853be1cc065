"""What a scheme may import: the hook markers and the values that hooks take and give.

A scheme distribution stands on this package alone. It registers one module or object
under the entry-point group ``mentoring.schemes``; `hookspecs` is the table of contents.
"""

from mentoring.plugin.hookspecs import CODE_HOOKS, DOCUMENTS
from mentoring.plugin.markers import ENTRY_POINT_GROUP, hookimpl, hookspec
from mentoring.plugin.values import (
    Action,
    Cohort,
    Entrant,
    Lock,
    Mentorship,
    Milestone,
    Pathway,
    Places,
    Plan,
    Registration,
    Subject,
)

__all__ = [
    "CODE_HOOKS",
    "DOCUMENTS",
    "ENTRY_POINT_GROUP",
    "Action",
    "Cohort",
    "Entrant",
    "Lock",
    "Mentorship",
    "Milestone",
    "Pathway",
    "Places",
    "Plan",
    "Registration",
    "Subject",
    "hookimpl",
    "hookspec",
]
