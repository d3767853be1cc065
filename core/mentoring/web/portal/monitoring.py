"""The equality question: optional, sealed, on a page of its own, for the person alone."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.monitoring.answers import answered, say_ethnicity
from mentoring.monitoring.count import own_answer
from mentoring.monitoring.questions import FORM, WORDS
from mentoring.participants.model import Registration
from mentoring.participants.register import own_registration
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.home import PROGRAMME_AT
from mentoring.web.views.parts import Link
from mentoring.web.views.portal import LogMeetingPage

_AT = PROGRAMME_AT + "/monitoring/{registration:uuid}"
_SENTENCE = (
    "It helps to see whom this programme reaches. It has nothing to do with your registration: nobody who decides "
    "anything can read it, and you may leave it out."
)
_PROMISE = (
    "Sealed as soon as you send it. No coordinator, list, rule or match can read it. It leaves only in tables about at "
    "least 23 people, rounded to the nearest five, in which everybody is counted once. You can change it or take it "
    "back at any time; a table that is published already stays as it is."
)


@get(_AT, opt=permits("monitoring.answer"), sync_to_thread=True)
def equality_form(visit: NamedDependency[Visit], registration: FromPath[UUID]) -> Response[str]:
    """The question, with what the person said before, which nobody else is shown."""
    with visit.work() as work:
        own = own_registration(work, visit.programme, registration)
        said = own_words(visit, own) if answered(work, [own.id]) else None
    return visit.page(_page(visit, own, said), portal_frame(visit, current="programme", programme=visit.programme))


@post(_AT, opt=permits("monitoring.answer"), sync_to_thread=True)
def keep_equality(
    visit: NamedDependency[Visit], registration: FromPath[UUID], typed: NamedDependency[Typed]
) -> Redirect:
    """The answer is sealed; without one, what was said before is deleted."""
    code = first(typed, "ethnicity")
    with visit.work() as work:
        own = own_registration(work, visit.programme, registration)
        say_ethnicity(work, own, {"ethnicity": code} if code else {})
    return see_other(visit.path("my-data") + "#equality")


def own_words(visit: Visit, own: Registration) -> str | None:
    """What the signed-in person said with this registration, in words."""
    home, person = visit.slug, visit.person.person_id
    return own_answer(visit.site.database, own.tenant_id, own.id, home=home, person=person)


def _page(visit: Visit, own: Registration, said: str | None) -> LogMeetingPage:
    question = FORM["properties"]["ethnicity"]
    nothing = Option(value="", label="No answer", chosen=said is None)
    field = Field(
        name="ethnicity",
        kind="radio",
        label=question["title"],
        hint=question["description"],
        required=False,
        options=(*(Option(value=code, label=words, chosen=words == said) for code, words in WORDS.items()), nothing),
    )
    return LogMeetingPage(
        title="One question that is optional",
        sentence=_SENTENCE,
        action=visit.in_programme("mine", "monitoring", own.id),
        fields=(field,),
        button="Seal my answer",
        leave=Link("Leave it out", visit.in_programme("mine")),
        promise=_PROMISE,
    )
