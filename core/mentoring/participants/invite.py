"""Asking somebody to register in a role that is not open to everyone (contract, roles: `entry`).

In a role that is `invited` the host asks, in one that is `nominated` the coordinators of the person's own institution.
Whoever is asked then registers as everybody else does; nobody else can. The host tells them, when it settles.
"""

from uuid import UUID

from sqlalchemy import delete, select

from mentoring.accounts.rules import normal_address
from mentoring.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring.messages.service import queue
from mentoring.participants.facts import Setting
from mentoring.participants.model import Invitation, Registration
from mentoring.participants.setting import roles_here, window_of
from mentoring.programmes.due import wake
from mentoring.programmes.model import Programme
from mentoring.programmes.pinned import date_words, file_of, scheme_of
from mentoring.schemes.scheme import say
from mentoring.tenants.directory import institutions
from mentoring.unit_of_work import UnitOfWork


def roles_to_fill(work: UnitOfWork, programme: Programme) -> tuple[str, ...]:
    """The roles for which coordinators of this institution ask people, in the scheme's order."""
    asks = {"nominated", "invited"} if work.tenant == programme.tenant_id else {"nominated"}
    scheme = scheme_of(programme)
    return tuple(name for name, role in scheme.roles.items() if role.entry in asks and name in scheme.registration)


def invite(work: UnitOfWork, programme: Programme, *, role: str, email: str, name: str = "") -> Invitation:
    """Ask the person at `email` to register in `role`; asking twice changes nothing.

    Raises NotFound for a role that needs no asking, NotAllowed for coordinators whose role it is not to fill, Conflict
    when registration has closed, and Invalid for an address that is not at an institution that takes part, or, in a
    role that is nominated, not at one's own.
    """
    work.demand("registration.invite", roles_here(work, programme))
    if work.actor.person_id is None:
        raise NotAllowed("An invitation comes from a person.", "Sign in as a coordinator.")
    if role not in roles_to_fill(work, programme):
        raise NotAllowed(_who_asks(programme, role), "Ask them.")
    if window_of(work, programme, role).state == "closed":
        raise Conflict("Registration in this role has closed.", "Whoever is asked now could not register any more.")
    address = email.strip().lower()
    home = _home_of(work, programme, role, address)
    known = work.session.scalar(
        select(Invitation).where(
            Invitation.tenant_id == programme.tenant_id,
            Invitation.programme_id == programme.id,
            Invitation.home_tenant_id == home,
            Invitation.email == address,
            Invitation.role == role,
        )
    )
    if known is not None:
        return known
    made = Invitation(
        tenant_id=programme.tenant_id,
        id=work.new_id(),
        programme_id=programme.id,
        home_tenant_id=home,
        role=role,
        email=address,
        name=" ".join(name.split()),  # one line: letters begin with it
        invited_by_tenant=work.tenant,
        invited_by=work.actor.person_id,
        invited_at=work.now,
    )
    work.add(made)
    work.record("invite", "invitation", made.id, subject=(home, None))
    wake(work, programme.tenant_id, programme.id)
    return made


def take_invitation_back(work: UnitOfWork, programme: Programme, invitation_id: UUID) -> None:
    """Take back what this institution has asked; a registration begun meanwhile stays. Raises NotFound."""
    work.demand("registration.invite", roles_here(work, programme))
    gone = work.session.scalar(
        delete(Invitation)
        .where(
            Invitation.tenant_id == programme.tenant_id,
            Invitation.programme_id == programme.id,
            Invitation.id == invitation_id,
            Invitation.invited_by_tenant == work.tenant,
        )
        .returning(Invitation.id)
    )
    if gone is None:
        raise NotFound("There is no such invitation of yours.", "Go back to the list.")
    work.record("take_back", "invitation", invitation_id)


def invitations(work: UnitOfWork, programme: Programme) -> tuple[tuple[Invitation, bool], ...]:
    """Who has been asked, as far as this institution sees, the oldest first; and whether they have registered."""
    work.demand("registration.invite", roles_here(work, programme))
    found = work.session.scalars(
        select(Invitation)
        .where(Invitation.tenant_id == programme.tenant_id, Invitation.programme_id == programme.id)
        .order_by(Invitation.invited_at, Invitation.id)
    )
    sent = select(Registration.home_tenant_id, Registration.email, Registration.role).where(
        Registration.tenant_id == programme.tenant_id,
        Registration.programme_id == programme.id,
        Registration.submitted_at.is_not(None),
    )
    registered = {tuple(row) for row in work.session.execute(sent)}
    return tuple((each, (each.home_tenant_id, each.email, each.role) in registered) for each in found)


def is_invited(work: UnitOfWork, programme: Programme, *, role: str, email: str) -> bool:
    """Whether somebody of this institution has been asked to register in `role`."""
    found = select(Invitation.id).where(
        Invitation.tenant_id == programme.tenant_id,
        Invitation.programme_id == programme.id,
        Invitation.home_tenant_id == work.tenant,
        Invitation.email == email,
        Invitation.role == role,
    )
    return work.session.scalar(found) is not None


def tell_invited(work: UnitOfWork, programme: Programme, setting: Setting) -> int:
    """Write to everyone who has been asked and not told yet; how many. At the host, when it settles.

    No query where every role is open to whoever comes.
    """
    if all(role.entry == "open" for role in setting.scheme.roles.values()):
        return 0
    waiting = work.session.scalars(
        select(Invitation).where(
            Invitation.tenant_id == programme.tenant_id,
            Invitation.programme_id == programme.id,
            Invitation.told_at.is_(None),
        )
    ).all()
    for each in waiting:
        queue(
            work,
            occasion="registration_invited",
            scheme=setting.scheme,
            to_email=each.email,
            to_name=each.name or each.email.partition("@")[0],
            home_tenant_id=each.home_tenant_id,
            programme_id=programme.id,
            values={
                "role.title": say(setting.scheme.roles[each.role].title).lower(),
                "pathway.title": "",
                "programme.title": programme.title,
                "others": "",
                "link": f"/{each.home_tenant_id}/{programme.slug}/register/{each.role}",
                **date_words(setting.moments),
            },
            dedupe_key=f"registration_invited:{each.id}",
        )
        each.told_at = work.now
    work.session.flush()
    return len(waiting)


def _home_of(work: UnitOfWork, programme: Programme, role: str, address: str) -> str:
    """The institution that the address is at. Raises Invalid."""
    houses = institutions(work.session)
    domain = address.rpartition("@")[2]
    home = next((slug for slug, each in houses.items() if domain in each.domains), "")
    told = ""
    takes_part = file_of(programme).standing_of(home, work.now.date()) in {"host", "partner"}
    if normal_address(address) is None or not takes_part:
        told = "Write an address at an institution that takes part in this programme."
    elif scheme_of(programme).roles[role].entry == "nominated" and home != work.tenant:
        told = f"You nominate your own people: write an address at {houses[work.tenant].short_name}."
    if told:
        raise Invalid("This address cannot be invited.", told, {"email": told})
    return home


def _who_asks(programme: Programme, role: str) -> str:
    scheme = scheme_of(programme)
    if role not in scheme.roles or role not in scheme.registration:
        raise NotFound("There is no such role in this programme.", "Choose one that there is.")
    title = say(scheme.roles[role].title).lower()
    if scheme.roles[role].entry == "open":
        return f"Whoever would like to be {title} registers of their own accord."
    return f"The host's coordinators invite people to be {title}."
