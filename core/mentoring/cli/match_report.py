"""A round's result as tables for a terminal: matches weakest first, then who has none and why."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from mentoring.contracts.conditions import Truth
from mentoring.matching.explain import Because
from mentoring.matching.words import label
from mentoring.participants.judged import Judged
from mentoring.participants.rows import Problem, Reading
from mentoring.rounds.result import Round, notes, outcome_of, summary
from mentoring.schemes.scheme import say

NOTHING_HELPS = "no single change helps"
"""Said where changes were tried; they are sought for the served role alone."""
OUTCOMES = {"eligible": "Eligible", "a_person_looks": "A person looks", "not_eligible": "Not eligible"}


def show_problems(readings: Sequence[Reading], console: Console) -> None:
    """Every row that was left out, by file, line, column and reason; and the columns that belong to nothing."""
    for reading in readings:
        for problem in reading.problems:
            console.print(escape(line_of(reading, problem)), soft_wrap=True, highlight=False)
        left_over = [*reading.columns.ignored, *reading.columns.doubled]
        if left_over:
            named = ", ".join(f"“{header}”" for header in left_over)
            console.print(escape(f"{reading.name}: ignored columns: {named}."), soft_wrap=True, highlight=False)


def line_of(reading: Reading, problem: Problem) -> str:
    """One problem as one line of text."""
    column = f", column “{problem.column}”" if problem.column else ""
    who = f" ({problem.who})" if problem.who else ""
    lines = f" See line{'s' if len(problem.see) > 1 else ''} {', '.join(map(str, problem.see))}." if problem.see else ""
    return f"{reading.name}, line {problem.line}{column}{who}: {problem.reason}{lines}"


def show_report(run: Round, console: Console) -> None:
    """The whole result."""
    scheme = run.setting.scheme
    title = run.setting.programme.title if run.setting.programme else say(scheme.card.title)
    console.print(f"[bold]{escape(title)}[/bold]: {_headline(run)}", highlight=False)
    for note in notes(run):
        console.print(escape(note), style="yellow", highlight=False)
    console.print(_verdicts(run))
    if run.matching.because:
        console.print(_matches(run))
    if run.matching.why_not:
        console.print(_unmatched(run))
    for sentence in _in_numbers(run):
        console.print(escape(sentence), highlight=False)
    outside = [one for one in run.judged if not one.eligible_for or one.said.id in run.field.held]
    if outside:
        console.print(_outside(run, outside))


def _headline(run: Round) -> str:
    numbers = summary(run)
    served = run.setting.scheme.served_roles[0]
    eligible = numbers["outcomes"].get(served, {}).get("eligible", 0)
    plural = say(run.setting.scheme.roles[served].plural).lower()
    matches = numbers["matches"]
    placed = numbers["placed"].get(served, 0)
    told = f"{matches} match{'' if matches == 1 else 'es'} from {eligible} eligible {plural}"
    return told if placed == matches else f"{told}, {placed} of them placed"


def _in_numbers(run: Round) -> list[str]:
    """Who is unused, what is scarce, which last resorts were used, how good circles are at least."""
    told, plan = run.matching.numbers, run.plan
    said = []
    if told["unused"]:
        names = ", ".join(_name(run, each) for each in told["unused"][:_NAMED])
        more = f" and {len(told['unused']) - _NAMED} more" if len(told["unused"]) > _NAMED else ""
        said.append(f"Free: {names}{more}.")
    wanted = [
        f"{label(plan, each['fact'], each['value'])} ({each['wanted']} ask, room for {each['room']})"
        for each in told["scarce"][:_NAMED]
    ]
    if wanted:
        said.append(f"Scarce: {', '.join(wanted)}.")
    for each in told["last_resorts"]:
        criterion = next(p.criteria[each["criterion"]] for p in plan.pathways if p.id == each["pathway"])
        times = f"{each['broken']} match{'' if each['broken'] == 1 else 'es'}"
        said.append(f"Last resort used in {times}: {criterion.reason or criterion.rule}.")
    if told["points_at_most"]:
        part = run.solution.aims["points"] / told["points_at_most"]
        said.append(f"Circles: {part:.0%} of what no grouping of the same sizes could exceed.")
    return said


_NAMED = 5


def _verdicts(run: Round) -> Table:
    table = Table(title="Verdicts", title_justify="left")
    table.add_column("Role")
    for words in (*OUTCOMES.values(), "Rows left out"):
        table.add_column(words, justify="right")
    counts = summary(run)["outcomes"]
    for reading in run.readings:
        found = counts.get(reading.role, {})
        out = len({problem.line for problem in reading.problems})
        numbers = [str(found.get(outcome, 0)) for outcome in OUTCOMES]
        table.add_row(say(run.setting.scheme.roles[reading.role].plural), *numbers, str(out))
    return table


def _matches(run: Round) -> Table:
    table = Table(title="Matches, weakest first", title_justify="left", show_lines=True)
    for header in ("Members", "Of full marks", "Why"):
        table.add_column(header, justify="right" if header == "Of full marks" else "left")
    several = len(run.plan.pathways) > 1
    for because in sorted(run.matching.because, key=_strength):
        match = because.mentorship
        pathway = say(run.setting.scheme.pathways[match.pathway].title)
        members = "\n".join(
            f"{escape(_name(run, member))} [dim]{escape(say(run.setting.scheme.roles[role].title).lower())}[/dim]"
            for role, member in match.members
        )
        head = f"[dim]{escape(pathway)}[/dim]\n" if several else ""
        table.add_row(f"{head}{members}", f"{_strength(because):.0%}", _reasons(because))
    return table


def _strength(because: Because) -> float:
    match = because.mentorship
    return match.points / match.most if match.most else 1.0


def _reasons(because: Because) -> str:
    """What was weighed; the musts hold anyway."""
    styles = {"good": "green", "weak": "yellow", "none": "dim", "broken": "red"}
    told = [
        f"[{styles[reason.mark]}]{escape(reason.words)}[/{styles[reason.mark]}]"
        for reason in because.reasons
        if reason.weight != "must"
    ]
    return "\n".join(told) or "Nothing was asked beyond the rules that always hold."


def _unmatched(run: Round) -> Table:
    """The served role one by one; the others together where the same words hold for several."""
    table = Table(title="Without a match", title_justify="left", show_lines=True)
    for header in ("Who", "Why", "Smallest change"):
        table.add_column(header)
    served = set(run.setting.scheme.served_roles)
    roles = {one.said.id: one.said.role for one in run.judged}
    stands = Counter(why.entrant for why in run.matching.why_not)
    rows: dict[tuple[str, str, str], list[str]] = {}
    for why in sorted(run.matching.why_not, key=lambda why: roles[why.entrant] not in served):
        alone = why.entrant if roles[why.entrant] in served else ""
        change = why.relaxation.words if why.relaxation else ""
        cause = why.words.removesuffix(change).strip()
        told = change or (NOTHING_HELPS if why.tried and why.complete else "")
        where = say(run.setting.scheme.pathways[why.pathway].title) if stands[why.entrant] > 1 else ""
        who = f"{_name(run, why.entrant)}, {where}" if where else _name(run, why.entrant)
        rows.setdefault((alone, cause, told), []).append(who)
    for (_, cause, told), names in rows.items():
        style = "dim" if told == NOTHING_HELPS else ""
        table.add_row(escape("\n".join(names)), escape(cause), Text(told, style=style))
    return table


def _outside(run: Round, outside: Sequence[Judged]) -> Table:
    table = Table(title="Not in the round", title_justify="left", show_lines=True)
    for header in ("Who", "Verdict", "Why"):
        table.add_column(header)
    gates = run.setting.scheme.activities.gates
    for one in sorted(outside, key=lambda one: (outcome_of(one), one.said.id)):
        held = run.field.held.get(one.said.id)
        if held:
            named = ", ".join(say(gates[name].title) for name in held)
            table.add_row(escape(_name(run, one.said.id)), "Held", escape(f"Has not passed: {named}."))
            continue
        table.add_row(escape(_name(run, one.said.id)), OUTCOMES[outcome_of(one)], escape(_against(one)))
    return table


def _against(one: Judged) -> str:
    signs = {Truth.NO: "Does not hold", Truth.UNKNOWN: "Not known"}
    told = {
        f"{signs[finding.truth]}: {finding.reason}. Said: {finding.said}."
        for verdict in one.verdicts.values()
        for finding in verdict.against
        if finding.truth in signs
    }
    return "\n".join(sorted(told)) or "Enters no pathway."


def _name(run: Round, member: str) -> str:
    said = next(one.said for one in run.judged if one.said.id == member)
    home = run.setting.tenants.get(said.institution or "")
    where = home.short_name if home else said.institution
    return f"{said.name or said.email}{f' ({where})' if where else ''}"
