"""Whoever comes after publication: a seat in a circle that runs, or somebody who still has room, with the reasons.

Nobody who has a match is moved. Only what no rule speaks against is proposed; against a rule coordinators put people
together by hand (`named`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import Conflict, NotFound
from mentoring.matching.explain import explain_on
from mentoring.matching.later import Joining, Running, Short
from mentoring.matching.plan import PathwayPlan
from mentoring.matching.room import Group as Seated
from mentoring.matching.score import Board
from mentoring.matching.solve import solution_of
from mentoring.mentorships.form import form
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.bench import Bench, Group
from mentoring.rounds.field import Inputs, inputs_of, round_milestones
from mentoring.rounds.later import join, later_of, running_circles, with_members
from mentoring.rounds.looked import follows, inputs_seen
from mentoring.rounds.model import Round
from mentoring.rounds.publish import told_of
from mentoring.rounds.result import reasons_in
from mentoring.unit_of_work import UnitOfWork

_EACH = 3
"""So many people with room are proposed to one newcomer, the best first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where `newcomer` could be placed: with `others`, of whom `beside` is the circle or the person with room.

    `circle`: whether they are a circle that runs. `fit` of 100; `reasons`: (mark, words) of each criterion.
    """

    milestone: str
    pathway: str
    newcomer: UUID
    name: str
    beside: UUID
    others: tuple[str, ...]
    circle: bool
    fit: int
    reasons: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """Names it in a form."""
        return f"{self.newcomer}.{self.beside}"


@dataclass(frozen=True, slots=True)
class Newcomers:
    """What could be done after publication. `short`: the circles below their least, by the names of their members.

    `rounds`: whether a round was published at all; before, nobody comes late.
    """

    places: tuple[Place, ...]
    short: tuple[tuple[tuple[str, ...], Short], ...]
    rounds: bool


def newcomers(work: UnitOfWork, programme: Programme, *, meetings: Mapping[UUID, int]) -> Newcomers:
    """Everyone who could be placed now. `meetings`: how many each mentorship has held. Raises NotAllowed, NotFound."""
    work.demand("round.read", roles_here(work, programme))
    if work.tenant != programme.tenant_id:
        raise NotFound("Newcomers are placed at the programme's host.", "Ask the host's coordinators.")
    key = ("newcomers", *sorted(meetings.items()))
    return follows(work, programme, key, lambda: _newcomers(work, programme, meetings))


def _newcomers(work: UnitOfWork, programme: Programme, meetings: Mapping[UUID, int]) -> Newcomers:
    places: list[Place] = []
    short: list[tuple[tuple[str, ...], Short]] = []
    published = _published(work, programme)
    for milestone in published:
        inputs = inputs_seen(work, programme, milestone)
        circles = running_circles(work, programme, inputs)
        between = later_of(work, inputs, circles, meetings=meetings)
        members = {each.id: each.members for each, _ in circles}
        short += [(_names(inputs, members[each.circle]), each) for each in between.short]
        places += _circles(milestone, inputs, [each for each, _ in circles], between.joining)
        places += _with_room(milestone, inputs)
    return Newcomers(tuple(places), tuple(short), bool(published))


def place(work: UnitOfWork, programme: Programme, key: str, *, meetings: Mapping[UUID, int]) -> Place:
    """Place somebody as proposed: they join the circle, or a mentorship forms as publication would form it.

    Raises Conflict where that is not proposed any more, NotAllowed, NotFound.
    """
    work.demand("round.publish", roles_here(work, programme))
    locked(work, programme.id)
    known = {each.key: each for each in newcomers(work, programme, meetings=meetings).places}
    if key not in known:
        raise Conflict("This person cannot be placed there any more.", "Look again at who could be placed where.")
    found = known[key]
    if found.circle:
        join(
            work,
            programme,
            found.milestone,
            mentorship_id=found.beside,
            registration_id=found.newcomer,
            meetings=meetings,
        )
    else:
        inputs = inputs_of(work, programme, found.milestone)
        pair = (str(found.newcomer), str(found.beside))
        match = _match(Board(inputs.field.cohort, inputs.plan), found.pathway, pair)
        form(
            work,
            programme,
            inputs.setting,
            pathway=found.pathway,
            members=[inputs.everyone[UUID(one)].registration for one in pair],
            because=told_of(inputs.setting.scheme, match),
        )
    wake(work, programme.tenant_id, programme.id)
    return found


def _published(work: UnitOfWork, programme: Programme) -> tuple[str, ...]:
    """The milestones at which a round was published, in the scheme's order."""
    here = (Round.tenant_id == programme.tenant_id, Round.programme_id == programme.id, Round.state == "published")
    done = set(work.session.scalars(select(Round.milestone).where(*here).distinct()))
    return tuple(each for each in round_milestones(scheme_of(programme)) if each in done)


def _circles(milestone: str, inputs: Inputs, running: list[Running], joining: tuple[Joining, ...]) -> Iterator[Place]:
    if not joining:
        return
    known = {each.id: each for each in running}
    board = Board(with_members(inputs, running), inputs.plan)
    bench = Bench(board, ())
    for each in joining:
        circle = known[each.circle]
        people = (*circle.members, each.entrant)
        yield Place(
            milestone=milestone,
            pathway=circle.pathway,
            newcomer=UUID(each.entrant),
            name=bench.entrant(each.entrant).name,
            beside=UUID(circle.id),
            others=_names(inputs, circle.members),
            circle=True,
            fit=bench.fit(circle.pathway, people),
            reasons=_reasons(_match(board, circle.pathway, people)),
        )


def _with_room(milestone: str, inputs: Inputs) -> Iterator[Place]:
    board = Board(inputs.field.cohort, inputs.plan)
    bench = Bench(board, ())
    for pathway in inputs.plan.pathways:
        if not pathway.is_pair:
            continue
        for newcomer in bench.entering(pathway.id, pathway.served):
            if not inputs.held.get(UUID(newcomer.id)):
                for other in _best(bench, pathway, newcomer.id):
                    yield Place(
                        milestone=milestone,
                        pathway=pathway.id,
                        newcomer=UUID(newcomer.id),
                        name=newcomer.name,
                        beside=UUID(other),
                        others=(bench.entrant(other).name,),
                        circle=False,
                        fit=bench.fit(pathway.id, (newcomer.id, other)),
                        reasons=_reasons(_match(board, pathway.id, (newcomer.id, other))),
                    )


def _best(bench: Bench, pathway: PathwayPlan, newcomer: str) -> list[str]:
    """The best of those with room whom nothing bars."""
    if not bench.has_places((), (Group(pathway.id, frozenset((newcomer,))),)):
        return []  # whoever is beside them
    (role,) = (each for each in pathway.members if each != pathway.served)
    free = [each.id for each in bench.entering(pathway.id, role) if bench.may(pathway.id, newcomer, each.id)]
    free.sort(key=lambda one: (-bench.points(pathway.id, newcomer, one), one))
    placed = (one for one in free if bench.has_places((), (Group(pathway.id, frozenset((newcomer, one))),)))
    return list(islice(placed, _EACH))


def _match(board: Board, pathway: str, people: tuple[str, ...]) -> dict[str, Any]:
    """These people as a match of a result, with its reasons."""
    places = sorted(board.position[one] for one in people)
    roles = board.pathway[pathway].members
    seated = Seated.of(
        pathway, {role: tuple(i for i in places if board.cohort.entrants[i].role == role) for role in roles}
    )
    solution = solution_of(board, [seated])
    (because,) = explain_on(board, solution)
    (made,) = solution.mentorships
    return {"pathway": pathway, "points": made.points, "most": made.most, "reasons": reasons_in(because)}


def _reasons(match: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((each["mark"], each["words"]) for each in match["reasons"])


def _names(inputs: Inputs, members: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(inputs.everyone[UUID(one)].registration.name for one in members)
