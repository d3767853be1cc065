"""What the members of a mentorship agree on: read, filled in by the first, signed by each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.contracts.forms import compile_form
from mentoring.errors import Conflict, NotFound
from mentoring.mentorships.agreements import Paper, papers, sign
from mentoring.mentorships.queries import Match, MemberView
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.draw import form_fields, form_problems, typed_of
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import read_form
from mentoring.web.forms.told import answers_in_words
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.portal.home import MATCH_AT, own_match
from mentoring.web.views.parts import Banner, Link
from mentoring.web.views.surveys import AgreementPage, SignatureLine
from mentoring.web.words import when

AGREEMENT_AT = MATCH_AT + "/agreements/{agreement:str}"
_PROMISE = "Coordinators see who has signed, and when; not what you wrote."


@get(AGREEMENT_AT, opt=permits("agreement.sign"), sync_to_thread=True)
def agreement_form(
    visit: NamedDependency[Visit], mentorship: FromPath[UUID], agreement: FromPath[str]
) -> Response[str]:
    """The words, what is filled in, and who has signed."""
    with visit.work() as work:
        match, paper = _paper(visit, work, mentorship, agreement)
    view = _page(visit, match, paper, _fields(visit, paper, _typed(paper)))
    return visit.page(view, portal_frame(visit, current="programme", programme=visit.programme))


@post(AGREEMENT_AT, opt=permits("agreement.sign"), sync_to_thread=True)
def sign_agreement(
    visit: NamedDependency[Visit],
    mentorship: FromPath[UUID],
    agreement: FromPath[str],
    typed: NamedDependency[Typed],
) -> Response[str] | Redirect:
    """Signed as it was read; whoever changed a field has written it anew, and the others sign that."""
    frame = portal_frame(visit, current="programme", programme=visit.programme)
    with visit.work() as work:
        match, paper = _paper(visit, work, mentorship, agreement)
    if match.state != "running":  # its page has no fields any more in which what was typed could stand
        raise Conflict("This match does not run any more, so there is nothing to sign.", "Go back to your page.")
    answers: Mapping[str, Any] = {}
    if paper.entry.form:
        reading = read_form(paper.entry.form, typed, language=visit.language)
        answers = reading.answers
        if reading.problems:
            fields = form_fields(paper.entry.form, typed, reading=reading, language=visit.language)
            return visit.page(_page(visit, match, paper, fields), frame)
    try:
        with visit.work() as work:
            read = first(typed, "version")
            version = int(read) if read.isascii() and read.isdigit() and len(read) < 6 else -1
            sign(work, visit.programme, mentorship, agreement, answers=answers, version=version)
    except Conflict as refusal:
        banner = Banner(kind="wait", title=refusal.what, text=refusal.remedy)
        return visit.page(_page(visit, match, paper, _fields(visit, paper, typed), banner), frame, status=409)
    visit.settle()
    return see_other(visit.in_programme("mine", mentorship, "agreements", agreement))


def _paper(visit: Visit, work: UnitOfWork, mentorship: UUID, agreement: str) -> tuple[Match, Paper]:
    match = own_match(visit, work, mentorship)
    found = next((each for each in papers(work, visit.programme, mentorship) if each.agreement == agreement), None)
    if found is None:
        raise NotFound("There is nothing of that name for you to sign.", "Go back to your match.")
    return match, found


def _typed(paper: Paper) -> Typed:
    return typed_of(paper.entry.form, paper.answers) if paper.entry.form else {}


def _fields(visit: Visit, paper: Paper, typed: Typed) -> tuple[Field, ...]:
    return form_fields(paper.entry.form, typed, language=visit.language) if paper.entry.form else ()


def _page(
    visit: Visit, match: Match, paper: Paper, fields: tuple[Field, ...], banner: Banner | None = None
) -> AgreementPage:
    language = visit.language
    mine = paper.version > 0 and paper.mine == paper.version
    everybody = paper.version > 0 and not paper.missing
    form = compile_form(paper.entry.form) if paper.entry.form else None
    running = match.state == "running"
    if banner is None and mine:
        rest = "Everybody has signed." if everybody else "You hear nothing more about it unless somebody changes it."
        banner = Banner(kind="done", title="You have signed", text=rest)
    elif banner is None and paper.mine is not None:
        text = f"{paper.written_by} has changed it. Read it again; if you agree, sign it anew."
        banner = Banner(kind="wait", title="This has changed since you signed", text=text)
    return AgreementPage(
        title=say(paper.title, language),
        banner=banner,
        problems=form_problems(fields),
        sentence=f"{match.title}. Each of you signs the same words.",
        text=say(paper.text, language),
        action=visit.in_programme("mine", match.mentorship_id, "agreements", paper.agreement),
        hidden=(("version", str(paper.version)),),
        fields=fields if running else (),
        answers=() if running or form is None else answers_in_words(form, paper.answers, language),
        button=_button(paper, mine=mine) if running and (fields or not mine) else "",
        signatures_title="Who has signed",
        signatures=_signatures(visit, match, paper),
        promise=_PROMISE,
        leave=Link("Back to my match", visit.in_programme("mine", match.mentorship_id)),
    )


def _button(paper: Paper, *, mine: bool) -> str:
    if mine:
        return "Change it and sign anew"
    return "Sign this agreement" if paper.version == 0 or not paper.entry.form else "Sign this, or what I changed"


def _signatures(visit: Visit, match: Match, paper: Paper) -> tuple[SignatureLine, ...]:
    people: list[MemberView] = [*([match.me] if match.me else []), *match.others]
    lines = []
    for each in people:
        at = paper.signed.get(each.registration_id) if paper.version else None
        word = f"Signed on {when(at, visit.tenant.timezone, visit.language)}" if at else "Has not signed yet"
        lines.append(SignatureLine(name=each.name, mark="done" if at else "open", word=word))
    return tuple(lines)
