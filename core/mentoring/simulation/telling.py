"""A story told: as text, day by day, and as a document."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from msgspec import Struct

from mentoring.contracts.canonical import canonical
from mentoring.schemes.entries import humanised
from mentoring.simulation.checks import Checked
from mentoring.simulation.story import Happening, Story

NAMED = 3
"""So many are named of those whom something happened to on one day."""

SENTENCES: Mapping[str, str] = {
    "registered": "registered {what}: {who}",
    "withdrew": "withdrew {what}: {who}",
    "decided": "decided as {what}: {who}",
    "replied": "{what}: {who}",
    "attended": "were at “{what}”: {who}",
    "passed": "passed “{what}”: {who}",
    "round": "a round is run: {what}",
    "published": "{what}",
    "formed": "began ({what}): {who}",
    "met": "met: {who}",
    "extended": "goes on ({what}): {who}",
    "completed": "completed ({what}): {who}",
    "ended": "ended early ({what}): {who}",
    "dissolved": "did not come about ({what}): {who}",
    "asked": "“{what}” asked of {who}",
    "answered": "“{what}” answered by {who}",
    "letter": "message “{what}” to {who}",
    "task": "task set at {houses}: {what}",
    "done": "task done at {houses}: {what}",
}
"""Our own templates: nothing that anybody typed is one."""


class Day(Struct, frozen=True):
    """One day on which something happened: the dates that it is, and a line for each thing."""

    day: date
    dates: tuple[str, ...]
    lines: tuple[str, ...]


class Month(Struct, frozen=True):
    """A month of it, by its first day; `counts` says how often each kind of thing happened."""

    first: date
    days: tuple[Day, ...]
    counts: Mapping[str, int]


def by_month(story: Story) -> tuple[Month, ...]:
    """The story month by month."""
    kinds = story.days()
    months = []
    for first, days in groupby(told_days(story), lambda each: each.day.replace(day=1)):
        found = tuple(days)
        counts = Counter(one.kind for each in found for one in kinds[each.day])
        months.append(Month(first, found, dict(sorted(counts.items()))))
    return tuple(months)


def told_days(story: Story) -> Iterator[Day]:
    """Each day in words."""
    for day, happened in story.days().items():
        groups: dict[tuple[str, str], list[Happening]] = {}
        for each in happened:
            if each.kind != "date":
                groups.setdefault((each.kind, each.what), []).append(each)
        dates = tuple(each.what for each in happened if each.kind == "date")
        yield Day(day, dates, tuple(_line(kind, what, those) for (kind, what), those in groups.items()))


def as_text(story: Story, checks: Sequence[Checked]) -> str:
    """The story, day by day; then how it came out, and what was checked."""
    return "\n".join([*_head(story), *_days(story), *_end(story, checks)]) + "\n"


def as_document(story: Story, checks: Sequence[Checked], people: Mapping[str, int]) -> str:
    """The same as canonical JSON, with everything that happened."""
    document: dict[str, Any] = {
        "programme": story.title,
        "scheme": story.scheme,
        "zone": story.zone,
        "people": dict(people),
        "happened": [
            {"at": each.at.isoformat(), "kind": each.kind, "what": each.what, "who": each.who, "house": each.house}
            for each in story.happened
        ],
        "outcome": story.outcome,
        "notes": list(story.notes),
        "checked": [{"words": c.words, "looked_at": c.looked_at, "broken": list(c.broken)} for c in checks],
    }
    return canonical(document) + "\n"


def _head(story: Story) -> Iterator[str]:
    yield f"{story.title} ({story.scheme}), played from beginning to end"
    yield "Nobody in it has ever lived. Times are those of " + story.zone + "."


def _days(story: Story) -> Iterator[str]:
    for day in told_days(story):
        yield ""
        yield f"{day.day:%A %-d %B %Y}" + (f": {'; '.join(day.dates)}" if day.dates else "")
        for line in day.lines:
            yield "  " + line


def _line(kind: str, what: str, those: Sequence[Happening]) -> str:
    who, houses = _people(those), ", ".join(sorted({each.house for each in those}))
    what = humanised(what) if kind == "letter" else what
    return SENTENCES[kind].format_map({"what": what, "who": who, "houses": houses})


def _people(those: Sequence[Happening]) -> str:
    names = [each.who for each in those[:NAMED]]
    more = len(those) - len(names)
    return "; ".join(names) + (f"; and {more} more" if more else "")


def _end(story: Story, checks: Sequence[Checked]) -> Iterator[str]:
    yield ""
    yield "How it came out"
    for what, counts in story.outcome.items():
        yield f"  {what}: " + ", ".join(f"{number} {name}" for name, number in counts.items())
    for note in story.notes:
        yield f"  {note}"
    yield ""
    yield "What must hold"
    for each in checks:
        yield f"  {'holds' if not each.broken else 'BROKEN'} ({each.looked_at} times): {each.words}"
        for about in each.broken[:NAMED]:
            yield f"    {about}"
