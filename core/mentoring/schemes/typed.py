"""Documents, laid over and found sound, as the typed values of `scheme`: every default of the contract filled in."""

from collections.abc import Iterable, Mapping
from typing import Any

from mentoring.schemes.layover import default
from mentoring.schemes.scheme import (
    Activities,
    Agreement,
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
    PublicPage,
    Question,
    Registration,
    Role,
    Rule,
    Stage,
    Survey,
)
from mentoring.schemes.written import COORDINATORS, Entry, at, given, names, point, text, texts, who


def card(entry: Entry) -> Card:
    """The scheme itself."""
    basis = entry.get("basis")
    return Card(
        name=entry["name"],
        title=text(entry["title"]),
        summary=text(entry["summary"]),
        contract=entry["contract"],
        levels=texts(entry.get("levels")),
        places=tuple(_places(p) for p in entry.get("places", ())),
        carry_over=tuple(
            {"who": who(c.get("who")), "at": c["at"], "offer": tuple(c["offer"]), "silent": c.get("silent", "leave")}
            for c in entry.get("carry_over", ())
        ),
        basis=Basis(text(basis["text"]), basis["review_after"]) if basis else None,
        **given(entry, "institutions", "every", "keep"),
    )


def _places(entry: Entry) -> Places:
    most = entry["at_most"]
    own = {k: n for k, n in most.items() if k != "all"} if isinstance(most, Mapping) else {}
    return Places(
        who=who(entry["who"]),
        at_most=most["all"] if isinstance(most, Mapping) else most,
        own=own,
        **given(entry, "per", "taken_at", "order"),
    )


def role(entry: Entry) -> Role:
    """A role people take."""
    most = entry.get("capacity", 1)
    return Role(
        title=text(entry["title"]),
        plural=text(entry.get("plural", entry["title"])),
        capacity=Capacity(**most) if isinstance(most, Mapping) else Capacity(most, most),
        **given(entry, "entry"),
    )


def pathway(entry: Entry) -> Pathway:
    """A kind of mentorship."""
    return Pathway(
        title=text(entry["title"]),
        text=text(entry.get("text")),
        members={name: _bounds(n) for name, n in entry["members"].items()},
        join_until=point(entry["join_until"]) if "join_until" in entry else None,
        **given(entry, "below"),
    )


def _bounds(written: Any) -> Bounds:
    if isinstance(written, int):
        return Bounds(written, written, written)
    return Bounds(written["least"], written.get("aim", written["least"]), written["most"])


def registration(entry: Entry) -> Registration:
    """What a role is asked."""
    return Registration(
        form=entry["form"],
        declaration=entry.get("declaration"),
        stages=tuple(_stage(s) for s in entry.get("stages", ())),
        **given(entry, "opens", "closes", "late_until"),
    )


def _stage(entry: Entry) -> Stage:
    return Stage(
        title=text(entry["title"]),
        who=who(entry.get("who")),
        **given(entry, "id", "by", "form", "at_most", "decided_by"),
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
        **given(entry, "decided_by"),
    )


def _rule(entry: Entry) -> Rule:
    holds = entry["holds"]
    return Rule(
        reason=text(entry["reason"]),
        holds=tuple(holds) if isinstance(holds, list) else (holds,),
        condition=entry.get("if", {}),
        pathway=names(entry.get("pathway")),
        **given(entry, "rule", "kind", "points"),
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
        offers=Offers(ask=tuple(names(a) for a in offers.get("ask", ())), **given(offers, "expires", "remind")),
        **given(entry, "first"),
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
        **given(entry, "time", "minutes", "notice", "sessions", "attend", "places"),
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
        **given(entry, "before", "valid", "by"),
    )


def milestone(entry: Entry) -> Milestone:
    """A point in time and what is done then."""
    return Milestone(
        title=text(entry["title"]),
        at=at(entry["at"]),
        condition=entry.get("if", {}),
        do=tuple(_action(a) for a in entry.get("do", ())),
        **given(entry, "time", "per", "public"),
    )


def _action(entry: Entry) -> Entry:
    to = entry.get("to", "coordinators" if "task" in entry else None)
    action: dict[str, Any] = {"to": to if to in COORDINATORS else who(to)}
    if "task" in entry:
        return {"task": text(entry["task"]), **action}
    return {**given(entry, "send", "ask"), **action}


def mentorships(entry: Entry) -> Mentorships:
    """What is asked of the mentorships of one pathway."""
    meetings, extend = entry.get("meetings", {}), entry.get("extend")
    return Mentorships(
        meetings=Meetings(
            plan=texts(meetings.get("plan")),
            **given(meetings, "least", "most", "set_by", "every", "minutes", "organiser", "log"),
        ),
        end=tuple(point(p) for p in entry.get("end", ())),
        extend=Extend(**given(extend, "by", "times", "agreed_by")) if extend else None,
        exit_reasons=texts(entry.get("exit_reasons") or default("mentorships")["exit_reasons"]),
    )


def survey(entry: Entry) -> Survey:
    """A questionnaire."""
    alarm = entry.get("alarm")
    return Survey(
        title=text(entry["title"]),
        form=entry["form"],
        alarm={"if": alarm["if"], "task": text(alarm["task"])} if alarm else None,
        **given(entry, "open_for", "remind", "named", "read_by"),
    )


def message(entry: Entry) -> Message:
    """A template."""
    return Message(text(entry["subject"]), text(entry["body"]))


def public_page(entry: Entry) -> PublicPage:
    """Sections of the public page."""
    return PublicPage(
        about=text(entry.get("about")),
        expectations={name: texts(items) for name, items in entry.get("expectations", {}).items()},
        benefits={name: texts(items) for name, items in entry.get("benefits", {}).items()},
        faq=tuple(Question(text(f["q"]), text(f["a"])) for f in entry.get("faq", ())),
    )
