"""Selection stages as coordinators read them: who stands where, and one registration as its reviewers read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, union

from mentoring.errors import NotFound
from mentoring.participants.decide import SETTLED
from mentoring.participants.files import answers_in_words
from mentoring.participants.judge import dossiers
from mentoring.participants.model import Review, Standing
from mentoring.participants.reasons import demand_reason
from mentoring.participants.record import Dossier
from mentoring.participants.review import is_at, may_review, stage_of, who_reviews
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
    """One stage of one role. `by` is its next date; `at_most` how many it sends forward, None without a limit."""

    role: str
    role_title: str
    stage: str
    title: str
    by: datetime | None
    at_most: int | None
    people: tuple[StagePerson, ...]

    def count(self, result: str) -> int:
        """How many have come out so."""
        return sum(each.result == result for each in self.people)


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


def selection(work: UnitOfWork, programme: Programme) -> tuple[StageView, ...]:
    """Every stage of the scheme with whoever has come to it; a fixed number of queries. Of a partner its own people.

    Raises NotAllowed for anyone but coordinators.
    """
    work.demand("stage.review", roles_here(work, programme))
    scheme, moments = scheme_of(programme), dates_of(work, programme)
    stages = _stages(scheme)
    everyone = dossiers(work, programme, only=_selected(work, programme)) if stages else {}
    houses = institutions(work.session)
    return tuple(
        StageView(
            role=role,
            role_title=say(scheme.roles[role].title),
            stage=stage.id,
            title=say(stage.title),
            by=_next(moments, stage, work.now),
            at_most=stage.at_most,
            people=tuple(
                StagePerson(
                    registration_id=key,
                    name=each.registration.name or each.registration.email,
                    house=_house(each, houses),
                    result=each.reviewed[stage.id].result if stage.id in each.reviewed else "open",
                    score=each.reviewed[stage.id].score if stage.id in each.reviewed else None,
                    may_review=may_review(work, programme, each, stage),
                )
                for key, each in everyone.items()
                if _stands_at(each, role, stage)
            ),
        )
        for role, stage in stages
    )


def review_file(work: UnitOfWork, programme: Programme, registration_id: UUID, *, stage: str) -> ReviewFile:
    """The registration for the reviewers of `stage`. That it was read is entered into the audit trail.

    Raises NotFound for what this institution does not see or has not come to the stage, and ReasonNeeded as the
    registration's own file does: a stage that is over is no way around it.
    """
    work.demand("stage.review", roles_here(work, programme))
    everyone = dossiers(work, programme, only=[*_selected(work, programme), registration_id])
    dossier = everyone.get(registration_id)
    if dossier is None:
        raise NotFound("There is no such registration here.", "Go back to the list.")
    one = dossier.registration
    entry, scheme = stage_of(programme, one.role, stage), scheme_of(programme)
    if not _stands_at(dossier, one.role, entry):
        raise NotFound("They have not come to this stage.", "Go back to the list.")
    demand_reason(work, programme, dossier)
    work.record("read", "registration", one.id, subject=(one.home_tenant_id, one.person_id))
    waiting = [
        key
        for key, each in everyone.items()
        if key != registration_id and _waits_at(each, one.role, entry) and may_review(work, programme, each, entry)
    ]
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
        next_id=waiting[0] if waiting else None,
    )


def to_review(work: UnitOfWork, programme: Programme) -> int:
    """How many registrations wait for a review by coordinators of this institution."""
    stages = _stages(scheme_of(programme))
    everyone = dossiers(work, programme, only=_selected(work, programme)).values() if stages else ()
    return sum(
        _waits_at(each, role, stage) and may_review(work, programme, each, stage)
        for each in everyone
        for role, stage in stages
    )


def _selected(work: UnitOfWork, programme: Programme) -> Sequence[UUID]:
    """The registrations that have come to a stage, or were reviewed at one, as far as this reader sees them."""
    come = select(Standing.registration_id).where(
        Standing.tenant_id == programme.tenant_id,
        Standing.programme_id == programme.id,
        Standing.stage.is_not(None),
    )
    reviewed = select(Review.registration_id).where(
        Review.tenant_id == programme.tenant_id, Review.programme_id == programme.id
    )
    return work.session.scalars(union(come, reviewed)).all()


def _stages(scheme: Scheme) -> tuple[tuple[str, Stage], ...]:
    return tuple((role, stage) for role, entry in scheme.registration.items() for stage in entry.stages)


def _stands_at(dossier: Dossier, role: str, stage: Stage) -> bool:
    one = dossier.registration
    return one.role == role and one.state == "submitted" and is_at(dossier, stage)


def _waits_at(dossier: Dossier, role: str, stage: Stage) -> bool:
    return _stands_at(dossier, role, stage) and stage.id not in dossier.reviewed


def _closed(work: UnitOfWork, programme: Programme, dossier: Dossier, stage: Stage) -> str:
    if any(each.state in SETTLED for each in dossier.standings.values()):
        return "They are in a mentorship already."
    return "" if may_review(work, programme, dossier, stage) else who_reviews(work, programme, dossier, stage)


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
