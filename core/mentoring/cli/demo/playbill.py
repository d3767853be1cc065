"""What the demo says: how far its making has come, then whom one can be, and where."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn

from mentoring.cli.demo.guests import Bill, Guest
from mentoring.cli.demo.story import Telling
from mentoring.tenants.file import TenantFile


@contextmanager
def making(console: Console) -> Iterator[Telling]:
    """A bar for each programme as it is played; where there is no terminal, one line for each."""
    columns = (TextColumn("  {task.description}"), BarColumn(), TextColumn("{task.fields[day]}"))
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks = {}

        def tell(title: str, day: date, over: float) -> None:
            if title not in tasks:
                tasks[title] = progress.add_task(escape(title), total=1.0, day="")
                if not console.is_terminal:
                    console.print(f"  {escape(title)}", highlight=False)
            progress.update(tasks[title], completed=over, day=f"{day:%-d %B %Y}")

        yield tell
        for task in tasks.values():
            progress.update(task, completed=1.0, day="today")


def announce(
    console: Console,
    bills: Sequence[Bill],
    links: Mapping[Guest, str],
    tenants: Mapping[str, TenantFile],
    *,
    base_url: str,
) -> None:
    """Everything one needs to walk in. Links stand on lines of their own, unbroken."""

    def line(text: str = "") -> None:
        console.print(text, soft_wrap=True, highlight=False)

    line()
    line(f"[bold]The demo is at {base_url}/[/bold]")
    for bill in bills:
        line()
        line(f"[bold]{escape(bill.programme.title)}[/bold]  {_numbers(bill)}")
        line(f"  {base_url}/{bill.programme.host}/{bill.programme.slug}/")
        for guest in bill.guests:
            house = tenants[guest.tenant].short_name
            line(f"  [cyan]{escape(guest.part):22}[/cyan]{escape(guest.name)}, {escape(house)}")
            line(f"    {links[guest]}")
    host = bills[0].programme.host if bills else ""
    line()
    line("A link leads to a page with one button. It works once, within half an hour; each start makes new ones.")
    line("To be anyone else, ask for a link on an institution's sign-in page, and read it among the messages that")
    line(f"would have been sent: for example {base_url}/{host}/sign-in and {base_url}/{host}/outbox")
    line("Coordinators are asked for a code as well, as their phone would show it; it stands among the messages too.")
    line("In one browser you can be one person at each institution at a time.")


def _numbers(bill: Bill) -> str:
    numbers = bill.numbers
    if bill.programme.phase == "open":
        return f"registration is open: {numbers.registrations} registrations so far"
    return (
        f"half way: {numbers.registrations} registrations, {numbers.mentorships} mentorships running, "
        f"{numbers.meetings} meetings held"
    )
