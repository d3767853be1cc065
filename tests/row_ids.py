"""What stands for a parameter of an address: ids of somebody's own, of a sibling programme, of others, of nothing.

A route with a parameter that is not known here fails A-S1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid5

from consortium import HOST, Actor, Consortium
from year import home_of

Kind = Literal["own", "sibling", "foreign", "random"]
KINDS: tuple[Kind, ...] = ("own", "sibling", "foreign", "random")
NOBODY = str(uuid5(UUID(int=1), "nobody"))
NOWHERE = "no-such-programme"
PLAIN = {"role": "mentee", "theme": "about-you", "part": "card", "stage": "panel", "number": "1", "partner": "kcl",
         "event": "celebration", "people": "2", "seed": "1", "story": "story.txt",
         "survey": "fit", "agreement": "working_together"}  # fmt: skip
"""Parameters that name no one's row."""

Find = Callable[["Actor", str, "Kind"], list[str]]


@dataclass(frozen=True)
class Ids:
    """The ids that a consortium holds, by what they are of."""

    town: Consortium

    def of(self, actor: Actor, foreign: str, name: str, kind: Kind) -> list[str]:
        if name == "programme":
            return [{"own": self._own_programme(actor), "sibling": self.town.alone(actor.home),
                     "foreign": self.town.alone(foreign), "random": NOWHERE}[kind]]  # fmt: skip
        if name in PLAIN:
            return [PLAIN[name]]
        if kind == "random":
            return ["none" if name == "token" else NOBODY]
        find: Find | None = {"registration": self._registrations, "candidate": self._registrations,
                "mentorship": self._mentorships,
                "round_id": self._rounds, "session": self._sessions, "token": self._tokens,
                "gathering": self._gatherings,
                "someone": self._holders, "task": self._tasks,
                "message_id": self._messages, "invitation": self._nobody, "asked": self._nobody,
                "meeting": self._meetings, "note": self._notes, "question": self._questions,
                "wish": self._wishes, "goal": self._goals}.get(name)  # fmt: skip
        assert find is not None, f"tests/row_ids.py does not know what stands for {{{name}}} in an address"
        return find(actor, foreign, kind) or [NOBODY]

    def _own_programme(self, actor: Actor) -> str:
        return self.town.alone("lse") if actor.home == "lse" else self.town.main

    def _registrations(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        town = self.town
        if kind == "foreign":
            of = [each for each in town.people.values() if each.home == foreign]
            of = [each for each in of if not town.is_read_by(each.private, actor)]
            of.sort(key=lambda each: each.is_draft, reverse=True)
        else:
            programme = self._own_programme(actor) if kind == "own" else town.alone(actor.home)
            of = [each for each in town.people.values() if each.home == actor.home and each.programme == programme]
            of.sort(key=lambda each: each.email != actor.email)
        return [str(town.registrations[each.email]) for each in of]

    def _mentorships(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        own = self.town.mentorships.get(actor.email)
        of = {home: {each for e, each in self.town.mentorships.items() if home == e.partition("@")[2].split(".")[0]}
              for home in self.town.slugs}  # fmt: skip
        if kind == "foreign":
            theirs = of[actor.home] if actor.role == "coordinator" else {own}
            return sorted(str(each) for each in of[foreign] - theirs)
        return [str(each) for each in ([own] if own else of[actor.home])]

    def _rounds(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        found = [str(each) for each in self.town.rounds[foreign if kind == "foreign" else actor.home]]
        return found[::-1] if kind == "sibling" or actor.home != HOST else found

    def _gatherings(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        slug = {"own": self._own_programme(actor), "foreign": self.town.alone(foreign)}.get(kind)
        return [str(each) for each in self.town.gatherings.get(slug or self.town.alone(actor.home), ())]

    def _sessions(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        return [str(each) for each in self.town.sessions[foreign if kind == "foreign" else actor.home]]

    def _holders(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        return [str(self.town.holders[foreign if kind == "foreign" else actor.home])]

    def _tasks(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        if kind == "foreign":  # whose programme it is does it too
            return [str(key) for host, key in self.town.tasks[foreign] if host != actor.home]
        return [str(key) for _, key in self.town.tasks[actor.home]]

    def _messages(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        if kind == "foreign":  # whoever sent a message reads it
            return [str(key) for sender, key in self.town.messages[foreign] if sender != actor.home]
        return [str(key) for _, key in self.town.messages[actor.home]]

    def _wishes(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        return [str(self.town.wishes[foreign if kind == "foreign" else actor.home])]

    def _goals(self, actor: Actor, _foreign: str, kind: Kind) -> list[str]:
        mine = kind != "foreign"
        return [str(key) for key, readers in self.town.goals.values() if (actor.email in readers) is mine]

    def _notes(self, actor: Actor, _foreign: str, kind: Kind) -> list[str]:
        mine = kind != "foreign"
        return [str(key) for key, readers in self.town.notes.values() if (actor.email in readers) is mine]

    def _meetings(self, actor: Actor, _foreign: str, kind: Kind) -> list[str]:
        mine = kind != "foreign"
        return [str(key) for key, members in self.town.meetings.values() if (actor.email in members) is mine]

    def _questions(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        """What somebody is asked is theirs alone: of another's, whoever asks, there is none."""
        if kind == "foreign":
            of = self.town.questions
            return [str(key) for email in of if home_of(email) == foreign for key in of[email]]
        return [str(key) for key in self.town.questions.get(actor.email, [])]

    def _nobody(self, _actor: Actor, _foreign: str, _kind: Kind) -> list[str]:
        return [NOBODY]

    def _tokens(self, actor: Actor, foreign: str, kind: Kind) -> list[str]:
        return [self.town.tokens[foreign if kind == "foreign" else actor.home]]
