"""Who did what at this institution, and what others did with data of its people."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from mentoring.privacy.trail import Entry, Trail, Wanted, trail
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.field import Field, Option
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit
from mentoring.web.views.audit import TrailLine, TrailPage
from mentoring.web.views.parts import Empty, Link
from mentoring.web.words import begun, when

_SINCE: Mapping[str, tuple[str, timedelta | None]] = {
    "": ("At any time", None),
    "day": ("In the last 24 hours", timedelta(days=1)),
    "week": ("In the last seven days", timedelta(days=7)),
    "month": ("In the last 30 days", timedelta(days=30)),
}
_WHERE = {"": "Here", "elsewhere": "Elsewhere, with data of our people"}
_DID: Mapping[str, str] = {
    "list": "opened the list of",
    "find": "looked for",
    "say_why": "said why they read",
    "sign_in": "signed in:",
    "take_back": "took back",
    "give_back": "gave back",
    "set_level": "set the level of",
    "go_on": "went on with",
    "read": "read",
    "submit": "sent",
    "begin": "began",
    "do": "did",
    "withdraw": "withdrew",
    "leave": "ended as",
    "undo": "undid a change of",
    "set": "set",
    "log": "logged",
    "forget": "forgot",
    "give_code": "gave a code for",
    "spend": "spent",
    "lift": "lifted",
    "reply": "replied to",
    "call_off": "called off",
    "put_back": "put back",
    "register": "took the register of",
    "run": "ran",
    "reset": "reset",
    "carry": "took along",
    "send_again": "sent again:",
    "send_test": "sent as a test:",
    "agree_number": "agreed the number of meetings of",
    "want_meetings": "chose how to hear of meetings of",
}
"""What was done, in the past; other words of the trail take their ending (decide: decided)."""
_PERSON_MOST = 80


@get("/{tenant:str}/console/audit", opt=permits("audit.read"), sync_to_thread=True)
def audit(
    visit: NamedDependency[Visit],
    person: FromQuery[str] = "",
    act: FromQuery[str] = "",
    since: FromQuery[str] = "",
    where: FromQuery[str] = "",
    page: FromQuery[int] = 1,
) -> Response[str]:
    """One page of the trail; what was chosen stays in the address."""
    chosen = {"person": person[:_PERSON_MOST], "act": act, "since": since, "where": where}
    back = _SINCE.get(since, _SINCE[""])[1]
    with visit.work() as work:
        number = min(max(page, 1), 10_000)
        wanted = Wanted(
            person=chosen["person"],
            action=act,
            since=work.now - back if back else None,
            elsewhere=where == "elsewhere",
            page=number,
        )
        found = trail(work, wanted)
    return visit.page(_page(visit, found, chosen, number), console_frame(visit, current="audit"))


def _page(visit: Visit, found: Trail, chosen: Mapping[str, str], number: int) -> TrailPage:
    here = visit.path("console", "audit")

    def link(label: str, to: int) -> Link:
        asked = {name: value for name, value in chosen.items() if value}
        return Link(label, f"{here}?{urlencode({**asked, 'page': to})}")

    return TrailPage(
        title="Who did what",
        sentence="Everything that was changed, and every reading of what somebody wrote. Nobody can alter it unseen.",
        action=here,
        fields=_fields(found, chosen),
        lines=tuple(_line(visit, each) for each in found.entries),
        empty=None if found.entries else Empty(title="Nothing of that kind", text="Choose less, or another time."),
        newer=link("Newer entries", number - 1) if number > 1 else None,
        older=link("Older entries", number + 1) if found.more else None,
    )


def _fields(found: Trail, chosen: Mapping[str, str]) -> tuple[Field, ...]:
    def select(name: str, label: str, options: Mapping[str, str]) -> Field:
        offered = tuple(
            Option(value=value, label=words, chosen=chosen[name] == value) for value, words in options.items()
        )
        return Field(name=name, kind="select", label=label, required=False, options=offered)

    return (
        Field(
            name="person",
            kind="text",
            label="By or about whom?",
            hint="Part of a name or of an address.",
            required=False,
            value=chosen["person"],
        ),
        select("act", "Which action?", {"": "Any", **{each: begun(did(each)).rstrip(":") for each in found.actions}}),
        select("since", "When?", {key: words for key, (words, _) in _SINCE.items()}),
        select("where", "Where?", _WHERE),
    )


def did(action: str) -> str:
    """The trail's word for an action, in the past: ``decide`` is “decided”."""
    words = action.replace("_", " ")
    return _DID.get(action) or (words + "d" if words.endswith("e") else words + "ed")


def _line(visit: Visit, entry: Entry) -> TrailLine:
    what = entry.object.replace("role:", "the role ").replace("_", " ")
    fields = f" ({', '.join(each.replace('_', ' ') for each in entry.fields)})" if entry.fields else ""
    about = f", {entry.about}" if entry.about and entry.about != entry.actor else ""
    return TrailLine(
        when=when(entry.at, visit.tenant.timezone, visit.language),
        who=entry.actor,
        what=f"{did(entry.action)} {what}{fields}{about}",
        reason=f"“{entry.reason}”" if entry.reason else "",
    )
