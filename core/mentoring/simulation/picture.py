"""A play drawn: a year from left to right, what people did in it week by week, and its milestones. Plain SVG."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from zoneinfo import ZoneInfo

from mentoring.simulation.story import Story

WIDTH, LEFT, RIGHT = 1200, 190, 1170
TOP, BAND, GAP = 60, 64, 26
LABEL, LABELS, LETTER = 16, 8, 7
"""Height of a milestone's label, in how many lines they are staggered, and how wide a letter is at most."""

ROWS = (("registered", "Registrations"), ("letter", "Messages"), ("met", "Meetings"))
STYLE = (
    "svg{background:#fff;color:#1d2429;font:13px system-ui,sans-serif}"
    ".bar{fill:#35606e}.area{fill:#c9dde2;stroke:#35606e}.line{stroke:#9aa7ad;stroke-dasharray:2 3}"
    ".axis{stroke:#1d2429}.quiet{fill:#5b676d}text{fill:#1d2429}"
    "@media (prefers-color-scheme:dark){svg{background:#14191c;color:#e6ecee}text{fill:#e6ecee}.quiet{fill:#a6b3b9}"
    ".bar{fill:#8fc0ce}.area{fill:#26424a;stroke:#8fc0ce}.line{stroke:#5b676d}.axis{stroke:#e6ecee}}"
)


@dataclass(frozen=True)
class _Scale:
    """From days to places on the page."""

    first: date
    last: date

    def x(self, day: date) -> int:
        whole = max(1, (self.last - self.first).days)
        return LEFT + round((RIGHT - LEFT) * (day - self.first).days / whole)

    def weeks(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += timedelta(weeks=1)


def picture_of(story: Story) -> str:
    """The story as an SVG document; the same story is drawn the same."""
    days = [*story.days()]
    scale = _Scale(days[0] - timedelta(days=days[0].weekday()), days[-1] + timedelta(days=7))
    bottom = TOP + LABEL * LABELS + (len(ROWS) + 1) * (BAND + GAP)
    parts = [f'<text x="{LEFT}" y="28" font-size="20">{escape(story.title)}</text>', *_months(scale, bottom)]
    parts += _milestones(story, scale, bottom)
    y = TOP + LABEL * LABELS
    for kind, title in ROWS:
        parts += _bars(story, scale, kind, title, y)
        y += BAND + GAP
    parts += _running(story, scale, y)
    height = bottom + 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(story.title)}, week by week">\n<style>{STYLE}</style>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _months(scale: _Scale, bottom: int) -> Iterator[str]:
    yield f'<line class="axis" x1="{LEFT}" x2="{RIGHT}" y1="{bottom}" y2="{bottom}"/>'
    day = scale.first.replace(day=1)
    while day <= scale.last:
        if day >= scale.first:
            yield f'<text class="quiet" x="{scale.x(day)}" y="{bottom + 18}">{day:%b}</text>'
            if day.month == 1:
                yield f'<text class="quiet" x="{scale.x(day)}" y="{bottom + 34}">{day:%Y}</text>'
        day = (day + timedelta(days=32)).replace(day=1)


def _milestones(story: Story, scale: _Scale, bottom: int) -> Iterator[str]:
    zone = ZoneInfo(story.zone)
    dates = [each for each in story.happened if each.kind == "date"]
    free = [0] * LABELS  # by line: where the last label on it ends
    for each in dates:
        day = each.at.astimezone(zone).date()
        x = scale.x(day)
        anchor = "end" if x > (LEFT + RIGHT) * 0.75 else "start"
        width = LETTER * len(f"{each.what}, {day:%-d %b}")
        begins, ends = (x - width, x) if anchor == "end" else (x, x + width)
        line = next((n for n, end in enumerate(free) if end < begins), free.index(min(free)))
        free[line] = ends
        y = TOP + LABEL * line
        yield f'<line class="line" x1="{x}" x2="{x}" y1="{y}" y2="{bottom}"/>'
        yield (
            f'<text x="{x + (-4 if anchor == "end" else 4)}" y="{y + 4}" text-anchor="{anchor}" font-size="12">'
            f"{escape(each.what)}, {day:%-d %b}</text>"
        )


def _bars(story: Story, scale: _Scale, kind: str, title: str, y: int) -> Iterator[str]:
    zone = ZoneInfo(story.zone)
    counts: Counter[int] = Counter()
    for each in story.happened:
        if each.kind == kind:
            counts[(each.at.astimezone(zone).date() - scale.first).days // 7] += 1
    yield from _title(title, f"{counts.total()} in all", y)
    most = max(counts.values(), default=1)
    for number, week in enumerate(scale.weeks()):
        if counts[number]:
            height = max(2, round(BAND * counts[number] / most))
            width = max(2, scale.x(week + timedelta(days=6)) - scale.x(week))
            yield (
                f'<rect class="bar" x="{scale.x(week)}" y="{y + BAND - height}" width="{width}" height="{height}">'
                f"<title>{title}, week of {week:%-d %B %Y}: {counts[number]}</title></rect>"
            )


def _running(story: Story, scale: _Scale, y: int) -> Iterator[str]:
    """How many mentorships run, as a stepped area."""
    zone = ZoneInfo(story.zone)
    change: Counter[date] = Counter()
    for each in story.happened:
        if each.kind in {"formed", "completed", "ended"}:
            change[each.at.astimezone(zone).date()] += 1 if each.kind == "formed" else -1
    points: list[tuple[int, int]] = []
    running = most = 0
    for day in sorted(change):
        points += [(scale.x(day), running), (scale.x(day), running + change[day])]
        running += change[day]
        most = max(most, running)
    yield from _title("Mentorships running", f"{most} at most", y)
    if most:
        yield f'<polygon class="area" points="{_polygon([*points, (RIGHT, running)], most, y)}"/>'


def _polygon(points: Sequence[tuple[int, int]], most: int, y: int) -> str:
    floor = y + BAND
    shape = [(points[0][0], floor), *((x, floor - round(BAND * count / most)) for x, count in points)]
    return " ".join(f"{x},{at}" for x, at in [*shape, (points[-1][0], floor)])


def _title(title: str, remark: str, y: int) -> Iterator[str]:
    yield f'<text x="20" y="{y + 20}">{escape(title)}</text>'
    yield f'<text class="quiet" x="20" y="{y + 38}" font-size="12">{escape(remark)}</text>'
