"""What is true of a programme's scheme as a whole, and stands at the head of pages: held code, other documents."""

from mentoring.programmes.model import Programme
from mentoring.programmes.moving import behind, installed
from mentoring.rounds.held import Held, round_held
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.http.visit import Visit
from mentoring.web.views.console import Task
from mentoring.web.views.parts import Banner, Button
from mentoring.web.words import when


def held_banner(visit: Visit, work: UnitOfWork, programme: Programme | None = None) -> Banner | None:
    """Why rounds are held, where they are: scheme, version, hook, cause, and what to do."""
    held = round_held(work, programme or visit.programme)
    if held is None:
        return None
    return Banner(kind="stop", title=held.title, text=held_words(visit, held), button=schemes_button(visit))


def held_words(visit: Visit, held: Held) -> str:
    """Why, since when, and what to do."""
    about = f"Scheme {held.scheme} {held.version}"
    about += f", hook {held.hook}, cause: {held.cause}" if held.hook else ""
    since = f" since {when(held.since, visit.tenant.timezone, visit.language)}" if held.since else ""
    return f"{about}{since}. {held.why} {held.remedy}"


def schemes_button(visit: Visit) -> Button:
    """Where faults are read and quarantines lifted."""
    return Button(label="See what failed", href=visit.path("console", "schemes"))


def notes_banner(visit: Visit, work: UnitOfWork) -> Banner | None:
    """What a lead coordinator should know first of the scheme of the programme in the path."""
    return held_banner(visit, work) or _of_documents(visit, work, visit.programme)


def scheme_tasks(visit: Visit, work: UnitOfWork, programme: Programme) -> tuple[Task, ...]:
    """The same as tasks of the page Today, for one programme: what is held is urgent."""
    held = round_held(work, programme)
    if held is not None:
        text = f"{programme.title}. {held_words(visit, held)}"
        return (Task(when="Held", title=held.title, text=text, button=schemes_button(visit), urgent=True),)
    note = _of_documents(visit, work, programme)
    if note is None or note.button is None:
        return ()
    return (Task(when="", title=note.title, text=f"{programme.title}. {note.text}", button=note.button),)


def _of_documents(visit: Visit, work: UnitOfWork, programme: Programme) -> Banner | None:
    if work.tenant != programme.tenant_id:
        return None
    there = installed(work, programme)
    if there is None:
        return Banner(
            kind="wait",
            title=f"The scheme {programme.scheme} is not installed here",
            text=f"The programme goes on by the documents of version {programme.scheme_version}, which it has pinned. "
            "Nothing else changes.",
        )
    if not behind(work, programme):
        return None
    return Banner(
        kind="info",
        title=f"Version {there.version} of the scheme is installed, with other documents",
        text=f"This programme goes on by version {programme.scheme_version}, which it has pinned, until you move it.",
        button=Button(label="See what would change", href=visit.path("console", programme.slug, "move")),
    )
