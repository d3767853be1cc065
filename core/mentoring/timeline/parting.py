"""What follows when somebody has left a mentorship that runs: part of settling, at the host.

A pair ends, a circle goes on while somebody of each role is in it. Nobody is told who said what.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, select

from mentoring.db.kept import entities
from mentoring.meetings.model import Meeting
from mentoring.mentorships.form import names_of
from mentoring.mentorships.model import Exit, Member
from mentoring.participants.facts import Setting
from mentoring.participants.letters import tell
from mentoring.programmes.model import Programme
from mentoring.tasks.service import set_task
from mentoring.timeline.groups import Everyone, Group
from mentoring.unit_of_work import UnitOfWork


def part(work: UnitOfWork, programme: Programme, setting: Setting, everyone: Everyone, groups: Iterable[Group]) -> None:
    """End what cannot go on without those who have left, and tell everyone concerned, once each."""
    begun = tuple(groups)
    exits = _exits(work, programme) if begun else {}
    if not exits:
        return
    for group in begun:
        gone = [m for m in group.members if (m.mentorship_id, m.registration_id) in exits]
        if gone and group.mentorship.state == "running":
            _part(work, programme, setting, everyone, group, gone, exits)
    work.session.flush()


_EXITS = select(Exit).where(Exit.tenant_id == bindparam("host"), Exit.programme_id == bindparam("programme"))
Exits = dict[tuple[UUID, UUID], Exit]
"""By mentorship and registration."""


def _exits(work: UnitOfWork, programme: Programme) -> Exits:
    here = {"host": programme.tenant_id, "programme": programme.id}
    rows = entities(work.session, Exit, _EXITS, here, look=True)
    return {(each.mentorship_id, each.registration_id): each for each in rows}


def _part(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    everyone: Everyone,
    group: Group,
    gone: list[Member],
    exits: Exits,
) -> None:
    row, stay = group.mentorship, group.present
    bounds = setting.scheme.pathways[row.pathway].members
    count = {role: sum(1 for each in stay if each.role == role) for role in bounds}
    goes_on = len(stay) > 1 and all(count.values())
    if not goes_on:
        row.state, row.ended_at = "ended", work.now
        row.end_reason = "; ".join(dict.fromkeys(exits[row.id, each.registration_id].reason for each in gone))
        _call_off(work, group)
        work.record("end", "mentorship", row.id)
        _have_them_looked_at(work, programme, group)
    for each in gone:
        occasion = "mentorship_left" if stay else "mentorship_ended"
        _tell(work, programme, setting, everyone, group, each, occasion, f"{row.id}")
    for each in stay:
        for one in gone if goes_on else ():
            _tell(
                work, programme, setting, everyone, group, each, "member_left", f"{row.id}:{one.registration_id}", one
            )
        if not goes_on:
            _tell(work, programme, setting, everyone, group, each, "mentorship_ended", f"{row.id}")
    if goes_on:
        short = any(count[role] < bound.least for role, bound in bounds.items())
        _have_it_looked_at(work, programme, setting, group, gone, short=short)


def _call_off(work: UnitOfWork, group: Group) -> None:
    """Meetings that were to come do not take place; who was invited hears of it as of any that is called off."""
    planned = select(Meeting).where(
        Meeting.tenant_id == group.mentorship.tenant_id,
        Meeting.mentorship_id == group.mentorship.id,
        Meeting.state == "planned",
        Meeting.starts_at > work.now,
    )
    for meeting in work.session.scalars(planned):
        meeting.state = "cancelled"


def _have_them_looked_at(work: UnitOfWork, programme: Programme, group: Group) -> None:
    names = names_of([each.name for each in group.members])
    words = f"The match of {names} has ended early. Look at why, and whether somebody is to be matched again."
    about = ("mentorship", str(group.mentorship.id))
    set_task(work, programme, words=words, key=f"{group.mentorship.id}:ended", about=about)


def _have_it_looked_at(
    work: UnitOfWork, programme: Programme, setting: Setting, group: Group, gone: list[Member], *, short: bool
) -> None:
    """A circle that has become too small is for a coordinator to decide on; the scheme says what is usual."""
    if not short:
        return
    row = group.mentorship
    pathway = setting.scheme.pathways[row.pathway]
    usual = {
        "keep": "It goes on as it is; look whether somebody could join.",
        "merge": "Look whether its members could join another, or somebody this one.",
        "end": "Look whether somebody could join, or end it.",
    }[pathway.below]
    names = names_of([each.name for each in group.present])
    key = f"{row.id}:short:{max(str(each.registration_id) for each in gone)}"
    words = f"A group has become smaller than is meant: {names} are left. {usual}"
    set_task(work, programme, words=words, key=key, about=("mentorship", str(row.id)))


def _tell(
    work: UnitOfWork,
    programme: Programme,
    setting: Setting,
    everyone: Everyone,
    group: Group,
    member: Member,
    occasion: str,
    key: str,
    left: Member | None = None,
) -> None:
    dossier = everyone.get(member.registration_id)
    if dossier is None:
        return
    others = [left] if left else [each for each in group.members if each is not member]
    tell(
        work,
        programme,
        setting,
        dossier.registration,
        occasion=occasion,
        pathways=(group.mentorship.pathway,),
        key=key,
        others=names_of([each.name for each in others]),
    )
