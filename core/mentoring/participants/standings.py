"""Standings brought to what they should be: compared with what is, and only the difference written.

At the host, by the system, under the programme's lock. Running it again changes nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from mentoring.db.kept import Very, after, value
from mentoring.participants.facts import Setting
from mentoring.participants.judge import OF_VERDICTS, outcome_of
from mentoring.participants.judged import NOT_ASKED, Judged
from mentoring.participants.model import Standing
from mentoring.participants.places import Claim, Seating, seating
from mentoring.participants.progress import Confirmed, State, state_of
from mentoring.participants.record import Dossier
from mentoring.participants.rules import Verdict
from mentoring.participants.stages import THROUGH
from mentoring.participants.window import window
from mentoring.unit_of_work import UnitOfWork

Memberships = Mapping[UUID, Mapping[str, Collection[str]]]
"""By registration and pathway: the states of the mentorships it is a member of."""

HOLDING = frozenset({"running", "offered"})


@dataclass(frozen=True, slots=True)
class Move:
    """One registration came into `state` in `pathway`; `before` is None when it is new there."""

    dossier: Dossier
    pathway: str
    before: str | None
    state: State


@dataclass(frozen=True, slots=True)
class _Follows:
    """What one registration's standings follow from while no places are given out: rows, a verdict, memberships."""

    rows: tuple[Any, ...]
    memberships: Mapping[str, Collection[str]]

    @classmethod
    def of(cls, dossier: Dossier, judged: Judged | None, memberships: Mapping[str, Collection[str]]) -> Self:
        """Of this one."""
        rows = (judged, dossier.registration, *dossier.standings.values(), *dossier.decisions.values())
        return cls(rows, memberships)

    def same(self, other: Self) -> bool:
        """Whether these are the very same rows and verdict."""
        if len(self.rows) != len(other.rows) or self.memberships != other.memberships:
            return False
        return all(one is another for one, another in zip(self.rows, other.rows, strict=True))


def renew_standings(
    work: UnitOfWork,
    setting: Setting,
    everyone: Mapping[UUID, Dossier],
    judged: Mapping[UUID, Judged],
    memberships: Memberships,
) -> tuple[Move, ...]:
    """Write what has changed of every standing; the moves from one state to another come back, in order.

    The dossiers hold the standings as they are by then. Where nothing had to be written for somebody, nothing has to
    be until their verdict, a decision or a membership changes, unless places are given out: they hang on the clock too.
    """
    if any(limit.taken_at == "selection" for limit in setting.scheme.card.places):
        return _renew(work, setting, everyone, judged, memberships)
    moves: tuple[Move, ...] = ()
    within = frozenset((key, *each.items()) for key, each in memberships.items())

    def renewed(before: Mapping[UUID, _Follows] | None) -> Mapping[UUID, _Follows]:
        nonlocal moves
        known = before or {}

        def follows() -> dict[UUID, _Follows]:
            return {
                key: _Follows.of(dossier, judged.get(key), memberships.get(key, {}))
                for key, dossier in everyone.items()
            }

        def anew() -> tuple[Move, ...]:
            nonlocal known
            as_before = {key for key, each in follows().items() if key in known and each.same(known[key])}
            found = _renew(work, setting, everyone, judged, memberships, as_before)
            known = follows()  # with what was written: rows that are then read as others
            return found

        moves = value(work.session, (renew_standings, Very(judged), within), anew, of=OF_VERDICTS)
        return known

    after(work.session, (renew_standings,), renewed)
    return moves


def _renew(
    work: UnitOfWork,
    setting: Setting,
    everyone: Mapping[UUID, Dossier],
    judged: Mapping[UUID, Judged],
    memberships: Memberships,
    as_before: Collection[UUID] = (),
) -> tuple[Move, ...]:
    """Of those who are `as_before` nothing is to be written: it was not the last time."""
    seated = seating(
        setting.scheme.card.places,
        _claims(work, setting, everyone, judged, memberships),
        own=_own_places(setting),
        seed=setting.programme.slug if setting.programme else "",
    )
    moves: list[Move] = []
    for key, dossier in everyone.items():
        if key in as_before or dossier.registration.forgotten_at is not None:
            continue  # nothing is left to judge: what was decided stands
        wished = tuple(judged[key].verdicts) if key in judged else tuple(dossier.standings)
        for pathway in wished:
            wanted = _wanted(work, dossier, judged.get(key), pathway, memberships.get(key, {}), seated)
            before = dossier.standings.get(pathway)
            state_before = before.state if before else None
            _write(work, dossier, pathway, wanted)
            if wanted["state"] != state_before:
                moves.append(Move(dossier, pathway, state_before, wanted["state"]))
        for pathway in dossier.standings.keys() - set(wished):
            if not HOLDING & set(memberships.get(key, {}).get(pathway, ())):
                work.session.delete(dossier.standings.pop(pathway))
    work.session.flush()
    return tuple(moves)


def _claims(
    work: UnitOfWork,
    setting: Setting,
    everyone: Mapping[UUID, Dossier],
    judged: Mapping[UUID, Judged],
    memberships: Memberships,
) -> Iterator[Claim]:
    """Everyone eligible, pathway by pathway, as they stand in the queue."""
    if not any(limit.taken_at == "selection" for limit in setting.scheme.card.places):
        return
    for key, each in judged.items():
        dossier = everyone[key]
        submitted = dossier.registration.submitted_at
        if submitted is None:
            continue
        closes = window(setting.scheme, each.said.role, setting.moments, published_at=submitted, now=work.now).closes
        for pathway, verdict in each.verdicts.items():
            matched = HOLDING & set(memberships.get(key, {}).get(pathway, ()))
            selection = each.selection.get(pathway, NOT_ASKED).selection
            if not matched and (outcome_of(dossier, each, pathway) != "eligible" or selection not in THROUGH):
                continue
            before = dossier.standings.get(pathway)
            yield Claim(
                registration=key,
                pathway=pathway,
                role=each.said.role,
                institution=each.said.institution or "",
                submitted=submitted,
                facts=each.facts[pathway],
                late=each.late,
                priority=verdict.priority,
                waited=each.said.waited,
                held=bool(matched) or (before.place if before else False),
                due=selection == "forward" or closes is None or work.now >= closes.at,
            )


def _wanted(
    work: UnitOfWork,
    dossier: Dossier,
    judged: Judged | None,
    pathway: str,
    memberships: Mapping[str, Collection[str]],
    seated: Seating,
) -> dict[str, Any]:
    """The columns of one standing as they should be."""
    before = dossier.standings.get(pathway)
    key = (dossier.registration.id, pathway)
    outcome = outcome_of(dossier, judged, pathway) if judged else None
    at = judged.selection.get(pathway, NOT_ASKED) if judged else NOT_ASKED
    state = state_of(
        withdrawn=judged is None,
        outcome=outcome,
        mentorships=memberships.get(pathway, ()),
        waiting=key in seated.waiting,
        before=before.state if before else None,
        selection=at.selection,
    )
    if judged is None:
        # the findings repeat what was said, and consent may go next
        return {"state": state, "place": False, "stage": None, "findings": []}
    verdict = judged.verdicts[pathway]
    decided = dossier.decisions.get(pathway)
    holds = decided is not None and decided.decided_at >= dossier.registration.saved_at
    return {
        "state": state,
        "verdict": verdict.outcome,
        "findings": judged.findings[pathway],
        "priority": verdict.priority,
        "level": judged.facts[pathway].get("level"),
        "place": key in seated.held,
        "stage": at.stage if at.selection == "open" and _may_be_reviewed(outcome, verdict) else None,
        "decided_outcome": outcome if holds else None,
        "eligible_at": (before.eligible_at if before else None) or work.now if outcome == "eligible" else None,
    }


def _may_be_reviewed(outcome: Confirmed | None, verdict: Verdict) -> bool:
    """Whether reviewers look at it: not where a refusal stands or is proposed; rules may ask what they find."""
    return outcome == "eligible" or (outcome is None and verdict.outcome == "a_person_looks")


def _write(work: UnitOfWork, dossier: Dossier, pathway: str, wanted: Mapping[str, Any]) -> None:
    """Write the difference, if there is one."""
    row = dossier.standings.get(pathway)
    if row is None:
        registration = dossier.registration
        dossier.standings[pathway] = Standing(
            tenant_id=registration.tenant_id,
            registration_id=registration.id,
            pathway=pathway,
            home_tenant_id=registration.home_tenant_id,
            programme_id=registration.programme_id,
            updated_at=work.now,
            **wanted,
        )
        work.session.add(dossier.standings[pathway])
        return
    changed = {name: wish for name, wish in wanted.items() if getattr(row, name) != wish}
    if changed:
        work.session.add(row)  # it may have been kept since another unit of work
        row.updated_at = work.now
    for name, wish in changed.items():
        setattr(row, name, wish)


def _own_places(setting: Setting) -> dict[str, Mapping[str, int]]:
    programme = setting.programme
    if programme is None:
        return {}
    return {programme.host: programme.host_places, **{each.slug: each.places for each in programme.partners}}


def letters_due(moves: Iterable[Move]) -> Iterator[tuple[Dossier, str, tuple[str, ...]]]:
    """Who is told what: (registration, occasion, pathways), one letter for each occasion and registration."""
    told: dict[tuple[UUID, str], list[Move]] = {}
    for move in moves:
        if occasion := _occasion(move):
            told.setdefault((move.dossier.registration.id, occasion), []).append(move)
    for (_, occasion), found in told.items():
        yield found[0].dossier, occasion, tuple(move.pathway for move in found)


def _occasion(move: Move) -> str | None:
    """The core's occasion for a move. What follows from a mentorship or a round is told where that is done."""
    if move.state == "eligible":
        return _WHEN_ELIGIBLE.get(move.before)
    if move.state == "submitted" and move.before in {None, "withdrawn"}:
        return "registration_received"
    return {"waiting": "waiting", "refused": "registration_refused", "withdrawn": "registration_withdrawn"}.get(
        move.state
    )


_WHEN_ELIGIBLE: Mapping[str | None, str] = {
    None: "registration_received",
    "withdrawn": "registration_received",
    "submitted": "registration_eligible",
    "refused": "registration_eligible",
    "waiting": "place_given",
}
