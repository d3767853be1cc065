"""Charts as plain values. Shares are per cent of the largest, 0 to 100; published counts are rounded before."""

from dataclasses import dataclass
from typing import Literal

DotKind = Literal["within", "late", "over"]


@dataclass(frozen=True, kw_only=True)
class BarRow:
    """A bar: `share` full, `before` the paler length it had one step earlier (0: none)."""

    label: str
    value: str
    share: float
    before: float = 0
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class BarTable:
    """A table that is a chart: the title states the finding. `heads`: of label, value and (if any) remark."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[BarRow, ...]
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class PeopleRow:
    """Places as dots: `taken` people and `free` rings; `values` are the figures beside them."""

    label: str
    taken: int
    free: int
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PeopleTable:
    """Places by institution. `heads`: of label and of each value."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[PeopleRow, ...]
    text: str = ""


@dataclass(frozen=True)
class DotColumn:
    """`count` marks of one kind standing over `label`."""

    label: str
    count: int
    kind: DotKind = "within"


@dataclass(frozen=True)
class Row:
    """A line of a plain table; `href` where one may look closer."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class DotChart:
    """Each mark is one pair. `shaded` are the first and last column of the wished-for rhythm (from 0)."""

    id: str
    title: str
    columns: tuple[DotColumn, ...]
    key: tuple[tuple[DotKind, str], ...]
    heads: tuple[str, str]
    rows: tuple[Row, ...]
    text: str = ""
    shaded: tuple[int, int] | None = None
    shaded_label: str = ""

    @property
    def tallest(self) -> int:
        """Marks in the highest column."""
        return max((column.count for column in self.columns), default=0)


def bar_rows(values: tuple[tuple[str, int, str], ...], *, funnel: bool = False) -> tuple[BarRow, ...]:
    """Rows from (label, count, remark); in a funnel each bar shows the length of the one before it."""
    most = max((count for _, count, _ in values), default=0) or 1
    return tuple(
        BarRow(
            label=label,
            value=str(count),
            share=round(100 * count / most, 1),
            before=round(100 * values[i - 1][1] / most, 1) if funnel and i else 0,
            remark=remark,
        )
        for i, (label, count, remark) in enumerate(values)
    )
