"""``mentoring schemes``: which schemes are installed, and whether one is sound."""

from pathlib import Path

import click

from mentoring.cli.match import FILE, FOLDER, setting_of
from mentoring.errors import MentoringError
from mentoring.schemes.checks.doubtful import doubts
from mentoring.schemes.load import load_alone, load_directory, load_scheme
from mentoring.schemes.scheme import Scheme, say
from mentoring.testing.cohorts import Crowd
from mentoring.testing.conformance import findings
from mentoring.testing.conformance_code import code_answers
from mentoring.testing.ground import setting_for
from mentoring.testing.tables import plain_table


@click.group()
def schemes() -> None:
    """The installed schemes."""


@schemes.command("list")
def list_() -> None:
    """List the installed schemes, and those that cannot be loaded."""
    directory = load_directory()
    for scheme in directory.schemes.values():
        click.echo(f"{scheme.name:24}{scheme.version:10}{say(scheme.card.title)}")
    for failure in directory.failures:
        click.echo(f"{failure.name:24}cannot be loaded; mentoring schemes check {failure.name} says why", err=True)
    if not directory.schemes and not directory.failures:
        click.echo("No scheme is installed. Install a distribution such as mentoring-hello.", err=True)


@schemes.command()
@click.argument("name")
@click.option("--trace", is_flag=True, help="Tell each call of the scheme's own code: asked, answered, time.")
def check(name: str, trace: bool) -> None:
    """Check the scheme NAME whole, and say what it holds or everything that is wrong.

    First the documents: whether they fit together. Then the conformance suite plays with them: invented people who
    keep and break each rule, forms filled in, letters written, a round matched. Then its own code, if it has some. The
    same as pytest --scheme NAME. What holds and may not be meant is told as a note, on standard error.
    """
    try:
        directory = load_alone(name)
        scheme = directory.get(name)
    except MentoringError as error:
        raise click.ClickException(str(error)) from error
    asker = directory.asker.traced(lambda call: click.echo(call, err=True)) if trace else directory.asker
    found = (*findings(scheme), *code_answers(scheme, asker))
    if found:
        told = "\n".join(f"- {problem}" for problem in found)
        count = "one problem" if len(found) == 1 else f"{len(found)} problems"
        raise click.ClickException(
            f"The scheme {name} loads, but people could not take part as it means ({count}):\n{told}"
        )
    for notice in (*scheme.notices, *doubts(scheme.documents)):
        click.echo(f"- {notice}", err=True)
    click.echo(_summary(scheme))


@schemes.command()
@click.argument("name")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=".", help="Where to write; here.")
@click.option("--count", default=12, show_default=True, help="People in each role.")
@click.option("--seed", default=1, show_default=True, help="The same number gives the same people.")
@click.option("--tenants", type=FOLDER, help="Folder of the institutions' files: where the people are from.")
@click.option("--programme", type=FILE, help="The programme's file: who takes part, and the dates rules speak of.")
def people(name: str, folder: Path, count: int, seed: int, tenants: Path | None, programme: Path | None) -> None:
    """Invent people for the scheme NAME, and write a list for each role: ROLE.csv, as mentoring match reads it.

    They are drawn from the scheme's own documents until its own rules find them eligible; the last of each list is not
    eligible, where there is a rule to break. Their names are words of typography: nobody can take them for real.
    """
    setting = setting_of(load_scheme(name), tenants, programme)
    if not setting.tenants:
        setting = setting_for(setting.scheme)
    folder.mkdir(parents=True, exist_ok=True)
    crowd = Crowd(setting, seed)
    for role in setting.scheme.registration:
        try:
            drawn = crowd.register(role, count)
            rules = setting.scheme.eligibility.rules.get(role, ())
            if any(rule.kind == "required" for rule in rules):
                drawn += crowd.register(role, 1, outcome="not_eligible")
        except ValueError as error:
            hint = "" if setting.moments else " Rules about dates need --programme."
            raise click.ClickException(f"Nobody could be invented for {name}: {error}.{hint}") from error
        path = folder / f"{role}.csv"
        path.write_text(plain_table(setting.scheme, role, drawn).csv(), encoding="utf-8")
        click.echo(f"{path}: {len(drawn)} people")


def _summary(scheme: Scheme) -> str:
    asked = [
        f"{name}: {say(when.asked)}"
        for name, when in [
            *((name, milestone.at) for name, milestone in scheme.timeline.items()),
            *((name, event.at) for name, event in scheme.activities.events.items()),
        ]
        if when.asked
    ]
    lines = [
        f"{say(scheme.card.title)} ({scheme.name} {scheme.version}) is sound. Digest {scheme.digest[:12]}.",
        f"Roles: {', '.join(say(role.title) for role in scheme.roles.values())}.",
        f"Pathways: {', '.join(say(pathway.title) for pathway in scheme.pathways.values())}.",
        "Asked of the coordinator when a programme is opened:",
        *(f"  {line}" for line in asked),
    ]
    return "\n".join(lines)
