"""Goals of a mentorship: its members set them together and take steps; nobody else reads a word, or that there are any.

Everything is an entry that is added and stays: a goal or a step in words, sealed, and marks without words. What holds
is the latest; the entries in their order are the history. Nothing of it is entered into the audit trail.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import Select, select

from mentoring.db.sealed import Ciphertext, Place
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.mentorships.members import Membership, membership
from mentoring.mentorships.model import GoalEntry
from mentoring.unit_of_work import UnitOfWork

LONGEST = 200
"""Characters of a goal, and of a step."""
MOST_ENTRIES = 1000
"""Of one mentorship: more than any year brings, and as many as a page can go through."""

State = Literal["open", "reached", "dropped"]
Kind = Literal["goal", "step", "done", "undone", "reached", "dropped", "open"]
MARKS: tuple[Kind, ...] = ("done", "undone", "reached", "dropped", "open")


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards a goal, by when, and whether it is done. Without words: who wrote them has been erased."""

    id: UUID
    words: str
    by: date | None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry as a member reads it: who, when, what; `words` as they were written then."""

    at: datetime
    who: str
    mine: bool
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as it stands, and everything that happened to it, the first first."""

    id: UUID
    words: str
    state: State
    steps: tuple[Step, ...]
    history: tuple[Happened, ...]

    @property
    def next(self) -> Step | None:
        """The step that is to be taken: the first that is not done."""
        return next((each for each in self.steps if not each.done), None)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(each.done for each in self.steps)


def goals_of(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> tuple[Goal, ...]:
    """The goals that I may read: open ones first, then by the day they were set.

    Raises NotFound for anyone but a member of a mentorship that has begun.
    """
    return _goals(work, _begun(work, mentorship_id, host=host))


def set_goal(
    work: UnitOfWork, mentorship_id: UUID, *, host: str, words: str, step: str = "", by: date | None = None
) -> UUID:
    """A goal, with a first step where one is named. Raises NotFound, Conflict for one who has left, Invalid."""
    found = _here(_begun(work, mentorship_id, host=host))
    problems = {**_wrong("goal", words), **(_wrong("step", step) if step.strip() else {})}
    if by is not None and not step.strip():
        problems["step"] = "Say what is to be done by then, or leave the day out."
    _refuse(problems)
    key = _write(work, found, kind="goal", words=words)
    if step.strip():
        _write(work, found, kind="step", goal=key, words=step, by=by)
    return key


def reword_goal(work: UnitOfWork, mentorship_id: UUID, goal_id: UUID, *, host: str, words: str) -> None:
    """The goal reads otherwise from now on; how it read before stays in its history."""
    found = _here(_begun(work, mentorship_id, host=host))
    goal = _one(work, found, goal_id)
    _refuse(_wrong("goal", words))
    if words.strip() != goal.words:
        _write(work, found, kind="goal", goal=goal.id, words=words)


def add_step(
    work: UnitOfWork, mentorship_id: UUID, goal_id: UUID, *, host: str, words: str, by: date | None = None
) -> None:
    """A further step. Raises as `set_goal`, and Conflict where the goal is closed."""
    found = _here(_begun(work, mentorship_id, host=host))
    goal = _one(work, found, goal_id)
    if goal.state != "open":
        raise Conflict("This goal is closed.", "Take it up again first.")
    _refuse(_wrong("step", words))
    _write(work, found, kind="step", goal=goal.id, words=words, by=by)


def mark_step(work: UnitOfWork, mentorship_id: UUID, goal_id: UUID, step_id: UUID, *, host: str, done: bool) -> None:
    """A step is done, or after all not. Marking it as it is marked already changes nothing."""
    found = _here(_begun(work, mentorship_id, host=host))
    goal = _one(work, found, goal_id)
    step = next((each for each in goal.steps if each.id == step_id), None)
    if step is None:
        raise NotFound("There is no such step.", "Go back to your goals.")
    if step.done is not done:
        _write(work, found, kind="done" if done else "undone", goal=goal.id, step=step.id)


def close_goal(work: UnitOfWork, mentorship_id: UUID, goal_id: UUID, *, host: str, state: State) -> None:
    """A goal is reached, or let go without blame, or taken up again."""
    found = _here(_begun(work, mentorship_id, host=host))
    goal = _one(work, found, goal_id)
    if goal.state != state:
        _write(work, found, kind=state, goal=goal.id)


def _begun(work: UnitOfWork, mentorship_id: UUID, *, host: str) -> Membership:
    found = membership(work, mentorship_id, host=host)
    me = found.me
    if found.mentorship.formed_at is None or me is None or me.joined_at is None or me.left_at is not None:
        raise NotFound("Your match has not begun yet, or you have left it.", "Go back to your page.")
    return found


def _here(found: Membership) -> Membership:
    if found.mentorship.state != "running":
        raise Conflict("This match is over.", "Its goals stay as they are, for you to read.")
    return found


def _readable(found: Membership) -> Select[GoalEntry]:
    """Entries since I joined: the database keeps the same rule."""
    since = [each.added_at for each in (found.me,) if each is not None]
    return (
        select(GoalEntry)
        .where(
            GoalEntry.tenant_id == found.mentorship.tenant_id,
            GoalEntry.mentorship_id == found.mentorship.id,
            *(GoalEntry.added_at >= each for each in since),
        )
        .order_by(GoalEntry.added_at, GoalEntry.id)
        .limit(MOST_ENTRIES)
    )


def _goals(work: UnitOfWork, found: Membership) -> tuple[Goal, ...]:
    names = {(each.home_tenant_id, each.person_id): each.name for each in found.members}
    by_goal: dict[UUID, list[GoalEntry]] = {}
    for entry in work.session.scalars(_readable(found)):
        by_goal.setdefault(entry.goal_id, []).append(entry)
    read = [_read(work, key, entries, names) for key, entries in by_goal.items() if entries[0].kind == "goal"]
    return tuple(sorted(read, key=lambda each: each.state != "open"))


def _read(work: UnitOfWork, key: UUID, entries: Sequence[GoalEntry], names: dict[tuple[str, UUID | None], str]) -> Goal:
    words = ""
    state: State = "open"
    steps: dict[UUID, Step] = {}
    history: list[Happened] = []
    for entry in entries:
        said, by = _opened(work, entry)
        step = steps.get(entry.step_id or entry.id)
        if entry.kind == "goal":
            words = said
        elif entry.kind == "step":
            steps[entry.id] = Step(entry.id, said, by)
        elif entry.kind in {"done", "undone"} and step is not None:
            steps[step.id] = replace(step, done=entry.kind == "done")
            said = step.words
        elif entry.kind in {"reached", "dropped", "open"}:
            state = cast("State", entry.kind)
        author = (entry.home_tenant_id, entry.author_id)
        mine = author == (work.tenant, work.actor.person_id)
        who = names.get(author, "") if entry.author_id else ""
        history.append(Happened(entry.written_at, who, mine, cast("Kind", entry.kind), said))
    return Goal(key, words, state, tuple(steps.values()), tuple(history))


def _opened(work: UnitOfWork, entry: GoalEntry) -> tuple[str, date | None]:
    if entry.sealed is None:
        return "", None
    said = json.loads(work.keys.open_in(entry, "sealed") or b"{}")
    return said.get("words", ""), date.fromisoformat(said["by"]) if said.get("by") else None


def _one(work: UnitOfWork, found: Membership, goal_id: UUID) -> Goal:
    for each in _goals(work, found):
        if each.id == goal_id:
            return each
    raise NotFound("There is no such goal.", "Go back to your goals.")


def _write(
    work: UnitOfWork,
    found: Membership,
    *,
    kind: Kind,
    goal: UUID | None = None,
    step: UUID | None = None,
    words: str = "",
    by: date | None = None,
) -> UUID:
    host, key = found.mentorship.tenant_id, work.new_id()
    sealed: Ciphertext | None = None
    if kind not in MARKS:
        said = json.dumps({"words": words.strip(), "by": by.isoformat() if by else None})
        sealed = work.keys.seal(Place(host, GoalEntry.__tablename__, str(key), "sealed"), said.encode())
    work.add(
        GoalEntry(
            tenant_id=host,
            id=key,
            mentorship_id=found.mentorship.id,
            goal_id=goal or key,
            step_id=step,
            kind=kind,
            home_tenant_id=work.tenant,
            author_id=work.actor.person_id,
            sealed=sealed,
            written_at=work.now,
        )
    )
    return key


def _wrong(name: str, words: str) -> dict[str, str]:
    if not words.strip():
        return {name: "Say it in a few words."}
    if len(words) > LONGEST:
        return {name: f"Shorten it to {LONGEST} characters; it has {len(words):,}."}
    return {}


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid("Nothing is kept yet.", "Everything you typed is still here.", problems)
