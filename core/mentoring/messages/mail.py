"""A message as a mail (RFC 5322): one recipient, its own Message-ID, plain text and the same as HTML."""

import hashlib
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from msgspec import Struct

from mentoring.calendars.writing import method_of


class Sender(Struct, frozen=True):
    """Whose mail it is: the institution's name, the system's own address, and whom an answer reaches."""

    name: str
    address: str
    answers_to: str


class Words(Struct, frozen=True):
    """What one mail says, to whom. `html` is left out by those who have none; `calendar` invites to a date."""

    to: str
    subject: str
    body: str
    html: str | None
    message_id: str
    written_at: datetime
    calendar: str | None = None


def mail_of(words: Words, sender: Sender) -> EmailMessage:
    """The mail, the same bytes each time. Raises ValueError where an address cannot stand in a header."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(sender.address, sender.name)
    mail["Reply-To"] = sender.answers_to
    mail["To"] = _address(words.to)
    mail["Subject"] = words.subject
    mail["Date"] = words.written_at
    mail["Message-ID"] = words.message_id
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday note comes back
    mail.set_content(words.body)
    if words.html:
        mail.add_alternative(words.html, subtype="html")
    if words.calendar:
        _invite(mail, words.calendar)
    parts = (part for part in mail.walk() if part.is_multipart())
    for number, part in enumerate(parts):
        part.set_boundary(f"={hashlib.sha256(words.message_id.encode()).hexdigest()[:40]}-{number}=")
    return mail


def _invite(mail: EmailMessage, calendar: str) -> None:
    """Put an invitation in: as a way to read the mail, which programs act on, and as a file for those that do not."""
    method = method_of(calendar)
    mail.add_alternative(calendar, subtype="calendar", cte="base64", params={"method": method})
    name = "cancelled.ics" if method == "CANCEL" else "invitation.ics"
    mail.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename=name)


def _address(address: str, name: str = "") -> Address:
    """For a header. Raises ValueError whatever is wrong: the library fails in many ways over what is no address."""
    try:
        return Address(" ".join(name.split()), addr_spec=address)
    except (MessageError, LookupError, AttributeError) as error:
        raise ValueError(f"{address} is no address: {error}") from error
