"""The year of a programme as its coordinators read it: every milestone, what happens then and to how many."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select

from mentoring.gates.service import passes
from mentoring.mentorships.history import histories
from mentoring.participants.facts import Setting
from mentoring.participants.judge import deriving, dossiers, judge_dossiers
from mentoring.participants.model import Registration
from mentoring.participants.setting import roles_here, setting_of
from mentoring.participants.sorts import sort_of, sorts
from mentoring.programmes.dates import Moment
from mentoring.programmes.model import Programme
from mentoring.programmes.unchanged import while_unchanged
from mentoring.schemes.entries import anchor, humanised
from mentoring.schemes.scheme import At, Event, Milestone, Scheme, Who, say
from mentoring.timeline.ahead import ahead_of
from mentoring.timeline.drafts import DRAFT
from mentoring.timeline.happen import Hour
from mentoring.timeline.model import Occurrence
from mentoring.timeline.moments import people_in, year_of
from mentoring.timeline.occurrences import Due
from mentoring.timeline.recipients import Person, meant
from mentoring.timeline.rules import Turn
from mentoring.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done at a milestone: in words, and for how many as things stand; None where nobody may know."""

    words: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One milestone or event.

    `at` is None for what comes once for each person or mentorship (`per`). `rule` says where the date comes from.
    `came` is when it last took effect, `done` how often anything was done at it, `ahead` how many occurrences are
    known to come.
    """

    id: str
    title: str
    per: str
    at: Moment | None
    rule: str
    hangs: tuple[str, ...]
    deeds: tuple[Deed, ...]
    past: bool
    came: datetime | None
    done: int
    ahead: int


def plan_of(work: UnitOfWork, programme: Programme) -> tuple[Planned, ...]:
    """Everything in the programme's year: first what has a date, in order of time; then what each person has.

    At the host; a fixed number of queries. Raises NotAllowed.
    """
    work.demand("programme.change", roles_here(work, programme))
    setting = setting_of(work, programme)
    scheme = setting.scheme
    hour = Hour(programme, setting, year_of(work, programme, setting, {}, groups={}, passed={}), {}, ())
    ahead = ahead_of(work, programme, setting, coded=hour.year.coded)
    number = _numbers(work, programme, setting)
    came, done = while_unchanged(work, programme, ("taken",), lambda: _taken(work, programme))
    drafts = while_unchanged(work, programme, ("drafts",), lambda: _drafts(work, programme))
    entries: Mapping[str, Milestone | Event] = {**scheme.timeline, **scheme.activities.events}
    found = [
        Planned(
            id=name,
            title=say(entry.title),
            per=entry.per if isinstance(entry, Milestone) else "programme",
            at=setting.moments.get(name),
            rule=rule_words(scheme, entry.at),
            hangs=tuple(_hangs(scheme, name)),
            deeds=tuple(_deeds(hour, name, entry, number, drafts)) if isinstance(entry, Milestone) else (),
            past=name in setting.moments and setting.moments[name].at <= work.now,
            came=came.get(name),
            done=done.get(name, 0),
            ahead=ahead[name],
        )
        for name, entry in entries.items()
    ]
    return tuple(sorted(found, key=lambda each: each.at.times[0].timestamp() if each.at else float("inf")))


def rule_words(scheme: Scheme, at: At) -> str:
    """Where a date comes from."""
    if at.asked is not None:
        return "You set it"
    if at.every is not None:
        until = f", until {anchor(scheme, at.until)}" if at.until else ""
        return f"Every {at.every} from {anchor(scheme, at.anchor or '')}{until}"
    side = "after" if at.after else "before"
    named = anchor(scheme, at.after or at.before or "")
    return f"{at.by} {side} {named}" if at.by else f"At once, with {named}"


def taken_words(work: UnitOfWork, programme: Programme) -> dict[str, tuple[datetime, int]]:
    """By milestone: when it last took effect here, and how often anything was done at it."""
    came, done = _taken(work, programme)
    return {name: (at, done.get(name, 0)) for name, at in came.items()}


def _taken(work: UnitOfWork, programme: Programme) -> tuple[dict[str, datetime], dict[str, int]]:
    here = (
        Occurrence.tenant_id == programme.tenant_id,
        Occurrence.programme_id == programme.id,
        Occurrence.home_tenant_id == work.tenant,
    )
    moment, deed = Occurrence.action == "", Occurrence.action != ""
    rows = work.session.execute(
        select(Occurrence.milestone, func.max(Occurrence.taken_at).filter(moment), func.count().filter(deed))
        .where(*here, Occurrence.held)
        .group_by(Occurrence.milestone)
    )
    came, done = {}, {}
    for milestone, at, number in rows:
        done[milestone] = number
        if at is not None:
            came[milestone] = at
    return came, done


def _drafts(work: UnitOfWork, programme: Programme) -> int:
    """How many of our own people have begun and not sent; a partner's are the partner's to know."""
    counted = work.session.scalar(
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.tenant_id == programme.tenant_id,
            Registration.programme_id == programme.id,
            Registration.home_tenant_id == work.tenant,
            Registration.state == DRAFT,
        )
    )
    return counted or 0


def _numbers(work: UnitOfWork, programme: Programme, setting: Setting) -> Callable[[Who], int]:
    """How many people each recipient of the programme's own milestones means, as things stand.

    By their sorts, which the database counts; where one is told by more than a state, everybody is judged.
    """
    wanted = [
        action["to"]
        for entry in setting.scheme.timeline.values()
        for action in entry.do
        if entry.per == "programme" and "task" not in action and DRAFT not in action["to"].state
    ]
    if any(who.condition.keys() - {"state"} for who in wanted):
        people = _judged(work, programme, setting)
        return lambda who: sum(1 for each in people if each.pathways(who))
    rows = while_unchanged(work, programme, ("sorts",), lambda: _by_sort(work, programme)) if wanted else []
    found = [(sort_of(words), number) for words, number in rows]
    return lambda who: sum(number for sort, number in found if meant(who, role=sort.role, states=sort.states, facts={}))


def _by_sort(work: UnitOfWork, programme: Programme) -> Sequence[Row[str, int]]:
    counted = sorts(work, programme)
    return work.session.execute(select(counted.c.sort, func.count()).group_by(counted.c.sort)).all()


def _judged(work: UnitOfWork, programme: Programme, setting: Setting) -> Collection[Person]:
    everyone = dossiers(work, programme)
    judged = judge_dossiers(
        setting,
        everyone.values(),
        passed=passes(work, programme),
        histories=histories(work, programme),
        deriving=deriving(work, programme, setting),
    )
    return people_in(everyone, judged).values()


def _deeds(hour: Hour, name: str, entry: Milestone, number: Callable[[Who], int], drafts: int) -> Iterator[Deed]:
    now = hour.year.now
    turn = Turn(name, "", now, now, name)
    for action in entry.do:
        kind = next(each for each in ("send", "ask", "task") if each in action)
        if kind == "task":
            homes = hour.homes(Due("programme", None, turn), action["to"]) if entry.per == "programme" else ()
            yield Deed(f"Task for coordinators: {say(action['task'])}", len(homes) or None)
            continue
        title = humanised(action["send"]) if kind == "send" else say(hour.year.scheme.surveys[action["ask"]].title)
        words = f"{'E-mail' if kind == 'send' else 'Survey'} “{title}”"
        if DRAFT in action["to"].state:
            partners = len(hour.programme.institutions) > 1
            yield Deed(
                f"{words} to whoever has not sent their form{', at each institution' if partners else ''}", drafts
            )
        elif entry.per == "programme":
            yield Deed(words, number(action["to"]))
        else:
            yield Deed(f"{words}, to {'them' if entry.per == 'person' else 'its members'}")


def _hangs(scheme: Scheme, name: str) -> Iterator[str]:
    """What state follows from the date, without any action."""
    yield from _registration(scheme, name)
    if any(way.get("round") == name for each in scheme.matching.values() for way in each.ways):
        yield "Matches are published by you"
    for gate in scheme.activities.gates.values():
        if gate.by == name:
            yield f"Whoever has not passed “{say(gate.title)}” becomes a task"
    for pathway, terms in scheme.mentorships.items():
        if any(point.at == name for point in terms.end):
            yield f"Mentorships end: {say(scheme.pathways[pathway].title)}"
    if any(entry["at"] == name for entry in scheme.card.carry_over):
        yield "People are asked about the next programme"


def _registration(scheme: Scheme, name: str) -> Iterator[str]:
    for role, entry in scheme.registration.items():
        plural = say(scheme.roles[role].plural).lower()
        for milestone, words in (
            (entry.opens, f"Registration opens for {plural}"),
            (entry.closes, f"Registration closes for {plural}"),
            (entry.late_until, f"Late {plural} are taken until then"),
            *((stage.by, f"“{say(stage.title)}” of {plural} is to be done") for stage in entry.stages),
        ):
            if milestone == name:
                yield words
