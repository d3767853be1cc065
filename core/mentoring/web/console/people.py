"""People and roles: who holds which, granted and taken back with a reason; and a second step that was lost, reset."""

from collections.abc import Mapping
from typing import Any, get_args
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from mentoring.accounts.factors import reset_factor
from mentoring.accounts.grants import GrantedRole, Holder, grant, holders, take_back
from mentoring.accounts.rules import is_of, normal_address
from mentoring.errors import Invalid, NotFound
from mentoring.people.service import ensure_person, person
from mentoring.web.console.frame import console_frame
from mentoring.web.forms.field import Field, Option
from mentoring.web.forms.posted import Typed, first
from mentoring.web.http.permits import permits
from mentoring.web.http.visit import Visit, see_other
from mentoring.web.views.account import SmallForm
from mentoring.web.views.parts import Banner, Link, Problem
from mentoring.web.views.people import HolderLine, HolderPage, PeoplePage
from mentoring.web.words import begun, count, short_day

_AT = "/{tenant:str}/console/people"
_MEANS: dict[GrantedRole, str] = {
    "coordinator": "Coordinator: runs programmes and sees the people in them",
    "analyst": "Analyst: reads reports, rounded, and sees nobody",
    "operator": "Operator: looks after the system, and sees nobody",
}
_GRANTED_HERE: tuple[GrantedRole, ...] = ("coordinator", "analyst")
"""Operators are made by whoever runs the machine, by command."""

_DONE = {
    "granted": Banner(kind="done", title="The role is granted", text="It counts once they have a second step."),
    "had": Banner(kind="info", title="They held this role already", text="Nothing has changed."),
    "taken": Banner(kind="done", title="The role is taken back", text="It counts no more, from this moment."),
    "reset": Banner(kind="done", title="The second step is reset", text="They set it up anew when they next sign in."),
}


@get(_AT, opt=permits("people.manage"), sync_to_thread=True)
def people(visit: NamedDependency[Visit], done: FromQuery[str] = "") -> Response[str]:
    """Everybody who holds a role at this institution."""
    return visit.page(_page(visit, done=done), console_frame(visit, current="people"))


@post(_AT, opt=permits("people.manage", step_up=True), sync_to_thread=True)
def grant_role(visit: NamedDependency[Visit], typed: NamedDependency[Typed]) -> Response[Any]:
    """Somebody holds a role from now on. They need not have signed in before."""
    email, role, reason = (first(typed, name) for name in ("email", "role", "reason"))
    address = normal_address(email)
    problems: dict[str, str] = {}
    if address is None or not is_of(address, visit.tenant.domains):
        ends = " or ".join("@" + domain for domain in visit.tenant.domains)
        problems["email"] = f"Enter an address of {visit.tenant.short_name}: it ends in {ends}."
    if role not in _GRANTED_HERE:
        problems["role"] = "Choose a role."
    if not reason.strip():
        problems["reason"] = "Say why, for example: joins the mentoring team in May."
    if problems or address is None:
        return visit.page(_page(visit, typed=typed, problems=problems), console_frame(visit, current="people"))
    chosen: GrantedRole = "coordinator" if role == "coordinator" else "analyst"
    with visit.work() as work:
        new = grant(work, person=ensure_person(work, email=address), role=chosen, reason=reason)
    return see_other(visit.path("console", "people") + ("?done=granted" if new else "?done=had"))


@get(_AT + "/{someone:uuid}", opt=permits("people.manage"), sync_to_thread=True)
def holder(visit: NamedDependency[Visit], someone: FromPath[UUID]) -> Response[str]:
    """One person who holds a role; nobody else is found here."""
    return visit.page(_holder_page(visit, someone), console_frame(visit, current="people"))


@post(_AT + "/{someone:uuid}/take-back", opt=permits("people.manage", step_up=True), sync_to_thread=True)
def take_back_role(
    visit: NamedDependency[Visit], someone: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[Any]:
    """They hold the role no more."""
    role = next((each for each in get_args(GrantedRole) if each == first(typed, "role")), None)
    if role is None:
        raise NotFound("There is no such role.")
    who = _who(visit, someone)
    try:
        with visit.work() as work:
            take_back(work, person=person(work, who.person_id), role=role, reason=first(typed, f"reason-{role}"))
    except Invalid as refusal:
        view = _holder_page(visit, someone, {f"reason-{role}": refusal.problems["reason"]})
        return visit.page(view, console_frame(visit, current="people"))
    return see_other(visit.path("console", "people") + "?done=taken")


@post(_AT + "/{someone:uuid}/reset-factor", opt=permits("factor.reset", step_up=True), sync_to_thread=True)
def reset_second_step(
    visit: NamedDependency[Visit], someone: FromPath[UUID], typed: NamedDependency[Typed]
) -> Response[Any]:
    """Somebody lost their phone and their recovery codes."""
    who = _who(visit, someone)
    try:
        with visit.work() as work:
            reset_factor(work, person(work, who.person_id), reason=first(typed, "reason-factor"))
    except Invalid as refusal:
        view = _holder_page(visit, someone, {"reason-factor": refusal.problems["reason"]})
        return visit.page(view, console_frame(visit, current="people"))
    return see_other(visit.path("console", "people") + "?done=reset")


def _who(visit: Visit, someone: UUID) -> Holder:
    """Raises NotFound for whoever holds no role here."""
    with visit.work() as work:
        found = next((each for each in holders(work) if each.person_id == someone), None)
    if found is None:
        raise NotFound("Nobody of that kind holds a role here.")
    return found


def _page(
    visit: Visit, *, typed: Typed | None = None, problems: Mapping[str, str] | None = None, done: str = ""
) -> PeoplePage:
    with visit.work() as work:
        found = holders(work)
    without = sum(not each.has_factor for each in found)
    waiting = f" {begun(count(without, 'has', 'have'))} no second step yet." if without else ""
    return PeoplePage(
        title="People and roles",
        sentence=begun(f"{count(len(found), 'person holds', 'people hold')} a role here.") + waiting,
        banner=_DONE.get(done),
        holders=tuple(_line(visit, each) for each in found),
        grant=_grant_form(visit, typed or {}, problems or {}),
        problems=tuple(Problem("role-1" if name == "role" else name, told) for name, told in (problems or {}).items()),
    )


def _line(visit: Visit, each: Holder) -> HolderLine:
    return HolderLine(
        who=Link(each.name or each.email, visit.path("console", "people", each.person_id)),
        email=each.email if each.name else "",
        roles=begun(", ".join(role for role, _ in each.roles)),
        mark="done" if each.has_factor else "wait",
        word="Set up" if each.has_factor else "At their next sign-in",
    )


def _grant_form(visit: Visit, typed: Typed, problems: Mapping[str, str]) -> SmallForm:
    return SmallForm(
        title="Grant a role",
        text="They sign in with a link to their address, and set up a second step before the role counts.",
        action=visit.path("console", "people"),
        fields=(
            Field(
                name="email", kind="email", label=f"Their email address at {visit.tenant.short_name}",
                value=first(typed, "email"), problem=problems.get("email", ""),
            ),
            Field(
                name="role", kind="radio", label="Which role?", problem=problems.get("role", ""),
                options=tuple(
                    Option(value=role, label=_MEANS[role], chosen=first(typed, "role") == role)
                    for role in _GRANTED_HERE
                ),
            ),
            Field(
                name="reason", kind="text", label="Why?", hint="It is kept in the audit trail.",
                value=first(typed, "reason"), problem=problems.get("reason", ""),
            ),
        ),
        button="Grant this role",
    )  # fmt: skip


def _holder_page(visit: Visit, someone: UUID, problems: Mapping[str, str] | None = None) -> HolderPage:
    found, wrong = _who(visit, someone), problems or {}
    at = visit.path("console", "people", someone)
    name = found.name or found.email
    since = "; ".join(
        f"{role} since {short_day(on, visit.tenant.timezone, visit.language)}" for role, on in found.roles
    )
    forms = [
        SmallForm(
            title=f"Take back the role of {role}",
            text=f"{name} loses it at once. What they did stays, and so does what they are as a participant.",
            action=f"{at}/take-back",
            fields=(_reason(f"reason-{role}", wrong),),
            hidden=(("role", role),),
            button=f"Take back the role of {role}",
        )
        for role, _ in found.roles
    ]
    if found.has_factor and someone != visit.person.person_id:
        forms.append(
            SmallForm(
                title="Reset the second step",
                text="Only when they lost both their phone and their recovery codes, and you made sure that it is "
                "they who ask: call them back. Their sessions end, and they set it up anew.",
                action=f"{at}/reset-factor",
                fields=(_reason("reason-factor", wrong),),
                button="Reset the second step",
            )
        )
    return HolderPage(
        title=name,
        sentence=begun(f"{since}."),
        back=Link("Back to people and roles", visit.path("console", "people")),
        forms=tuple(forms),
        problems=tuple(Problem(field, told) for field, told in wrong.items()),
    )


def _reason(name: str, problems: Mapping[str, str]) -> Field:
    return Field(
        name=name, kind="text", label="Why?", hint="It is kept in the audit trail.", problem=problems.get(name, "")
    )
