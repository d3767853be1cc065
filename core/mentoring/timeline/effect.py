"""What a change of a programme would do, person by person, before anybody makes it.

It is not guessed: the change is made, the programme settled, what differs is noted, and everything is taken back. So
what is shown is what happens, letters included.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, select

from mentoring.contracts.canonical import digest
from mentoring.errors import Conflict
from mentoring.matching.solve import solve
from mentoring.mentorships.model import Mentorship
from mentoring.messages.model import Message
from mentoring.participants.model import Registration, Standing
from mentoring.participants.views import STATES
from mentoring.programmes.adjust import Wanted, save
from mentoring.programmes.dates import Moment, Moments
from mentoring.programmes.history import newest
from mentoring.programmes.lock import locked
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import dates_of, scheme_of
from mentoring.rounds.compare import Comparison, compared
from mentoring.rounds.field import inputs_of, round_milestones
from mentoring.rounds.run import result_with
from mentoring.schemes.ask import CodeHeld
from mentoring.schemes.entries import anchor
from mentoring.schemes.scheme import Scheme, say
from mentoring.tasks.model import Task
from mentoring.tenants.directory import institutions
from mentoring.timeline.plan import taken_words
from mentoring.timeline.settle import settle
from mentoring.unit_of_work import UnitOfWork

VERDICTS = {
    None: "Not judged",
    "eligible": "Eligible",
    "not_eligible": "A refusal is proposed",
    "a_person_looks": "A person has to look",
}
_BY_DOCUMENT = ("matching", "eligibility", "roles", "pathways", "card")
"""The documents that decide who is matched with whom."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that changes for a person: ``Verdict``, ``Eligible``, ``A refusal is proposed``."""

    what: Literal["Verdict", "State", "Priority", "Place"]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonEffect:
    """What changes for one registration in one pathway. `why` are the rules that now say something else."""

    registration_id: UUID
    name: str
    house: str
    role_title: str
    pathway_title: str
    turns: tuple[Turn, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateEffect:
    """A date that moves, comes or goes. `follows`: it is worked out from others.

    `came` is when it has taken effect already, with how many deeds: these are not done again, nor taken back.
    `passed` says of the day as it is, and as it would be, whether it is over by now.
    """

    id: str
    title: str
    before: Moment | None
    after: Moment | None
    came: datetime | None = None
    done: int = 0
    passed: tuple[bool, bool] = (False, False)

    @property
    def follows(self) -> bool:
        """Whether nobody gave it."""
        return self.after is not None and not self.after.given


@dataclass(frozen=True, slots=True)
class RoundEffect:
    """Who would be with whom if the round were run now; `held` says why that cannot be told."""

    milestone: str
    comparison: Comparison | None
    held: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """Everything that a change does.

    `letters`: by occasion, whom it is written to at once; `tasks`: what coordinators are asked to do at once.
    `messages` change words.
    """

    people: tuple[PersonEffect, ...]
    dates: tuple[DateEffect, ...]
    letters: Mapping[str, tuple[str, ...]]
    messages: tuple[str, ...]
    rounds: tuple[RoundEffect, ...]
    registrations: int
    tasks: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same effect upon the same people: whether anything came in between."""
        people = [
            [str(e.registration_id), e.pathway_title, [[t.before, t.after] for t in e.turns]] for e in self.people
        ]
        return digest([people, {key: list(names) for key, names in self.letters.items()}])


def effect_of(
    work: UnitOfWork,
    programme_id: UUID,
    made: Callable[[Programme], Wanted],
    *,
    matched: bool = True,
    also: Callable[[Programme], None] | None = None,
) -> Effect:
    """The effect of what `made` answers, upon the programme as it is; `matched`: with a dry run of its rounds.

    `also` is done together with the change. At the host, by the system; nothing is kept. Raises Conflict where the
    change cannot be (`in_the_way`).
    """
    with _taken_back(work):
        row = locked(work, programme_id)
        settle(work, row)
        scheme, moments, seen = scheme_of(row), dates_of(work, row), _standings(work, row)
        written = set(_letters(work, row))
        taken, set_before = taken_words(work, row), _tasks(work, row)
        wanted = made(row)
        obstacles = in_the_way(work, row, wanted.scheme)
        if obstacles:
            raise Conflict(" ".join(obstacles), "The programme stays as it is.")
        again = matched and _decides_matches(row, scheme, wanted)
        rounds = {name: _result(work, row, name) for name in round_milestones(scheme)} if again else {}
        save(work, row, wanted, base=newest(work, row), author="-", reason="-")
        if also is not None:
            also(row)
        row = locked(work, programme_id)
        settle(work, row)
        return Effect(
            people=tuple(_people(work, wanted.scheme, seen, _standings(work, row))),
            dates=tuple(_dates(scheme, wanted.scheme, moments, wanted.moments, taken, work.now)),
            tasks=tuple((_tasks(work, row) - set_before).elements()),
            letters=_written_since(work, row, written),
            messages=tuple(
                name for name, text in wanted.scheme.messages.items() if text != scheme.messages.get(name, text)
            ),
            rounds=tuple(_round(work, row, wanted.scheme, name, before) for name, before in rounds.items()),
            registrations=len({key for key, _ in seen}),
        )


def effect_of_doing(work: UnitOfWork, programme_id: UUID, do: Callable[[Programme], object]) -> Effect:
    """The effect of `do`, which changes neither scheme nor dates, upon the programme as it is.

    At the host, by the system; nothing is kept. Raises what `do` raises.
    """
    with _taken_back(work):
        row = locked(work, programme_id)
        settle(work, row)
        seen, written, set_before = _standings(work, row), set(_letters(work, row)), _tasks(work, row)
        do(row)
        row = locked(work, programme_id)
        settle(work, row)
        return Effect(
            people=tuple(_people(work, scheme_of(row), seen, _standings(work, row))),
            dates=(),
            tasks=tuple((_tasks(work, row) - set_before).elements()),
            letters=_written_since(work, row, written),
            messages=(),
            rounds=(),
            registrations=len({key for key, _ in seen}),
        )


def in_the_way(work: UnitOfWork, programme: Programme, scheme: Scheme) -> tuple[str, ...]:
    """Why `programme` cannot run by `scheme`: people are in roles, or matched in pathways, that it does not have."""
    told = []
    for words, model, column, known in (
        ("registered as", Registration, Registration.role, scheme.roles),
        ("matched in", Mentorship, Mentorship.pathway, scheme.pathways),
    ):
        counted = work.session.execute(
            select(column, func.count())
            .where(model.tenant_id == programme.tenant_id, model.programme_id == programme.id)
            .group_by(column)
        )
        told += [
            f"{'One is' if number == 1 else f'{number} are'} {words} “{name}”, which the new documents do not have."
            for name, number in sorted(counted)
            if name not in known
        ]
    return tuple(told)


@contextmanager
def _taken_back(work: UnitOfWork) -> Iterator[None]:
    """Whatever is written while it is open is taken back."""
    point = work.savepoint()
    try:
        yield
    finally:
        point.rollback()
        work.session.expire_all()


Seen = Mapping[tuple[UUID, str], tuple[Registration, dict[str, Any]]]
"""By registration and pathway: whose it is, and what its standing says."""


def _standings(work: UnitOfWork, programme: Programme) -> Seen:
    rows = work.session.execute(
        select(Standing, Registration)
        .join(
            Registration,
            (Registration.tenant_id == Standing.tenant_id) & (Registration.id == Standing.registration_id),
        )
        .where(Standing.tenant_id == programme.tenant_id, Standing.programme_id == programme.id)
        .order_by(Registration.name, Registration.id, Standing.pathway)
    )
    return {
        (one.id, each.pathway): (
            one,
            {
                "state": each.state,
                "verdict": each.verdict,
                "priority": each.priority,
                "place": each.place,
                "findings": {found["rule"]: found for found in each.findings},
            },
        )
        for each, one in rows
    }


def _letters(work: UnitOfWork, programme: Programme) -> dict[UUID, tuple[str, str]]:
    rows = work.session.execute(
        select(Message.id, Message.occasion, Message.to_email).where(
            Message.tenant_id == programme.tenant_id, Message.programme_id == programme.id
        )
    )
    return {key: (occasion, email) for key, occasion, email in rows}


def _people(work: UnitOfWork, scheme: Scheme, before: Seen, after: Seen) -> Iterator[PersonEffect]:
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    for key in dict.fromkeys([*after, *before]):
        one = (after.get(key) or before[key])[0]
        old, new = (side.get(key, (one, _NOTHING))[1] for side in (before, after))
        turns = tuple(_turns(old, new))
        if turns:
            pathway = scheme.pathways.get(key[1])
            yield PersonEffect(
                registration_id=one.id,
                name=one.name or one.email,
                house=one.listed or houses.get(one.home_tenant_id, one.home_tenant_id),
                role_title=say(scheme.roles[one.role].title),
                pathway_title=say(pathway.title) if pathway and len(scheme.pathways) > 1 else "",
                turns=turns,
                why=tuple(_why(old["findings"], new["findings"], _on_declarations(scheme, one.role))),
            )


_NOTHING: dict[str, Any] = {"state": "", "verdict": None, "priority": 0, "place": False, "findings": {}}


def _turns(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Turn]:
    if old["verdict"] != new["verdict"]:
        yield Turn("Verdict", VERDICTS[old["verdict"]], VERDICTS[new["verdict"]])
    if old["state"] != new["state"]:
        yield Turn("State", STATES.get(old["state"], "Not there"), STATES.get(new["state"], "Not there"))
    if old["priority"] != new["priority"]:
        yield Turn("Priority", str(old["priority"]), str(new["priority"]))
    if old["place"] != new["place"]:
        yield Turn("Place", *("has a place" if each["place"] else "has none" for each in (old, new)))


def _on_declarations(scheme: Scheme, role: str) -> frozenset[str]:
    """The rules that speak of what people declare: it is read in a registration's own file and nowhere else."""
    return frozenset(
        rule.rule
        for rule in scheme.eligibility.rules.get(role, ())
        if any(fact.startswith("declared.") for holds in (*rule.holds, rule.condition) for fact in holds)
    )


def _why(old: Mapping[str, Any], new: Mapping[str, Any], apart: frozenset[str]) -> Iterator[str]:
    """The rules that come out otherwise, with what they ask and what was said."""
    for rule in dict.fromkeys([*new, *old]):
        was, now = old.get(rule), new.get(rule)
        if was and now and (was["truth"], was["points"]) == (now["truth"], now["points"]):
            continue
        if rule in apart:
            yield "A rule about what people declare"
        elif now is None:
            yield f"No longer asked: {was['asked'] if was else rule}"
        else:
            yield f"{now['asked']}. Said: {now['said']}"


def _written_since(work: UnitOfWork, programme: Programme, written: Collection[UUID]) -> dict[str, tuple[str, ...]]:
    """To whom letters were written beyond those `written`, by occasion."""
    letters: dict[str, list[str]] = {}
    for key, (occasion, name) in _letters(work, programme).items():
        if key not in written:
            letters.setdefault(occasion, []).append(name)
    return {occasion: tuple(sorted(names)) for occasion, names in letters.items()}


def _tasks(work: UnitOfWork, programme: Programme) -> Counter[str]:
    """How often each task was set, by its words."""
    rows = work.session.scalars(
        select(Task.words)
        .where(Task.tenant_id == programme.tenant_id, Task.programme_id == programme.id)
        .order_by(Task.set_at, Task.dedupe_key)
    )
    return Counter(rows)


def _dates(
    old: Scheme, new: Scheme, before: Moments, after: Moments, taken: Mapping[str, tuple[datetime, int]], now: datetime
) -> Iterator[DateEffect]:
    def when(name: str) -> datetime:
        return (after.get(name) or before[name]).at

    for name in sorted({*after, *before}, key=lambda name: (when(name), name)):
        was, becomes = before.get(name), after.get(name)
        if was is None or becomes is None or (was.times, was.deadline) != (becomes.times, becomes.deadline):
            passed = was is not None and was.at <= now, becomes is not None and becomes.at <= now
            title = anchor(new if becomes else old, name)
            came, done = taken.get(name, (None, 0))
            yield DateEffect(name, title, was, becomes, came, done, passed)


def _decides_matches(row: Programme, old: Scheme, wanted: Wanted) -> bool:
    places = {each["slug"]: each["places"] for each in row.institutions}
    return places != {slug: dict(each) for slug, each in wanted.places.items()} or any(
        old.documents[name] != wanted.scheme.documents[name] for name in _BY_DOCUMENT
    )


def _result(work: UnitOfWork, programme: Programme, milestone: str) -> dict[str, Any] | str:
    """What the round would be, solved afresh; or why that cannot be told."""
    try:
        inputs = inputs_of(work, programme, milestone)
        cohort, plan = inputs.field.cohort, inputs.plan
        return result_with(inputs, cohort, plan, solve(cohort, plan), at_most=0)
    except CodeHeld as held:
        return f"{held.what} {held.remedy}"


def _round(
    work: UnitOfWork, programme: Programme, scheme: Scheme, milestone: str, before: dict[str, Any] | str
) -> RoundEffect:
    title = anchor(scheme, milestone)
    if milestone not in round_milestones(scheme):
        return RoundEffect(title, None, "No round is held there any more.")
    after = _result(work, programme, milestone)
    if isinstance(before, str) or isinstance(after, str):
        return RoundEffect(title, None, after if isinstance(after, str) else str(before))
    if not any(side["matches"] or side["unmatched"] for side in (before, after)):
        return RoundEffect(title, None, "Nobody could be matched yet, so nobody would be matched otherwise.")
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    return RoundEffect(title, compared(scheme, houses, before, after))
