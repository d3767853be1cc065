"""A mail server that keeps what it takes in a file, one JSON line each; run as a process of its own.

`gone.…@` is refused for good, `full.…@` for now, `torn.…@` is taken, but the server hangs up before it has said so.
"""

import asyncio
import json
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

BOX = Path(sys.argv[1])


class Box:
    """What the server asks before it answers."""

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether there is such a mailbox, and room in it."""
        del server, session, options
        if address.startswith("gone."):
            return "550 5.1.1 nobody of that name"
        if address.startswith("full."):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Take a mail."""
        del session
        assert isinstance(envelope.content, bytes)
        line = {"to": envelope.rcpt_tos, "mail": envelope.content.decode("utf-8", "surrogateescape")}
        with BOX.open("a", encoding="utf-8") as box:  # noqa: ASYNC230 - written before it is answered
            print(json.dumps(line), file=box, flush=True)
        if envelope.rcpt_tos[0].startswith("torn.") and server.transport is not None:
            server.transport.close()
        return "250 OK"


async def serve() -> None:
    """Serve at a port of this machine, told on the first line of output."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Box(), enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - where it listens
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
