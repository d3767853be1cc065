"""Documents, laid over and found sound, as the typed values of `scheme`: every default of the contract filled in."""

from collections.abc import Iterable, Mapping
from typing import Any

from mentoring.schemes.layover import default
from mentoring.schemes.scheme import (
    Activities,
    Agreement,
    At,
    Basis,
    Bounds,
    Capacity,
    Card,
    Criterion,
    Eligibility,
    Event,
    Extend,
    Fact,
    Gate,
    Matching,
    Meetings,
    Mentorships,
    Message,
    Milestone,
    Offers,
    Pathway,
    Places,
    Point,
    PublicPage,
    Question,
    Registration,
    Role,
    Rule,
    Stage,
    Survey,
    Text,
    Who,
)

Entry = Mapping[str, Any]

COORDINATORS = ("coordinators", "home_coordinators")
"""To whom a task may go, and who may put people forward, besides participants."""


def text(written: Any) -> Text:
    """A text as a map by language; nothing written is the empty map."""
    return {"en": written} if isinstance(written, str) else dict(written or {})


def who(written: Any) -> Who:
    """Whom a thing concerns: a role, a list of roles, ``all``, or a map that narrows."""
    if isinstance(written, Mapping):
        return Who(
            roles=_names(written.get("role")),
            pathway=written.get("pathway"),
            state=_names(written.get("state")),
            condition=written.get("if", {}),
        )
    return Who() if written in (None, "all") else Who(roles=_names(written))


def _names(written: Any) -> tuple[str, ...]:
    if written is None:
        return ()
    return (written,) if isinstance(written, str) else tuple(written)


def _texts(written: Iterable[Any] | None) -> tuple[Text, ...]:
    return tuple(text(t) for t in written or ())


def _given(entry: Entry, *keys: str) -> dict[str, Any]:
    """Those keys of the entry that it states, as they stand; lists become tuples."""
    return {k: tuple(entry[k]) if isinstance(entry[k], list) else entry[k] for k in keys if k in entry}


def card(entry: Entry) -> Card:
    """The scheme itself."""
    basis = entry.get("basis")
    return Card(
        name=entry["name"],
        title=text(entry["title"]),
        summary=text(entry["summary"]),
        contract=entry["contract"],
        levels=_texts(entry.get("levels")),
        places=tuple(_places(p) for p in entry.get("places", ())),
        carry_over=tuple(
            {"who": who(c.get("who")), "at": c["at"], "offer": tuple(c["offer"]), "silent": c.get("silent", "leave")}
            for c in entry.get("carry_over", ())
        ),
        basis=Basis(text(basis["text"]), basis["review_after"]) if basis else None,
        **_given(entry, "institutions", "every", "keep"),
    )


def _places(entry: Entry) -> Places:
    most = entry["at_most"]
    own = {k: n for k, n in most.items() if k != "all"} if isinstance(most, Mapping) else {}
    return Places(
        who=who(entry["who"]),
        at_most=most["all"] if isinstance(most, Mapping) else most,
        own=own,
        **_given(entry, "per", "taken_at", "order"),
    )


def role(entry: Entry) -> Role:
    """A role people take."""
    most = entry.get("capacity", 1)
    return Role(
        title=text(entry["title"]),
        plural=text(entry.get("plural", entry["title"])),
        capacity=Capacity(**most) if isinstance(most, Mapping) else Capacity(most, most),
        **_given(entry, "entry"),
    )


def pathway(entry: Entry) -> Pathway:
    """A kind of mentorship."""
    return Pathway(
        title=text(entry["title"]),
        text=text(entry.get("text")),
        members={name: _bounds(n) for name, n in entry["members"].items()},
        join_until=point(entry["join_until"]) if "join_until" in entry else None,
        **_given(entry, "below"),
    )


def _bounds(written: Any) -> Bounds:
    if isinstance(written, int):
        return Bounds(written, written, written)
    return Bounds(written["least"], written.get("aim", written["least"]), written["most"])


def point(entry: Entry) -> Point:
    """A point in a mentorship's life."""
    renamed = {"anchor": entry["from"]} if "from" in entry else {}
    return Point(**_given(entry, "after", "at", "meetings"), **renamed)


def registration(entry: Entry) -> Registration:
    """What a role is asked."""
    return Registration(
        form=entry["form"],
        declaration=entry.get("declaration"),
        stages=tuple(_stage(s) for s in entry.get("stages", ())),
        **_given(entry, "opens", "closes", "late_until"),
    )


def _stage(entry: Entry) -> Stage:
    return Stage(
        title=text(entry["title"]),
        who=who(entry.get("who")),
        **_given(entry, "id", "by", "form", "at_most", "decided_by"),
    )


def eligibility(entry: Entry) -> Eligibility:
    """Facts and rules."""
    return Eligibility(
        facts={
            name: Fact(start=f["from"], end=f["to"], otherwise=f.get("else"))
            for name, f in entry.get("facts", {}).items()
        },
        own=entry.get("own", {}),
        rules={name: tuple(_rule(r) for r in rules) for name, rules in entry.get("rules", {}).items()},
        **_given(entry, "decided_by"),
    )


def _rule(entry: Entry) -> Rule:
    holds = entry["holds"]
    return Rule(
        reason=text(entry["reason"]),
        holds=tuple(holds) if isinstance(holds, list) else (holds,),
        condition=entry.get("if", {}),
        pathway=_names(entry.get("pathway")),
        **_given(entry, "rule", "kind", "points"),
    )


def of_pathway(document: Entry, name: str) -> dict[str, Any]:
    """The entry that holds for the pathway: that of ``all``, replaced key by key by the pathway's own."""
    return {**document.get("all", {}), **document.get(name, {})}


def matching(entry: Entry, members: Iterable[str]) -> Matching:
    """How mentorships of one pathway come about; `members` are its roles in order."""
    offers = entry.get("offers", {})
    return Matching(
        ways=tuple(_way(w) for w in entry.get("ways", ({"round": "match_by"},))),
        criteria=tuple(_criterion(c, tuple(members)) for c in entry.get("criteria", ())),
        offers=Offers(ask=tuple(_names(a) for a in offers.get("ask", ())), **_given(offers, "expires", "remind")),
        **_given(entry, "first"),
    )


def _way(entry: Entry) -> Entry:
    if "request" in entry:
        return {"sees": "all", "at_once": 1, "confirm": True, **entry, "request": who(entry["request"])}
    if "named" in entry:
        named = entry["named"]
        return {"named": named if named in COORDINATORS else who(named)}
    return {"round": entry["round"]}


def _criterion(entry: Entry, members: tuple[str, ...]) -> Criterion:
    first, second = entry.get("between", members)
    own = ("rule", "weight", "between", "reason")
    return Criterion(
        rule=entry["rule"],
        weight=entry["weight"],
        between=(first, second),
        params={key: value for key, value in entry.items() if key not in own},
        reason=text(entry.get("reason")),
    )


def activities(entry: Entry) -> Activities:
    """Events, agreements and gates."""
    return Activities(
        events={name: _event(e) for name, e in entry.get("events", {}).items()},
        agreements={
            name: Agreement(text(a["title"]), text(a["text"]), a.get("form", {}))
            for name, a in entry.get("agreements", {}).items()
        },
        gates={name: _gate(g) for name, g in entry.get("gates", {}).items()},
    )


def _event(entry: Entry) -> Event:
    return Event(
        title=text(entry["title"]),
        text=text(entry.get("text")),
        at=at(entry["at"]),
        who=who(entry.get("who")),
        **_given(entry, "time", "minutes", "notice", "sessions", "attend", "places"),
    )


def _gate(entry: Entry) -> Gate:
    needs = (
        {"checked": text(n["checked"]), "decided_by": n.get("decided_by", "host")} if "checked" in n else dict(n)
        for n in entry["needs"]
    )
    return Gate(
        title=text(entry["title"]),
        who=who(entry.get("who")),
        needs=tuple(needs),
        **_given(entry, "before", "valid", "by"),
    )


def at(entry: Entry) -> At:
    """When a milestone or event is."""
    renamed: dict[str, Any] = {"asked": text(entry["set"])} if "set" in entry else {}
    if "from" in entry:
        renamed["anchor"] = entry["from"]
    return At(**_given(entry, "after", "before", "by", "every", "until"), **renamed)


def milestone(entry: Entry) -> Milestone:
    """A point in time and what is done then."""
    return Milestone(
        title=text(entry["title"]),
        at=at(entry["at"]),
        condition=entry.get("if", {}),
        do=tuple(_action(a) for a in entry.get("do", ())),
        **_given(entry, "time", "per", "public"),
    )


def _action(entry: Entry) -> Entry:
    to = entry.get("to", "coordinators" if "task" in entry else None)
    action: dict[str, Any] = {"to": to if to in COORDINATORS else who(to)}
    if "task" in entry:
        return {"task": text(entry["task"]), **action}
    return {**_given(entry, "send", "ask"), **action}


def mentorships(entry: Entry) -> Mentorships:
    """What is asked of the mentorships of one pathway."""
    meetings, extend = entry.get("meetings", {}), entry.get("extend")
    return Mentorships(
        meetings=Meetings(
            plan=_texts(meetings.get("plan")),
            **_given(meetings, "least", "most", "set_by", "every", "minutes", "organiser", "log"),
        ),
        end=tuple(point(p) for p in entry.get("end", ())),
        extend=Extend(**_given(extend, "by", "times", "agreed_by")) if extend else None,
        exit_reasons=_texts(entry.get("exit_reasons") or default("mentorships")["exit_reasons"]),
    )


def survey(entry: Entry) -> Survey:
    """A questionnaire."""
    alarm = entry.get("alarm")
    return Survey(
        title=text(entry["title"]),
        form=entry["form"],
        alarm={"if": alarm["if"], "task": text(alarm["task"])} if alarm else None,
        **_given(entry, "open_for", "remind", "named", "read_by"),
    )


def message(entry: Entry) -> Message:
    """A template."""
    return Message(text(entry["subject"]), text(entry["body"]))


def public_page(entry: Entry) -> PublicPage:
    """Sections of the public page."""
    return PublicPage(
        about=text(entry.get("about")),
        expectations={name: _texts(items) for name, items in entry.get("expectations", {}).items()},
        benefits={name: _texts(items) for name, items in entry.get("benefits", {}).items()},
        faq=tuple(Question(text(f["q"]), text(f["a"])) for f in entry.get("faq", ())),
    )
