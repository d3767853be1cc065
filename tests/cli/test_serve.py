import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def status(address: str, until: float) -> int:
    """The status that `address` answers with, once someone listens there."""
    while True:
        try:
            with urlopen(address) as answer:  # noqa: S310 - our own server
                code: int = answer.status
                return code
        except HTTPError as refused:
            refused.close()
            return refused.code
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_serve_starts_its_own_database_answers_and_stops_when_told(tmp_path: Path) -> None:
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MENTORING_")}
    serving = subprocess.Popen(
        [Path(sys.executable).with_name("mentoring"), "serve", "--port", str(port)],
        env={**environ, "MENTORING_DATA_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert status(f"http://127.0.0.1:{port}/nowhere/", time.monotonic() + 60) == 404
        serving.send_signal(signal.SIGTERM)
        told, _ = serving.communicate(timeout=30)
    finally:
        serving.kill()
        serving.wait()
    assert told == f"Serving http://127.0.0.1:{port}/ (stop with Ctrl C).\n"
    assert not (tmp_path / "postgres" / "data" / "postmaster.pid").exists()
