"""Points in time: anchors that exist for whom the milestone is, no circle of dates, nothing kept too briefly."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from mentoring.contracts.durations import Duration, add, parse_duration, parse_range
from mentoring.contracts.problems import Path, Problem
from mentoring.contracts.words import nearest
from mentoring.errors import UnsoundDocument
from mentoring.schemes.checks.draft import Draft
from mentoring.schemes.scheme import Survey

PERSON = ("submitted", "eligible", "matched")
MENTORSHIP = ("formed", "first_meeting", "each_meeting", "last_meeting", "planned_end", "ended")
ENDS = ("planned_end", "ended")
OPEN_FOR = Survey(title={}, form={}).open_for


def anchors(draft: Draft, per: str) -> list[str]:
    """What a milestone that occurs so may hang on."""
    found = [name for name in draft.points if draft.per(name) in {"programme", per}]
    if per == "person":
        return [*PERSON, *(f"passed.{gate}" for gate in draft.entries("activities", "gates")), *found]
    return [*MENTORSHIP, *found] if per == "mentorship" else found


def bad_anchors(draft: Draft) -> Iterator[Problem]:
    """An anchor that does not exist, or not for each of what the milestone occurs for."""
    for name, (document, path, entry) in draft.points.items():
        per = draft.per(name)
        at = entry["at"]
        for key in ("after", "before", "from", "until"):
            if key in at:
                yield from _anchor(draft, document, (*path, "at", key), at[key], per)
        if "every" in at and "until" not in at and per != "mentorship":
            yield draft.problem(
                document, (*path, "at"), "It repeats without end.", "Add `until` with the milestone at which it stops."
            )
    for document, path, point in _points(draft):
        if "from" in point:
            yield from _anchor(draft, document, (*path, "from"), point["from"], "mentorship")
    for name, fact in draft.entries("eligibility", "facts").items():
        for key in ("from", "to"):
            yield from _date_of_fact(draft, ("facts", name, key), fact[key])


def _anchor(draft: Draft, document: str, path: Path, anchor: str, per: str) -> Iterator[Problem]:
    known = anchors(draft, per)
    if anchor in known:
        return
    for other in ("person", "mentorship"):
        if anchor in anchors(draft, other):
            yield draft.problem(
                document,
                path,
                f"`{anchor}` is there once for each {other}, and this occurs per {per}.",
                f"Add per: {other}, or hang it on a milestone or event of the programme.",
            )
            return
    yield draft.problem(document, path, f"There is no milestone, event or anchor `{anchor}`.", nearest(anchor, known))


def _points(draft: Draft) -> Iterator[tuple[str, Path, Mapping[str, Any]]]:
    """Every point in a mentorship's life that the scheme states."""
    for name, entry in draft.entries("pathways").items():
        if "join_until" in entry:
            yield "pathways", (name, "join_until"), entry["join_until"]
    for name, entry in draft.entries("mentorships").items():
        for index, point in enumerate(entry.get("end", ())):
            yield "mentorships", (name, "end", index), point


def _date_of_fact(draft: Draft, path: Path, written: str) -> Iterator[Problem]:
    kind, _, rest = written.partition(".")
    history = [f"history.{role}.{key}" for key in ("last_completed", "last_end") for role in draft.roles]
    if written in history:
        return
    if kind == "answers":
        questions = [draft.questions(r)[rest] for r in draft.roles if rest in draft.questions(r)]
        if not questions:
            yield draft.problem("eligibility", path, f"Nobody is asked `{written}`.", "Add the question to a form.")
        elif not any(q.get("format") == "date" for q in questions):
            yield draft.problem("eligibility", path, f"`{written}` is no date.", "Give the question format: date.")
        return
    known = ["submitted", *(name for name in draft.points if draft.per(name) == "programme")]
    if written not in known:
        offered = [*_asked_dates(draft), *history, *known]
        yield draft.problem("eligibility", path, f"There is no date `{written}`.", nearest(written, offered))


def _asked_dates(draft: Draft) -> list[str]:
    """The questions that are answered with a date, as facts name them."""
    asked = {name: q for role in draft.roles for name, q in draft.questions(role).items()}
    return [f"answers.{name}" for name, question in asked.items() if question.get("format") == "date"]


def circles(draft: Draft) -> Iterator[Problem]:
    """Dates that wait for one another; told once for each circle, at its first entry."""
    hangs_on = {
        name: [a for key in ("after", "before", "from", "until") if (a := entry["at"].get(key)) in draft.points]
        for name, (_, _, entry) in draft.points.items()
    }
    done: set[str] = set()
    for start in hangs_on:
        circle = _circle(start, hangs_on, done)
        if circle:
            document, path, _ = draft.points[circle[0]]
            chain = ", which hangs on ".join(f"`{name}`" for name in [*circle[1:], circle[0]])
            yield draft.problem(
                document,
                (*path, "at"),
                f"`{circle[0]}` hangs on {chain}: a circle of dates.",
                "Ask the coordinator for one of them: {set: hint}.",
            )


def _circle(start: str, hangs_on: Mapping[str, list[str]], done: set[str]) -> list[str]:
    """A circle reached from `start` through points not yet `done`; empty when there is none."""
    trail: list[str] = []
    ahead: list[tuple[str, int]] = [(start, 0)]
    while ahead:
        name, depth = ahead.pop()
        del trail[depth:]
        if name in trail:
            done.update(trail)
            return trail[trail.index(name) :]
        if name in done:
            continue
        trail.append(name)
        if not hangs_on[name]:
            done.add(name)
        ahead += [(other, depth + 1) for other in hangs_on[name]]
    done.add(start)
    return []


def bad_durations(draft: Draft) -> Iterator[Problem]:
    """A range that falls, such as 6-4 weeks."""
    for name, entry in draft.entries("mentorships").items():
        every = entry.get("meetings", {}).get("every")
        if every:
            try:
                parse_range(every)
            except UnsoundDocument as error:
                yield draft.problem("mentorships", (name, "meetings", "every"), error.what, error.remedy)


def kept_too_briefly(draft: Draft) -> Iterator[Problem]:
    """`keep` that runs out, counted from the mentorships' end, before the last survey is answered."""
    keep = draft.documents["card"].get("keep")
    if not keep:
        return
    until = _day(parse_duration(keep))
    for name, milestone in draft.entries("timeline").items():
        asked = [action["ask"] for action in milestone.get("do", ()) if "ask" in action]
        for survey in asked:
            open_for = draft.documents["surveys"][survey].get("open_for", OPEN_FOR)
            closes = _after_end(draft, name, parse_duration(open_for))
            if closes and _day(closes) > until:
                what = f"Records are kept for {keep} after a mentorship, but the survey `{survey}` is open longer."
                yield draft.problem("card", ("keep",), what, "Keep them until the last survey has closed.")


def _after_end(draft: Draft, name: str, so_far: Duration, seen: tuple[str, ...] = ()) -> Duration | None:
    """How long after a mentorship's end the milestone `name` and `so_far` together are; None when not after it."""
    ends = {p["at"] for _, _, p in _points(draft) if "at" in p}
    if name in ENDS or name in ends:
        return so_far
    if name not in draft.points or name in seen:
        return None
    at = draft.points[name][2]["at"]
    if "after" not in at:
        return None
    by = parse_duration(at["by"]) if "by" in at else Duration()
    total = Duration(so_far.months + by.months, so_far.days + by.days)
    return _after_end(draft, at["after"], total, (*seen, name))


def _day(duration: Duration) -> date:
    return add(date(2001, 1, 1), duration)  # any day would do: two durations are compared from the same one


def bad_gates(draft: Draft) -> Iterator[Problem]:
    """A gate before anyone is matched cannot need what only comes after."""
    for name, gate in draft.entries("activities", "gates").items():
        for index, need in enumerate(gate["needs"]):
            if "signed" in need and gate["before"] in {"selection", "matching", "offer"}:
                yield draft.problem(
                    "activities",
                    ("gates", name, "needs", index),
                    "An agreement is signed when a mentorship has formed, and this gate stands before that.",
                    "Set before to meeting or completion.",
                )
