"""A real mail server in a process of its own, and its mailbox: what arrived there is the witness.

What it does depends on whom a mail is for: `mail_server.py`.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path

from mentoring.messages.smtp import MailServer

SERVER = Path(__file__).with_name("mail_server.py")


@dataclass(frozen=True)
class Arrived:
    """One mail in the mailbox: the envelope's recipients, and the mail."""

    to: tuple[str, ...]
    mail: EmailMessage


@dataclass(frozen=True)
class PostOffice:
    """The server, and what has arrived."""

    server: MailServer
    box: Path

    def arrived(self) -> list[Arrived]:
        """Every mail that the server has taken, in its order."""
        lines = self.box.read_text("utf-8").splitlines() if self.box.exists() else []
        return [
            Arrived(tuple(each["to"]), message_from_string(each["mail"], policy=policy.default))
            for each in map(json.loads, lines)
        ]


@contextmanager
def post_office(folder: Path) -> Iterator[PostOffice]:
    """A mail server on this machine, for as long as this is open."""
    box = folder / "mailbox.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(SERVER), str(box)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline())
        yield PostOffice(MailServer("127.0.0.1", port, "plain", "", "", "mentoring@mentoring.example"), box)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
