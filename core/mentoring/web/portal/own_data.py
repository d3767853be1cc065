"""Correcting what stands about oneself, and asking to be erased: what goes, what stays, and why."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.errors import Invalid
from mentoring.mentorships.queries import mine
from mentoring.participants.setting import window_of
from mentoring.privacy.correct import correct_name
from mentoring.privacy.erasure import held_of
from mentoring.privacy.held import Own, own_of
from mentoring.privacy.requests import Asked, ask, own_requests, take_back
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.forms.draw import form_problems
from mentoring.web.forms.field import Field
from mentoring.web.forms.posted import Typed, first
from mentoring.web.frames import portal_frame
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.my_data import AskedLine, CorrectPage, ErasePage
from mentoring.web.views.parts import Banner, Button, Link
from mentoring.web.words import one_of, when

_AT = "/{tenant:str}/my-data"
SAID = {
    "name": Banner(kind="done", title="Your name is corrected", text="Everybody you are matched with reads it so."),
    "same": Banner(kind="info", title="Your name was this already", text="Nothing has changed."),
    "asked": Banner(kind="done", title="Your coordinators are asked", text="Their answer stands here."),
    "back": Banner(kind="done", title="You have taken it back", text="Nothing has changed."),
}
"""What a page that follows says was done."""
_KNOWN = (("email", "Address"), ("name", "Name"), ("job_title", "Job title"), ("unit", "Unit"), ("grade", "Grade"))
_GOES = (
    "your name, your address, your job, unit and grade, wherever they stand",
    "what you answered and declared, and your answer to the equality question",
    "your notes, what you wrote about goals, and your answers to surveys",
    "why you said no or left, whom you asked, and where your meetings were held",
    "letters to you, and letters to others that name you",
    "what coordinators wrote about you when they decided",
    "your password, your second step, your calendar's address, and every place where you are signed in",
)
_STAYS = (
    (
        "That somebody of your institution took part",
        "In which role, when, in how many meetings. The programme's figures and the others' own history rest on it.",
    ),
    (
        "The trail of who did what",
        "Numbers, no names and nothing you wrote, only reasons that coordinators typed. Nobody can change it.",
    ),
    ("Tables that were published", "They are rounded, and nobody can be recognised in them."),
    (
        "Answers to surveys that nobody reads by name",
        "They were kept without name, institution and time, so nobody can tell which are yours.",
    ),
    (
        "What others wrote, and what left by e-mail",
        "Their notes are theirs. Letters that were sent lie in mailboxes that this system does not reach.",
    ),
)


@get(_AT + "/correct", opt=permits("data.own"), sync_to_thread=True)
def correct_page(visit: NamedDependency[Visit]) -> Response[str]:
    """What stands about me, and how each of it is put right."""
    return _correct(visit, {}, {})


@post(_AT + "/correct", opt=permits("data.own"), sync_to_thread=True)
def correct(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """My name is put right; or those who decide are asked for more."""
    asks = first(typed, "do") == "ask"
    try:
        with visit.work() as work:
            if asks:
                ask(work, "correction", first(typed, "words"))
                said = "asked"
            else:
                said = "name" if correct_name(work, first(typed, "name")) else "same"
    except Invalid as refusal:
        return _correct(visit, typed, refusal.problems)
    return see_other(visit.path("my-data") + f"?said={said}")


@get(_AT + "/erase", opt=permits("data.own"), sync_to_thread=True)
def erase_page(visit: NamedDependency[Visit]) -> Response[str]:
    """What goes, what stays and why, before anything is asked."""
    return _erase(visit, {}, {})


@post(_AT + "/erase", opt=permits("data.own", step_up=True), sync_to_thread=True)
def ask_erasure(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """The coordinators of my institution are asked."""
    try:
        with visit.work() as work:
            ask(work, "erasure", first(typed, "words"))
    except Invalid as refusal:
        return _erase(visit, typed, refusal.problems)
    return see_other(visit.path("my-data") + "?said=asked")


@post(_AT + "/asked/{wish:uuid}/take-back", opt=permits("data.own"), sync_to_thread=True)
def take_asking_for_data_back(visit: NamedDependency[Visit], wish: FromPath[UUID]) -> Redirect:
    """I ask it no more."""
    with visit.work() as work:
        take_back(work, wish)
    return see_other(visit.path("my-data") + "?said=back")


def own_actions(visit: Visit) -> tuple[tuple[str, Button], ...]:
    """What one can do about one's own data, with what each is."""
    at = visit.path("my-data")
    return (
        (
            "Everything that is held about you, to read and for programs. Keep it where nobody else looks.",
            Button(label="Take a copy of it all", href=f"{at}/copy", post=True),
        ),
        (
            "Your name at once; anything else through your coordinators.",
            Button(label="Correct it", href=f"{at}/correct"),
        ),
        (
            "You first see what goes with you, what stays, and why.",
            Button(label="Have yourself erased", href=f"{at}/erase"),
        ),
    )


def asked_lines(visit: Visit, work: UnitOfWork) -> tuple[AskedLine, ...]:
    """What one has asked, the latest first."""
    return tuple(_asked(visit, each) for each in own_requests(work))


def _asked(visit: Visit, asked: Asked) -> AskedLine:
    at, closed = (
        when(each, visit.tenant.timezone, visit.language) if each else "" for each in (asked.asked_at, asked.closed_at)
    )
    stands = "Your coordinators have it."
    if asked.closed_at:
        stands = f"Taken back {closed}." if asked.taken_back else f"Answered {closed}."
    elif asked.begun:
        stands = "It is being carried out."
    what = "To be erased" if asked.kind == "erasure" else "To correct something"
    back = Button(
        label="Take it back",
        href=visit.path("my-data", "asked", asked.id, "take-back"),
        post=True,
        kind="small",
        about=f"what you asked {at}",
    )
    return AskedLine(
        title=what,
        words=asked.words,
        answer=f"Your coordinators: {asked.answer}" if asked.answer else "",
        line=f"Asked {at}. {stands}",
        button=None if asked.closed_at or asked.begun else back,
    )


def _correct(visit: Visit, typed: Typed, problems: Mapping[str, str]) -> Response[str]:
    with visit.work() as work:
        own = own_of(work)
        changes = tuple(_still_open(visit, work, own))
    me = own.person
    name = Field(
        name="name",
        kind="text",
        label="Your name, as others should read it",
        value=first(typed, "name") if "name" in typed else me.name,
        problem=problems.get("name", ""),
        autocomplete="name",
    )
    words = Field(
        name="words",
        kind="long",
        label="What is wrong, and what is right?",
        value=first(typed, "words"),
        problem=problems.get("words", ""),
    )
    view = CorrectPage(
        title="Correct what stands about you",
        problems=form_problems((name, words)),
        sentence="What is wrong about you is put right, and you are told.",
        known=tuple((title, getattr(me, column)) for column, title in _KNOWN if getattr(me, column)),
        action=visit.path("my-data", "correct"),
        name=(name,),
        keep="Correct my name",
        changes=changes,
        ask_title="Anything else",
        ask_text="Your address, your unit or your grade, an answer after registration has closed, something that was "
        "written about you: coordinators of your institution read this, put it right or say why not. Where the "
        "programme's rules ask about it, a person looks at your registration again.",
        fields=(words,),
        ask="Ask my coordinators",
        back=Link("Back to my data", visit.path("my-data")),
    )
    return visit.page(view, portal_frame(visit, current="my-data"))


def _still_open(visit: Visit, work: UnitOfWork, own: Own) -> list[Link]:
    """Registrations whose answers their person can still change."""
    found = []
    for row, programme in own.registrations:
        open_now = row.state in {"draft", "submitted"} and window_of(work, programme, row.role).is_open
        if open_now and row.forgotten_at is None:
            title = one_of(say(scheme_of(programme).roles[row.role].title).lower())
            label = f"What you answered for {programme.title}, as {title}"
            found.append(Link(label, visit.path(programme.slug, "register", row.role)))
    return found


def _erase(visit: Visit, typed: Typed, problems: Mapping[str, str]) -> Response[str]:
    with visit.work() as work:
        held = held_of(work, visit.person.person_id)
        waits = any(each.kind == "erasure" and each.closed_at is None for each in own_requests(work))
        running = [each for each in mine(work) if each.state == "running" and each.me and not each.me.left]
    words = Field(
        name="words",
        kind="long",
        label="Is there something your coordinators should know?",
        required=False,
        value=first(typed, "words"),
        problem=problems.get("words", ""),
    )
    named = (
        "Your name beside changes you made as a coordinator",
        "Who changed a programme, and why, is its institution's record.",
    )
    told = "You have asked for it. Your coordinators see it, and carry it out." if waits else ""
    if held.roles:
        told = f"You are {' and '.join(held.roles)} here. That role has to be taken back first, by a coordinator."
    view = ErasePage(
        title="Have yourself erased",
        problems=form_problems((words,)),
        sentence="A coordinator of your institution carries it out, within a month. Until they begin you can take it "
        "back; afterwards nobody can.",
        ends=tuple(f"{each.title}, {each.programme_title}" for each in running),
        ends_text="The others are told that it has ended, not why. Nobody who stays loses what they had.",
        goes=_GOES,
        stays=(*_STAYS, *((named,) if held.changes else ())),
        action=visit.path("my-data", "erase"),
        fields=() if told else (words,),
        button="" if told else "Ask to be erased",
        told=told,
        back=Link("Back to my data", visit.path("my-data")),
    )
    return visit.page(view, portal_frame(visit, current="my-data"))
