"""Everything that a scheme's code should not do, by name. `done` does what it is told, then gives the answer."""

import os
import signal
import socket
import subprocess
import threading
import time

import numpy as np

from mentoring.plugin import Action, Mentorship


def done(told, good, given):
    """`good`, unless one of the deeds that are `told` comes before it or stands in its place."""
    for deed in told:
        if deed in DEEDS:
            DEEDS[deed]()
        elif deed in ANSWERS:
            return ANSWERS[deed](good)
        elif deed == "telling":
            raise RuntimeError(given[0])
        elif deed == "mutation":
            given[0].facts["answers.years"] = 0
        elif deed == "assignment":
            given[0].facts = {}
    return good


def raising():
    raise RuntimeError("ink")


def leaving():
    raise SystemExit(3)


def hanging():
    while True:
        pass


def sleeping():
    time.sleep(600)


def taking():
    return len(bytearray(1 << 30))


def connecting():
    with socket.socket() as made:
        made.connect(("127.0.0.1", 9))


def reading():
    with open("/etc/passwd") as file:
        return file.read()


def peeping():
    """The environment of whoever called: the process that forks, and whoever started that."""
    with open(f"/proc/{os.getppid()}/environ") as file:
        return file.read()


def writing():
    with open("/tmp/odd-scheme-was-here", "w") as file:
        file.write("ink")


DEEDS = {
    "raise": raising,
    "exit": leaving,
    "hang": hanging,
    "sleep": sleeping,
    "one_gibibyte": taking,
    "fork": os.fork,
    "_exit": lambda: os._exit(0),
    "_exit_with_code": lambda: os._exit(7),
    "abort": os.abort,
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "subprocess": lambda: subprocess.run(["/bin/true"], check=True),
    "thread": lambda: threading.Thread(target=time.sleep, args=(600,)).start(),
    "kill": lambda: os.kill(os.getppid(), signal.SIGKILL),
    "socket": connecting,
    "reading": reading,
    "environment_of_the_parent": peeping,
    "writing": writing,
    "listing": lambda: os.listdir("/"),
}
"""What is done before any answer is given."""


def not_a_number(good):
    if isinstance(good, np.ndarray):
        return np.full(good.shape, np.nan)
    if isinstance(good, dict):
        return {name: [float("nan")] * len(column) for name, column in good.items()}
    return [Mentorship(float("nan"), ()), Action(float("nan"), "pulse", ())]


ANSWERS = {
    "wrong_type": lambda _: "ink",
    "nothing_json_can_hold": lambda _: object(),
    "nan": not_a_number,
    "fifty_megabytes": lambda _: "x" * 50_000_000,
    "endless": lambda _: iter(int, 1),
    "secrets": lambda _: dict(os.environ),
    "wrong_shape": lambda good: np.zeros((2, 1), dtype=np.int16),
    "too_much": lambda good: np.full_like(good, 1001),
    "wide": lambda good: good.astype(np.int64),
    "forbidding": lambda good: np.full_like(good, -1),
}
"""What is answered instead."""
