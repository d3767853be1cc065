"""The two pluggy markers, and the entry-point group under which schemes are found."""

import pluggy

ENTRY_POINT_GROUP = "mentoring.schemes"

hookspec = pluggy.HookspecMarker("mentoring")
hookimpl = pluggy.HookimplMarker("mentoring")
