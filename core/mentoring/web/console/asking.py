"""Who is asked to register, and people of a listed organisation whom the host enters."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from mentoring.contracts.lengths import at_most
from mentoring.errors import Invalid, NotFound
from mentoring.participants.enter import enter, roles_to_enter
from mentoring.participants.invite import invitations, invite, roles_to_fill, take_invitation_back
from mentoring.participants.model import Invitation
from mentoring.programmes.pinned import scheme_of
from mentoring.schemes.scheme import say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork
from mentoring.web.console.frame import console_frame, needed
from mentoring.web.forms.draw import form_fields, form_problems
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.forms.read import Reading, read_form
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.parts import Button, Empty, Link
from mentoring.web.views.selection import Candidate, OneFormPage, SelectionPage, StageBlock
from mentoring.web.words import begun, count, short_day

_AT = "/{tenant:str}/console/{programme:str}/invitations"
_ENTER = "/{tenant:str}/console/{programme:str}/enter/{role:str}"
_NAME_MOST = 200
_ANSWERS = "answers."


@get(_AT, opt=permits("registration.invite", lists="invitations"), sync_to_thread=True)
def invitation_list(visit: NamedDependency[Visit]) -> Response[str]:
    """Who has been asked, and whether they have registered."""
    return _list(visit, {}, {})


@post(_AT, opt=permits("registration.invite"), sync_to_thread=True)
def send_invitation(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[str] | Redirect:
    """One more is asked; they are told at once."""
    name = at_most(first(typed, "name"), _NAME_MOST, "name")
    try:
        with visit.work() as work:
            invite(work, visit.programme, role=first(typed, "role"), email=first(typed, "email"), name=name)
    except Invalid as refusal:
        return _list(visit, typed, dict(refusal.problems))
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "invitations"))


@post(_AT + "/{invitation:uuid}", opt=permits("registration.invite"), sync_to_thread=True)
def withdraw_invitation(visit: NamedDependency[Visit], invitation: FromPath[UUID]) -> Redirect:
    """An invitation is taken back."""
    with visit.work() as work:
        take_invitation_back(work, visit.programme, invitation)
    return see_other(visit.path("console", visit.programme.slug, "invitations"))


@get(_ENTER, opt=permits("registration.enter"), sync_to_thread=True)
def enter_page(visit: NamedDependency[Visit], role: FromPath[str]) -> Response[str]:
    """The form of a role, for somebody who cannot sign in."""
    return _entering(visit, role, {}, None)


@post(_ENTER, opt=permits("registration.enter"), sync_to_thread=True)
def enter_somebody(
    visit: NamedDependency[Visit], role: FromPath[str], typed: NamedDependency[Typed]
) -> Response[str] | Redirect:
    """Their registration, as sent."""
    form = _form(visit, role)
    reading = read_form(form, typed, prefix=_ANSWERS, language=visit.language)
    problems = dict(reading.problems)
    try:
        with visit.work() as work:
            made = enter(
                work,
                visit.programme,
                role=role,
                listed=first(typed, "listed"),
                name=at_most(first(typed, "name"), _NAME_MOST, "name"),
                email=first(typed, "email"),
                answers=reading.answers,
            )
            key = made.id
    except Invalid as refusal:
        problems = {**refusal.problems, **problems}
        return _entering(visit, role, typed, Reading(reading.answers, problems, typed, reading.wrong_boxes))
    visit.settle()
    return see_other(visit.path("console", visit.programme.slug, "registrations", key))


def _list(visit: Visit, typed: Typed, problems: dict[str, str]) -> Response[str]:
    with visit.work() as work:
        frame = console_frame(visit, current="registrations", wanted=needed(work, visit.programme))
        found, roles = invitations(work, visit.programme), roles_to_fill(work, visit.programme)
        fields = _asked(visit, roles, typed, problems) if roles else ()
        here = visit.path("console", visit.programme.slug, "invitations")
        sent = sum(registered for _, registered in found)
        view = SelectionPage(
            title="Invitations",
            problems=form_problems(fields),
            programme=visit.programme.title,
            sentence=begun(f"{count(len(found), 'person has', 'people have')} been asked. {_registered(sent)}")
            if found
            else "Nobody has been asked yet.",
            actions=_actions(visit, work),
            form_title="Ask somebody to register",
            action=here,
            fields=fields,
            button="Send the invitation",
            stages=_blocks(visit, work, found),
            empty=None if roles or found else Empty(title="Nobody needs asking", text=_UNASKED),
        )
    return visit.page(view, frame)


_UNASKED = "In this programme people register of their own accord, or another institution asks them."


def _registered(sent: int) -> str:
    return begun(f"{count(sent, 'has', 'have')} registered.") if sent else "None has registered yet."


def _blocks(visit: Visit, work: UnitOfWork, found: tuple[tuple[Invitation, bool], ...]) -> tuple[StageBlock, ...]:
    """One block for each role that somebody was asked into."""
    scheme, houses = scheme_of(visit.programme), institutions(work.session)
    here = visit.path("console", visit.programme.slug, "invitations")
    return tuple(
        StageBlock(
            id=f"asked-{role}",
            title=say(scheme.roles[role].plural, visit.language),
            sentence="Whoever has been asked can register; nobody else can.",
            second_title="Asked",
            people=tuple(
                Candidate(
                    name=each.name or each.email,
                    house=houses[each.home_tenant_id].short_name,
                    mark="done" if registered else "wait",
                    word="Registered" if registered else "Asked",
                    second=short_day(each.invited_at, visit.tenant.timezone, visit.language),
                    button=_back(f"{here}/{each.id}", each)
                    if each.invited_by_tenant == visit.slug and not registered
                    else None,
                )
                for each, registered in found
                if each.role == role
            ),
        )
        for role in scheme.roles
        if any(each.role == role for each, _ in found)
    )


def _back(href: str, asked: Invitation) -> Button:
    return Button(label="Take back", href=href, post=True, kind="small", about=asked.name or asked.email)


def _actions(visit: Visit, work: UnitOfWork) -> tuple[Button, ...]:
    scheme = scheme_of(visit.programme)
    return tuple(
        Button(
            label=f"Enter a {say(scheme.roles[role].title, visit.language).lower()} of a listed organisation",
            href=visit.path("console", visit.programme.slug, "enter", role),
        )
        for role in roles_to_enter(work, visit.programme)
    )


def _asked(visit: Visit, roles: tuple[str, ...], typed: Typed, problems: dict[str, str]) -> tuple[Field, ...]:
    scheme = scheme_of(visit.programme)
    return (
        Field(
            name="role",
            kind="radio",
            label="As what?",
            options=tuple(
                Option(
                    value=role,
                    label=say(scheme.roles[role].title, visit.language),
                    chosen=role == (first(typed, "role") or roles[0]),
                )
                for role in roles
            ),
            beside=True,
        ),
        _name(typed, {}, required=False),
        Field(
            name="email",
            kind="email",
            label="Their work address",
            hint="They get one letter, with a link to register.",
            value=first(typed, "email"),
            problem=problems.get("email", ""),
        ),
    )


def _name(typed: Typed, problems: dict[str, str], *, required: bool) -> Field:
    return Field(
        name="name",
        kind="text",
        label="Their name",
        required=required,
        value=first(typed, "name"),
        problem=problems.get("name", ""),
        most=_NAME_MOST,
    )


def _form(visit: Visit, role: str) -> dict[str, object]:
    scheme = scheme_of(visit.programme)
    if role not in scheme.registration or not visit.programme.listed:
        raise NotFound("Nobody is entered here.", "Only people of listed organisations are, by the host.")
    return dict(scheme.registration[role].form)


def _entering(visit: Visit, role: str, typed: Typed, reading: Reading | None) -> Response[str]:
    form, problems = _form(visit, role), dict(reading.problems) if reading else {}
    with visit.work() as work:
        frame = console_frame(visit, current="registrations", wanted=needed(work, visit.programme))
    fields = (
        Field(
            name="listed",
            kind="radio",
            label="Which organisation?",
            options=tuple(
                Option(value=each, label=each, chosen=first(typed, "listed") == each) for each in visit.programme.listed
            ),
            problem=problems.get("listed", ""),
        ),
        _name(typed, problems, required=True),
        Field(
            name="email",
            kind="email",
            label="Their address",
            value=first(typed, "email"),
            problem=problems.get("email", ""),
        ),
        *form_fields(form, typed, reading=reading, prefix=_ANSWERS, language=visit.language),
    )
    title = say(scheme_of(visit.programme).roles[role].title, visit.language).lower()
    view = OneFormPage(
        title=f"Enter a {title}",
        problems=form_problems(fields),
        programme=visit.programme.title,
        sentence="For people of a listed organisation, who cannot sign in. Write what they told you.",
        back=Link("Back to the invitations", visit.path("console", visit.programme.slug, "invitations")),
        action=visit.path("console", visit.programme.slug, "enter", role),
        fields=fields,
        button="Enter the registration",
        note="What only they can declare is left open, so a person looks at it.",
    )
    return visit.page(view, frame)
