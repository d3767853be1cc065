"""A-R5: no plugin harms its neighbours. Each fault once in each hook, as this user and, run by root, as another."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import asking
from asking import DEEDS, Odd
from mentoring.plugin import CODE_HOOKS, ENTRY_POINT_GROUP, Action, Mentorship
from mentoring.schemes.ask import CodeHeld, SchemeFault
from mentoring.schemes.contain.host import SCRUBBED, Zygote
from mentoring.schemes.load import load_directory

Told = Mapping[str, Mapping[str, tuple[str, str]]]
NOBODY = 65534


def users() -> list[int]:
    """This user; and, where that is root, one who has nothing."""
    return [os.geteuid(), NOBODY] if os.geteuid() == 0 and shutil.which("setpriv") else [os.geteuid()]


ONLY_READING = "-all,+dac_read_search"
AS_NOBODY = [
    *("setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"),
    *("--inh-caps", ONLY_READING, "--ambient-caps", ONLY_READING, "--bounding-set", ONLY_READING),
]
"""Nobody, who may only read Python wherever root has put it."""


@pytest.fixture(scope="module", params=users(), ids=lambda user: "as root" if user == 0 else f"as user {user}")
def told(request: pytest.FixtureRequest) -> Told:
    """What came of every deed in every hook, in an application run by that user."""
    command = [sys.executable, asking.__file__]
    finished = subprocess.run(
        command if request.param == os.geteuid() else [*AS_NOBODY, *command],
        capture_output=True,
        check=False,
        env={**os.environ, "MENTORING_DATABASE_URL": "a secret", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd="/",
    )
    assert finished.returncode == 0, finished.stderr.decode()
    found: dict[str, Any] = json.loads(finished.stdout)
    rounds = int(os.environ.get(asking.ROUNDS, "1"))
    sys.stdout.write(f"\nuser {request.param}: {rounds * len(DEEDS) * len(CODE_HOOKS)} faults, each told by its name\n")
    assert found.pop("user") == request.param
    return found


@pytest.mark.parametrize("deed", DEEDS)
def test_the_application_lives_on_and_tells_the_fault_by_name(told: Told, deed: str) -> None:
    cause, words = DEEDS[deed]
    for hook in CODE_HOOKS:
        found = told[hook][deed]
        assert (hook, found[0]) == (hook, cause)
        assert found[1].startswith(words), hook


def test_the_fault_names_scheme_version_hook_and_cause(odd: Odd) -> None:
    with pytest.raises(SchemeFault) as fault:
        odd.ask("score", "raise")
    line = fault.value.words.rpartition("line ")[2].rstrip(")")
    assert (fault.value.scheme, fault.value.version, fault.value.hook, fault.value.cause) == (
        "odd",
        "0",
        "score",
        "raise",
    )
    assert fault.value.what == (
        f"The code of odd 0 failed in `score`: it raised RuntimeError: ink (deeds.py, line {line})."
    )


def test_every_hook_answers_when_it_is_left_alone(odd: Odd) -> None:
    assert odd.ask("derive") == ({"distance": 3}, {"distance": 5})
    assert odd.ask("score").tolist() == [[980, 1000]]
    assert odd.ask("score").dtype == np.int16
    assert odd.ask("propose_matches") is None
    assert odd.ask("propose_matches", "pairing") == (Mentorship("main", ("1", "2")),)
    assert odd.ask("milestone_due") == (Action("ask", "pulse", ("a",)),)


def test_the_answers_of_neighbours_are_kept_while_others_fail(odd: Odd, brief: Odd) -> None:
    deeds = ["", "raise", "", "_exit", "", "abort", "", "hang", "", "fork"] * 2
    with ThreadPoolExecutor(max_workers=6) as threads:
        outcomes = list(threads.map(lambda deed: (brief if deed == "hang" else odd).fault("derive", deed)[0], deeds))
    assert outcomes == ["", "raise", "", "exit", "", "exit", "", "slow", "", "raise"] * 2


def test_the_zygote_inherits_nothing_but_what_is_listed(odd: Odd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORING_KEYS", "a secret")
    with pytest.raises(SchemeFault) as fault:
        odd.ask("derive", "secrets")
    assert fault.value.words.startswith("the fact `PATH` is not declared")
    assert "MENTORING_KEYS" not in SCRUBBED


def test_nothing_is_carried_from_one_call_to_the_next(package: EntryPoint, odd: Odd) -> None:
    code = "@hookimpl\ndef derive(registrations):\n    KEPT.append(1)\n    return {'kept': [len(KEPT)]}"
    write(package, f"KEPT = []\n{code}")
    directory = load_directory([package], odd.zygote)
    for _ in range(3):
        answer = odd.zygote.call(
            module="broken_scheme", scheme="broken", hook="derive", arguments={"registrations": [{"role": "mentee"}]}
        )
        assert answer == {"kept": [1]}
    assert directory.asker.codes["broken"].hooks == ("derive",)


def test_a_killed_zygote_is_a_fault_and_the_next_call_has_another(odd: Odd) -> None:
    process = odd.zygote._started().child
    process.kill()
    assert odd.fault("derive", "")[0] == "killed"
    assert odd.fault("derive", "") == ("", "")
    assert odd.zygote._started().child.pid != process.pid


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("raise RuntimeError('ink')", "RuntimeError: ink (__init__.py, line 2)"),
        ("raise SystemExit(3)", "SystemExit: 3 (__init__.py, line 2)"),
        ("import os; os._exit(0)", "it ended without an answer"),
        ("import os; os.fork()", "PermissionError"),
        ("import socket; socket.socket()", "PermissionError"),
        ("open('/tmp/odd-scheme-was-here', 'w')", "PermissionError"),
        ("bytearray(1 << 30)", "MemoryError"),
        ("while True: pass", "it was ended after 1 seconds"),
        ("import folio_nowhere", "ModuleNotFoundError: No module named 'folio_nowhere'"),
        ("@hookimpl\ndef derive(cohort): pass", "PluginValidationError"),
        ("@hookimpl\ndef card():\n    import os\n    os.abort()", "it ended by signal"),
        ("@hookimpl\ndef card():\n    return object()", "object is no value that JSON can hold"),
    ],
)
def test_a_scheme_that_fails_when_it_is_imported_is_a_failure_beside_the_others(
    package: EntryPoint, code: str, words: str
) -> None:
    write(package, code)
    (hello,) = entry_points(group=ENTRY_POINT_GROUP, name="hello")
    directory = load_directory([package, hello], Zygote(confined=True, seconds={"documents": 1.0}))
    assert list(directory.schemes) == ["hello"]
    (failure,) = directory.failures
    assert str(failure.error).startswith(f"The code of broken_scheme failed: {words}")


def test_code_that_was_not_installed_is_held_and_is_no_fault(odd: Odd) -> None:
    empty = load_directory([]).asker
    with pytest.raises(CodeHeld, match="counts on code of its own, `derive`, and none is installed here") as held:
        empty.derive(odd.scheme, ())
    assert not isinstance(held.value, SchemeFault)


def write(package: EntryPoint, code: str) -> None:
    folder = Path(sys.path[0]) / package.value
    (folder / "__init__.py").write_text(f"from mentoring.plugin import hookimpl\n{code}\n")
