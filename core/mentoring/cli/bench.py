"""``mentoring bench``: how fast and how good, beside others, in one run on this machine."""

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from mentoring.bench.matching import run
from mentoring.cli.bench_pages import pages
from mentoring.cli.bench_timeline import timeline


@click.group()
def bench() -> None:
    """Measure this package beside others, on made-up people. Only the ratios of one run mean anything."""


bench.add_command(timeline)
bench.add_command(pages)


@bench.command()
@click.option("--quick", is_flag=True, help="Rounds of up to 1,000 and circles of 60 alone: about a minute.")
@click.option("--json", "as_json", is_flag=True, help="Everything measured, as JSON.")
def matching(*, quick: bool, as_json: bool) -> None:
    """Match the same rounds by this package, by bare SciPy, greedily, and by mentor-match; circles by OR-tools as well.

    This package works end to end: encode, score, solve, proof, reasons for everyone. SciPy and greedy get the scores
    ready. Processor seconds; mentor-match and OR-tools are installed in environments of their own for the run.
    """
    errors = Console(stderr=True)
    found = run(quick=quick, told=lambda what: errors.print(f"{what} …", style="dim", highlight=False))
    if as_json:
        click.echo(json.dumps(found, indent=2, sort_keys=True))
        return
    console = Console()
    console.print(_pairs(found["pairs"]))
    if found["peer"]:
        console.print(_peer(found["peer"]), highlight=False)
    console.print(_again(found["again"]), highlight=False)
    console.print(_circles(found["circles"]))
    if found["solver"]:
        console.print(_solver(found["solver"]), highlight=False)
    if found["left_out"]:
        console.print(f"Left out, being quick: {', '.join(found['left_out'])}.", highlight=False)


def _table(title: str, *headers: str) -> Table:
    table = Table(title=title, title_justify="left")
    for k, header in enumerate(headers):
        table.add_column(header, justify="right" if k else "left")
    return table


def _pairs(rows: list[dict[str, Any]]) -> Table:
    table = _table("Pairs", "Round", "Ours", "SciPy", "Ratio", "Reasons", "Memory", "Greedy", "Proved")
    table.caption = (
        "Ratio: ours, end to end, to SciPy's bare solve. Reasons: theirs to matching's time. Memory: ours to SciPy's. "
        "Greedy: people without a match, part of the points."
    )
    for row in rows:
        ours, greedy = row["ours"], row["greedy"]
        memory = row["memory_to_scipy"]
        table.add_row(
            row["title"],
            f"{ours['total']:.3f} s",
            f"{row['scipy']['total']:.3f} s",
            f"{row['time_to_scipy']:.2f}",
            f"{row['reasons_to_matching']:.2f}",
            "–" if memory is None else f"{memory:.2f}",
            f"{ours['aims']['placed'] - greedy['placed']}, {row['greedy_points']:.1%}",
            "yes" if ours.get("proved") else "no",
        )
    return table


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


def _circles(rows: list[dict[str, Any]]) -> Table:
    table = _table(
        "Circles", "People", "Time", "Circles", "Placed", "Points", "Of the best known", "Bound", "Gap", "Proving"
    )
    table.caption = (
        "Of the best known: points found, as part of the best that any long search has found. Bound: no grouping into "
        "circles of the same sizes earns more. Gap: how far it lies above the points found."
    )
    for row in rows:
        table.add_row(
            f"{row['people']:,}", f"{row['total']:.2f} s", str(row["circles"]), str(row["placed"]),
            f"{row['points']:,}", f"{row['to_best_known']:.1%}", f"{row['bound']:,}", f"{row['gap']:.1%}",
            f"{row['proving']:.1f} s",
        )  # fmt: skip
    return table


def _solver(row: dict[str, Any]) -> str:
    if "skipped" in row:
        return f"Left out: {row['skipped']}"
    ours, theirs = row["ours"], row["theirs"]
    return (
        f"CP-SAT on circles of {row['people']:,}: {theirs['points']:,} points in {theirs['seconds']:.0f} s, at most "
        f"{theirs['bound']:,} proven; ours {ours['points']:,} in {ours['total']:.2f} s, {row['time_to_theirs']:.1%} of "
        "the time."
    )
