"""Two circles of a proposal made one, by hand: what that would be, said first; then made, as the next proposal."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.participants.setting import roles_here
from mentoring.programmes.model import Programme
from mentoring.rounds.bench import Bench, Group
from mentoring.rounds.field import inputs_of
from mentoring.rounds.hand import Ease, Mark, hand_of
from mentoring.rounds.model import Round
from mentoring.rounds.rework import bench_of, current_of, followed, with_mark
from mentoring.rounds.run import round_of
from mentoring.rounds.versions import opened
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Seats:
    """How many of a role one circle would have, and what its `members` allow."""

    title: str
    number: int
    aim: int
    most: int


@dataclass(frozen=True, slots=True)
class Merger:
    """One circle of two. `other` is somebody of the second, `names` everyone of it.

    `fits`: of the first, of the second, of both together. `broken`: rules that speak against it, which a reason
    outweighs; `never`: why nothing does.
    """

    other: str
    names: tuple[str, ...]
    seats: tuple[Seats, ...]
    fits: tuple[int, int, int]
    broken: tuple[str, ...] = ()
    eases: tuple[Ease, ...] = ()
    never: str = ""


@dataclass(frozen=True, slots=True)
class Mergers:
    """What the circle of `name` could become; the best fit first, what breaks a rule after what breaks none."""

    name: str
    names: tuple[str, ...]
    version: int
    state: str
    mergers: tuple[Merger, ...]


def mergers(work: UnitOfWork, programme: Programme, round_id: UUID, *, pathway: str, person: str) -> Mergers:
    """Every other circle of this pathway, and what it would be with the one `person` is in.

    Raises NotFound for whoever is in no circle there, NotAllowed.
    """
    work.demand("round.read", roles_here(work, programme))
    found = round_of(work, programme, round_id)
    inputs = inputs_of(work, programme, found.milestone)
    bench, scheme = bench_of(inputs, found), inputs.setting.scheme
    circle = _circle_of(bench, pathway, person)
    others = [g for g in bench.groups if g.pathway == pathway and g != circle]
    known = sorted((_merger(bench, scheme, circle, other) for other in others), key=_order)
    return Mergers(
        name=bench.entrant(person).name,
        names=_names(bench, circle),
        version=found.version,
        state=found.state,
        mergers=tuple(known),
    )


def merge(
    work: UnitOfWork,
    programme: Programme,
    round_id: UUID,
    *,
    version: int,
    pathway: str,
    person: str,
    other: str,
    reason: str = "",
) -> Round:
    """Make the circles of `person` and `other` one, which then counts as made by hand: the next proposal.

    How many of each role it may have holds; a criterion that it breaks is broken for these people alone, and needs a
    `reason`, which is kept and shown. Raises Invalid(problems={"reason": ...}) without one, Conflict where nothing
    outweighs what is against it, NotFound for whoever is in no circle.
    """
    found = opened(work, programme, round_id, version=version, doing="merger")
    inputs = inputs_of(work, programme, found.milestone)
    bench = bench_of(inputs, found)
    first, second = _circle_of(bench, pathway, person), _circle_of(bench, pathway, other)
    if first == second:
        raise Conflict("These people are together already.", "Lock them to keep it so.")
    made = _merger(bench, inputs.setting.scheme, first, second)
    if made.never:
        raise Conflict(f"These two circles cannot be one. {made.never}", "Choose another circle.")
    if made.broken and not reason.strip():
        told = "; ".join(made.broken)
        raise Invalid(
            f"Something speaks against this circle: {told}.",
            "Say why it is right all the same.",
            {"reason": f"Say why this circle is right although something speaks against it: {told}"},
        )
    members = first.members | second.members
    why = reason.strip() or "Two circles made one by hand"
    mark = Mark("made", pathway, tuple(sorted(members)), why, made.broken, made.eases)
    kept = (*(g for g in bench.groups if g not in {first, second}), Group(pathway, members))
    words = f"The circles of {bench.entrant(person).name} and {bench.entrant(other).name} made one"
    hand = with_mark(hand_of(found.hand), mark)
    return followed(work, programme, found, hand, words, doing="merger", inputs=inputs, kept=kept)


def _circle_of(bench: Bench, pathway: str, person: str) -> Group:
    circle = current_of(bench, pathway, person)
    if circle is None or bench.pathway(pathway).is_pair:
        raise NotFound("There is no such circle in this round.", "Go back to the proposal.")
    return circle


def _merger(bench: Bench, scheme: Scheme, one: Group, other: Group) -> Merger:
    """Both as one, with all that speaks against it."""
    members = one.members | other.members
    held = Counter(bench.entrant(e).role for e in members)
    seats = tuple(
        Seats(say(scheme.roles[role].plural).lower(), held[role], bounds.aim, bounds.most)
        for role, bounds in bench.pathway(one.pathway).members.items()
    )
    many = [s for s in seats if s.number > s.most]
    never = [f"Together they are {s.number} {s.title}, and a circle has at most {s.most}." for s in many]
    broken: list[str] = []
    eases: list[Ease] = []
    for mine in sorted(one.members - other.members):
        for theirs in sorted(other.members - one.members):
            against = bench.against(one.pathway, mine, theirs)
            names = f"{bench.entrant(mine).name} and {bench.entrant(theirs).name}"
            never += [f"{names}: {against.never}"] if against.never else []
            broken += [f"{words} ({names})" for words in against.broken]
            eases += against.eases
    return Merger(
        other=min(other.members),
        names=_names(bench, other),
        seats=seats,
        fits=(
            bench.fit(one.pathway, one.members),
            bench.fit(one.pathway, other.members),
            bench.fit(one.pathway, members),
        ),
        broken=tuple(dict.fromkeys(broken)),
        eases=tuple(dict.fromkeys(eases)),
        never=" ".join(dict.fromkeys(never)),
    )


def _names(bench: Bench, circle: Group) -> tuple[str, ...]:
    """Leads first."""
    served = bench.pathway(circle.pathway).served
    people = sorted((bench.entrant(e) for e in circle.members), key=lambda e: (e.role == served, e.name, e.id))
    return tuple(e.name for e in people)


def _order(merger: Merger) -> tuple[bool, int, int, str]:
    return bool(merger.never), len(merger.broken), -merger.fits[2], merger.other
