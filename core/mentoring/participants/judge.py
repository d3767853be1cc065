"""The registrations of a programme, read whole and judged: at the host, before anything is decided."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, func, select

from mentoring.db.base import Base
from mentoring.db.kept import Several, entities, value
from mentoring.participants.derive import with_own_facts
from mentoring.participants.facts import Setting
from mentoring.participants.judged import Judged
from mentoring.participants.model import Decision, Declaration, LevelSet, Registration, Review, Standing
from mentoring.participants.progress import Confirmed, Ruling, confirmed
from mentoring.participants.record import Dossier, said_of
from mentoring.participants.remembered import Memory
from mentoring.participants.said import Said
from mentoring.participants.stages import results_within
from mentoring.programmes.code import asked
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.ask import CodeHeld
from mentoring.tenants.model import Tenant
from mentoring.unit_of_work import UnitOfWork

Passed = Mapping[UUID, frozenset[str]]
Histories = Mapping[tuple[str, UUID], Mapping[str, Any]]
"""Facts of earlier programmes, by (institution, person)."""

B = TypeVar("B", bound=Base)

_MEMORY = Memory()
"""Every settling judges everyone, and few have said anything new."""

_HERE = (Registration.tenant_id == bindparam("host"), Registration.programme_id == bindparam("programme"))
_SENT = (
    select(Registration, Declaration)
    .outerjoin(
        Declaration,
        (Declaration.tenant_id == Registration.tenant_id) & (Declaration.registration_id == Registration.id),
    )
    .where(*_HERE, Registration.submitted_at.is_not(None))
    .order_by(Registration.submitted_at, Registration.id)
)
_EACH_SENT = Several(_SENT, Registration.id, Registration, Declaration)
OF_VERDICTS = tuple(
    each.__tablename__ for each in (Registration, Declaration, Standing, Decision, Review, LevelSet, Programme, Tenant)
)
"""From whose rows, beside the gates that were passed and earlier programmes, verdicts and what holds follow."""
_IDS: Any = any_(bindparam("ids", type_=ARRAY(Uuid)))


@dataclass(frozen=True, slots=True)
class _About:
    """Rows of one kind about registrations: those of a whole programme, or of some."""

    here: Select[Any]
    of_some: Select[Any]

    @classmethod
    def rows(cls, model: type[Any], *order: Any) -> Self:
        """They are in this order."""
        found = select(model).where(model.tenant_id == bindparam("host")).order_by(*order)
        return cls(
            found.where(model.programme_id == bindparam("programme")), found.where(model.registration_id == _IDS)
        )


_STANDINGS = _About.rows(Standing, Standing.registration_id, Standing.pathway)
_EACH_STANDING = Several(_STANDINGS.here, Standing.registration_id, Standing)
_DECISIONS = _About.rows(Decision, Decision.decided_at, Decision.id)
_REVIEWS = _About.rows(Review, Review.reviewed_at, Review.id)
_LEVELS = _About.rows(LevelSet, LevelSet.set_at, LevelSet.id)


def dossiers(
    work: UnitOfWork, programme: Programme, *, only: UUID | Collection[UUID] | None = None
) -> dict[UUID, Dossier]:
    """Everything about every submitted or withdrawn registration that this reader sees, by id; five queries at most.

    In order of submission; `only` one, or some, where those are asked for.
    """
    whole = only is None and work.tenant == programme.tenant_id
    here = {"host": programme.tenant_id, "programme": programme.id}
    sent = _EACH_SENT.rows(work.session, here) if whole else work.session.execute(_some(work, programme, only), here)
    found = [(row, declaration) for row, declaration in sent]
    rows: list[Registration] = [row for row, _ in found]
    declared: dict[UUID, Declaration] = {row.id: declaration for row, declaration in found if declaration is not None}
    ids = {"host": programme.tenant_id, "ids": [row.id for row in rows]}

    def about(model: type[B], which: _About) -> Sequence[B]:
        return entities(work.session, model, *((which.here, here) if whole else (which.of_some, ids)), look=True)

    standings: dict[UUID, dict[str, Standing]] = defaultdict(dict)
    standing_rows = _EACH_STANDING.rows(work.session, here) if whole else work.session.execute(_STANDINGS.of_some, ids)
    for (standing,) in standing_rows:
        standings[standing.registration_id][standing.pathway] = standing
    decisions: dict[UUID, dict[str, Decision]] = defaultdict(dict)
    for decision in about(Decision, _DECISIONS):
        decisions[decision.registration_id][decision.pathway] = decision
    reviews: dict[UUID, dict[str, Review]] = defaultdict(dict)
    reviewed = any(entry.stages for entry in scheme_of(programme).registration.values())
    for review in about(Review, _REVIEWS) if reviewed else ():
        reviews[review.registration_id][review.stage] = review
    levels = {each.registration_id: each for each in about(LevelSet, _LEVELS)}
    waited = _waited_before(work, programme, [row.carried_from for row in rows if row.carried_from])
    return {
        row.id: Dossier(
            row,
            declared.get(row.id),
            standings[row.id],
            decisions[row.id],
            reviews[row.id],
            levels.get(row.id),
            waited.get(row.carried_from, 0) if row.carried_from else 0,
        )
        for row in rows
    }


def _some(work: UnitOfWork, programme: Programme, only: UUID | Collection[UUID] | None) -> Select[*tuple[Any, ...]]:
    """Registrations that were sent, of a programme that another institution hosts, or some of them."""
    wanted: Select[*tuple[Any, ...]] = _SENT
    if work.tenant != programme.tenant_id:
        wanted = wanted.where(Registration.home_tenant_id == work.tenant)
    if only is not None:
        wanted = wanted.where(Registration.id.in_([only] if isinstance(only, UUID) else only))
    return wanted


def _waited_before(work: UnitOfWork, programme: Programme, carried: Sequence[UUID]) -> Mapping[UUID, int]:
    """Published rounds without a match in the programme that they were taken along from, by registration there."""
    if not carried:
        return {}
    rows = work.session.execute(
        select(Standing.registration_id, func.max(Standing.waited))
        .where(Standing.tenant_id == programme.tenant_id, Standing.registration_id.in_(carried))
        .group_by(Standing.registration_id)
    )
    return {key: waited for key, waited in rows}  # noqa: C416 - rows to pairs


def judge_dossiers(
    setting: Setting,
    everyone: Iterable[Dossier],
    *,
    passed: Passed,
    histories: Histories,
    deriving: Callable[[Sequence[Said]], Sequence[Said]],
) -> dict[UUID, Judged]:
    """The rules' verdicts on all who have not withdrawn, by registration. Decisions are not yet looked at.

    `deriving` adds the facts that the scheme's own code derives.
    """
    present = [
        each for each in everyone if each.registration.state == "submitted" and each.registration.forgotten_at is None
    ]
    stages = results_within(
        setting.scheme, [(each.registration.id, each.registration.role, each.reviewed) for each in present]
    )
    said = [
        said_of(
            each,
            passed=passed.get(each.registration.id, frozenset()),
            history=_history(setting, each.registration, histories),
            stages=stages[each.registration.id],
        )
        for each in present
    ]
    if not present:
        return {}
    programme_id = present[0].registration.programme_id
    return {UUID(judged.said.id): judged for judged in _MEMORY.judge(programme_id, setting, deriving(said))}


def judge_everyone(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    everyone: Mapping[UUID, Dossier],
    *,
    passed: Passed,
    histories: Histories,
) -> Mapping[UUID, Judged]:
    """As `judge_dossiers`, of a whole programme at its host: once, while nothing is said or set otherwise."""

    def judged() -> Mapping[UUID, Judged]:
        added = deriving(work, programme, setting)
        return judge_dossiers(setting, everyone.values(), passed=passed, histories=histories, deriving=added)

    elsewhere = bool(histories) or any(each.waited_before for each in everyone.values())
    if elsewhere or setting.scheme.eligibility.own:
        return judged()  # other programmes, or the scheme's own code, have a say
    return value(work.session, (judge_everyone, frozenset(passed.items())), judged, of=OF_VERDICTS)


def deriving(work: UnitOfWork, programme: Programme, setting: Setting) -> Callable[[Sequence[Said]], Sequence[Said]]:
    """Adds the facts of the scheme's own to what is said in a programme, at its host.

    Where its code is held or fails they are absent: what rests on them is unknown, and a person looks.
    """

    def derived(said: Sequence[Said]) -> Sequence[Said]:
        try:
            return asked(work, programme, lambda asker: with_own_facts(asker, setting, said))
        except CodeHeld:
            return said

    return derived if setting.scheme.eligibility.own else list


def _history(setting: Setting, registration: Registration, histories: Histories) -> Mapping[str, Any]:
    """Facts of earlier programmes: of someone who was never there, that they were not; of a name alone, nothing."""
    if registration.person_id is None:
        return {}
    none = {f"{role}.{name}": 0 for role in setting.scheme.roles for name in ("taken_part", "completed", "unmatched")}
    return {**none, **histories.get((registration.home_tenant_id, registration.person_id), {})}


def outcome_of(dossier: Dossier, judged: Judged, pathway: str) -> Confirmed | None:
    """What holds for this pathway: the decision, else a favourable verdict; None while a person has to look."""
    decision = dossier.decisions.get(pathway)
    ruling = (
        Ruling("eligible" if decision.outcome == "eligible" else "not_eligible", decision.decided_at)
        if decision
        else None
    )
    return confirmed(judged.verdicts[pathway].outcome, dossier.registration.saved_at, ruling)


def ruled(dossier: Dossier, judged: Judged) -> Judged:
    """`judged` with what coordinators decided in place of what the rules alone would say."""
    verdicts = {
        pathway: replace(verdict, outcome=outcome_of(dossier, judged, pathway) or verdict.outcome)
        for pathway, verdict in judged.verdicts.items()
    }
    return replace(judged, verdicts=verdicts)
