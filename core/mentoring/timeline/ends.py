"""Mentorships that have reached their end, and the question whether to go on: part of settling, at the host.

Silence ends nothing early and extends nothing: whoever does not answer completes as planned.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from mentoring.mentorships.extend import extend_task
from mentoring.mentorships.form import names_of
from mentoring.mentorships.model import Mentorship
from mentoring.mentorships.rules import asked_on, enough, may_extend, planned_end
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter, tell_all
from mentoring.participants.record import Dossier
from mentoring.programmes.dates import MORNING
from mentoring.programmes.model import Programme
from mentoring.schemes.scheme import Mentorships
from mentoring.tasks.service import set_task, undo_reason
from mentoring.timeline.groups import Everyone, Group, end_of
from mentoring.timeline.happen import claim
from mentoring.timeline.occurrences import Due
from mentoring.timeline.rules import Turn
from mentoring.unit_of_work import UnitOfWork

EXTEND = "(extend)"
"""Under which asking is written down; no milestone can be called so."""

Occasion = Literal["extension_asked", "extension_agreed", "mentorship_completed"]


def keep_ends(
    work: UnitOfWork, programme: Programme, setting: Setting, everyone: Everyone, groups: Iterable[Group]
) -> None:
    """Complete what has reached its end, ask whom to ask, and extend what all agree to."""
    followed = _Follows()
    for group in groups:
        if group.mentorship.state == "running":
            _Keeper(work, programme, setting, everyone, group, followed).keep()
    new = claim(work, programme, [((*due.name, "", ""), due, True) for due, _ in followed.asking])
    for due, keeper in followed.asking:
        if (*due.name, "", "") in new:
            keeper.ask()
    if followed.completed:
        undo_reason(work, programme, *(extend_task(row) for row in followed.completed))
        work.record_each("complete", "mentorship", [row.id for row in followed.completed])
    work.session.flush()
    tell_all(work, programme, setting, followed.letters)


def ends_ahead(setting: Setting, groups: Iterable[Group], now: datetime) -> Iterator[datetime]:
    """The moments at which a running mentorship ends, or its members are asked whether to go on."""
    for group in groups:
        if group.mentorship.state == "running":
            terms = setting.scheme.mentorships[group.mentorship.pathway]
            for at in (end_of(group.mentorship, setting.zone), _asks_at(setting, terms, group)):
                if at is not None and at > now:
                    yield at


def _asks_at(setting: Setting, terms: Mentorships, group: Group) -> datetime | None:
    """When its members are asked whether to go on; None when they are not."""
    row = group.mentorship
    if row.planned_end is None or not may_extend(terms, extended=row.extended):
        return None
    return datetime.combine(asked_on(row.planned_end), MORNING, setting.zone).astimezone(UTC)


@dataclass
class _Follows:
    """What follows from all of them, to be done together: whom to ask, what was completed, and letters."""

    asking: "list[tuple[Due, _Keeper]]" = field(default_factory=list)
    completed: list[Mentorship] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)


class _Keeper:
    def __init__(
        self,
        work: UnitOfWork,
        programme: Programme,
        setting: Setting,
        everyone: Everyone,
        group: Group,
        follows: _Follows,
    ) -> None:
        self.work = work
        self.programme = programme
        self.setting = setting
        self.everyone = everyone
        self.group = group
        self.follows = follows
        self.row = group.mentorship
        self.terms: Mentorships = setting.scheme.mentorships[group.mentorship.pathway]

    def keep(self) -> None:
        self._agree_number()
        self._renew_end()
        if self._agreed():
            self._extend()
        over = self._over()
        if over is not None:
            self._complete(over)
            return
        ask = _asks_at(self.setting, self.terms, self.group)
        if ask is not None and ask <= self.work.now and not any(m.extend_asked_at for m in self.group.present):
            due = Due("mentorship", self.row.id, Turn(EXTEND, str(self.row.extended), ask, ask, "planned_end"))
            self.follows.asking.append((due, self))

    def _agree_number(self) -> None:
        """How many meetings there are to be holds once all members say the same; until then what held before."""
        wanted = {each.meetings_wanted for each in self.group.present}
        if len(wanted) == 1 and (number := wanted.pop()) not in {None, self.row.agreed_meetings}:
            self.row.agreed_meetings = number
            self.work.record("agree_number", "mentorship", self.row.id)

    def _renew_end(self) -> None:
        """A date of the programme may have moved."""
        formed = (self.row.formed_at or self.work.now).astimezone(self.setting.zone).date()
        moments = self.setting.moments
        end = planned_end(self.terms, formed=formed, moments=moments, extended=self.row.extended)
        if end != self.row.planned_end:
            self.row.planned_end = end

    def _over(self) -> datetime | None:
        """When it ended, if it has: at its planned end, or with its last meeting."""
        found = [end_of(self.row, self.setting.zone)]
        needed = enough(self.terms, agreed=self.row.agreed_meetings, extended=self.row.extended)
        if needed is not None and len(self.group.meetings) >= needed:
            found.append(self.group.meetings[needed - 1].starts_at)
        return min((at for at in found if at is not None and at <= self.work.now), default=None)

    def _complete(self, over: datetime) -> None:
        self.row.state, self.row.ended_at = "completed", over
        self.follows.completed.append(self.row)
        self._forget_answers()
        self._tell("mentorship_completed", str(self.row.id))

    def ask(self) -> None:
        """Ask whoever has to agree whether they would like to go on."""
        by = self.terms.extend.agreed_by if self.terms.extend else ()
        if "members" in by:
            for member in self.group.present:
                member.extend_asked_at = self.work.now
            self._tell("extension_asked", f"{self.row.id}:{self.row.extended}")
        if "coordinator" in by:
            names = names_of([each.name for each in self.group.present])
            words = f"Say whether {names} may go on past their planned end."
            about = ("mentorship", str(self.row.id))
            set_task(self.work, self.programme, words=words, key=extend_task(self.row), about=about)

    def _agreed(self) -> bool:
        """Whether everyone who has to has said yes."""
        if self.terms.extend is None or not may_extend(self.terms, extended=self.row.extended):
            return False
        by = self.terms.extend.agreed_by
        members = "members" not in by or all(each.extends is True for each in self.group.present)
        return bool(by) and members and ("coordinator" not in by or self.row.coordinator_extends is True)

    def _extend(self) -> None:
        self.row.extended += 1
        self._forget_answers()
        self._renew_end()
        self._tell("extension_agreed", f"{self.row.id}:{self.row.extended}")
        self.work.record("extend", "mentorship", self.row.id)

    def _forget_answers(self) -> None:
        self.row.coordinator_extends = None
        for member in self.group.members:
            member.extend_asked_at = member.extends = None

    def _tell(self, occasion: Occasion, key: str) -> None:
        for member in self.group.present:
            dossier: Dossier | None = self.everyone.get(member.registration_id)
            if dossier is not None:
                others = names_of([each.name for each in self.group.present if each is not member])
                self.follows.letters.append(Letter(dossier.registration, occasion, (self.row.pathway,), key, others))
