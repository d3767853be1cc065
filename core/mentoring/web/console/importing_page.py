"""How a file that was tried is shown: a sentence with the numbers, each row, and which column was read as what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mentoring.participants.columns import Asked, find_columns, key_of, takeable, texts
from mentoring.participants.importing import Line, Outcome, Tried
from mentoring.participants.sheets import Sheet
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Uploaded
from mentoring.web.http.visit import Visit
from mentoring.web.views.account import SmallForm
from mentoring.web.views.importing import FileLine, Going, ImportPage, TriedFile
from mentoring.web.views.parts import Banner, Button, Empty, Link, MarkKind, Step
from mentoring.web.words import begun, count

SHOWN = 300
"""Rows on a page, those first that need somebody."""
LOOKS = 5
"""Seconds after which a page that waits looks again."""
_ORDER: tuple[Outcome, ...] = ("wrong", "older", "elsewhere", "known", "new")
_TOLD: Mapping[Outcome, tuple[MarkKind, str]] = {
    "wrong": ("stop", "To be mended"),
    "older": ("open", "Left out"),
    "elsewhere": ("open", "Left out"),
    "known": ("open", "Left as it is"),
    "new": ("done", "Will be registered"),
}
_CORE = {
    "name": "Their name",
    "first_name": "Their first name",
    "last_name": "Their last name",
    "email": "Their address",
    "institution": "Their institution",
    "job_title": "Job title",
    "unit": "Unit",
    "grade": "Grade",
    "submitted": "When they registered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What somebody handed in: as what the people register, the file, and which column they said answers what."""

    role: str
    file: Uploaded | None = None
    chosen: Mapping[int, str] = field(default_factory=dict)
    was_sent: bool = False


def import_page(
    visit: Visit,
    roles: tuple[str, ...],
    handed: Handed,
    problems: Mapping[str, str],
    sheet: Sheet | None,
    tried: Tried | None,
    hidden: tuple[tuple[str, str], ...],
    banner: Banner | None,
) -> ImportPage:
    """The page: the file that was tried, if one was, and below where one is chosen."""
    fields = _choosing(visit, roles, handed.role, problems, again=tried is not None)
    return ImportPage(
        title="Registrations from a file",
        problems=form_problems(fields),
        banner=banner,
        programme=visit.programme.title,
        sentence="From Microsoft Forms, Excel or CSV. First you see what becomes of each row; then all are taken, or "
        "none.",
        back=Link("Back to registrations", visit.path("console", visit.programme.slug, "registrations")),
        choose=SmallForm(
            title="Choose another file" if tried else "Choose the file",
            text=f"People of {visit.tenant.short_name}, one in each row. Nothing is kept of a file before you take it.",
            action=_here(visit),
            fields=fields,
            button="Look at the file",
        )
        if roles
        else None,
        tried=_tried(visit, handed.role, sheet, tried, hidden) if sheet is not None and tried is not None else None,
        empty=None
        if roles
        else Empty(
            title="Nobody can be registered now",
            text="Registration is not open, or people are asked into every role. The programme's dates say when.",
        ),
    )


def going_page(visit: Visit, role: str, taken: int, waiting: int) -> ImportPage:
    """Everybody is registered, and the rules have not been looked at for all of them yet."""
    entry = scheme_of(visit.programme).roles[role]
    title, people = say(entry.title, visit.language).lower(), say(entry.plural, visit.language).lower()
    wait = begun(count(waiting, f"{title} waits", f"{people} wait"))
    return ImportPage(
        title="Registrations from a file",
        programme=visit.programme.title,
        sentence=f"All {taken:,} {people} are registered. What follows for them goes on by itself.",
        back=Link("Back to registrations", visit.path("console", visit.programme.slug, "registrations")),
        going=Going(
            title="How far it has come",
            steps=(
                Step(title=f"{taken:,} rows checked and taken", text="All of them, in one step.", state="done"),
                Step(
                    title="The rules are looked at",
                    text=f"{wait}. It takes about three seconds for each thousand.",
                    state="now",
                ),
                Step(title="Everybody is told", text="They get the letter that whoever registers gets."),
            ),
            text=f"This page looks again by itself every {LOOKS} seconds. You can leave it and come back: nothing "
            "depends on it, and if the machine stops, it goes on with this when it is back.",
            again=Link("Look again", f"{_here(visit)}?taken={taken}&role={role}"),
            seconds=LOOKS,
        ),
    )


def _here(visit: Visit) -> str:
    return visit.path("console", visit.programme.slug, "import")


def _choosing(
    visit: Visit, roles: tuple[str, ...], role: str, problems: Mapping[str, str], *, again: bool
) -> tuple[Field, ...]:
    scheme = scheme_of(visit.programme)
    return (
        Field(
            name="role",
            kind="radio",
            label="As what do they register?",
            options=tuple(
                Option(value=each, label=say(scheme.roles[each].title, visit.language), chosen=each == role)
                for each in roles
            ),
            problem=problems.get("role", ""),
            beside=True,
        ),
        Field(
            name="file",
            kind="file",
            label="Another file" if again else "The file",
            hint="An .xlsx or .csv of at most 3 MB and 5,000 rows, with the names of the columns in its first row.",
            problem=problems.get("file", ""),
        ),
    )


def _tried(visit: Visit, role: str, sheet: Sheet, tried: Tried, hidden: tuple[tuple[str, str], ...]) -> TriedFile:
    lines = sorted(tried.lines, key=lambda each: (_ORDER.index(each.outcome), each.line))
    rest = len(lines) - SHOWN
    return TriedFile(
        title=sheet.name,
        sentence=_sentence(tried),
        columns=tuple(_column(visit, role, sheet, tried, index) for index in range(len(sheet.headers))),
        columns_sentence="What you choose is remembered for the next file. What only the person can declare, and "
        "anything on equality monitoring, is never taken from a file.",
        columns_open=bool(tried.columns.missing),
        action=_here(visit),
        again="Read it so",
        take=_take(visit, role, tried),
        hidden=hidden,
        lines=tuple(_line(each) for each in lines[:SHOWN]),
        more=begun(f"{count(rest, 'more row is', 'more rows are')} as those above.") if rest > 0 else "",
    )


def _sentence(tried: Tried) -> str:
    if tried.columns.missing:
        asked = ", ".join(f"“{each}”" for each in tried.columns.missing)
        return f"Say below which column answers {asked}. Nothing has been read yet."
    new, wrong = tried.count("new"), tried.count("wrong")
    known, left = tried.count("known"), tried.count("older") + tried.count("elsewhere")
    told = [begun(f"{count(new, 'person', 'people')} would be registered.")]
    told += [begun(f"{count(known, 'is', 'are')} registered already.")] if known else []
    told += [begun(f"{count(left, 'row is', 'rows are')} left out.")] if left else []
    if wrong:
        told.append(begun(f"{count(wrong, 'row needs', 'rows need')} mending: do it in the file and choose it again."))
    return " ".join(told)


def _take(visit: Visit, role: str, tried: Tried) -> Button:
    new, wrong = tried.count("new"), tried.count("wrong")
    entry = scheme_of(visit.programme).roles[role]
    title = say(entry.title if new == 1 else entry.plural, visit.language).lower()
    reason = ""
    if tried.columns.missing:
        reason = "a column is missing"
    elif wrong:
        reason = count(wrong, "row is to be mended", "rows are to be mended")
    elif not new:
        reason = "nobody in it is new"
    label = f"Register {count(new, title, title)}" if new else "Register them"
    return Button(label=label, href=f"{_here(visit)}/take", kind="primary", reason=reason)


def _line(line: Line) -> FileLine:
    mark, word = _TOLD[line.outcome]
    is_new = line.outcome == "new"
    return FileLine(
        line=line.line,
        who=f"{line.words}, {line.who}" if is_new and line.words else line.who or "Nobody is named",
        mark=mark,
        word=word,
        text="" if is_new else line.words,
        faults=tuple((each.column or "The row", begun(each.words)) for each in line.faults),
    )


def _column(visit: Visit, role: str, sheet: Sheet, tried: Tried, index: int) -> Field:
    scheme = scheme_of(visit.programme)
    read = dict(tried.columns.found)
    guess = dict(find_columns(sheet.headers, scheme, role).found).get(index)
    declared = guess is not None and guess.where == "declared"
    chosen = key_of(read[index]) if index in read else ""
    return Field(
        name=f"column-{index}",
        kind="select",
        label=sheet.headers[index][:200] or f"Column {index + 1}, which has no name",
        hint="Only the person can declare this. It is not taken." if declared else "",
        options=(
            Option(value="", label="Nothing: it is left out", chosen=not chosen),
            *(
                Option(value=key, label=_words(visit, asked), chosen=key == chosen)
                for key, asked in takeable(scheme, role).items()
            ),
        ),
    )


def _words(visit: Visit, asked: Asked) -> str:
    if asked.where == "core":
        return _CORE[asked.name]
    title = say(asked.schema.get("title"), visit.language) or next(iter(texts(asked.schema.get("title"))), "")
    return title or asked.headers[0]
