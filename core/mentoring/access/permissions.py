"""The permission table: which role may do what. Pages, commands and the API ask it; nothing else decides.

Row-level security keeps institutions apart; inside an institution this table keeps people apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Role = Literal["visitor", "participant", "member", "coordinator", "lead", "analyst", "operator"]


@dataclass(frozen=True)
class Permission:
    """`action` may be done by `roles`; `meaning` finishes the sentence “A … may”.

    Where there is a `reason`, they say why, and it is kept: it finishes the sentence “A reason is asked …”.
    """

    action: str
    roles: frozenset[Role]
    meaning: str
    reason: str = ""


def _permission(action: str, roles: str, meaning: str, *, reason: str = "") -> Permission:
    named: set[Role] = {role for role in _ROLES if role in roles.split()}
    if len(named) != len(roles.split()):
        raise ValueError(f"the permission {action} names an unknown role")
    return Permission(action, frozenset(named), meaning, reason)


# lead: a coordinator of the programme's host; participant: registered there; member: of this mentorship
_ROLES: tuple[Role, ...] = ("visitor", "participant", "member", "coordinator", "lead", "analyst", "operator")
_EVERYONE = " ".join(_ROLES)

PERMISSIONS: dict[str, Permission] = {
    permission.action: permission
    for permission in (
        _permission("programme.see", _EVERYONE, "read a programme's public page"),
        _permission("account.use", "participant member coordinator lead analyst operator", "see and end own sessions"),
        _permission(
            "data.own",
            "participant member coordinator lead analyst operator",
            "have all that is held on them, have it corrected, and ask to be erased",
        ),
        _permission("data.answer", "coordinator", "answer what people of the own institution ask about their data"),
        _permission("scheme.read", "coordinator lead", "read the documents of a programme's scheme"),
        _permission("registration.write", "participant", "fill in, submit and withdraw an own registration"),
        _permission("registration.list", "coordinator lead", "list registrations of the own institution's people"),
        _permission("registration.list_all", "lead", "list submitted registrations of every institution"),
        _permission(
            "registration.read",
            "coordinator lead",
            "read a registration with its verdict",
            reason="of somebody at another institution on whom nothing is to be decided",
        ),
        _permission(
            "declaration.read",
            "coordinator lead",
            "read what somebody declared about themself",
            reason="where nothing is to be decided on them",
        ),
        _permission("registration.import", "coordinator lead", "enter people of the own institution from a file"),
        _permission(
            "registration.decide",
            "coordinator lead",
            "confirm or overrule a verdict",
            reason="for a refusal and for differing from the rules",
        ),
        _permission("registration.invite", "coordinator lead", "ask people to register in a role not open to all"),
        _permission("registration.enter", "lead", "enter people of a listed organisation"),
        _permission("stage.review", "coordinator lead", "record the result of a selection stage"),
        _permission("gate.record", "coordinator lead", "record that someone passed a gate"),
        _permission("event.reply", "participant", "say whether they come to an event"),
        _permission("event.arrange", "lead", "set when and where an event is, add a session and call one off"),
        _permission("attendance.record", "coordinator lead", "see who comes to an event, and record who was there"),
        _permission("task.do", "coordinator lead", "see and do what the own institution's coordinators are asked to"),
        _permission("programme.open", "coordinator", "open a programme at the own institution"),
        _permission("programme.change", "lead", "change a programme's dates, partners and texts"),
        _permission(
            "programme.join", "coordinator", "agree that the own institution takes part in a programme, or decline"
        ),
        _permission("round.read", "lead", "read a round's proposal with its reasons"),
        _permission("round.run", "lead", "run a matching round"),
        _permission("round.publish", "lead", "publish or discard a proposal"),
        _permission("mentorship.see", "member", "see an own mentorship and answer an offer"),
        _permission("mentorship.name", "lead", "put people forward for a mentorship by hand"),
        _permission("mentorship.list", "coordinator lead", "list mentorships with people of the own institution"),
        _permission("agreement.sign", "member", "read and sign what the members of an own mentorship agree on"),
        _permission("mentorship.leave", "member", "leave an own mentorship without blame"),
        _permission("mentorship.end", "lead", "end a mentorship, or let somebody leave it"),
        _permission("meeting.log", "member", "log, move or cancel a meeting of an own mentorship"),
        _permission("goal.write", "member", "set goals in an own mentorship, and read those that its members set"),
        _permission("note.write", "member", "write and read notes in an own mentorship"),
        _permission("message.send", "lead", "send a message again that did not arrive"),
        _permission("message.list", "coordinator lead", "see which messages were sent to the own institution's people"),
        _permission("survey.answer", "participant", "answer the surveys that they are asked"),
        _permission("survey.read", "coordinator lead", "read answers to surveys as far as the survey says so"),
        _permission("survey.remind", "coordinator lead", "remind those who have not answered a survey"),
        _permission("report.read", "coordinator lead analyst", "read reports, rounded"),
        _permission("release.issue", "lead", "issue a release of equality monitoring, once for each phase"),
        _permission("monitoring.answer", "participant", "answer the equality question, or take the answer back"),
        _permission("audit.read", "coordinator lead", "read who did what"),
        _permission("people.manage", "coordinator", "see who holds a role at the own institution, grant and take back"),
        _permission("factor.reset", "coordinator", "reset a colleague's second step at the own institution"),
        _permission("settings.see", "coordinator lead", "read the own institution's settings"),
        _permission("settings.change", "coordinator", "change what is the own institution's of its settings"),
        _permission("schemes.see", "coordinator lead", "see the installed schemes and how their code fares"),
        _permission("schemes.lift", "coordinator lead", "have a quarantined scheme's code asked again"),
        _permission("system.watch", "operator", "see the system's health; no person's data"),
    )
}


def may(roles: Iterable[Role], action: str) -> bool:
    """Whether one of `roles` may do `action`. Raises KeyError for an action that the table does not know."""
    return not PERMISSIONS[action].roles.isdisjoint(roles)


def asks_reason(action: str) -> bool:
    """Whether somebody who may do `action` has to say why. Raises KeyError for one that the table does not know."""
    return bool(PERMISSIONS[action].reason)


def roles_in(granted: frozenset[Role], *, tenant: str, host: str, registered: bool, member: bool) -> frozenset[Role]:
    """Someone's roles in one programme: those granted at `tenant`, and what they are there.

    A coordinator of the host leads. `registered` in the programme, `member` of the mentorship in question.
    """
    also: set[Role] = set()
    if tenant == host and "coordinator" in granted:
        also.add("lead")
    if registered:
        also.add("participant")
    if member:
        also.add("member")
    return granted | also
