"""A programme played from its opening to its very end: people act, the clock goes on, and what is due happens.

Nothing here decides what follows: that is settled by the same code as in production, at the same moments.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random  # noqa: TID251 - chance is seeded by the play's own number
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, case, or_, select

from mentoring.accounts.grants import grant
from mentoring.contracts.durations import add, parse_duration
from mentoring.db.ready import Ready
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.mentorships.answer import answer
from mentoring.mentorships.extend import extend
from mentoring.mentorships.model import Member, Mentorship
from mentoring.people.service import ensure_person
from mentoring.programmes.apply import apply_programme
from mentoring.programmes.file import ProgrammeFile
from mentoring.rounds.field import round_milestones
from mentoring.rounds.publish import publish
from mentoring.rounds.run import run_round
from mentoring.schemes.scheme import Scheme
from mentoring.simulation.agenda import Agenda
from mentoring.simulation.answering import Answering, Draw, answering, give
from mentoring.simulation.meeting import LOOKED_AT, Meeting, arrange, formed, meetings_of, note, together
from mentoring.simulation.part import Part
from mentoring.simulation.registering import Season
from mentoring.simulation.stage import Stage
from mentoring.surveys.rules import asked_by_gates
from mentoring.tasks.model import Task
from mentoring.tasks.service import do_task
from mentoring.tenants.file import TenantFile
from mentoring.tenants.service import apply_tenants
from mentoring.unit_of_work import Actor, UnitOfWork

OPEN_FOR = timedelta(weeks=8)
"""How long before its first date people begin to register, where no date says when they may."""
SETTLED = timedelta(days=14)
"""How long before a round the last ones register, where registration never closes: so that they can be decided."""
ANSWERED_AFTER = (1, 6)
"""Days: the fewest and the most."""
DONE_AFTER = timedelta(days=2)
FIRST_AFTER = timedelta(days=18)
"""When most people meet for the first time."""
ARRANGED_BEFORE = timedelta(days=7)
"""How long before their first meeting most people arrange it."""
SAYS_NO, GOES_ON = 0.1, 0.3
"""How likely an offer is declined, and that a mentorship would like to go on."""
LONGEST = parse_duration("4 years")
NEVER_SO_OFTEN = 20_000
"""Steps: a play that takes more runs in a circle."""

_THINKING = Ready(
    select(
        Member.mentorship_id, Member.registration_id, Member.home_tenant_id, Member.person_id,
        case((Member.answer == "pending", Member.asked_at)).label("offered"), Member.extend_asked_at,
    )
    .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
    .where(
        Member.tenant_id == bindparam("host"),
        Member.programme_id == bindparam("programme"),
        Member.left_at.is_(None),
        or_(Mentorship.state == "offered", Mentorship.state == "running"),
        or_(
            (Member.answer == "pending") & Member.asked_at.is_not(None),
            Member.extend_asked_at.is_not(None) & Member.extends.is_(None),
        ),
    )
    .order_by(Member.name, together(), Member.registration_id, Mentorship.created_at, Mentorship.id)
)  # fmt: skip
_TO_DO = Ready(
    select(Task.id, Task.home_tenant_id)
    .where(Task.tenant_id == bindparam("host"), Task.programme_id == bindparam("programme"), Task.done_at.is_(None))
    .order_by(Task.set_at, Task.dedupe_key)
)


@dataclass
class Play:
    """One programme on the stage. `notes` keeps what went otherwise than planned, such as a round for nobody.

    `looked` is when people last saw what there was for them to do: what came earlier is known to them.
    """

    stage: Stage
    season: Season
    agenda: Agenda
    chance: Random
    programme_id: UUID
    opened: datetime
    next: datetime | None = None
    notes: list[str] = field(default_factory=list)
    settled: int = 0
    unsettled: bool = False
    begun: set[UUID] = field(default_factory=set)
    waiting: set[tuple[str, UUID, UUID]] = field(default_factory=set)
    draw: Draw | None = None
    asked: set[UUID] = field(default_factory=set)
    looked: datetime = datetime(1, 1, 1, tzinfo=UTC)

    def run(self) -> None:
        """Until nothing is left to do and nothing more is due."""
        self.settle()
        for _ in range(NEVER_SO_OFTEN):
            scene, moment = self.agenda.next, self.next
            if moment is not None and (scene is None or moment <= scene):
                self.stage.now = max(self.stage.now, moment)
                if self.stage.now >= self.agenda.until:
                    return
                self.settle()
            elif scene is not None:
                self._day(scene)
            elif self.unsettled:
                self.settle()
            else:
                return
        raise Conflict(f"The programme was still going on after {NEVER_SO_OFTEN} steps.", "Look at what repeats in it.")

    def settle(self) -> None:
        """What follows; and what people do about it."""
        self.next = self.stage.settle(self.season.host, self.programme_id).next
        self.settled += 1
        self.unsettled = False
        with self.stage.work(self.season.host) as work:
            self._meet(work)
            self._answer(work)
            self._answer_surveys(work)
            self._tend(work)
        self.looked = self.stage.now

    def _day(self, first: datetime) -> None:
        """The scenes of one day, up to the next moment that is due; then what follows from them."""
        follows = False
        while (at := self.agenda.next) is not None and at.date() == first.date():
            if self.next is not None and self.next <= at:
                break
            scene = self.agenda.take()
            self.stage.now = scene.at
            scene.act()
            follows = follows or not scene.quiet
        self.unsettled = True
        if follows:
            self.settle()

    def _meet(self, work: UnitOfWork) -> None:
        """Whoever has been matched arranges meetings, each pair in its own rhythm."""
        for group in formed(work, self.programme_id, since=self.looked):
            if group.id in self.begun:
                continue
            self.begun.add(group.id)
            zone = ZoneInfo(self.season.zone)
            ends = group.ends or add(self.stage.now.date(), parse_duration("1 year"))
            least = self.season.scheme.mentorships[group.pathway].meetings.least or 5
            often = max(0, least + self.chance.choice((0, 0, 0, 0, 1, 1, -1, -2, -least)))
            until = datetime.combine(ends, time(), zone)
            counts = hangs_on_meetings(self.season.scheme, group.pathway)
            for number, meeting in enumerate(
                meetings_of(self.season, group, often, self.chance, until=until, first=FIRST_AFTER)
            ):
                noted = meeting.starts_at + timedelta(minutes=meeting.minutes + self.chance.randint(5, 600))
                add_scene = self.agenda.add if counts or number == 0 else self.agenda.add_quiet
                add_scene(noted, note, self.season, meeting)
                if number == 0:
                    self.agenda.add_quiet(meeting.starts_at - ARRANGED_BEFORE, self._arrange, meeting)

    def _arrange(self, meeting: Meeting) -> None:
        """They arrange their first meeting, where nothing has come between."""
        with suppress(Invalid, NotFound):
            arrange(self.season, meeting)

    def _answer(self, work: UnitOfWork) -> None:
        """Whoever is asked something thinks about it for some days."""
        for row in _THINKING.rows(work.session, {"host": work.tenant, "programme": self.programme_id}):
            *whose, offered, extend_asked = row
            if offered is not None:
                self._think(f"offer {offered}", *whose, likely=1 - SAYS_NO)
            else:
                self._think(f"extend {extend_asked}", *whose, likely=GOES_ON**0.5)

    def _answer_surveys(self, work: UnitOfWork) -> None:
        """Whoever is asked questions answers them some days later; settled at once where a gate waits for it."""
        must = asked_by_gates(self.season.scheme)
        for one in (
            answering(work, self.programme_id, since=self.looked, known=self.asked, must=must) if self.draw else ()
        ):
            add_scene = self.agenda.add if one.survey in must else self.agenda.add_quiet
            add_scene(one.at, self._give, one)

    def _give(self, one: Answering) -> None:
        survey = self.season.scheme.surveys[one.survey]
        with (
            suppress(Conflict, Invalid, NotFound),  # closed or left meanwhile, or chance knows no answer
            self.stage.at(one.home, self.season.slug, Actor.person(one.person_id)) as (work, programme),
        ):
            if self.draw is not None:
                give(work, programme, one, survey, self.draw)

    def _think(
        self, what: str, mentorship: UUID, registration: UUID, home: str, person: UUID | None, *, likely: float
    ) -> None:
        key = (what, mentorship, registration)
        if key in self.waiting or person is None:
            return
        self.waiting.add(key)
        at = self.stage.now + timedelta(days=self.chance.randint(*ANSWERED_AFTER), minutes=self.chance.randint(0, 300))
        yes = self.chance.random() < likely
        self.agenda.add(at, self._say, what.partition(" ")[0], home, person, mentorship, yes=yes)

    def _say(self, what: str, home: str, person: UUID, mentorship: UUID, *, yes: bool) -> None:
        with self.stage.work(home, Actor.person(person)) as work:
            if what == "offer":
                answer(work, mentorship, host=self.season.host, accept=yes)
            else:
                extend(work, mentorship, host=self.season.host, yes=yes)

    def _tend(self, work: UnitOfWork) -> None:
        """Coordinators do what they are asked to, two days later."""
        for key, slug in _TO_DO.rows(work.session, {"host": work.tenant, "programme": self.programme_id}):
            if ("task", key, key) not in self.waiting:
                self.waiting.add(("task", key, key))
                self.agenda.add_quiet(self.stage.now + DONE_AFTER, self._do, slug, key)

    def _do(self, slug: str, task: UUID) -> None:
        with self.stage.at(slug, self.season.slug, self.season.coordinator(slug)) as (work, programme):
            do_task(work, programme, task)

    def propose(self, milestone: str) -> None:
        """The host's coordinator runs the round, and looks at it for two days."""
        host = self.season.coordinator(self.season.host)
        try:
            with self.stage.at(self.season.host, self.season.slug, host) as (work, programme):
                made = run_round(work, programme, milestone=milestone)
                proposal = made.id, made.version
        except Conflict as refusal:
            self.notes.append(f"No round at {milestone}: {refusal.what}")
            return
        self.agenda.add(max(self.season.moments[milestone].times[0], self.stage.now), self.publish, *proposal)

    def publish(self, round_id: UUID, version: int) -> None:
        """The proposal is published."""
        host = self.season.coordinator(self.season.host)
        try:
            with self.stage.at(self.season.host, self.season.slug, host) as (work, programme):
                publish(work, programme, round_id, version=version)
        except Conflict as refusal:
            self.notes.append(f"A round could not be published: {refusal.what}")


def hangs_on_meetings(scheme: Scheme, pathway: str) -> bool:
    """Whether anything follows from a later meeting: else nothing need be settled when one is noted."""
    anchors = {name for each in scheme.timeline.values() for name in (each.at.after, each.at.before, each.at.anchor)}
    ends = scheme.mentorships[pathway].end
    return bool(anchors & {"each_meeting", "last_meeting"}) or any(point.meetings is not None for point in ends)


def staged(
    stage: Stage,
    file: ProgrammeFile,
    tenants: Mapping[str, TenantFile],
    parts: list[Part],
    *,
    season: Season,
    chance: Random,
    draw: Draw | None = None,
) -> Play:
    """The programme opened on an empty stage, and everybody's part in the agenda. `season` knows its dates.

    Surveys are answered as `draw` says, and by nobody without it.
    """
    zone = ZoneInfo(season.zone)
    days = [moment.times[0] for moment in season.moments.values()]
    opens = [season.moments[each.opens].times[0] for each in season.scheme.registration.values() if each.opens]
    opened = min([*opens, *(at for at in [min(days, default=stage.now) - OPEN_FOR] if not opens)])
    stage.now = opened - timedelta(days=1)
    with stage.database.owner() as owner:
        apply_tenants(owner, tenants, stage.now)
    for slug in (file.host, *(partner.slug for partner in file.partners)):
        with stage.work(slug) as work:
            someone = ensure_person(work, email=f"coordinator@{tenants[slug].domains[0]}", name="Coordinator")
            grant(work, person=someone, role="coordinator")
            season.coordinators[slug] = someone.id
    stage.now = opened
    with stage.work(file.host) as work:
        apply_programme(work, file)
    with stage.at(file.host, file.slug) as (_, row):
        programme_id = row.id
    last = max(days, default=opened).astimezone(zone).date()
    agenda = Agenda(datetime.combine(add(last, LONGEST), time(), zone))
    play = Play(stage, season, agenda, chance, programme_id, opened, draw=draw)
    rounds = [season.moments[name].times[0] for name in round_milestones(season.scheme)]
    last = min(rounds, default=opened + OPEN_FOR) - SETTLED
    season.cast(agenda, parts, chance, opened=opened, decided=True, last=last)
    for milestone in round_milestones(season.scheme):
        agenda.add(max(season.moments[milestone].times[0] - LOOKED_AT, opened), play.propose, milestone)
    return play
