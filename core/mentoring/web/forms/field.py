"""A question as it stands on a page: what is asked, how, what was typed, and what is wrong with it."""

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal[
    "text",
    "long",
    "email",
    "password",
    "integer",
    "date",
    "radio",
    "select",
    "checks",
    "ranked",
    "lines",
    "wish",
    "file",
]
"""How a question is answered. `lines`: one entry on each line; `ranked`: a select for each rank; `wish`: a
value and how much it matters; `password`: never shown again."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of several answers. `opens` lists the numbers of the follow-up questions that it brings up."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False
    opens: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Box:
    """A part of a field that has its own box: day, month, year; first, second wish; value, strength."""

    name: str
    label: str
    value: str = ""
    width: str = "w-2"
    wrong: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Field:
    """A question. `name` is also its id; `value` is what was typed, exactly.

    `follows` are the questions that come up with certain answers of this one, numbered from 1. `declared`
    sets it in the panel of a self-declaration, with `promise` below. Of very many options so many are `shown`, and the
    others unfold under `rest`; 0: all are.
    """

    name: str
    kind: FieldKind
    label: str
    why: str = ""
    hint: str = ""
    required: bool = True
    value: str = ""
    width: str = "w-name"
    rows: int = 4
    most: int = 0
    options: tuple[Option, ...] = ()
    boxes: tuple[Box, ...] = ()
    problem: str = ""
    autocomplete: str = ""
    declared: bool = False
    promise: str = ""
    beside: bool = False
    follows: tuple["Field", ...] = ()
    shown: int = 0
    rest: str = ""

    @property
    def target(self) -> str:
        """The id the error summary leads to: the first wrong box, or the control itself."""
        wrong = next((box.name for box in self.boxes if box.wrong), None)
        if wrong or self.boxes:
            return wrong or self.boxes[0].name
        return f"{self.name}-1" if self.options and self.kind in {"radio", "checks"} else self.name
