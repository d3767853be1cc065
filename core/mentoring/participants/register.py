"""A person registers: begins, fills in, submits, withdraws, returns. Writes only rows of the person's own.

Nothing here gives a place or a verdict: the programme is woken, and settling it does.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import NoneType
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select

from mentoring.contracts.forms import AnswerProblem, Form, compile_form
from mentoring.db.one import add_unless_there, change
from mentoring.db.unchanged import once
from mentoring.errors import Conflict, Invalid, NotFound
from mentoring.participants.declare import declaration_of, keep_declared
from mentoring.participants.invite import is_invited
from mentoring.participants.judged import wished_pathways
from mentoring.participants.model import Registration, Standing
from mentoring.participants.record import Dossier, said_of
from mentoring.participants.said import Said, answer_to
from mentoring.participants.setting import window_of
from mentoring.people.model import Person
from mentoring.people.service import person
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import file_of, scheme_of
from mentoring.schemes.scheme import Scheme, say
from mentoring.unit_of_work import UnitOfWork

Problems = tuple[AnswerProblem, ...]
KINDS = frozenset({"staff", "student", "other"})

_OWN = (
    select(Registration)
    .where(
        Registration.tenant_id == bindparam("host"),
        Registration.programme_id == bindparam("programme"),
        Registration.home_tenant_id == bindparam("home"),
        Registration.person_id == bindparam("person"),
    )
    .order_by(Registration.created_at, Registration.id)
)


def own_registrations(work: UnitOfWork, programme: Programme) -> tuple[Registration, ...]:
    """The signed-in person's registrations in `programme`, the oldest first."""
    whose = {"home": work.tenant, "person": work.actor.person_id}
    where = {"host": programme.tenant_id, "programme": programme.id, **whose}
    return once(work.session, (_OWN, *where.values()), lambda: tuple(work.session.scalars(_OWN, where)))


def registration_for(work: UnitOfWork, programme: Programme, role: str) -> Registration | None:
    """The signed-in person's registration in `role`; None when they have not begun one."""
    return next((each for each in own_registrations(work, programme) if each.role == role), None)


def own_registration(work: UnitOfWork, programme: Programme, registration_id: UUID) -> Registration:
    """The signed-in person's registration with this id. Raises NotFound."""
    for each in own_registrations(work, programme):
        if each.id == registration_id:
            return each
    raise NotFound("There is no such registration of yours.", "Go back to your page.")


def registration_of(work: UnitOfWork, programme: Programme, registration_id: UUID) -> Registration:
    """The registration with this id, whoever's it is, as far as this institution sees it. Raises NotFound."""
    found = work.session.scalar(
        select(Registration).where(
            Registration.tenant_id == programme.tenant_id,
            Registration.programme_id == programme.id,
            Registration.id == registration_id,
        )
    )
    if found is None:
        raise NotFound("There is no such registration here.", "Go back to the list.")
    return found


def start(work: UnitOfWork, programme: Programme, *, role: str) -> Registration:
    """The person's registration in `role`, begun as a draft where there is none.

    Raises Conflict when registration is not open, their institution does not take part, or nobody registers
    for this role of their own accord.
    """
    known = registration_for(work, programme, role)
    if known is not None:
        return known
    _demand_open(work, programme, role)
    me = person(work, _person_id(work))
    made = Registration(
        tenant_id=programme.tenant_id,
        id=work.new_id(),
        programme_id=programme.id,
        home_tenant_id=work.tenant,
        person_id=me.id,
        role=role,
        email=me.email,
        name=me.name,
        job_title=me.job_title,
        unit=me.unit,
        grade=me.grade,
        kind=me.kind,
        digest=me.digest,
        created_at=work.now,
        saved_at=work.now,
        verified_at=work.now,  # they signed in by a link sent to this address
    )
    if add_unless_there(work.session, made):
        work.record("start", "registration", made.id, subject=(work.tenant, me.id))
        return made
    begun = registration_for(work, programme, role)
    if begun is None:
        raise Conflict(
            f"Someone has registered as {_role(programme, role)} with {me.email} already.",
            "Ask a coordinator of your institution.",
        )
    return begun


def save_answers(
    work: UnitOfWork,
    programme: Programme,
    registration: Registration,
    *,
    answers: Mapping[str, Any],
    declared: Mapping[str, Any] | None = None,
) -> Problems:
    """Keep these answers beside those kept before; None takes one away. The problems of these alone come back.

    A draft keeps what was typed, sound or not, as long as the database can hold it. What has been submitted
    is changed only when the whole is sound, and while registration is open: else Invalid, Conflict.
    """
    _demand_own(work, registration)
    form = compile_form(scheme_of(programme).registration[registration.role].form)
    found = [problem for problem in form.check(answers, whole=False) if problem.question in answers]
    unkeepable = {problem.question for problem in found if problem.keyword == "unknown"}
    merged = {**registration.answers, **{k: v for k, v in answers.items() if k not in unkeepable}}
    merged = {name: value for name, value in merged.items() if value is not None}
    if registration.state == "submitted":
        _demand_open(work, programme, registration.role)
        _demand_sound([*found, *form.check(merged)])
        merged = form.kept(merged)
    before = registration.answers
    changed = tuple(sorted(name for name in {*merged, *before} if merged.get(name) != before.get(name)))
    saved = {"answers": merged, "saved_at": work.now} if merged != before else {}
    change(work.session, registration, **saved, **_card(work, programme, registration, merged))
    if merged != before:
        work.record("save", "registration", registration.id, subject=_subject(registration), fields=changed)
    if declared is not None:
        found += keep_declared(work, programme, registration, declared)
    if registration.state == "submitted":
        wake(work, programme.tenant_id, programme.id)
    return tuple(found)


def problems_of(work: UnitOfWork, programme: Programme, registration: Registration) -> Problems:
    """What is missing or unsound in the whole registration; a declaration's questions as ``declared.NAME``."""
    entry = scheme_of(programme).registration[registration.role]
    found = compile_form(entry.form).check(registration.answers)
    if entry.declaration is not None:
        declaration = declaration_of(work, registration)
        kept = declaration.answers if declaration and declaration.withdrawn_at is None else {}
        for problem in compile_form(entry.declaration).check(kept):
            found.append(AnswerProblem(f"declared.{problem.question}", problem.keyword, problem.words, problem.limit))
    return tuple(found)


def submit(work: UnitOfWork, programme: Programme, registration: Registration) -> None:
    """Send the registration, or send it again after a withdrawal. Sending twice changes nothing.

    Raises Conflict when registration is closed, Invalid with every problem when something is missing.
    """
    _demand_own(work, registration)
    if registration.state == "submitted":
        return
    _demand_open(work, programme, registration.role)
    _demand_sound(problems_of(work, programme, registration))
    form: Form = compile_form(scheme_of(programme).registration[registration.role].form)
    returning = registration.state == "withdrawn"
    kept = form.kept(registration.answers)
    change(
        work.session,
        registration,
        answers=kept,
        **_card(work, programme, registration, kept),
        state="submitted",
        submitted_at=work.now,  # whoever returns queues anew: the place was freed
        saved_at=work.now,
        withdrawn_at=None,
        withdraw_reason=None,
    )
    work.record("return" if returning else "submit", "registration", registration.id, subject=_subject(registration))
    wake(work, programme.tenant_id, programme.id)


def withdraw(work: UnitOfWork, programme: Programme, registration: Registration, *, reason: str = "") -> None:
    """Take the registration back, with a reason if one is given. A draft is deleted with everything in it.

    Raises Conflict while it is in a running mentorship: that is ended first.
    """
    _demand_own(work, registration)
    if registration.state == "withdrawn":
        return
    if registration.state == "draft":
        work.record("delete", "registration", registration.id, subject=_subject(registration))
        own = (Registration.tenant_id == registration.tenant_id, Registration.id == registration.id)
        work.session.execute(delete(Registration).where(*own))
        return
    take_out(work, programme, registration, reason=reason)


def take_out(work: UnitOfWork, programme: Programme, registration: Registration, *, reason: str) -> None:
    """A registration that was sent counts as withdrawn from now on. Whose it is, whoever calls has asked.

    Raises Conflict while it is in a running mentorship.
    """
    matched = work.session.scalar(
        select(Standing.pathway).where(
            Standing.tenant_id == registration.tenant_id,
            Standing.registration_id == registration.id,
            Standing.state == "matched",
        )
    )
    if matched is not None:
        mine = registration.person_id is not None
        told = "You are in a mentorship, and others count on you." if mine else "They are in a running mentorship."
        raise Conflict(told, "Ask a coordinator to end it first." if mine else "It is ended first.")
    registration.state = "withdrawn"
    registration.withdrawn_at = work.now
    registration.withdraw_reason = reason.strip() or None
    work.session.flush()
    work.record("withdraw", "registration", registration.id, subject=_subject(registration))
    wake(work, programme.tenant_id, programme.id)


def _card(
    work: UnitOfWork, programme: Programme, registration: Registration, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The copy that the host may see, as the person and these answers say it."""
    me = person(work, _person_id(work))
    said = replace(said_of(Dossier(registration)), answers=answers)
    return {"name": me.name, "email": me.email, **card_of(scheme_of(programme), said, me)}


def card_of(scheme: Scheme, said: Said, me: Person) -> dict[str, Any]:
    """What the host may see of somebody besides name and address: as their answers say, else as their institution."""
    kind, wished = answer_to(scheme, said, "kind"), answer_to(scheme, said, "pathway")  # a draft may hold anything
    return {
        "job_title": _text(said.answers.get("job_title")) or me.job_title,
        "unit": _text(answer_to(scheme, said, "unit")) or me.unit,
        "grade": _text(answer_to(scheme, said, "grade")) or me.grade,
        "kind": kind if isinstance(kind, str) and kind in KINDS else me.kind,
        "wishes": [*wished_pathways(scheme, said)] if isinstance(wished, (str, list, NoneType)) else [],
    }


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _demand_open(work: UnitOfWork, programme: Programme, role: str) -> None:
    if file_of(programme).standing_of(work.tenant, work.now.date()) is None:
        raise Conflict(f"Your institution does not take part in {programme.title}.", "Ask a coordinator there.")
    now = window_of(work, programme, role)
    title = _role(programme, role)
    if now.state == "not_yet":
        when = f"It opens on {now.opens:%-d %B %Y}." if now.opens else "Come back later."
        raise Conflict(f"Registration as {title} has not opened yet.", when)
    if now.state == "closed":
        closed = f" on {now.last.day:%-d %B %Y}" if now.last else ""
        raise Conflict(f"Registration as {title} closed{closed}.", "Ask the coordinators whether there is a next time.")
    if scheme_of(programme).roles[role].entry != "open" and not _is_asked(work, programme, role):
        raise Conflict(f"The coordinators invite people to be {title}.", "Ask a coordinator of your institution.")


def _is_asked(work: UnitOfWork, programme: Programme, role: str) -> bool:
    return is_invited(work, programme, role=role, email=person(work, _person_id(work)).email)


def _demand_sound(problems: Problems | list[AnswerProblem]) -> None:
    if problems:
        count = "One answer needs" if len(problems) == 1 else f"{len(problems)} answers need"
        raise Invalid(
            f"{count} another look.", "Everything you typed is still here.", {p.question: p.words for p in problems}
        )


def _demand_own(work: UnitOfWork, registration: Registration) -> None:
    if (registration.home_tenant_id, registration.person_id) != (work.tenant, _person_id(work)):
        raise NotFound("There is no such registration of yours.", "Go back to your page.")


def _person_id(work: UnitOfWork) -> UUID:
    if work.actor.person_id is None:
        raise NotFound("There is no such registration of yours.", "Sign in first.")
    return work.actor.person_id


def _subject(registration: Registration) -> tuple[str, UUID | None]:
    return registration.home_tenant_id, registration.person_id


def _role(programme: Programme, role: str) -> str:
    return say(scheme_of(programme).roles[role].title).lower()
