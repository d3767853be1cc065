"""Two results person by person: who changed partner, who lost theirs, who won one, and the figures of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.rounds.run import round_of
from mentoring.schemes.scheme import Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

ChangeKind = Literal["lost", "changed", "won"]
_ORDER: tuple[ChangeKind, ...] = ("lost", "changed", "won")


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a result is. `placed` of `all` people of the served roles; `fit` the mean, of 100; `points` thousandths.

    `kept`: each last resort in words, in how many mentorships it was kept, of how many.
    """

    placed: int
    all: int
    fit: int
    first_wishes: int
    points: int
    kept: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody whose partners differ. `before` and `after` are names; fits of 100, None without a match."""

    registration_id: UUID
    name: str
    house: str
    role_title: str
    served: bool
    kind: ChangeKind
    before: tuple[str, ...]
    after: tuple[str, ...]
    fit_before: int | None
    fit_after: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One result set against another. `people`: the served first; the lost, then the changed, then the won, by name."""

    before: Figures
    after: Figures
    people: tuple[Changed, ...]


def compare(work: UnitOfWork, programme: Programme, round_id: UUID, *, other: UUID) -> Comparison:
    """Proposal `round_id` compared with the proposal `other`. Raises NotFound, NotAllowed."""
    work.demand("round.read", roles_here(work, programme))

    def two() -> Comparison:
        after, before = round_of(work, programme, round_id), round_of(work, programme, other)
        houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
        return compared(scheme_of(programme), houses, before.result, after.result)

    return while_unchanged(work, programme, ("compared", round_id, other), two)


def compared(
    scheme: Scheme, houses: Mapping[str, str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Comparison:
    """The result `after` against the result `before`."""
    old, new = _partners(before), _partners(after)
    people = {**_people(before), **_people(after)}
    served = {pathway.served_role for pathway in scheme.pathways.values()}
    found = []
    for one, person in people.items():
        was, now = old.get(one, {}), new.get(one, {})
        if was.keys() == now.keys():
            continue
        found.append(
            Changed(
                registration_id=UUID(one),
                name=person["name"],
                house=houses.get(person["institution"], person["institution"]),
                role_title=say(scheme.roles[person["role"]].title),
                served=person["role"] in served,
                kind="won" if not was else "lost" if not now else "changed",
                before=_names(people, was),
                after=_names(people, now),
                fit_before=_fit(was),
                fit_after=_fit(now),
            )
        )
    found.sort(key=lambda each: (not each.served, _ORDER.index(each.kind), each.name))
    return Comparison(figures(scheme, before), figures(scheme, after), tuple(found))


def figures(scheme: Scheme, result: Mapping[str, Any]) -> Figures:
    """The figures of one result."""
    served = {pathway.served_role for pathway in scheme.pathways.values()}
    matches = result["matches"]
    placed = {e["id"] for m in matches for e in m["members"] if e["role"] in served}
    left = {each["person"]["id"] for each in result["unmatched"] if each["person"]["role"] in served}
    fits = [_fit_of(m) for m in matches]
    kept: dict[str, tuple[int, int]] = {}
    titles = _short(result)
    for reason in (each for m in matches for each in m["reasons"] if each["weight"] == "last_resort"):
        words = titles.get((reason["rule"], reason["reason"]), reason["reason"] or reason["rule"])
        held, of = kept.get(words, (0, 0))
        kept[words] = (held + (reason["mark"] != "broken"), of + 1)
    aims = result["summary"]["aims"]
    return Figures(
        placed=len(placed),
        all=len(placed | left),
        fit=round(sum(fits) / len(fits)) if fits else 0,
        first_wishes=aims.get("first_wishes", 0),
        points=aims.get("points", 0),
        kept=tuple((words, *numbers) for words, numbers in kept.items()),
    )


def _short(result: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """A criterion that compares one fact, in two words: ``Different institution``."""
    return {
        (each["rule"], each["reason"]): f"{each['rule']} {each['params']['on'].rpartition('.')[2]}".replace(
            "_", " "
        ).capitalize()
        for pathway in result["plan"]["pathways"]
        for each in pathway["criteria"]
        if each["rule"] in {"same", "different"}
    }


def new_partners(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[frozenset[str], tuple[str, ...]]:
    """The mentorships of `after` that are new in it, by members: with whom its served people were before, in names."""
    old, people = _partners(before), {**_people(before), **_people(after)}
    known = {frozenset(e["id"] for e in m["members"]) for m in before["matches"]}
    found = {}
    for match in after["matches"]:
        members = frozenset(e["id"] for e in match["members"])
        if members in known:
            continue
        first = match["members"][0]
        found[members] = _names(people, old.get(first["id"], {}))
    return found


def _people(result: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    members = [e for m in result["matches"] for e in m["members"]]
    return {e["id"]: e for e in (*members, *(each["person"] for each in result["unmatched"]))}


Together = Mapping[tuple[str, frozenset[str]], int]
"""By pathway and the others in it: the fit, of 100."""


def _partners(result: Mapping[str, Any]) -> dict[str, dict[tuple[str, frozenset[str]], int]]:
    found: dict[str, dict[tuple[str, frozenset[str]], int]] = {}
    for match in result["matches"]:
        members = frozenset(e["id"] for e in match["members"])
        for one in members:
            found.setdefault(one, {})[match["pathway"], members - {one}] = _fit_of(match)
    return found


def _names(people: Mapping[str, Mapping[str, Any]], together: Together) -> tuple[str, ...]:
    return tuple(sorted({people[e]["name"] for _, members in together for e in members}))


def _fit(together: Together) -> int | None:
    return round(sum(together.values()) / len(together)) if together else None


def _fit_of(match: Mapping[str, Any]) -> int:
    return round(100 * match["points"] / match["most"]) if match["most"] else 100
