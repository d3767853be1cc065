"""Asking people a survey: written down once, from when and until when, with the letter that tells them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mentoring.db.rows import insert_given, table_of, write
from mentoring.participants.facts import Setting
from mentoring.participants.letters import Letter, tell_all
from mentoring.participants.model import Registration
from mentoring.programmes.model import Programme
from mentoring.surveys.model import Asked
from mentoring.surveys.rules import closes_at, reach_of
from mentoring.unit_of_work import UnitOfWork

BATCH = 1_000
ASKED = "survey_asked"
"""The letter that says so."""
_ROW = ("tenant_id", "id", "programme_id", "registration_id", "home_tenant_id", "survey", "mentorship_id", "occasion",
        "reach", "asked_at", "closes_at", "alarm")  # fmt: skip
_NEW = ("registration_id", "survey", "occasion", "id")
_ASK = (
    insert_given(Asked, _ROW, "asked").on_conflict_do_nothing().returning(*[table_of(Asked).c[name] for name in _NEW])
)


@dataclass(frozen=True, slots=True)
class Question:
    """One person to be asked `survey`, in one registration; about a mentorship, where it is about one.

    `occasion` is what led to it: the same occasion asks once. `pathways` are those in which they are meant.
    """

    registration: Registration
    survey: str
    occasion: str
    pathways: tuple[str, ...] = ()
    mentorship_id: UUID | None = None


def ask_all(work: UnitOfWork, programme: Programme, setting: Setting, questions: Sequence[Question]) -> int:
    """Ask each of them, and queue the letter that says so; how many are new. At the host."""
    new = ask_each(work, programme, setting, questions)
    letters = [Letter(each.registration, ASKED, each.pathways, str(key), path=path_of(key)) for each, key in new]
    tell_all(work, programme, setting, letters)
    return len(new)


def ask_each(
    work: UnitOfWork, programme: Programme, setting: Setting, questions: Sequence[Question]
) -> list[tuple[Question, UUID]]:
    """Write each of them down; those that are new come back with their id. Who is asked is told by the caller."""
    new: dict[tuple[UUID, str, str], UUID] = {}
    for start in range(0, len(questions), BATCH):
        rows = [_row(work, programme, setting, each) for each in questions[start : start + BATCH]]
        made = write(work.session, _ASK, asked=rows)
        new |= {(who, survey, occasion): key for who, survey, occasion, key in made}
    return [
        (each, key)
        for each in questions
        if (key := new.get((each.registration.id, each.survey, each.occasion))) is not None
    ]


def path_of(asked_id: UUID) -> str:
    """The page, below the programme, on which somebody answers."""
    return f"mine/surveys/{asked_id}"


def _row(work: UnitOfWork, programme: Programme, setting: Setting, question: Question) -> dict[str, object]:
    survey, registration = setting.scheme.surveys[question.survey], question.registration
    return {
        "tenant_id": work.tenant,
        "id": work.new_id(),
        "programme_id": programme.id,
        "registration_id": registration.id,
        "home_tenant_id": registration.home_tenant_id,
        "survey": question.survey,
        "mentorship_id": question.mentorship_id,
        "occasion": question.occasion,
        "reach": reach_of(survey),
        "asked_at": work.now,
        "closes_at": closes_at(survey, work.now, setting.zone),
        "alarm": False,
    }
