"""PostgreSQL refuses to run as root. Where we are root, its programs run as someone less.

First choice: a user namespace without a mapping, in which our own files stay ours and nothing is changed
on the machine. Where the kernel or a container forbids that (Docker's default profile does): the account
`nobody`, which keeps one capability of root's, to reach a data directory under root's home.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from mentoring.errors import SetUpIncomplete


@dataclass(frozen=True)
class Account:
    """`prefix` stands before every command; folders of the server belong to `owner` where it is not None."""

    prefix: tuple[str, ...] = ()
    owner: tuple[int, int] | None = None

    def own(self, folder: Path) -> None:
        """Give an (empty) folder to the account."""
        if self.owner is not None:
            os.chown(folder, *self.owner)


def namespace() -> Account:
    """A user namespace of its own, with no root in it."""
    return Account(("unshare", "--user", "--"))


def nobody() -> Account:
    """The account `nobody`, allowed to pass through folders that are not its own."""
    entry = pwd.getpwnam("nobody")
    prefix = ("setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups")
    return Account(
        (
            *prefix,
            "--inh-caps=-all,+dac_override",
            "--ambient-caps=-all,+dac_override",
            "--bounding-set=-all,+dac_override",
            "--",
        ),
        (entry.pw_uid, entry.pw_gid),
    )


def unprivileged(choices: tuple[Account, ...] | None = None) -> Account:
    """The first account as which programs can run here and are not root. Raises `SetUpIncomplete`."""
    if os.geteuid() != 0:
        return Account()
    for account in choices if choices is not None else (namespace(), nobody()):
        if shutil.which(account.prefix[0]) and _works(account):
            return account
    raise SetUpIncomplete(
        "PostgreSQL does not run as root, and this machine lets root start programs neither in a user namespace "
        "nor as the account nobody.",
        "Run mentoring as an ordinary user, or set MENTORING_DATABASE_URL to a server of yours.",
    )


def _works(account: Account) -> bool:
    try:
        tried = subprocess.run([*account.prefix, "id", "-u"], capture_output=True, text=True, check=False, timeout=30)
    except OSError:
        return False
    return tried.returncode == 0 and tried.stdout.strip() not in {"", "0"}
