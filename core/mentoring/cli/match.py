"""``mentoring match``: from two lists of people to the best matches, with reasons. No server, no database."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from mentoring.cli.match_report import show_problems, show_report
from mentoring.errors import UnsoundDocument
from mentoring.matching.explain import explain_on
from mentoring.matching.score import Board
from mentoring.matching.why_not import why_not_on
from mentoring.participants.derive import with_own_facts
from mentoring.participants.facts import Setting
from mentoring.participants.homes import Homes
from mentoring.participants.judged import judge_all
from mentoring.participants.rows import Reading, read_registrations
from mentoring.participants.said import Said
from mentoring.programmes.dates import resolve_dates
from mentoring.programmes.file import read_programme
from mentoring.rounds.cohort import field_of, plan_of, tries
from mentoring.rounds.numbers import numbers
from mentoring.rounds.own import scored, solved
from mentoring.rounds.result import Matching, Round, canonical_bytes, result_of
from mentoring.schemes.ask import Asker, CodeHeld
from mentoring.schemes.load import load_alone
from mentoring.schemes.overlay import overlaid
from mentoring.schemes.scheme import Scheme
from mentoring.tenants.file import TenantFile, read_tenants

T = TypeVar("T")
HERE = Path("tenants")
"""Where institutions are looked for when nothing is said."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(
    epilog="Exit codes: 0 the round was solved (rows that could not be read are named on standard error); "
    "2 refused: a file, the scheme or the programme cannot be used, and standard error says why."
)
@click.option("--scheme", "name", required=True, metavar="NAME", help="An installed scheme.")
@click.option("--mentees", type=FILE, required=True, help="Registrations for the scheme's first role.")
@click.option("--mentors", type=FILE, help="Registrations for its second role, where it has one.")
@click.option("--tenants", type=FOLDER, help="Folder of the institutions' files; ./tenants when it is there.")
@click.option("--programme", type=FILE, help="The programme's file: who takes part, dates, changes to the scheme.")
@click.option("--trace", is_flag=True, help="Tell each call of the scheme's own code on standard error.")
@click.option("--json/--table", "as_json", default=None, help="Default: a table on a terminal, JSON otherwise.")
def match(
    name: str,
    mentees: Path,
    mentors: Path | None,
    tenants: Path | None,
    programme: Path | None,
    as_json: bool | None,
    trace: bool,
) -> None:
    """Match two lists of people: verdicts, the best overall assignment, and reasons for all of it.

    The lists are CSV or .xlsx, as exported by Microsoft Forms or any spreadsheet. A column belongs to a question
    when its header is the question's name or title; the order of columns and rows does not matter. A row that
    cannot be read is named by line, column and reason, and the rest go on. The JSON follows
    schemas/match-result.schema.json; equal inputs give equal bytes.

    Without --programme, what depends on dates or partners is unknown, and the result says so.
    """
    directory = load_alone(name)
    setting = setting_of(directory.get(name), tenants, programme)
    files = _files(setting.scheme, mentees, mentors)
    errors = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    ) as progress:
        asker = directory.asker.traced(lambda call: click.echo(call, err=True)) if trace else directory.asker
        run = run_match(setting, files, progress, asker)
    show_problems(run.readings, errors)
    if as_json if as_json is not None else not sys.stdout.isatty():
        sys.stdout.buffer.write(canonical_bytes(result_of(run)))
        sys.stdout.buffer.flush()
    else:
        show_report(run, Console())


def setting_of(scheme: Scheme, tenants: Path | None, programme: Path | None) -> Setting:
    """The scheme, institutions and programme the command was given. Raises UnsoundDocument."""
    folder = tenants or (HERE if HERE.is_dir() else None)
    known: dict[str, TenantFile] = read_tenants(folder) if folder else {}
    if programme is None:
        return Setting(scheme, known)
    run = read_programme(programme)
    if run.scheme != scheme.name:
        raise UnsoundDocument(
            f"{programme} is a programme of {run.scheme}, not of {scheme.name}.", f"Say --scheme {run.scheme}."
        )
    for institution in (run.host, *(partner.slug for partner in run.partners)):
        if institution not in known:
            raise UnsoundDocument(
                f"{programme} names the institution `{institution}`, and there is no file for it.",
                "Say with --tenants where the institutions' files are.",
            )
    for part in run.overlay:
        scheme = overlaid(scheme, part.changes)
    return Setting(scheme, known, run, resolve_dates(scheme, run.dates, known[run.host].timezone))


def run_match(setting: Setting, files: Sequence[tuple[str, Path]], progress: Progress, asker: Asker) -> Round:
    """Read, judge, solve and explain; `files` are (role, file). Raises CodeHeld where the scheme's own code fails.

    Facts that its code cannot derive are absent: then a person looks, and standard error says why.
    """
    homes = Homes(setting.tenants, setting.programme.listed if setting.programme else ())
    readings: list[Reading] = []
    for role, path in progress.track(files, description="Reading"):
        readings.append(read_registrations(path, setting.scheme, role, homes, setting.zone.key))
    everyone: Sequence[Said] = [said for reading in readings for said in reading.said]
    try:
        everyone = with_own_facts(asker, setting, everyone)
    except CodeHeld as held:
        click.echo(str(held), err=True)
    judged = [*progress.track(judge_all(setting, everyone), total=len(everyone), description="Judging registrations")]
    field = field_of(setting, judged)

    def ask(question: Callable[[Asker], T]) -> T:
        return question(asker)

    field = replace(field, cohort=scored(ask, setting.scheme, field.cohort))
    plan = plan_of(setting, field.cohort)
    steps = progress.add_task("Matching", total=3)
    solution = solved(ask, setting.scheme, field.cohort, plan)
    progress.update(steps, advance=1, description="Explaining matches")
    board = Board(field.cohort, plan)
    because = explain_on(board, solution)
    progress.update(steps, advance=1, description="Explaining who has none")
    reasons = why_not_on(board, solution, at_most=tries(field.cohort))
    progress.update(steps, advance=1)
    matching = Matching(plan, solution, because, reasons, numbers(board, solution))
    return Round(setting, readings, judged, field, matching)


def _files(scheme: Scheme, mentees: Path, mentors: Path | None) -> list[tuple[str, Path]]:
    """The first pathway's first and second role, with their files."""
    roles = list(next(iter(scheme.pathways.values())).members)
    if len(roles) > 1 and mentors is None:
        raise UnsoundDocument(
            f"{scheme.name} matches people of two roles.", f"Give the file of its {roles[1]}s by --mentors."
        )
    if len(roles) == 1 and mentors is not None:
        raise UnsoundDocument(f"{scheme.name} has the one role {roles[0]}.", "Leave --mentors out.")
    return [(roles[0], mentees), *([(roles[1], mentors)] if mentors else [])]
