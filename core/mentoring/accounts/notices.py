"""Whoever's way of signing in changes is told so by mail, at once: if it was somebody else, they can act."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from mentoring.messages.service import queue
from mentoring.people.service import person as person_with_id
from mentoring.unit_of_work import UnitOfWork

OF_USE = timedelta(days=7)
"""For so long the news is worth sending."""

What = Literal[
    "password_set", "password_removed", "factor_set", "factor_reset", "codes_renewed", "code_spent", "address"
]
NEWS: dict[What, str] = {
    "password_set": "a password was set for your account, and your other sessions were ended.",
    "password_removed": "the password of your account was removed. From now on a link signs you in.",
    "factor_set": "your second step was set up on a phone or app. What was set up before counts no more.",
    "factor_reset": "your second step was reset for you. You set it up anew when you next sign in.",
    "codes_renewed": "new recovery codes were made for your account. Earlier ones count no more.",
    "code_spent": "one of your recovery codes was used in place of a code of your app.",
    "address": "your address was corrected, as you asked your coordinators. Links to sign in go to the new one.",
}


def tell_owner(work: UnitOfWork, person_id: UUID, what: What) -> None:
    """Write to the person that this has happened to their account. It waits for no morning."""
    someone = person_with_id(work, person_id)
    queue(
        work,
        occasion="account_changed",
        scheme=None,
        to_email=someone.email,
        to_name=someone.name,
        home_tenant_id=work.tenant,
        person_id=person_id,
        values={"news": NEWS[what], "link": f"/{work.tenant}/account"},
        dedupe_key=f"account_changed:{work.new_id()}",
        until=work.now + OF_USE,
    )
