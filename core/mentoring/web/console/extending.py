"""A coordinator of the host says whether a mentorship may go on past its planned end, where the scheme asks them."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import NotFound
from mentoring.meetings.queries import rhythm_of
from mentoring.mentorships.extend import agree_to_extend
from mentoring.mentorships.form import names_of
from mentoring.mentorships.members import Membership, overseen
from mentoring.programmes.pinned import scheme_of
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Link
from mentoring.web.views.selection import OneFormPage
from mentoring.web.words import begun, count, day

_AT = "/{tenant:str}/console/{programme:str}/mentorships/{mentorship:uuid}/go-on"
_SAID = {None: "has not said yet", True: "would like to go on", False: "would rather not"}


@get(_AT, opt=permits("programme.change"), sync_to_thread=True)
def go_on_form(visit: NamedDependency[Visit], mentorship: FromPath[UUID]) -> Response[str]:
    """What the members said, and yes or no."""
    return _answer(visit, mentorship, "")


@post(_AT, opt=permits("programme.change"), sync_to_thread=True)
def keep_go_on(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """The answer is kept; once everybody who is asked has said yes, it goes on."""
    chosen = first(typed, "go_on")
    if chosen not in {"yes", "no"}:
        return _answer(visit, mentorship, "Choose yes or no")
    with visit.work() as work:
        agree_to_extend(work, visit.programme, mentorship, yes=chosen == "yes")
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "mentorships"))


def _answer(visit: Visit, mentorship: UUID, problem: str) -> Response[str]:
    with visit.work() as work:
        found = overseen(work, mentorship, host=visit.programme.tenant_id)
        terms = scheme_of(visit.programme).mentorships.get(found.mentorship.pathway)
        asked = terms is not None and terms.extend is not None and "coordinator" in terms.extend.agreed_by
        here = found.mentorship.programme_id == visit.programme.id and found.mentorship.state == "running"
        if not (here and asked):
            raise NotFound("There is no such mentorship here.", "Go back to the list of mentorships.")
        view = _page(visit, work, found, problem)
        frame = console_frame(visit, current="mentorships", wanted=needed(work, visit.programme))
    return visit.page(view, frame)


def _page(visit: Visit, work: UnitOfWork, found: Membership, problem: str) -> OneFormPage:
    row = found.mentorship
    present = [each for each in found.members if each.joined_at is not None and each.left_at is None]
    met = rhythm_of(work, row.id, host=row.tenant_id).held
    ends = f" Planned end: {day(row.planned_end, language=visit.language)}." if row.planned_end else ""
    asked = [each for each in present if each.extend_asked_at is not None]
    fields = (
        Field(
            name="go_on",
            kind="radio",
            label="May they go on past their planned end?",
            options=(
                Option(value="yes", label="Yes", chosen=row.coordinator_extends is True),
                Option(
                    value="no",
                    label="No",
                    hint="It ends as planned. They are not told whose answer it was.",
                    chosen=row.coordinator_extends is False,
                ),
            ),
            problem=problem,
        ),
    )
    return OneFormPage(
        title="Say whether they may go on",
        problems=form_problems(fields),
        programme=visit.programme.title,
        sentence=f"{names_of([each.name for each in present])}. {begun(count(met, 'meeting', 'meetings'))} held.{ends}",
        back=Link("Back to the mentorships", visit.path("console", visit.programme.slug, "mentorships")),
        words_title="What they said" if asked else "",
        words=tuple((each.name, begun(f"{_SAID[each.extends]}.")) for each in asked),
        action=visit.path("console", visit.programme.slug, "mentorships", row.id, "go-on"),
        fields=fields,
        button="Keep this answer",
        note="If nobody answers, it ends as planned.",
    )
