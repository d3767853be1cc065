"""The second step of whoever holds a role: an app that shows codes, or a recovery code where the app is gone.

A session in which no code was given yet has no roles (`sessions.session_of`), so nothing of the console opens.
"""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, func, select, update
from sqlalchemy.sql import ColumnElement

from mentoring.accounts.codes import (
    app_address,
    code_of,
    new_recovery_codes,
    new_secret,
    normal_recovery,
    step_at,
    step_of,
)
from mentoring.accounts.limits import count_try, forget_tries
from mentoring.accounts.model import Factor, RecoveryCode, SignInSession
from mentoring.accounts.notices import tell_owner
from mentoring.accounts.rules import FRESH
from mentoring.accounts.sessions import Signed, close_sessions
from mentoring.accounts.tokens import hashed
from mentoring.errors import Conflict, Invalid
from mentoring.people.model import Person
from mentoring.tenants.directory import institution
from mentoring.unit_of_work import UnitOfWork

Owned = Factor | RecoveryCode | SignInSession

NO_FIT = "This code does not fit. Codes change every 30 seconds, and each works once: type the one you see now."


class Enrolment(Struct, frozen=True):
    """What an app is given: the `secret` to type, or the `address` inside a square picture."""

    secret: str
    address: str


def has_factor(work: UnitOfWork, person_id: UUID) -> bool:
    """Whether the person's second step is set up."""
    return _confirmed(work, person_id) is not None


def is_proven(work: UnitOfWork, signed: Signed) -> bool:
    """Whether `signed` showed within the last minutes (`rules.FRESH`) who they are.

    By a code where a second step is set up, else by signing in.
    """
    shown = signed.factor_at if has_factor(work, signed.person_id) else signed.opened_at
    return shown is not None and work.now - shown < FRESH


def begin_factor(work: UnitOfWork, person: Person) -> Enrolment:
    """What `person` gives their app. The same until a code confirms it; one set up before holds until then.

    What was shown a while ago (`rules.FRESH`) and never confirmed is not shown again: whoever saw it then, from a
    browser left open, would hold the secret of an app that is set up only now.
    """
    row = _rows(work, person.id).get(False)
    if row is not None and work.now - row.made_at >= FRESH:
        work.session.delete(row)
        work.session.flush()
        row = None
    if row is None:
        row = _new(work, person, new_secret())
    return _enrolment(work, person, row)


def confirm_factor(work: UnitOfWork, person: Person, *, session_id: UUID, code: str, address: str) -> tuple[str, ...]:
    """`code` shows that the app works: from now on it is asked for. Answers the recovery codes, this once.

    What was set up before, and its recovery codes, count no more; the person's other sessions end. Raises Invalid,
    TooMany, and Conflict where nothing was begun.
    """
    count_try(work, "code", account=str(person.id), address=address)
    row = _rows(work, person.id).get(False)
    if row is None:
        raise Conflict("Nothing is being set up.", "Load the page again and begin anew.")
    step = step_of(_secret(work, row), code, work.now)
    if step is None:
        raise Invalid("The second step is not set up yet.", NO_FIT, {"code": NO_FIT})
    _confirm(work, row, step)
    codes = _new_codes(work, person.id)
    tell_owner(work, person.id, "factor_set")
    _given(work, person.id, session_id)
    close_sessions(work, person.id, but=session_id)
    return codes


def give_code(work: UnitOfWork, person_id: UUID, *, session_id: UUID, code: str, address: str) -> None:
    """Somebody signed in gives the code their app shows, or a recovery code. Each works once, whoever else tries.

    Raises Invalid in the same words for a wrong code, a used one and for nobody's; TooMany.
    """
    count_try(work, "code", account=str(person_id), address=address)
    if not _takes_app_code(work, person_id, code) and not _takes_recovery_code(work, person_id, code):
        raise Invalid("That was not the code.", NO_FIT, {"factor_code": NO_FIT})
    _given(work, person_id, session_id)


def renew_recovery_codes(work: UnitOfWork, person_id: UUID) -> tuple[str, ...]:
    """Ten new recovery codes; earlier ones count no more. They are shown now and never again.

    Raises Conflict without an app: they stand in for one that is gone, and are no second step by themselves.
    """
    if not has_factor(work, person_id):
        raise Conflict("There is no second step yet.", "Set up your app first: recovery codes come with it.")
    codes = _new_codes(work, person_id)
    tell_owner(work, person_id, "codes_renewed")
    return codes


def _new_codes(work: UnitOfWork, person_id: UUID) -> tuple[str, ...]:
    work.session.execute(delete(RecoveryCode).where(*_of(RecoveryCode, work, person_id)))
    codes = new_recovery_codes()
    work.add(
        *(
            RecoveryCode(
                tenant_id=work.tenant, id=work.new_id(), person_id=person_id, code_hash=hashed(code.replace("-", ""))
            )
            for code in codes
        )
    )
    work.record("renew", "recovery_codes", person_id, subject=(work.tenant, person_id))
    return codes


def recovery_codes_left(work: UnitOfWork, person_id: UUID) -> int | None:
    """How many recovery codes are unspent; None for whoever was never given any."""
    unspent = func.count().filter(RecoveryCode.spent_at.is_(None))
    counted = select(func.count(), unspent).select_from(RecoveryCode).where(*_of(RecoveryCode, work, person_id))
    given, left = work.session.execute(counted).one()
    return left if given else None


def reset_factor(work: UnitOfWork, person: Person, *, reason: str) -> bool:
    """Somebody lost their app and their codes: they set it up anew when they next sign in. Whether there was one.

    Their sessions end. Raises NotAllowed, Invalid without a reason, Conflict for oneself.
    """
    work.demand("factor.reset")
    if work.actor.person_id == person.id:
        raise Conflict("This is your own second step.", "Set it up anew on your own page, or ask a colleague.")
    if not reason.strip():
        told = "Say why, for example: lost their phone, I called them back."
        raise Invalid("A reset needs a reason.", told, {"reason": told})
    gone = work.session.execute(delete(Factor).where(*_of(Factor, work, person.id)).returning(Factor.id)).all()
    work.session.execute(delete(RecoveryCode).where(*_of(RecoveryCode, work, person.id)))
    if gone:
        work.record("reset", "factor", person.id, subject=(work.tenant, person.id), reason=reason.strip())
        close_sessions(work, person.id)
        tell_owner(work, person.id, "factor_reset")
    return bool(gone)


def install_factor(work: UnitOfWork, person: Person, secret: str) -> None:
    """Set up a second step whose secret is known already: made-up people's, in the demo and in tests."""
    _confirm(work, _new(work, person, secret), 0)


def codes_shown(work: UnitOfWork) -> dict[str, str]:
    """By address, what each app at this institution shows, or will show where that code was given already.

    Only for a system that is not live, where the messages can be read as well.
    """
    rows = work.session.execute(
        select(Person.email, Factor)
        .join(Person, (Person.tenant_id == Factor.tenant_id) & (Person.id == Factor.person_id))
        .where(Factor.tenant_id == work.tenant)
        .order_by(Person.email, Factor.confirmed_at.asc().nulls_last())
    )
    now = step_at(work.now)
    return {email: code_of(_secret(work, row), max(now, row.last_step + 1)) for email, row in rows}


def _takes_app_code(work: UnitOfWork, person_id: UUID, typed: str) -> bool:
    row = _confirmed(work, person_id)
    step = step_of(_secret(work, row), typed, work.now) if row is not None else None
    if row is None or step is None:
        return False
    once = update(Factor).where(Factor.tenant_id == work.tenant, Factor.id == row.id, Factor.last_step < step)
    return work.session.execute(once.values(last_step=step).returning(Factor.id)).scalar_one_or_none() is not None


def _takes_recovery_code(work: UnitOfWork, person_id: UUID, typed: str) -> bool:
    letters = normal_recovery(typed)
    if letters is None:
        return False
    once = update(RecoveryCode).where(
        *_of(RecoveryCode, work, person_id),
        RecoveryCode.code_hash == hashed(letters),
        RecoveryCode.spent_at.is_(None),
    )
    spent = work.session.execute(once.values(spent_at=work.now).returning(RecoveryCode.id)).scalar_one_or_none()
    if spent is not None:
        work.record("spend", "recovery_code", spent, subject=(work.tenant, person_id))
        tell_owner(work, person_id, "code_spent")
    return spent is not None


def _given(work: UnitOfWork, person_id: UUID, session_id: UUID) -> None:
    """From now on the session has its owner's roles, and counts as proven for a while."""
    forget_tries(work, "code", account=str(person_id))
    work.session.execute(
        update(SignInSession)
        .where(*_of(SignInSession, work, person_id), SignInSession.id == session_id)
        .values(factor_at=work.now)
    )
    work.record("give_code", "session", session_id, subject=(work.tenant, person_id))


def _confirm(work: UnitOfWork, row: Factor, step: int) -> None:
    """`row` is the person's factor from now on, and no other."""
    work.session.execute(delete(Factor).where(*_of(Factor, work, row.person_id), Factor.id != row.id))
    row.confirmed_at, row.last_step = work.now, step
    work.session.flush()
    work.record("set", "factor", row.person_id, subject=(work.tenant, row.person_id))


def _new(work: UnitOfWork, person: Person, secret: str) -> Factor:
    row = Factor(tenant_id=work.tenant, id=work.new_id(), person_id=person.id, made_at=work.now)
    work.keys.seal_into(row, "sealed", secret.encode())
    work.add(row)
    return row


def _secret(work: UnitOfWork, row: Factor) -> str:
    return (work.keys.open_in(row, "sealed") or b"").decode()


def _enrolment(work: UnitOfWork, person: Person, row: Factor) -> Enrolment:
    secret, house = _secret(work, row), institution(work.session, work.tenant)
    return Enrolment(secret, app_address(secret, account=person.email, issuer=f"Mentoring, {house.short_name}"))


def _confirmed(work: UnitOfWork, person_id: UUID) -> Factor | None:
    return _rows(work, person_id).get(True)


def _rows(work: UnitOfWork, person_id: UUID) -> dict[bool, Factor]:
    """The person's factors by whether they are confirmed: at most one of each."""
    rows = work.session.execute(select(Factor).where(*_of(Factor, work, person_id)).order_by(Factor.made_at)).scalars()
    return {row.confirmed_at is not None: row for row in rows}


def _of(model: type[Owned], work: UnitOfWork, person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Those of the person, at this institution."""
    return model.tenant_id == work.tenant, model.person_id == person_id
