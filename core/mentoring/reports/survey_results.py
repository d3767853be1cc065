"""One survey as coordinators read it: who has answered, what may be told of it, and the same as a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from mentoring.contracts.forms import compile_form
from mentoring.errors import Conflict
from mentoring.participants.setting import roles_here
from mentoring.participants.words import in_words
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import scheme_of
from mentoring.programmes.unchanged import while_unchanged
from mentoring.reports.csv_file import csv_bytes
from mentoring.reports.surveys import Counted, Said, Written, compared, counted, may_show, mean_of, written
from mentoring.schemes.scheme import Scheme, Survey, say
from mentoring.surveys.queries import Someone, people_asked, unsigned_answers
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork

Withheld = Literal["", "nobody", "members", "host", "open", "few"]
"""Why there are no results: nobody has answered; members, or the host alone, read them; without names: it is still
open, or too few have answered."""


@dataclass(frozen=True, slots=True)
class Results:
    """What one reader may know. `people` are all asked whom they see; `withheld` says why nothing is counted.

    `said` are the answers that are counted, `authors` by whom, where that is read.
    """

    survey: str
    entry: Survey
    people: tuple[Someone, ...]
    said: Said
    authors: tuple[Someone, ...]
    counts: tuple[Counted, ...]
    words: tuple[Written, ...]
    withheld: Withheld

    @property
    def answered(self) -> int:
        """How many have answered."""
        return sum(each.answered_at is not None for each in self.people)

    def missing(self, now: datetime) -> tuple[Someone, ...]:
        """Who can still answer and has not."""
        return tuple(each for each in self.people if each.answered_at is None and each.closes_at > now)


def results(work: UnitOfWork, programme: Programme, survey: str, *, language: str = "en") -> Results:
    """What this coordinator may know of `survey`; kept while nothing is written, unless it hangs on the time.

    What is told without names does: whether the survey is still open. Raises NotFound, NotAllowed.
    """
    work.demand("survey.read", roles_here(work, programme))
    surveys = scheme_of(programme).surveys
    told = (survey, *compared(scheme_of(programme), survey).values()) if survey in surveys else ()
    if not told or not all(surveys[each].named for each in told):
        return _results(work, programme, survey, language)
    key = ("survey", survey, language)
    return while_unchanged(work, programme, key, lambda: _results(work, programme, survey, language))


def _results(work: UnitOfWork, programme: Programme, survey: str, language: str) -> Results:
    scheme = scheme_of(programme)
    people = people_asked(work, programme, survey)
    entry = scheme.surveys[survey]
    said, authors, withheld = _read(work, programme, survey, people)
    counts = counted(entry, said, named=entry.named, language=language) if not withheld else ()
    words = written(entry, said, language=language) if not withheld else ()
    earlier = {
        question: _before(work, programme, scheme, question, other)
        for question, other in compared(scheme, survey).items()
        if not withheld
    }
    compared_counts = tuple(replace(each, before=earlier.get(each.question)) for each in counts)
    return Results(survey, entry, people, said, authors, compared_counts, words, withheld)


def exported(work: UnitOfWork, programme: Programme, survey: str, *, language: str = "en") -> bytes:
    """The answers that this coordinator may read, as a CSV file; entered into the trail.

    Raises Conflict where there is nothing that may leave.
    """
    found = results(work, programme, survey, language=language)
    if found.withheld:
        raise Conflict("There are no answers that could leave in a file.", "The page of the survey says why.")
    questions = compile_form(found.entry.form).questions
    heads = [say(question.get("title"), language) or name for name, question in questions.items()]
    houses = {slug: each.short_name for slug, each in institutions(work.session).items()}
    rows = []
    for at, answers in enumerate(found.said):
        who = found.authors[at] if found.authors else None
        about = [who.name, houses.get(who.home, who.home), f"{who.answered_at:%Y-%m-%d}"] if who else []
        rows.append([*about, *(_cell(questions[name], answers.get(name), language) for name in questions)])
    work.record("export", "survey", f"{programme.id}:{survey}")
    return csv_bytes([*(("Name", "Institution", "Answered on") if found.authors else ()), *heads], rows)


def _read(
    work: UnitOfWork, programme: Programme, survey: str, people: tuple[Someone, ...]
) -> tuple[Said, tuple[Someone, ...], Withheld]:
    entry = scheme_of(programme).surveys[survey]
    done = tuple(each for each in people if each.answered_at is not None)
    if not done:
        return (), (), "nobody"
    if not entry.named:
        said, withheld = _unsigned(work, programme, survey, people)
        return said, (), withheld
    authors = tuple(each for each in done if each.answers is not None)
    if not authors:
        return (), (), "members" if entry.read_by == "members" else "host"
    return [each.answers or {} for each in authors], authors, ""


def _unsigned(
    work: UnitOfWork, programme: Programme, survey: str, people: tuple[Someone, ...]
) -> tuple[Said, Withheld]:
    if work.tenant != programme.tenant_id:
        return (), "host"
    said = unsigned_answers(work, programme, survey)
    open_still = any(each.closes_at > work.now and each.answered_at is None for each in people)
    if may_show(len(said), open_still=open_still):
        return said, ""
    return (), "open" if open_still else "few"


def _before(
    work: UnitOfWork, programme: Programme, scheme: Scheme, question: str, other: str
) -> tuple[str, float] | None:
    said, _, withheld = _read(work, programme, other, people_asked(work, programme, other))
    entry = scheme.surveys[other]
    mean = None if withheld else mean_of(entry, said, question, named=entry.named)
    return None if mean is None else (say(entry.title), mean)


def _cell(question: Mapping[str, Any], value: Any, language: str) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if value is None:
        return ""
    labels = {name: say(words, language) for name, words in question.get("x-labels", {}).items()}
    return in_words(value, lambda each: labels.get(str(each), str(each)))
