"""Who reads answers to a survey, said to the person who gives them."""

from mentoring.mentorships.queries import one
from mentoring.schemes.scheme import Survey
from mentoring.surveys.answer import Question
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.http.visit import Visit

_NEVER = "The others in your match do not."
_CALLED = "Where an answer needs a person, a coordinator is told that, and not what you said."


def readers_of(visit: Visit, work: UnitOfWork, asked: Question, survey: Survey) -> tuple[str, ...]:
    """Sentences, the one that matters most first."""
    host = institution(work.session, asked.tenant_id).short_name
    if asked.reach == "nobody":
        return (
            "Nobody reads your name with your answers: they are kept apart from it and from the hour.",
            f"The coordinators of {host} read rounded numbers and what people wrote, once enough have answered.",
            "Once sent, they cannot be changed.",
            *((_CALLED,) if survey.alarm is not None else ()),
        )
    if asked.reach == "members":
        others = _others(work, asked)
        return (f"You and {others} read these answers, with names; no coordinator does.", *_called(survey))
    houses = [host]
    if asked.reach == "coordinators" and visit.slug != asked.tenant_id:
        houses.append(visit.tenant.short_name)
    return (f"The coordinators of {' and '.join(houses)} read your answers, with your name.", _NEVER)


def _others(work: UnitOfWork, asked: Question) -> str:
    if asked.mentorship_id is None:
        return "nobody else"
    names = [each.first_name for each in one(work, asked.mentorship_id, host=asked.tenant_id).others]
    return " and ".join(names) if len(names) <= 2 else "the other members"


def _called(survey: Survey) -> tuple[str, ...]:
    return (_CALLED,) if survey.alarm is not None else ()
