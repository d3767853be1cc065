"""The mail server: an address in the settings, a connection, and what it answers (RFC 5321)."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Literal
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from mentoring.errors import SetUpIncomplete

PATIENCE = 30.0
"""Seconds that we wait for one answer of the server."""
_PERMANENT = 500

VARIABLE, FROM = "MENTORING_SMTP_URL", "MENTORING_MAIL_FROM"


class Unreachable(Exception):
    """The server is not there, or hung up in the middle: nobody knows what it has taken."""


class NotTaken(Exception):
    """The server does not take this mail. `forever`: nor later. `bounced`: because of whom it is for."""

    def __init__(self, said: str, *, forever: bool, bounced: bool) -> None:
        """What the server `said`, in its own words."""
        super().__init__(said)
        self.said, self.forever, self.bounced = said, forever, bounced


class MailServer(Struct, frozen=True):
    """Where mail is handed over: smtp:// begins unsealed and then must seal, smtps:// is sealed from the start.

    plain:// is never sealed, for a server on this machine. `address` is what mail comes from.
    """

    host: str
    port: int
    sealing: Literal["smtp", "smtps", "plain"]
    user: str
    password: str
    address: str

    @classmethod
    def at(cls, url: str, address: str | None) -> "MailServer":
        """The server at `url`. Raises SetUpIncomplete naming the variable, never showing a password."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps", "plain"} or not parts.hostname or parts.path.strip("/"):
            raise SetUpIncomplete(
                f"{VARIABLE} is no address of a mail server.",
                "Write it as smtp://user:password@server:587 (or smtps://…:465; plain://127.0.0.1:25 on this machine).",
            )
        if address is None or address.count("@") != 1 or any(c.isspace() for c in address):
            raise SetUpIncomplete(
                f"{FROM} is not set to an address.", "Set it to what mail comes from, such as mentoring@example.org."
            )
        port = parts.port or {"smtp": 587, "smtps": 465, "plain": 25}[parts.scheme]
        sealing: Literal["smtp", "smtps", "plain"] = (
            "smtps" if parts.scheme == "smtps" else "plain" if parts.scheme == "plain" else "smtp"
        )
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port, sealing, user, password, address)

    @contextmanager
    def open(self) -> Iterator["Line"]:
        """A connection for some mails. Raises Unreachable where there is none to be had."""
        try:
            line = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"The mail server {self.host} cannot be used: {_told(error)}") from error
        try:
            yield Line(line)
        finally:
            line.close()  # a server that is waited for says nothing that matters any more

    def _connected(self) -> smtplib.SMTP:
        if self.sealing == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=PATIENCE, context=ssl.create_default_context()
            )
        else:
            line = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        try:
            if self.sealing == "smtp":
                line.starttls(context=ssl.create_default_context())
            if self.user:
                line.login(self.user, self.password)
        except BaseException:
            line.close()
            raise
        return line


class Line:
    """One open connection."""

    def __init__(self, line: smtplib.SMTP) -> None:
        """Over `line`, which whoever opened it closes."""
        self._line = line

    def hand_over(self, mail: EmailMessage, *, to: str, sender: str) -> None:
        """Hand over one mail to one recipient. Returns once the server has taken it.

        Raises NotTaken, or Unreachable when the server hung up.
        """
        try:
            self._line.send_message(mail, from_addr=sender, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise NotTaken(_said(code, said), forever=code >= _PERMANENT, bounced=code >= _PERMANENT) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NotTaken(str(error), forever=True, bounced=False) from error
        except smtplib.SMTPServerDisconnected as error:
            raise Unreachable(_told(error)) from error
        except smtplib.SMTPResponseException as error:
            words = _said(error.smtp_code, error.smtp_error)
            raise NotTaken(words, forever=error.smtp_code >= _PERMANENT, bounced=False) from error
        except OSError as error:
            raise Unreachable(_told(error)) from error


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:500]


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:500]
