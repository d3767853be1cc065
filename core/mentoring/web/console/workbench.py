"""The buttons of a proposal: lock, forbid, solve, try, undo. Each leads back to the pair it was pressed at."""

from collections.abc import Callable
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Conflict
from mentoring.rounds.marks import allow, forbid, lock, undo, unlock
from mentoring.rounds.model import Round
from mentoring.rounds.rework import solve_rest, try_change
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.console.matching import proposed, version_in
from mentoring.web.console.proposal import Look, base
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Banner

_AT = "/{tenant:str}/console/{programme:str}/matching/{round_id:uuid}"
Answer = Response[str] | Redirect


@post(_AT + "/lock", opt=permits("round.run"), sync_to_thread=True)
def lock_pair(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """These people stay together."""
    pathway, members = first(typed, "pathway"), members_in(typed)
    version = version_in(typed)
    return done(
        visit,
        round_id,
        typed,
        lambda work: lock(work, visit.programme, round_id, version=version, pathway=pathway, members=members),
    )


@post(_AT + "/unlock", opt=permits("round.run"), sync_to_thread=True)
def unlock_pair(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """They may be parted again."""
    pathway, members = first(typed, "pathway"), members_in(typed)
    version = version_in(typed)
    return done(
        visit,
        round_id,
        typed,
        lambda work: unlock(work, visit.programme, round_id, version=version, pathway=pathway, members=members),
    )


@post(_AT + "/forbid", opt=permits("round.run"), sync_to_thread=True)
def forbid_pair(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """These two are kept apart."""
    one, other = _two(typed)
    version = version_in(typed)
    return done(
        visit,
        round_id,
        typed,
        lambda work: forbid(work, visit.programme, round_id, version=version, one=one, other=other),
    )


@post(_AT + "/allow", opt=permits("round.run"), sync_to_thread=True)
def allow_pair(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """They may be together again."""
    one, other = _two(typed)
    version = version_in(typed)
    return done(
        visit,
        round_id,
        typed,
        lambda work: allow(work, visit.programme, round_id, version=version, one=one, other=other),
    )


@post(_AT + "/undo", opt=permits("round.run"), sync_to_thread=True)
def undo_last(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """The last change is taken back."""
    version = version_in(typed)
    return done(visit, round_id, typed, lambda work: undo(work, visit.programme, round_id, version=version))


@post(_AT + "/solve", opt=permits("round.run"), sync_to_thread=True)
def solve_again(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """What is locked stays, and the rest is solved again: the next proposal."""
    version = version_in(typed)
    return done(visit, round_id, typed, lambda work: solve_rest(work, visit.programme, round_id, version=version))


@post(_AT + "/try", opt=permits("round.run"), sync_to_thread=True)
def try_it(visit: NamedDependency[Visit], round_id: FromPath[UUID], typed: NamedDependency[Typed]) -> Answer:
    """The smallest change for somebody is made: the next proposal."""
    version = version_in(typed)
    pathway, person = first(typed, "pathway"), first(typed, "person")
    return done(
        visit,
        round_id,
        typed,
        lambda work: try_change(work, visit.programme, round_id, version=version, pathway=pathway, person=person),
    )


def done(visit: Visit, round_id: UUID, typed: Typed, change: Callable[[UnitOfWork], Round]) -> Answer:
    """Make `change` and go to the proposal that follows; where somebody was first, say so above the one there is."""
    look = first(typed, "look")
    try:
        with visit.work() as work:
            made = change(work).id
    except Conflict as refusal:
        words = first(typed, "reason").strip()
        told = f"{refusal} You had written: “{words}”" if words else str(refusal)
        said = Banner(kind="stop", title="Your change was not made", text=told)
        with visit.work() as work:
            view = proposed(visit, work, round_id, Look.of(dict(parse_qsl(look.removeprefix("?")))), said)
            frame = console_frame(visit, current="matching", wanted=needed(work, visit.programme))
        return visit.page(view, frame, status=409)
    kept = Look.of(dict(parse_qsl(look.removeprefix("?")))).query() if made == round_id else ""
    pair = "".join(each for each in first(typed, "pair") if each.isalnum() or each == "-")
    return see_other(f"{base(visit)}/{made}{kept}{f'#{pair}' if pair else ''}")


def members_in(typed: Typed) -> tuple[str, ...]:
    """The registrations that a form names."""
    return tuple(dict.fromkeys(typed.get("member", ())))


def _two(typed: Typed) -> tuple[str, str]:
    one, other, *_ = (*members_in(typed), "", "")
    return one, other
