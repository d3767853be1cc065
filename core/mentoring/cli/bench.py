"""``mentoring bench``: how fast and how good, beside others, in one run on this machine."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from mentoring.bench.matching import LEFT_OUT, measured
from mentoring.cli.bench_pages import pages
from mentoring.cli.bench_timeline import timeline


@click.group()
def bench() -> None:
    """Measure this package beside others, on made-up people. Only the ratios of one run mean anything."""


bench.add_command(timeline)
bench.add_command(pages)


PAIRS = ("Pairs", "Ours", "SciPy", "Ratio", "Reasons", "Memory", "Greedy: without, points", "Proved")
CIRCLES = ("Circles", "Time", "Circles", "Placed", "Points", "Of the best known", "Bound", "Gap", "Proving")
WIDTHS = (36, 10, 10, 10, 10, 17, 23, 8, 8)
FOOT = (
    "Ratio: ours, end to end, to SciPy's bare solve. Reasons: theirs to matching's time. Memory: ours to SciPy's. Of "
    "the best known: points found, as part of the best that any long search has found. Bound: no grouping into circles "
    "of the same sizes earns more; gap: how far it lies above the points found."
)


@bench.command()
@click.option("--quick", is_flag=True, help="Rounds of up to 1,000 and circles of 60 alone: under a minute.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, as each is measured.")
@click.option("--into", type=click.Path(dir_okay=False, path_type=Path),
              help="Keep rows in this file, and measure only those that are not there yet.")  # fmt: skip
def matching(*, quick: bool, as_json: bool, into: Path | None) -> None:
    """Match the same rounds by this package, by bare SciPy, greedily, and by mentor-match; circles by OR-tools as well.

    This package works end to end: encode, score, solve, proof, reasons for everyone. SciPy and greedy get the scores
    ready. Processor seconds; mentor-match and OR-tools are installed in environments of their own for the run. Each row
    is written as soon as it is measured: a run that is cut short goes on with `--into`.
    """
    errors, console = Console(stderr=True), Console(width=sum(WIDTHS) + len(WIDTHS))
    known = [json.loads(line) for line in into.read_text().splitlines()] if into and into.exists() else []
    rows = measured(quick=quick, told=lambda what: errors.print(f"{what} …", style="dim", highlight=False), known=known)
    before = ""
    for row in rows:
        told = json.dumps(row, sort_keys=True)
        if into and row not in known:
            with into.open("a") as kept:
                kept.write(told + "\n")
        if as_json:
            click.echo(told)
            continue
        heads = {"pair": PAIRS, "circle": CIRCLES}.get(row["kind"])
        if heads and row["kind"] != before:
            console.print(_line(heads), style="bold")
        before = row["kind"]
        console.print(_SHOWN[row["kind"]](row), highlight=False)
    if not as_json:
        console.print(FOOT, style="dim", highlight=False)
        if quick:
            console.print(f"Left out, being quick: {', '.join(LEFT_OUT)}.", highlight=False)


def _line(cells: tuple[str, ...]) -> Table:
    line = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    for k, width in enumerate(WIDTHS[: len(cells)]):
        line.add_column(justify="right" if k else "left", width=width)
    line.add_row(*cells)
    return line


def _pair(row: dict[str, Any]) -> Table:
    ours, greedy, memory = row["ours"], row["greedy"], row["memory_to_scipy"]
    return _line((
        row["title"],
        f"{ours['total']:.4f} s",
        f"{row['scipy']['total']:.4f} s",
        f"{row['time_to_scipy']:.2f}",
        f"{row['reasons_to_matching']:.2f}",
        "–" if memory is None else f"{memory:.2f}",
        f"{ours['aims']['placed'] - greedy['placed']}, {row['greedy_points']:.1%}",
        "yes" if ours.get("proved") else "no",
    ))  # fmt: skip


def _peer(row: dict[str, Any]) -> str:
    if "skipped" in row:
        return f"Left out: {row['skipped']}"
    ours, theirs = row["ours"], row["theirs"]
    return (
        f"mentor-match at {row['size']:,}: {theirs['total']:.2f} s, {theirs['placed']} people, {theirs['points']:,} "
        f"thousandths; ours {ours['total']:.3f} s, {ours['placed']} people, {ours['points']:,}: "
        f"{row['times_faster']:.0f} times faster."
    )


def _again(row: dict[str, Any]) -> str:
    if "skipped" in row:
        return f"Left out: {row['skipped']}"
    kinds = ", ".join(f"a {kind} {row[kind]['ratio']:.3f}" for kind in ("forbid", "lock", "withdrawal"))
    same = "the same answers" if row["same"] else "other answers, which is a fault"
    return f"One change at {row['size']:,}, as part of a full solve of {row['full']:.2f} s: {kinds}; {same}."


def _circle(row: dict[str, Any]) -> Table:
    return _line((
        row["title"], f"{row['total']:.2f} s", str(row["circles"]), str(row["placed"]), f"{row['points']:,}",
        f"{row['to_best_known']:.1%}", f"{row['bound']:,}", f"{row['gap']:.1%}", f"{row['proving']:.1f} s",
    ))  # fmt: skip


def _solver(row: dict[str, Any]) -> str:
    if "skipped" in row:
        return f"Left out: {row['skipped']}"
    ours, theirs = row["ours"], row["theirs"]
    return (
        f"CP-SAT on circles of {row['size']:,}: {theirs['points']:,} points in {theirs['seconds']:.0f} s, at most "
        f"{theirs['bound']:,} proven; ours {ours['points']:,} in {ours['total']:.2f} s, {row['time_to_theirs']:.1%} of "
        "the time."
    )


_SHOWN: Mapping[str, Callable[[dict[str, Any]], Table | str]] = {
    "pair": _pair,
    "peer": _peer,
    "again": _again,
    "circle": _circle,
    "solver": _solver,
}
