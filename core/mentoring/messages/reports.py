"""Reading what mail servers report of a mail after they have taken it (RFC 3464): pure, over bytes that anybody wrote.

A report counts only where it names one of our own Message-IDs, which nobody can guess who has not had the mail.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message

from msgspec import Struct

LARGEST = 2_000_000
"""Bytes of one report that are read; a longer one is none of a mail server's."""
_LONGEST_WORDS = 500
_MESSAGE_ID = re.compile(r"<[0-9a-f]{40}@[A-Za-z0-9.-]{1,253}>")
"""As ours are made (`messages.rendering`)."""
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class Report(Struct, frozen=True):
    """One mail that could not be delivered: its Message-ID, to whom, and what the last server said."""

    message_id: str
    recipient: str
    said: str


def mails_in(box: bytes) -> Iterator[bytes]:
    """The mails of an mbox, or the one mail that this is."""
    if not box.startswith(b"From "):
        yield box
        return
    for each in re.split(rb"(?m)^From [^\n]*\n", box):
        if each.strip():
            yield each


def report_in(raw: bytes) -> Report | None:
    """What a mail reports; None where it reports no final failure of a mail of ours. Never raises."""
    if len(raw) > LARGEST:
        return None
    try:
        return _report(message_from_bytes(raw, policy=policy.compat32))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # the library fails in many ways over what is no mail


def _report(mail: Message) -> Report | None:
    if mail.get_content_type() != "multipart/report":
        return None
    parts = [part for part in mail.walk() if part is not mail]
    told = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    key = next((found for part in parts if (found := _original(part))), None)
    if told is None or key is None:
        return None
    for block in told.walk():
        status = _STATUS.search(str(block.get("Status", "")))
        if str(block.get("Action", "")).strip().lower() == "failed" and status and status[0].startswith("5"):
            whom = _address(block.get("Original-Recipient") or block.get("Final-Recipient"))
            said = _plain(block.get("Diagnostic-Code")).partition(";")[2].strip() or "It could not be delivered."
            return Report(key, whom, f"{status[0]} {said}"[:_LONGEST_WORDS])
    return None


def _original(part: Message) -> str | None:
    """The Message-ID of the mail that a part gives back, whole or its headers alone."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = next((each for each in part.walk() if each is not part), None)
        found = _MESSAGE_ID.search(str(inner.get("Message-ID", ""))) if inner is not None else None
    elif kind == "text/rfc822-headers":
        body = part.get_payload(decode=True)
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
        named = re.search(r"(?im)^message-id:\s*(\S+)", text)
        found = _MESSAGE_ID.search(named[1]) if named else None
    else:
        return None
    return found[0] if found else None


def _address(told: object) -> str:
    """The address in ``rfc822; somebody@example.org``."""
    return _plain(told).rpartition(";")[2].strip().strip("<>").lower()


def _plain(told: object) -> str:
    """One line of text that shows, whatever was sent."""
    return "".join(c if c.isprintable() else " " for c in " ".join(str(told or "").split()))
