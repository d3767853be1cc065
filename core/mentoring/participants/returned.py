"""Mails that came back after a mail server had taken them: marked, and told to coordinators when they come again."""

from sqlalchemy import func, select

from mentoring.messages.model import Message
from mentoring.messages.reports import Report
from mentoring.programmes.model import Programme
from mentoring.tasks.service import set_task
from mentoring.unit_of_work import UnitOfWork

OFTEN = 2
"""How many mails to one address come back before their coordinators are asked to look."""


def mark_bounced(work: UnitOfWork, report: Report) -> bool:
    """Mark the message of this institution that `report` is about; whether there is one.

    Only one that was handed over and, where the report names a recipient, was for them. Twice changes nothing.
    """
    found = work.session.scalar(
        select(Message).where(Message.tenant_id == work.tenant, Message.message_id == report.message_id)
    )
    if found is None or found.state not in {"sent", "bounced"} or report.recipient not in {"", found.to_email}:
        return False
    if found.state == "bounced":
        return True
    found.state, found.error = "bounced", report.said
    work.session.flush()
    work.record("bounce", "message", found.id, subject=(found.home_tenant_id, found.person_id))
    _tell(work, found)
    return True


def _tell(work: UnitOfWork, message: Message) -> None:
    """Ask the coordinators of whoever it was for, once for each address and programme."""
    if message.programme_id is None:
        return
    here = (Message.tenant_id == work.tenant, Message.programme_id == message.programme_id)
    often = work.session.scalar(
        select(func.count()).where(*here, Message.to_email == message.to_email, Message.state == "bounced")
    )
    programme = work.session.get(Programme, (work.tenant, message.programme_id))
    if programme is not None and (often or 0) >= OFTEN:
        set_task(
            work, programme, words=f"Mail to {message.to_email} comes back. Find out how they are reached now.",
            key=f"{programme.id}:bounces:{message.to_email}", home=message.home_tenant_id,
        )  # fmt: skip
