"""A proposal is published: mentorships form, and everyone is told, once; or it is discarded."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import update

from mentoring.errors import Conflict
from mentoring.mentorships.form import Proposed, form_all
from mentoring.participants.facts import Setting
from mentoring.participants.judge import dossiers
from mentoring.participants.letters import Letter, tell_all
from mentoring.participants.record import Dossier, said_of
from mentoring.participants.setting import roles_here, setting_of
from mentoring.programmes.due import wake
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.rounds.bench import TOGETHER, still_together
from mentoring.rounds.cohort import capacity_of
from mentoring.rounds.field import mentorships_held
from mentoring.rounds.hand import Hand, hand_of
from mentoring.rounds.model import Round
from mentoring.rounds.run import round_of
from mentoring.schemes.scheme import Criterion, Scheme, say
from mentoring.unit_of_work import UnitOfWork

FREE = frozenset({"eligible", "unmatched", "matched", "offered"})
"""States in which somebody may enter a mentorship, as far as their capacity goes."""


def publish(work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int) -> Round:
    """Publish the proposal as it stood at `version`: its mentorships form, all at once.

    Where the scheme asks first, they are offered to the first role; else they begin. Whoever was in the round
    and is in no mentorship is told so and has waited one round more. Raises Conflict when the proposal was
    published, discarded or changed meanwhile, or somebody in it is no longer free.
    """
    work.demand("round.publish", roles_here(work, programme))
    locked(work, programme.id)
    published = _swap(work, programme, round_id, version=version, state="published")
    setting = setting_of(work, programme)
    everyone = dossiers(work, programme)
    held = dict(mentorships_held(work, programme))
    hand = hand_of(published.hand)
    if still_together(hand, published.result):
        raise Conflict(TOGETHER, "Solve the rest again, or allow them.")
    _demand_free(setting, everyone, held, published.result, hand)
    proposed = [
        Proposed(
            match["pathway"],
            [everyone[UUID(each["id"])].registration for each in match["members"]],
            told_of(setting.scheme, match),
        )
        for match in published.result["matches"]
    ]
    form_all(work, programme, setting, proposed, round_id=published.id)
    for each in proposed:
        for member in each.members:
            held[member.id] = held.get(member.id, 0) + 1
    _tell_unmatched(work, programme, setting, everyone, held, published)
    work.record("publish", "round", published.id)
    wake(work, programme.tenant_id, programme.id)
    return published


def discard(work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int) -> Round:
    """Put a proposal aside; it stays to be read. Raises Conflict as `publish` does."""
    work.demand("round.publish", roles_here(work, programme))
    discarded = _swap(work, programme, round_id, version=version, state="discarded")
    work.record("discard", "round", discarded.id)
    return discarded


def _swap(work: UnitOfWork, programme: Programme, round_id: UUID, *, version: int, state: str) -> Round:
    """Compare and swap: whoever comes second finds nothing to swap."""
    published = {"published_at": work.now, "published_by": work.actor.person_id} if state == "published" else {}
    swapped = work.session.scalar(
        update(Round)
        .where(
            Round.tenant_id == work.tenant,
            Round.programme_id == programme.id,
            Round.id == round_id,
            Round.version == version,
            Round.state == "proposed",
        )
        .values(state=state, version=version + 1, **published)
        .returning(Round.id)
        .execution_options(synchronize_session=False)
    )
    found = round_of(work, programme, round_id)
    if swapped is None:
        words = {"published": "has been published already", "discarded": "has been discarded"}
        what = words.get(found.state, "has changed since this page was shown")
        raise Conflict(f"Proposal {found.number} {what}.", "Load the page again to see where things stand.")
    work.session.refresh(found)
    return found


def _demand_free(
    setting: Setting, everyone: Mapping[UUID, Dossier], held: Mapping[UUID, int], result: Mapping[str, Any], hand: Hand
) -> None:
    """Everyone in the proposal is still eligible, present, and has room for what it gives them.

    Whoever was agreed by hand to take one more has that room besides.
    """
    wanted = dict(held)
    more = Counter(UUID(ease.entrant) for ease in hand.eases if ease.kind == "capacity")
    for match in result["matches"]:
        for member in match["members"]:
            key = UUID(member["id"])
            dossier = everyone.get(key)
            if dossier is not None and dossier.registration.state != "submitted":
                raise Conflict(f"{member['name']} has withdrawn.", "Run the round again.")
            standing = dossier.standings.get(match["pathway"]) if dossier else None
            wanted[key] = wanted.get(key, 0) + 1
            if (
                dossier is None
                or standing is None
                or standing.state not in FREE
                or dossier.registration.state != "submitted"
            ):
                raise Conflict(f"{member['name']} can no longer be matched.", "Run the round again.")
            if wanted[key] > capacity_of(setting.scheme, said_of(dossier)) + more[key]:
                raise Conflict(f"{member['name']} has no room for another mentorship.", "Run the round again.")


def told_of(scheme: Scheme, match: Mapping[str, Any]) -> dict[str, Any]:
    """What members read of the reasons; the whole stays with the round."""
    criteria = scheme.matching[match["pathway"]].criteria
    spoken = [
        each["words"]
        for each in match["reasons"]
        if each["mark"] == "good" and any(_is(one, each) and _may_tell(scheme, one) for one in criteria)
    ]
    return {"words": spoken, "points": match["points"], "most": match["most"]}


def _is(criterion: Criterion, reason: Mapping[str, Any]) -> bool:
    written = (criterion.rule, criterion.weight, say(criterion.reason))
    return written == (reason["rule"], reason["weight"], reason["reason"])


def _may_tell(scheme: Scheme, criterion: Criterion) -> bool:
    """A reason is told to members when it speaks only of what they may know of one another."""
    if criterion.params.get("on") == "institution":
        return True
    facts: list[str] = []
    for key in ("on", "of", "with"):
        named = criterion.params.get(key, [])
        facts += [each for each in (named if isinstance(named, list) else [named]) if "." in each]
    return bool(facts) and all(_is_shared(scheme, criterion.between, fact) for fact in facts)


def _is_shared(scheme: Scheme, between: tuple[str, str], fact: str) -> bool:
    """Whether the fact is an answer that everybody who is asked for it knows to be meant for members."""
    where, _, name = fact.partition(".")
    forms = [scheme.registration[role].form.get("properties", {}) for role in between if role in scheme.registration]
    audiences = {form[name].get("x-audience") for form in forms if name in form}
    return where == "answers" and bool(audiences) and audiences <= {"members", "candidates"}


def _tell_unmatched(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    everyone: Mapping[UUID, Dossier],
    held: Mapping[UUID, int],
    published: Round,
) -> None:
    left: dict[UUID, list[str]] = {}
    for key, pathway in _unplaced(published.result):
        if key in everyone and not held.get(key) and everyone[key].registration.state == "submitted":
            left.setdefault(key, []).append(pathway)
    for key, pathways in left.items():
        for pathway in pathways:
            standing = everyone[key].standings.get(pathway)
            if standing is not None and standing.state in FREE:
                standing.state, standing.waited, standing.updated_at = "unmatched", standing.waited + 1, work.now
    letters = [
        Letter(everyone[key].registration, "no_match", tuple(pathways), str(published.id))
        for key, pathways in left.items()
    ]
    tell_all(work, programme, setting, letters)
    work.session.flush()


def _unplaced(result: Mapping[str, Any]) -> Iterator[tuple[UUID, str]]:
    for each in result["unmatched"]:
        yield UUID(each["person"]["id"]), each["pathway"]
