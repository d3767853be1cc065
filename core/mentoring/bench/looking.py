"""Who looks at the pages that are measured, at what: a coordinator of the host and a member of a mentorship."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from mentoring.accounts.model import RoleGrant, SignInSession
from mentoring.accounts.sessions import open_session
from mentoring.accounts.tokens import hashed
from mentoring.bench.pages import Reader
from mentoring.errors import SetUpIncomplete
from mentoring.events.model import EventSession
from mentoring.meetings.model import Meeting, Note
from mentoring.meetings.notes import write_note
from mentoring.meetings.service import log_meeting
from mentoring.mentorships.goals import set_goal
from mentoring.mentorships.model import GoalEntry, Member, Mentorship
from mentoring.messages.model import Message
from mentoring.people.service import person
from mentoring.programmes.model import Programme
from mentoring.rounds.model import Round
from mentoring.rounds.run import run_round
from mentoring.simulation.stage import Stage
from mentoring.surveys.model import Asked
from mentoring.unit_of_work import Actor

PLAIN = {
    "role": "mentee", "theme": "about-you", "part": "card", "stage": "panel", "number": "1", "people": "10",
    "seed": "1", "survey": "fit", "agreement": "working_together",
}  # fmt: skip
"""Parameters of addresses that name no row: of whatever is not there, no page answers."""
ZONE = "Europe/London"


def member_of(stage: Stage, host: str, slug: str) -> Member:
    """A mentee in a mentorship of that programme that runs, of the host where there is one."""
    with stage.work(host) as work:
        found = work.session.scalars(
            select(Member)
            .join(Mentorship, (Mentorship.tenant_id == Member.tenant_id) & (Mentorship.id == Member.mentorship_id))
            .join(Programme, (Programme.tenant_id == Member.tenant_id) & (Programme.id == Member.programme_id))
            .where(Programme.slug == slug, Mentorship.state == "running", Member.left_at.is_(None))
            .where(Member.role == "mentee", Member.person_id.is_not(None))
            .order_by(Member.home_tenant_id != host, Mentorship.id, Member.registration_id)
            .limit(1)
        ).one_or_none()
    if found is None:
        raise SetUpIncomplete(f"Nobody meets in {slug}.", "Measure a programme that is half way.")
    return found


def busy(stage: Stage, member: Member, entries: int) -> None:
    """Let there be so many more meetings, notes and goals in somebody's mentorship, each written as they would."""
    if member.person_id is None:
        raise ValueError("nobody signs in for somebody of a listed organisation")
    key, host = member.mentorship_id, member.tenant_id
    for number in range(entries):
        with stage.work(member.home_tenant_id, Actor.person(member.person_id)) as work:
            at = stage.now - timedelta(days=number + 1)
            meeting = log_meeting(work, key, host=host, starts_at=at, minutes=60, zone=ZONE)
            write_note(work, key, host=host, text=f"Note {number}", meeting_id=meeting)
            set_goal(work, key, host=host, words=f"Goal {number}", step=f"Step {number}")


def propose(stage: Stage, host: str, slug: str) -> None:
    """Let the host's coordinator run a round with everybody who is there."""
    actor = Actor.person(_coordinator(stage, host), frozenset({"coordinator"}))
    with stage.at(host, slug, actor) as (work, programme):
        run_round(work, programme)


def readers(stage: Stage, host: str, slug: str, matching: str) -> tuple[Reader, ...]:
    """The host's coordinator, in the programme `slug` and before the matches of `matching`; and a member of `slug`."""
    coordinator = _coordinator(stage, host)
    cookie, member = signed(stage, host, coordinator), member_of(stage, host, slug)
    if member.person_id is None:
        raise SetUpIncomplete(f"Nobody signs in to {slug}.", "Measure a programme with people of an institution.")
    ids = _ids(stage, member, slug)
    at_home = {**ids, **_own(stage, member), "tenant": member.home_tenant_id, "someone": str(member.person_id)}
    mine = signed(stage, member.home_tenant_id, member.person_id)
    proposed = {**ids, "programme": matching, "round_id": _newest(stage, host, matching)}
    empty = f"/{host}/console/find"
    find = {"/{tenant}/console/find": f"q={member.name.split()[0].lower()}"}  # somebody who is there
    return (
        Reader("coordinator", "/console", cookie, {**ids, "someone": str(coordinator)}, empty, find),
        Reader("before matching", "/console/{programme:str}/matching", cookie, proposed, empty),
        Reader("member", "/", mine, at_home, f"/{member.home_tenant_id}/sign-in"),
    )


def signed(stage: Stage, tenant: str, who: UUID) -> str:
    """The cookie of a session in which the second step was taken."""
    with stage.work(tenant) as work:
        token = open_session(work, person(work, who), user_agent=None, replaces=None, next_path="").token
        held = SignInSession.token_hash == hashed(token)
        work.session.execute(update(SignInSession).where(held).values(factor_at=work.now))
    return f"session={token}"


def _coordinator(stage: Stage, host: str) -> UUID:
    with stage.work(host) as work:
        found = work.session.scalars(
            select(RoleGrant.person_id)
            .where(RoleGrant.role == "coordinator", RoleGrant.tenant_id == host)
            .order_by(RoleGrant.granted_at, RoleGrant.id)
        ).first()
    if found is None:
        raise SetUpIncomplete(f"{host} has no coordinator.", "Name one in the demo's file.")
    return found


def _ids(stage: Stage, member: Member, slug: str) -> Mapping[str, str]:
    """What stands in the addresses of the programme's pages."""
    host, of = member.tenant_id, member.programme_id
    with stage.work(host) as work:
        ask = work.session.scalars
        gathering = ask(select(EventSession).where(EventSession.programme_id == of).order_by(EventSession.id)).first()
        letter = ask(select(Message.id).where(Message.programme_id == of).order_by(Message.id)).first()
        found = {
            "registration": member.registration_id,
            "mentorship": member.mentorship_id,
            "message_id": letter,
            "session": gathering.id if gathering else None,
            "event": gathering.event if gathering else None,
        }
    known = {name: str(value) for name, value in found.items() if value is not None}
    return {**PLAIN, **known, "tenant": host, "programme": slug, "round_id": _newest(stage, host, slug)}


def _newest(stage: Stage, host: str, slug: str) -> str:
    with stage.work(host) as work:
        return str(
            work.session.scalars(
                select(Round.id)
                .join(Programme, (Programme.tenant_id == Round.tenant_id) & (Programme.id == Round.programme_id))
                .where(Programme.slug == slug)
                .order_by(Round.number.desc())
                .limit(1)
            ).one()
        )


def _own(stage: Stage, member: Member) -> Mapping[str, str]:
    """What stands in the addresses of a member's own pages."""
    if member.person_id is None:
        return {}
    key = member.mentorship_id
    with stage.work(member.home_tenant_id, Actor.person(member.person_id)) as work:
        ask = work.session.scalars
        asked = ask(select(Asked).where(Asked.registration_id == member.registration_id).order_by(Asked.id)).first()
        found = {
            "meeting": ask(select(Meeting.id).where(Meeting.mentorship_id == key).order_by(Meeting.id)).first(),
            "note": ask(select(Note.id).where(Note.mentorship_id == key).order_by(Note.id)).first(),
            "goal": ask(select(GoalEntry.goal_id).where(GoalEntry.mentorship_id == key).order_by(GoalEntry.id)).first(),
            "asked": asked.id if asked else None,
            "survey": asked.survey if asked else None,
        }
    return {name: str(value) for name, value in found.items() if value is not None}
