"""A scheme's documents in sentences: chapters for people who have never seen a document."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from mentoring.contracts.placeholders import placeholders_in
from mentoring.contracts.problems import Path
from mentoring.contracts.words import listed
from mentoring.participants.words import asked_in_words, titles
from mentoring.programmes.dates import Moments
from mentoring.schemes.scheme import Bounds, Criterion, Scheme, say
from mentoring.web.console.changes import Changes
from mentoring.web.views.documents import Chapter, Saying
from mentoring.web.words import begun, count

Days = Callable[[date], str]
"""A day in the reader's words."""

KINDS = {"required": "required", "evidence": "a person looks", "priority": "comes first"}
WEIGHTS = {"must": "never broken", "last_resort": "broken only so that somebody is placed"}


class Chapters:
    """The chapters of one programme's scheme; `day` says a day in words, `changes` what may be and is changed of it."""

    def __init__(self, scheme: Scheme, moments: Moments, day: Days, changes: Changes) -> None:
        self.scheme, self.moments, self.day, self.changes = scheme, moments, day, changes

    def all(self) -> tuple[Chapter, ...]:
        """Those that have something to say, in the order a programme lives."""
        made = (
            ("roles", "Who takes part", "The first role is the one that is served.", self.roles()),
            (
                "rules",
                "Who may take part",
                "What speaks against somebody is proposed, and a person confirms it. What is not known refuses nobody.",
                self.rules(),
            ),
            ("questions", "What people are asked", "Who reads an answer stands beside it.", self.questions()),
            (
                "criteria",
                "What makes a good match",
                "A number is a preference: the higher, the more it counts.",
                self.criteria(),
            ),
            (
                "dates",
                "What happens when",
                "Dates of this programme; some occur for each person or match.",
                self.dates(),
            ),
            ("gates", "What comes first", "Nobody is removed by these; they wait.", self.gates()),
            ("messages", "What people are written", "The words in braces are put in for each reader.", self.messages()),
        )
        found = [Chapter(id=key, title=title, text=text, sayings=tuple(said)) for key, title, text, said in made]
        return tuple(chapter for chapter in found if chapter.sayings)

    def roles(self) -> Iterator[Saying]:
        """Roles with how many at once, places, pathways."""
        for name, role in self.scheme.roles.items():
            most = role.capacity.most
            up_to = (
                f"{role.capacity.default}, or up to {most} for those who say so"
                if most > role.capacity.default
                else most
            )
            yield self._said("roles", (name, "capacity"), say(role.plural), f"Mentorships at once: {up_to}")
        for index, places in enumerate(self.scheme.card.places):
            whom = _and([say(self.scheme.roles[name].plural) for name in places.who.roles]) or "Everybody"
            each = " in each institution" if places.per == "institution" else ""
            yield self._said("card", ("places", index, "at_most"), "Places", f"{whom}: at most {places.at_most}{each}")
        for name, pathway in self.scheme.pathways.items():
            sizes = {role: _size(bounds) for role, bounds in pathway.members.items()}
            members = _and(f"{say(self.scheme.roles[role].title)}: {size}" for role, size in sizes.items())
            yield self._said("pathways", (name, "title"), say(pathway.title), members, say(pathway.text))

    def rules(self) -> Iterator[Saying]:
        """Each rule as an applicant reads it, and what exactly it asks."""
        for role, rules in self.scheme.eligibility.rules.items():
            for index, rule in enumerate(rules):
                about = f"{say(self.scheme.roles[role].plural)}, {KINDS[rule.kind]}"
                asked = asked_in_words(rule.holds, self.scheme, role)
                yield self._said("eligibility", ("rules", role, index, "holds"), about, say(rule.reason), asked)

    def questions(self) -> Iterator[Saying]:
        """Each question with who reads the answer."""
        readers = {"members": "the match reads it", "candidates": "possible matches read it"}
        for role, entry in self.scheme.registration.items():
            asked = titles(self.scheme, role)
            for name, question in entry.form["properties"].items():
                needed = "" if name in entry.form.get("required", ()) else "; may be left open"
                reader = readers.get(question.get("x-audience", ""), "coordinators read it")
                about = say(self.scheme.roles[role].plural)
                path = (role, "form", "properties", name, "title")
                yield self._said(
                    "registration", path, about, asked.get(f"answers.{name}", name), begun(reader + needed)
                )

    def criteria(self) -> Iterator[Saying]:
        """Each criterion with its weight, and who is asked before a match begins."""
        for name, matching in self.scheme.matching.items():
            source = "all" if "criteria" not in self.scheme.documents["matching"].get(name, {}) else name
            several = f"{say(self.scheme.pathways[name].title)}: " if len(self.scheme.matching) > 1 else ""
            for index, each in enumerate(matching.criteria):
                weight = WEIGHTS.get(str(each.weight), f"weight {each.weight}")
                about = f"{several}{_rule(each)}, {weight}"
                path = (source, "criteria", index, "weight")
                yield self._said("matching", path, about, say(each.reason) or _rule(each))
            if matching.offers.ask:
                order = ", then ".join(
                    _and([say(self.scheme.roles[r].plural) for r in step]) for step in matching.offers.ask
                )
                source = "all" if "offers" not in self.scheme.documents["matching"].get(name, {}) else name
                says, more = f"{begun(order)} are asked", f"An offer lapses after {matching.offers.expires}."
                yield self._said("matching", (source, "offers", "ask"), f"{several}Acceptance", says, more)

    def dates(self) -> Iterator[Saying]:
        """Milestones and events with their days."""
        times = {"person": "For each person", "mentorship": "For each match"}
        for name, milestone in self.scheme.timeline.items():
            moment = self.moments.get(name)
            when = self.day(moment.day) if moment else times.get(milestone.per, "Not yet known")
            about, more = say(milestone.title), self._done(name)
            yield self.changes.dated(name, about, when, more, of_programme=milestone.per == "programme")
        for name, event in self.scheme.activities.events.items():
            moment = self.moments.get(name)
            when = self.day(moment.day) if moment else "Not yet known"
            yield self.changes.dated(name, say(event.title), when, say(event.text), of_programme=True)

    def _done(self, name: str) -> str:
        """What is done at a milestone: messages, surveys, tasks."""
        words = {"send": "message", "ask": "survey"}
        counts: dict[str, int] = {}
        for action in self.scheme.timeline[name].do:
            for key, word in words.items():
                counts[word] = counts.get(word, 0) + (key in action)
        tasks = [say(action["task"]) for action in self.scheme.timeline[name].do if "task" in action]
        told = [count(number, word, f"{word}s") for word, number in counts.items() if number]
        return ". ".join(begun(each) for each in [*told, *tasks])

    def gates(self) -> Iterator[Saying]:
        """What somebody must have done before they go on."""
        for name, gate in self.scheme.activities.gates.items():
            whom = _and([say(self.scheme.roles[role].plural) for role in gate.who.roles]) or "Everybody"
            yield self._said("activities", ("gates", name, "title"), say(gate.title), f"{whom}, before {gate.before}")

    def messages(self) -> Iterator[Saying]:
        """Every letter: what it is called, its subject, and what is put in."""
        for name, message in self.scheme.messages.items():
            inside = _and([f"{{{each}}}" for each in dict.fromkeys(placeholders_in(say(message.body)))])
            yield self._said(
                "messages", (name, "body"), name.replace("_", " ").capitalize(), say(message.subject), inside
            )

    def _said(self, document: str, path: Path, about: str, says: str, more: str = "") -> Saying:
        """One saying; it may be changed where the schema lets an overlay reach what is written at `path`, or within."""
        return self.changes.said(document, path, about, says, more)


def _size(bounds: Bounds) -> str:
    return str(bounds.least) if bounds.least == bounds.most else f"{bounds.least} to {bounds.most}"


def _and(words: Iterable[str]) -> str:
    return listed(words, "and")


def _rule(criterion: Criterion) -> str:
    return criterion.rule.replace("_", " ").capitalize()
