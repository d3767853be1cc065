"""A story told: as text, day by day, and as a document."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mentoring.contracts.canonical import canonical
from mentoring.simulation.checks import Checked
from mentoring.simulation.story import Happening, Story

NAMED = 3
"""So many are named of those whom something happened to on one day."""

SENTENCES: Mapping[str, str] = {
    "registered": "registered {what}: {who}",
    "withdrew": "withdrew {what}: {who}",
    "decided": "decided as {what}: {who}",
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
    "letter": "message “{what}” to {who}",
    "task": "task set at {houses}: {what}",
    "done": "task done at {houses}: {what}",
}
"""Our own templates: nothing that anybody typed is one."""


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
    for day, happened in story.days().items():
        yield ""
        dates = [each.what for each in happened if each.kind == "date"]
        yield f"{day:%A %-d %B %Y}" + (f": {'; '.join(dates)}" if dates else "")
        groups: dict[tuple[str, str], list[Happening]] = {}
        for each in happened:
            if each.kind != "date":
                groups.setdefault((each.kind, each.what), []).append(each)
        for (kind, what), those in groups.items():
            yield "  " + _line(kind, what, those)


def _line(kind: str, what: str, those: Sequence[Happening]) -> str:
    who, houses = _people(those), ", ".join(sorted({each.house for each in those}))
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
