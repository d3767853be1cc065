"""The parts that pages are made of, as plain values. Texts are already in the reader's language."""

from dataclasses import dataclass
from typing import ClassVar, Literal

MarkKind = Literal["done", "wait", "stop", "open", "priority", "next", "info"]
"""Marks differ in shape: done is a tick in a disc, wait half a disc, stop a diamond with a bar, open a ring,
priority a ring with a plus, next a ring with a dot, info a disc with an i. The word always follows."""

BeadKind = Literal["held", "next", "open"]


@dataclass(frozen=True)
class Link:
    """A link. `current` marks the page one is on; `count` stands where a person is needed (0: none)."""

    label: str
    href: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button: verb and object, with the number where many are touched.

    With `post` it is a form of its own (the page's token is added); without, a link that looks like a button.
    `name` and `value` are sent with it, and `hidden` pairs too. A button that cannot work yet has a `reason`
    and no address: it stays, dashed. `pressed` makes it a switch. `about` names the object for screen readers
    where the label alone would repeat ("Lock" + "Amara Quarto with Dinah Almanac"). `key` is the letter that presses it
    too, where the page says so.
    """

    label: str
    href: str = ""
    post: bool = False
    kind: Literal["", "primary", "stop", "small", "link"] = ""
    icon: str = ""
    name: str = ""
    value: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    pressed: bool | None = None
    about: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Banner:
    """What is true of the whole page, or what was just done. `kind` is its colour and mark."""

    kind: Literal["info", "done", "wait", "stop"]
    title: str
    text: str = ""
    button: Button | None = None


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What would be here, when, and one thing to do now."""

    title: str
    text: str
    button: Button | None = None


@dataclass(frozen=True)
class Problem:
    """Something to look at again: `field` is the id of the control it leads to, `text` the sentence."""

    field: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """A bead on a standing thread. `when` above, `title`, then a line of `text` or a link."""

    title: str
    when: str = ""
    text: str = ""
    state: Literal["done", "now", "half", "open"] = "open"
    href: str = ""


@dataclass(frozen=True)
class Beads:
    """Meetings, or steps, on a thread, and the same in words."""

    kinds: tuple[BeadKind, ...]
    text: str


def beads(held: int, wanted: int, text: str, *, next_planned: bool = False) -> Beads:
    """`held` filled beads, then one with a dot when the next is planned, then open ones up to `wanted`."""
    kinds: list[BeadKind] = ["held"] * held
    if next_planned:
        kinds.append("next")
    kinds += ["open"] * (wanted - len(kinds))
    return Beads(tuple(kinds), text)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody in a mentorship as another may see them. `leads`: a mentor or lead (a filled bead)."""

    name: str
    line: str = ""
    leads: bool = False

    @property
    def initials(self) -> str:
        """The first letters of the first and last word of the name."""
        words = self.name.split() or ["?"]
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has. `title` is its one h1; `problems` fill the error summary and begin its title."""

    template: ClassVar[str] = ""
    title: str
    banner: Banner | None = None
    problems: tuple[Problem, ...] = ()
