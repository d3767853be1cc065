"""The other ways to a mentorship: people put forward by hand (`named`), and whom somebody may ask (`request`).

Both look at people by the same criteria as a round does. A must that is broken needs a reason where a coordinator
names people; where people ask one another, whoever a must forbids is not in sight.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.matching.score import Board
from mentoring.mentorships.confirm import request_way
from mentoring.mentorships.form import form
from mentoring.mentorships.model import Mentorship
from mentoring.participants.setting import roles_here
from mentoring.programmes.due import wake
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.rounds.bench import Bench, Group
from mentoring.rounds.field import Inputs, inputs_of
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Free:
    """Somebody who can be named now: in which role, and at which institution or listed organisation."""

    registration_id: UUID
    name: str
    role: str
    house: str


@dataclass(frozen=True, slots=True)
class Askable:
    """Somebody whom the musts allow, and how well they fit, of 100."""

    registration_id: UUID
    fit: int


def named_pathways(scheme: Scheme) -> tuple[str, ...]:
    """The pathways in which coordinators of the host put people forward."""
    return tuple(
        name
        for name, matching in scheme.matching.items()
        if any(way.get("named") in {"coordinators", "home_coordinators"} for way in matching.ways)
    )


def free_people(work: UnitOfWork, programme: Programme, *, pathway: str) -> tuple[Free, ...]:
    """Everyone who could be named in `pathway` now: eligible, selected, past the gates, with room. Raises NotFound."""
    work.demand("mentorship.name", roles_here(work, programme))
    inputs = _inputs(work, programme, pathway)
    houses = inputs.setting.tenants
    return tuple(
        Free(UUID(each.id), each.name, each.role, houses[home].short_name if home in houses else home)
        for each in inputs.field.cohort.entrants
        for home in (str(each.facts.get("institution", "")),)
    )


def put_forward(
    work: UnitOfWork, programme: Programme, *, pathway: str, members: Sequence[UUID], reason: str = ""
) -> Mentorship:
    """A mentorship of the people named: begun, or offered to those whom the scheme asks.

    Raises NotAllowed for anyone but the host's coordinators, NotFound where nobody is named, Conflict for people who
    cannot be together whatever the reason, and Invalid(problems={"reason": ...}) where a rule speaks against it.
    """
    work.demand("mentorship.name", roles_here(work, programme))
    locked(work, programme.id)
    inputs = _inputs(work, programme, pathway)
    _demand_own(work, inputs, pathway, members)
    bench = Bench(Board(inputs.field.cohort, inputs.plan), ())
    people = [str(each) for each in dict.fromkeys(members)]
    _demand_free(inputs, bench, people)
    _demand_numbers(bench, pathway, people)
    broken = _broken(bench, pathway, people)
    if broken and not reason.strip():
        told = "; ".join(broken)
        raise Invalid(
            f"Something speaks against this match: {told}.",
            "Say why it is right all the same.",
            {"reason": f"Say why this match is right although something speaks against it: {told}"},
        )
    rows = [inputs.everyone[UUID(one)].registration for one in people]
    because = {"words": [], "named": True, **({"broken": broken, "reason": reason.strip()} if broken else {})}
    made = form(work, programme, inputs.setting, pathway=pathway, members=rows, because=because)
    work.record("name", "mentorship", made.id)
    wake(work, programme.tenant_id, programme.id)
    return made


def askable(work: UnitOfWork, programme: Programme, *, pathway: str, person: UUID) -> tuple[Askable, ...]:
    """As `askable_in`, for the programme as it stands now. At the host."""
    return askable_in(_inputs(work, programme, pathway), pathway=pathway, person=person)


def askable_in(inputs: Inputs, *, pathway: str, person: UUID) -> tuple[Askable, ...]:
    """Whom somebody may ask where people ask one another, the best first: all whom the musts allow, or `sees` of them.

    Nobody while they have no room or no place themselves. Raises NotFound where nobody asks, or it is others who do.
    """
    way = request_way(inputs.setting.scheme, pathway)
    asker = inputs.everyone.get(person)
    if way is None or asker is None:
        raise NotFound("Nobody is asked here.", "People are matched in another way.")
    role = asker.registration.role
    if way["request"].roles and role not in way["request"].roles:
        raise NotFound("In this scheme others ask.", "You hear from us when somebody asks you.")
    bench = Bench(Board(inputs.field.cohort, inputs.plan), ())
    if str(person) not in bench.board.position or pathway not in bench.board.pathway:
        return ()
    me = bench.entrant(str(person))
    found = [
        Askable(UUID(other.id), bench.fit(pathway, (me.id, other.id)))
        for other_role, bounds in bench.pathway(pathway).members.items()
        if other_role != role or bounds.most > 1
        for other in bench.entering(pathway, other_role)
        if other is not me
        and bench.may(pathway, me.id, other.id)
        and bench.has_places((), (Group(pathway, frozenset((me.id, other.id))),))
    ]
    found.sort(key=lambda each: (-each.fit, str(each.registration_id)))
    return tuple(found) if way["sees"] == "all" else tuple(found[: int(way["sees"])])


def _inputs(work: UnitOfWork, programme: Programme, pathway: str) -> Inputs:
    if work.tenant != programme.tenant_id:
        raise NotFound("People are named by the programme's host.", "Ask the host's coordinators.")
    if pathway not in scheme_of(programme).pathways:
        raise NotFound("There is no such pathway in this programme.", "Choose one that there is.")
    return inputs_of(work, programme, "", only=(pathway,))


def _demand_own(work: UnitOfWork, inputs: Inputs, pathway: str, members: Sequence[UUID]) -> None:
    """Where home coordinators name people, those of the host name their own."""
    ways = {way.get("named") for way in inputs.setting.scheme.matching[pathway].ways if "named" in way}
    if not ways & {"coordinators", "home_coordinators"}:
        raise NotFound("In this scheme coordinators name nobody.", "Mentorships come about in other ways here.")
    homes = {inputs.everyone[each].registration.home_tenant_id for each in members if each in inputs.everyone}
    if "coordinators" not in ways and homes - {work.tenant}:
        raise NotAllowed("Each institution's coordinators name their own people.", "Ask theirs.")


def _demand_free(inputs: Inputs, bench: Bench, people: Sequence[str]) -> None:
    for one in people:
        if one in bench.board.position:
            continue
        dossier = inputs.everyone.get(UUID(one))
        if dossier is None:
            raise NotFound("There is no such registration here.", "Go back to the list.")
        raise Conflict(
            f"{dossier.registration.name} cannot be matched now.",
            "They are not eligible, have a gate to pass, or have no room.",
        )


def _demand_numbers(bench: Bench, pathway: str, people: Sequence[str]) -> None:
    """As many of each role as the pathway says."""
    counts = Counter(bench.entrant(one).role for one in people)
    titles = bench.board.plan.role_titles
    for role, bounds in bench.pathway(pathway).members.items():
        if not bounds.least <= counts[role] <= bounds.most:
            wanted = str(bounds.least) if bounds.least == bounds.most else f"{bounds.least} to {bounds.most}"
            raise Conflict(f"{titles[role][1]}: {wanted} make one, and {counts[role]} are named.", "Name as many.")


def _broken(bench: Bench, pathway: str, people: Sequence[str]) -> list[str]:
    """The rules that speak against it, in words. Raises Conflict where no reason outweighs them."""
    broken: list[str] = []
    for one, other in combinations(people, 2):
        found = bench.against(pathway, one, other)
        if found.never:
            raise Conflict(f"This match cannot be made. {found.never}", "Name somebody else.")
        broken += found.broken
    if not bench.has_places((), (Group(pathway, frozenset(people)),)):
        broken.append("all places are taken")
    return list(dict.fromkeys(broken))


def pathway_titles(scheme: Scheme) -> dict[str, str]:
    """The pathways in which people are named, by id."""
    return {name: say(scheme.pathways[name].title) for name in named_pathways(scheme)}
