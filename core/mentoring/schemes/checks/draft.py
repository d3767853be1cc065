"""The documents under check, with the look-ups that the checks share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mentoring.contracts.problems import Path, Problem, entry_of
from mentoring.contracts.schemata import Step, marked, referring, walk
from mentoring.plugin import DOCUMENTS

Question = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """All twelve documents, each sound by its own schema, laid over the core's defaults; and the code's `hooks`."""

    documents: Mapping[str, Any]
    hooks: frozenset[str] | None = frozenset()

    def problem(self, document: str, path: Path, what: str, remedy: str) -> Problem:
        """A problem at `path` of `document`."""
        return Problem(document, entry_of(self.documents[document], path), what, remedy)

    def entries(self, document: str, part: str = "") -> dict[str, Any]:
        """The entries of a document, or of a part of it, by id; those removed with null are left out."""
        found = self.documents[document].get(part, {}) if part else self.documents[document]
        return {name: entry for name, entry in found.items() if entry is not None}

    def terms(self, term: str) -> Iterator[tuple[str, Path, Any]]:
        """Every value marked ``x-term: TERM`` in the schemas: document, path, value."""
        for document in DOCUMENTS:
            for path, value in marked(self.walked[document], term):
                yield document, path, value

    def references(self, document: str) -> Iterator[tuple[Path, str, str]]:
        """Each name in `document` that refers to something: its path, what it refers to, and the name."""
        return referring(self.walked[document])

    @cached_property
    def walked(self) -> dict[str, list[Step]]:
        """Every value of each document with what the schemas say of it: all checks look through the same."""
        return {document: [*walk(document, self.documents[document])] for document in DOCUMENTS}

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles' ids, in order."""
        return tuple(self.documents["roles"])

    @cached_property
    def pathways(self) -> tuple[str, ...]:
        """The pathways' ids, in order."""
        return tuple(self.documents["pathways"])

    @cached_property
    def points(self) -> dict[str, tuple[str, Path, Any]]:
        """Milestones and events by id: document, path, entry. They share their ids."""
        found = {name: ("timeline", (name,), entry) for name, entry in self.entries("timeline").items()}
        events = self.entries("activities", "events")
        return {**found, **{name: ("activities", ("events", name), entry) for name, entry in events.items()}}

    def per(self, point: str) -> str:
        """What the milestone or event occurs once for: programme, person or mentorship."""
        found: str = self.points[point][2].get("per", "programme")
        return found

    def members(self, pathway: str) -> dict[str, Any]:
        """Role to number, in order."""
        found: dict[str, Any] = self.documents["pathways"][pathway]["members"]
        return found

    def title(self, role: str) -> str:
        """What several people of the role are called, in English."""
        entry = self.documents["roles"][role]
        written = entry.get("plural", entry["title"])
        return str(written if isinstance(written, str) else written["en"])

    def questions(self, role: str, form: str = "form") -> Mapping[str, Question]:
        """The questions of a role's form or declaration, by name."""
        entry = self.documents["registration"].get(role, {})
        found: Mapping[str, Question] = entry.get(form, {}).get("properties", {})
        return found

    def bound(self, role: str, binding: str) -> str | None:
        """The question of the role's form bound ``x-is: BINDING``."""
        return next((name for name, q in self.questions(role).items() if q.get("x-is") == binding), None)

    def of_pathway(self, document: str, pathway: str, key: str) -> tuple[str, Any]:
        """Where the value of `key` that holds for the pathway is written (its own entry or ``all``), and the value."""
        for source in (pathway, "all"):
            entry = self.documents[document].get(source, {})
            if key in entry:
                return source, entry[key]
        return pathway, None
