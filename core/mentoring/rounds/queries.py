"""Rounds as the host's coordinators read them: what could be run, what was proposed, and with which reasons."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import distinct, func, select

from mentoring.participants.queries import tab_of
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.rounds.bench import TOGETHER
from mentoring.rounds.field import Inputs, pathways_at, round_milestones
from mentoring.rounds.hand import Hand, hand_of
from mentoring.rounds.looked import follows, inputs_seen
from mentoring.rounds.marks import names_in
from mentoring.rounds.model import Round
from mentoring.rounds.run import round_of
from mentoring.rounds.views import Pair, Person, Proposal, Ready, Reason, RoundLine, Share, Side, Without
from mentoring.schemes.scheme import Scheme, say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork


def ready(work: UnitOfWork, programme: Programme) -> tuple[Ready, ...]:
    """What stands before each of the scheme's rounds."""
    work.demand("round.read", roles_here(work, programme))
    return follows(work, programme, ("ready",), lambda: _ready(work, programme))


def _ready(work: UnitOfWork, programme: Programme) -> tuple[Ready, ...]:
    scheme = scheme_of(programme)
    found = []
    for milestone in round_milestones(scheme):
        inputs = inputs_seen(work, programme, milestone)
        roles = tuple(
            (
                say(scheme.roles[role].plural),
                sum(each.role == role for each in inputs.field.cohort.entrants),
                _held(inputs, role),
            )
            for role in dict.fromkeys(r for p in pathways_at(scheme, milestone) for r in scheme.pathways[p].members)
        )
        empty = [plural for plural, free, _ in roles if not free]
        found.append(
            Ready(
                milestone=milestone,
                title=_milestone_title(scheme, milestone),
                date=inputs.setting.moments.get(milestone),
                roles=roles,
                undecided=sum(tab_of(each) in {"needs_person", "refusals"} for each in inputs.everyone.values()),
                blocked=f"No {' and no '.join(empty).lower()} could enter yet." if empty else "",
            )
        )
    return tuple(found)


def rounds(work: UnitOfWork, programme: Programme) -> tuple[RoundLine, ...]:
    """All rounds run so far, the newest first; one query, in which the database counts and no result is read."""
    work.demand("round.read", roles_here(work, programme))
    return while_unchanged(work, programme, ("rounds",), lambda: _rounds(work, programme))


def _rounds(work: UnitOfWork, programme: Programme) -> tuple[RoundLine, ...]:
    scheme = scheme_of(programme)
    served = sorted({pathway.served_role for pathway in scheme.pathways.values()})
    left = func.jsonb_array_elements(Round.result["unmatched"]).table_valued("value").alias("left")
    person = left.c.value.op("->")("person")
    unplaced = (
        select(func.count(distinct(person.op("->>")("id"))))
        .select_from(left)
        .where(person.op("->>")("role").in_(served))
        .scalar_subquery()
    )
    rows = work.session.execute(
        select(
            *(getattr(Round, name) for name in ("id", "number", "milestone", "state", "created_at", "published_at")),
            Round.version,
            func.jsonb_array_length(Round.result["matches"]).label("matches"),
            Round.result["summary"]["placed"].label("placed"),
            unplaced.label("unplaced"),
        )
        .where(Round.tenant_id == work.tenant, Round.programme_id == programme.id)
        .order_by(Round.number.desc())
    )
    return tuple(
        RoundLine(
            id=each.id,
            number=each.number,
            milestone=each.milestone,
            title=_milestone_title(scheme, each.milestone),
            state=each.state,
            created_at=each.created_at,
            published_at=each.published_at,
            matches=each.matches,
            placed=sum(each.placed.get(role, 0) for role in served),
            unplaced=each.unplaced,
            version=each.version,
        )
        for each in rows
    )


def proposal(work: UnitOfWork, programme: Programme, round_id: UUID) -> Proposal:
    """A round's result in words, the weakest matches first: strong ones need no eyes. Raises NotFound."""
    work.demand("round.read", roles_here(work, programme))
    return while_unchanged(work, programme, ("proposal", round_id), lambda: _proposal(work, programme, round_id))


def _proposal(work: UnitOfWork, programme: Programme, round_id: UUID) -> Proposal:
    found, scheme = round_of(work, programme, round_id), scheme_of(programme)
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    hand, names = hand_of(found.hand), names_in(found.result)
    pairs = tuple(_marked(_pair(scheme, houses, each), hand) for each in found.result["matches"])
    without = tuple(_without(scheme, houses, each) for each in found.result["unmatched"])
    matched = {side.registration_id for pair in pairs for side in pair.members}
    left = {side.registration_id for side in without} - matched
    asks = {name for name, matching in scheme.matching.items() if matching.offers.ask}
    return Proposal(
        line=_line(scheme, found),
        pairs=tuple(sorted(pairs, key=lambda pair: pair.fit)),
        without=without,
        aims=found.result["summary"]["aims"],
        told=_told(scheme, pairs) + len(left),
        asks_first=any(pair.pathway in asks for pair in pairs),
        blocked=_BLOCKED.get(found.state, TOGETHER if any(pair.forbidden for pair in pairs) else ""),
        origin=hand.origin,
        came=hand.came,
        undoes=hand.changes[-1].words if hand.changes else hand.came if hand.origin else "",
        undoes_of=_last_of(hand),
        apart=tuple(_two(mark.members, names) for mark in hand.marks if mark.kind == "forbid"),
        agreed=tuple(mark.reason for mark in hand.marks if mark.kind == "eased"),
    )


def _marked(pair: Pair, hand: Hand) -> Pair:
    """The pair with the marks on it."""
    members = {str(side.registration_id) for side in pair.members}
    kept = hand.keeping(pair.pathway, members)
    made = [mark for mark in kept if mark.kind == "made"]
    return replace(
        pair,
        locked=bool(kept),
        by_hand="; ".join(mark.reason for mark in made),
        broken=tuple(words for mark in made for words in mark.broken),
        forbidden=any(apart <= members for apart in hand.forbids),
    )


def _two(members: tuple[str, ...], names: Mapping[str, str]) -> tuple[Person, Person]:
    one, other = sorted(members, key=list(names).index)
    return (UUID(one), names[one]), (UUID(other), names[other])


def _last_of(hand: Hand) -> frozenset[UUID]:
    marks = [mark for change in hand.changes[-1:] for mark in (*change.added, *change.removed)]
    return frozenset(UUID(member) for mark in marks for member in mark.members)


_BLOCKED = {"published": "This proposal has been published.", "discarded": "This proposal has been put aside."}


def _told(scheme: Scheme, pairs: tuple[Pair, ...]) -> int:
    """How many letters publication sends to members: only the first to be asked are written to."""
    told = 0
    for pair in pairs:
        ask = scheme.matching[pair.pathway].offers.ask
        told += sum(not ask or side.role in ask[0] for side in pair.members)
    return told


def _line(scheme: Scheme, found: Round) -> RoundLine:
    served = {scheme.pathways[name].served_role for name in pathways_at(scheme, found.milestone)}
    matches = found.result["matches"]
    placed = {each["id"] for match in matches for each in match["members"] if each["role"] in served}
    left = {e["person"]["id"] for e in found.result["unmatched"] if e["person"]["role"] in served} - placed
    return RoundLine(
        id=found.id,
        number=found.number,
        milestone=found.milestone,
        title=_milestone_title(scheme, found.milestone),
        state=found.state,
        created_at=found.created_at,
        published_at=found.published_at,
        matches=len(matches),
        placed=len(placed),
        unplaced=len(left),
        version=found.version,
    )


def _pair(scheme: Scheme, houses: Mapping[str, str], match: Mapping[str, Any]) -> Pair:
    pathway = scheme.pathways[match["pathway"]]
    weighed = [each for each in match["reasons"] if isinstance(each["weight"], int)]
    return Pair(
        pathway=match["pathway"],
        pathway_title=say(pathway.title),
        members=tuple(_side(scheme, houses, each, pathway.served_role) for each in match["members"]),
        fit=round(100 * match["points"] / match["most"]) if match["most"] else 100,
        shares=tuple(Share(each["reason"] or each["words"], each["points"], each["weight"] * 1000) for each in weighed),
        reasons=tuple(Reason(each["mark"], each["words"]) for each in match["reasons"] if each["weight"] != "must"),
        last_resorts=tuple(match["last_resorts"]),
    )


def _side(scheme: Scheme, houses: Mapping[str, str], member: Mapping[str, Any], served: str) -> Side:
    return Side(
        registration_id=UUID(member["id"]),
        name=member["name"],
        house=houses.get(member["institution"], member["institution"]),
        role=member["role"],
        role_title=say(scheme.roles[member["role"]].title),
        served=member["role"] == served,
    )


def _without(scheme: Scheme, houses: Mapping[str, str], each: Mapping[str, Any]) -> Without:
    pathway = scheme.pathways[each["pathway"]]
    side = _side(scheme, houses, each["person"], pathway.served_role)
    change = each["smallest_change"]
    return Without(
        registration_id=side.registration_id,
        name=side.name,
        house=side.house,
        role=side.role,
        role_title=side.role_title,
        served=side.served,
        pathway=each["pathway"],
        pathway_title=say(pathway.title),
        words=each["words"],
        change=change["words"] if change else "",
    )


def _held(inputs: Inputs, role: str) -> int:
    return sum(inputs.everyone[UUID(key)].registration.role == role for key in inputs.field.held)


def _milestone_title(scheme: Scheme, milestone: str) -> str:
    entry = scheme.timeline.get(milestone) or scheme.activities.events.get(milestone)
    return say(entry.title) if entry else milestone
