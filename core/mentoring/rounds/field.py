"""Who would enter a round now: read from the database, judged, and put together as the command `match` does."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from sqlalchemy import select

from mentoring.errors import NotFound
from mentoring.gates.service import passes
from mentoring.matching.cohort import Cohort, Entrant
from mentoring.matching.plan import Plan
from mentoring.mentorships.history import declined, histories, kept_apart, met_before
from mentoring.mentorships.model import Member, Mentorship
from mentoring.participants.facts import Setting
from mentoring.participants.judge import deriving, dossiers, judge_dossiers, ruled
from mentoring.participants.judged import Judged
from mentoring.participants.record import Dossier
from mentoring.participants.setting import setting_of
from mentoring.programmes.code import asked
from mentoring.programmes.model import Programme
from mentoring.rounds.cohort import Field, entrant, field_of, plan_of
from mentoring.rounds.own import scored
from mentoring.schemes.scheme import Scheme
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a round is made of. `held` counts the mentorships each registration holds already."""

    setting: Setting
    everyone: Mapping[UUID, Dossier]
    judged: tuple[Judged, ...]
    field: Field
    plan: Plan
    held: Mapping[UUID, int]


def inputs_of(
    work: UnitOfWork,
    programme: Programme,
    milestone: str,
    *,
    scheme: Scheme | None = None,
    afresh: bool = False,
    only: tuple[str, ...] | None = None,
) -> Inputs:
    """What a round at `milestone` would be made of at this moment, at the host; a fixed number of queries.

    By `scheme` in place of the programme's own, for a dry run; `afresh` as if nobody had been matched yet.
    `only` those pathways, whether or not they have a round: what is looked at where people are named or asked.
    """
    setting = setting_of(work, programme)
    setting = replace(setting, scheme=scheme) if scheme else setting
    everyone = dossiers(work, programme)
    found = judge_dossiers(
        setting,
        everyone.values(),
        passed=passes(work, programme),
        histories=histories(work, programme),
        deriving=deriving(work, programme, setting),
    )
    judged = tuple(ruled(everyone[key], each) for key, each in found.items())
    held = {} if afresh else mentorships_held(work, programme)
    waiting = frozenset(
        (str(key), pathway)
        for key, dossier in everyone.items()
        for pathway, standing in dossier.standings.items()
        if standing.state == "waiting"
    )
    field = field_of(setting, judged, waiting=waiting)
    pathways = pathways_at(setting.scheme, milestone) if only is None else only
    refused = {} if afresh else declined(work, programme)
    apart = {} if afresh else kept_apart(work, programme)
    cohort = Cohort.of(
        [
            replace(each, avoid=each.avoid | refused.get(UUID(each.id), frozenset()) | _apart(each, everyone, apart))
            for one in field.cohort.entrants
            if (each := _free(one, held, pathways)) is not None
        ],
        {} if afresh else met_before(work, programme),
    )
    placed = [entrant(setting.scheme, each, tuple(each.verdicts)) for each in judged if held.get(UUID(each.said.id))]
    plan = plan_of(setting, cohort, placed=placed, only=only)
    plan = replace(plan, pathways=tuple(each for each in plan.pathways if each.id in pathways))
    cohort = scored(partial(asked, work, programme), setting.scheme, cohort)
    return Inputs(setting, everyone, judged, replace(field, cohort=cohort), plan, held)


def _apart(each: Entrant, everyone: Mapping[UUID, Dossier], apart: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return apart.get(everyone[UUID(each.id)].registration.email, frozenset()) if apart else frozenset()


def round_milestones(scheme: Scheme) -> tuple[str, ...]:
    """The milestones at which rounds are held, in the order of the pathways."""
    ways = (way for matching in scheme.matching.values() for way in matching.ways)
    return tuple(dict.fromkeys(way["round"] for way in ways if "round" in way))


def pathways_at(scheme: Scheme, milestone: str) -> tuple[str, ...]:
    """The pathways that are solved together at `milestone`. Raises NotFound when none is."""
    found = tuple(
        name
        for name, matching in scheme.matching.items()
        if any(way.get("round") == milestone for way in matching.ways)
    )
    if not found:
        raise NotFound(f"No round is held at “{milestone}”.", "Choose one of the scheme's rounds.")
    return found


def mentorships_held(work: UnitOfWork, programme: Programme) -> Mapping[UUID, int]:
    """By registration: how many mentorships it is in, or has been offered."""
    rows = work.session.scalars(
        select(Member.registration_id)
        .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
        .where(
            Member.tenant_id == programme.tenant_id,
            Member.programme_id == programme.id,
            Member.left_at.is_(None),
            Mentorship.state.in_(("offered", "running")),
        )
    )
    return Counter(rows)


def _free(one: Entrant, held: Mapping[UUID, int], pathways: tuple[str, ...]) -> Entrant | None:
    """The entrant with what capacity is left, for the pathways of this round; None when nothing is."""
    capacity = one.capacity - held.get(UUID(one.id), 0)
    wished = tuple(name for name in one.pathways if name in pathways)
    return replace(one, capacity=capacity, pathways=wished) if capacity > 0 and wished else None
