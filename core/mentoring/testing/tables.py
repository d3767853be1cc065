"""Registrations as the tables in which they reach an institution: plain CSV, or a Microsoft Forms export."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - chance is given, seeded, by the caller
from typing import Any

from mentoring.participants.said import Said
from mentoring.schemes.scheme import Fragment, Scheme, say


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and rows of cells, as somebody reads them."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def shuffled(self, chance: Random) -> "Table":
        """The same table with its columns and its rows in another order."""
        order = chance.sample(range(len(self.headers)), len(self.headers))
        rows = [tuple(row[i] for i in order) for row in self.rows]
        chance.shuffle(rows)
        return Table(tuple(self.headers[i] for i in order), tuple(rows))

    def csv(self) -> str:
        """The table as CSV, comma-separated, one line feed after each row."""
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([self.headers, *self.rows])
        return text.getvalue()


def plain_table(scheme: Scheme, role: str, people: Sequence[Said]) -> Table:
    """Columns by the questions' names, answers by their ids: what a system would hand over."""
    questions = [*_questions(scheme, role)]
    headers = ("name", "email", "institution", "submitted", *(name for _, name, _ in questions))
    rows = [
        (
            person.name,
            person.email,
            person.institution or "",
            person.submitted.strftime("%Y-%m-%dT%H:%M:%SZ") if person.submitted else "",
            *(_plain(_answer(person, where, name)) for where, name, _ in questions),
        )
        for person in people
    ]
    return Table(headers, tuple(rows))


def forms_table(scheme: Scheme, role: str, people: Sequence[Said]) -> Table:
    """As Microsoft Forms exports it: its own columns, the questions in full, answers by their labels, times in UTC."""
    questions = [*_questions(scheme, role)]
    headers = ("ID", "Start time", "Completion time", "Email", "Name", *(_title(q) for _, _, q in questions))
    rows = [
        (
            str(number),
            _clock(person.submitted - timedelta(minutes=19)) if person.submitted else "",
            _clock(person.submitted) if person.submitted else "",
            person.email,
            person.name,
            *(_labelled(_answer(person, where, name), question) for where, name, question in questions),
        )
        for number, person in enumerate(people, 1)
    ]
    return Table(headers, tuple(rows))


def _questions(scheme: Scheme, role: str) -> Iterator[tuple[str, str, Fragment]]:
    registration = scheme.registration[role]
    for where, form in (("answers", registration.form), ("declared", registration.declaration or {})):
        for name, question in form.get("properties", {}).items():
            yield where, name, question


def _answer(person: Said, where: str, name: str) -> Any:
    return (person.answers if where == "answers" else person.declared).get(name)


def _title(question: Fragment) -> str:
    return say(question["title"])


def _clock(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(_plain, value))
    if isinstance(value, Mapping):
        return f"{value.get('value', '')} ({value.get('strength', 'desirable')})"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _labelled(value: Any, question: Fragment) -> str:
    labels = question.get("x-labels", {})
    if isinstance(value, list):
        return "".join(f"{_labelled(each, question)};" for each in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, str) and value in labels:
        return say(labels[value])
    return _plain(value)
