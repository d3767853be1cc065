"""Selection stages as coordinators read them: who stands where, and one registration as its reviewers read it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mentoring.errors import NotFound
from mentoring.participants import staged
from mentoring.participants.decide import SETTLED
from mentoring.participants.files import answers_in_words
from mentoring.participants.judge import dossiers
from mentoring.participants.model import Review
from mentoring.participants.reasons import demand_reason
from mentoring.participants.record import Dossier
from mentoring.participants.review import is_at, may_review, reviews, stage_of, who_reviews
from mentoring.participants.setting import roles_here
from mentoring.participants.views import Answer
from mentoring.programmes.dates import Moments
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.schemes.scheme import Fragment, Scheme, Stage, say
from mentoring.tenants.directory import institutions
from mentoring.tenants.file import TenantFile
from mentoring.unit_of_work import UnitOfWork

WORDS: Mapping[str, str] = {
    "open": "To be reviewed",
    "forward": "Sent forward",
    "reserve": "In reserve",
    "no": "Not sent forward",
}
"""The results of a stage in words; `open` while there is none."""


@dataclass(frozen=True, slots=True)
class StagePerson:
    """One registration at a stage. `result` is a key of `WORDS`; `may_review`: by coordinators of this institution."""

    registration_id: UUID
    name: str
    house: str
    result: str
    score: float | None
    may_review: bool


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage of one role. `by` is its next date; `at_most` how many it sends forward, None without a limit.

    `numbers` counts everybody who has come to it, by result; `waiting` those who wait for coordinators of this
    institution. `people` are one page of them.
    """

    role: str
    role_title: str
    stage: str
    title: str
    by: datetime | None
    at_most: int | None
    numbers: Counter[str]
    waiting: int
    people: tuple[StagePerson, ...]


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """One registration as the reviewers of a stage read it. `form` are their questions, `before` what they said last.

    `next_id` is somebody else who waits at this stage; `closed` says why nothing can be recorded, or is empty.
    """

    registration_id: UUID
    name: str
    house: str
    role_title: str
    title: str
    form: Fragment
    words: tuple[Answer, ...]
    before: Review | None
    closed: str
    next_id: UUID | None


def selection(
    work: UnitOfWork, programme: Programme, *, pages: Mapping[staged.Place, int] | None = None, size: int = 50
) -> tuple[StageView, ...]:
    """Every stage of the scheme with a page of those who have come to it; a fixed number of queries.

    Those first who wait; of each stage the first page, unless `pages` names another, which is the last at most. Of a
    partner its own people.
    Raises NotAllowed for anyone but coordinators.
    """
    work.demand("stage.review", roles_here(work, programme))
    stages = _stages(scheme_of(programme))
    if not stages:
        return ()
    moments, houses, places = dates_of(work, programme), institutions(work.session), list(stages)
    numbers = staged.numbers(work, programme, places)
    last = {place: -(-sum(each.number for each in numbers if each.place == place) // size) for place in places}
    at = {place: min(page, last.get(place, 1)) for place, page in (pages or {}).items()}
    there: dict[staged.Place, list[StagePerson]] = {each: [] for each in places}
    for one in staged.people(work, programme, places, pages=at, size=size):
        known = houses.get(one.home)
        there[one.place].append(
            StagePerson(
                registration_id=one.id,
                name=one.name or one.email,
                house=one.listed or (known.short_name if known else one.home),
                result=one.result,
                score=one.score,
                may_review=reviews(work, programme, one.home, stages[one.place]),
            )
        )
    return tuple(
        StageView(
            role=role,
            role_title=say(scheme_of(programme).roles[role].title),
            stage=stage.id,
            title=say(stage.title),
            by=_next(moments, stage, work.now),
            at_most=stage.at_most,
            numbers=Counter({result: sum(_of(numbers, (role, stage.id), result)) for result in WORDS}),
            waiting=_waiting(work, programme, numbers, (role, stage.id), stage),
            people=tuple(there[role, stage.id]),
        )
        for (role, _), stage in stages.items()
    )


def review_file(work: UnitOfWork, programme: Programme, registration_id: UUID, *, stage: str) -> ReviewFile:
    """The registration for the reviewers of `stage`. That it was read is entered into the audit trail.

    Raises NotFound for what this institution does not see or has not come to the stage, and ReasonNeeded as the
    registration's own file does: a stage that is over is no way around it.
    """
    work.demand("stage.review", roles_here(work, programme))
    dossier = dossiers(work, programme, only=registration_id).get(registration_id)
    if dossier is None:
        raise NotFound("There is no such registration here.", "Go back to the list.")
    one = dossier.registration
    entry, scheme = stage_of(programme, one.role, stage), scheme_of(programme)
    if not _stands_at(dossier, one.role, entry):
        raise NotFound("They have not come to this stage.", "Go back to the list.")
    demand_reason(work, programme, dossier)
    work.record("read", "registration", one.id, subject=(one.home_tenant_id, one.person_id))
    return ReviewFile(
        registration_id=one.id,
        name=one.name or one.email,
        house=_house(dossier, institutions(work.session)),
        role_title=say(scheme.roles[one.role].title),
        title=say(entry.title),
        form=entry.form,
        words=answers_in_words(scheme, one.role, "answers", scheme.registration[one.role].form, one.answers),
        before=dossier.reviews.get(stage) if stage in dossier.reviewed else None,
        closed=_closed(work, programme, dossier, entry),
        next_id=_next_of(work, programme, dossier, entry),
    )


def to_review(work: UnitOfWork, programme: Programme) -> int:
    """How many registrations wait for a review by coordinators of this institution."""
    stages = _stages(scheme_of(programme))
    numbers = staged.numbers(work, programme, list(stages)) if stages else []
    return sum(_waiting(work, programme, numbers, place, stage) for place, stage in stages.items())


def _waiting(
    work: UnitOfWork, programme: Programme, numbers: Iterable[staged.Number], place: staged.Place, stage: Stage
) -> int:
    return sum(
        each.number
        for each in numbers
        if each.place == place and each.result == "open" and reviews(work, programme, each.home, stage)
    )


def _of(numbers: Iterable[staged.Number], place: staged.Place, result: str) -> Iterator[int]:
    return (each.number for each in numbers if (each.place, each.result) == (place, result))


def _stages(scheme: Scheme) -> dict[staged.Place, Stage]:
    return {(role, stage.id): stage for role, entry in scheme.registration.items() for stage in entry.stages}


def _stands_at(dossier: Dossier, role: str, stage: Stage) -> bool:
    one = dossier.registration
    return one.role == role and one.state == "submitted" and is_at(dossier, stage)


def _closed(work: UnitOfWork, programme: Programme, dossier: Dossier, stage: Stage) -> str:
    if any(each.state in SETTLED for each in dossier.standings.values()):
        return "They are in a mentorship already."
    return "" if may_review(work, programme, dossier, stage) else who_reviews(work, programme, dossier, stage)


def _next_of(work: UnitOfWork, programme: Programme, dossier: Dossier, stage: Stage) -> UUID | None:
    """Somebody else who waits at this stage for coordinators of this institution."""
    own = stage.decided_by == "home"
    if not own and not reviews(work, programme, work.tenant, stage):
        return None
    one = dossier.registration
    return staged.next_to_review(work, programme, (one.role, stage.id), home=work.tenant if own else None, but=one.id)


def _next(moments: Moments, stage: Stage, now: datetime) -> datetime | None:
    """The stage's date; of one that repeats the next that has not passed, else the last."""
    moment = moments.get(stage.by)
    if moment is None:
        return None
    return next((each for each in moment.times if each >= now), moment.times[-1])


def _house(dossier: Dossier, houses: Mapping[str, TenantFile]) -> str:
    one = dossier.registration
    known = houses.get(one.home_tenant_id)
    return one.listed or (known.short_name if known else one.home_tenant_id)
