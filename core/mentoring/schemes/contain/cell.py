"""What one fork does: bind itself, import the scheme, call one hook, write the answer, and end.

It never returns. The answer is one JSON object: ``{"answer": ...}``, or ``{"fault": cause, "words": ...}``.
"""

import gc
import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import pluggy

from mentoring.plugin import CODE_HOOKS, DOCUMENTS, hookspecs
from mentoring.schemes.contain import wire
from mentoring.schemes.contain.limits import ANSWER, limit_this_process

WORDS = 300
"""Characters that are kept of what an exception says."""


def call_once(
    request: int, answer: int, *, held: int, seconds: float, importing: Callable[[], Any], called: Callable[[], Any]
) -> NoReturn:
    """Do what the file `request` asks, write to the file `answer`, and end this process.

    `importing` and `called` lay the two filters on; `held` is the address space of the zygote, in bytes.
    """
    told: dict[str, Any] = {"fault": "ended", "words": ""}
    try:
        told = _told(_read(request), held, seconds, importing, called)
    finally:
        gc.disable()
        os.pwrite(answer, _fitting(told), 0)
        os._exit(0)


def _told(
    asked: Mapping[str, Any], held: int, seconds: float, importing: Callable[[], Any], called: Callable[[], Any]
) -> dict[str, Any]:
    limit_this_process(held, seconds)
    try:
        importing()
        sys.path[:] = asked["path"]
        manager = _manager(asked["module"], asked["scheme"])
    except BaseException as error:  # noqa: BLE001 - whatever the scheme raises is told, and this process ends
        return _fault("import", error)
    try:
        called()
        return {"answer": _documents(manager) if asked["hook"] == "documents" else _answer(manager, asked)}
    except wire.NoValue as error:
        return {"fault": "answer", "words": str(error)}
    except MemoryError as error:
        return _fault("memory", error)
    except SystemExit as error:
        return _fault("exit", error)
    except BaseException as error:  # noqa: BLE001 - whatever the scheme raises is told, and this process ends
        return _fault("raise", error)


def _manager(module: str, scheme: str) -> pluggy.PluginManager:
    """A plugin manager that holds this scheme alone."""
    manager = pluggy.PluginManager("mentoring")
    manager.add_hookspecs(hookspecs)
    manager.register(importlib.import_module(module), name=scheme)
    return manager


def _documents(manager: pluggy.PluginManager) -> dict[str, Any]:
    """The documents that the scheme's code answers with, the hooks it has, and those that nobody asks."""
    (plugin,) = manager.get_plugins()
    callers = {caller.name: caller for caller in manager.get_hookcallers(plugin) or ()}
    return {
        "documents": {name: wire.plain(callers[name]()) for name in DOCUMENTS if name in callers},
        "hooks": [name for name in CODE_HOOKS if name in callers],
        "strange": sorted(name for name, caller in callers.items() if not caller.has_spec()),
    }


def _answer(manager: pluggy.PluginManager, asked: Mapping[str, Any]) -> Any:
    arguments = wire.arguments_of(asked["hook"], asked["arguments"])
    return wire.plain(getattr(manager.hook, asked["hook"])(**arguments))


def _fault(cause: str, error: BaseException) -> dict[str, Any]:
    """What was raised, and the last line of the scheme's code that it passed through."""
    frames = [each for each in traceback.extract_tb(error.__traceback__, limit=-30) if "<frozen" not in each.filename]
    at = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    said = f": {error}" if str(error) else ""
    return {"fault": cause, "words": f"{type(error).__name__}{said}"[:WORDS] + at}


def _fitting(told: Mapping[str, Any]) -> bytes:
    try:
        written = json.dumps(told).encode()
    except BaseException as error:  # noqa: BLE001 - too much memory, or what JSON cannot hold after all
        written = json.dumps({"fault": "answer", "words": type(error).__name__}).encode()
    if len(written) > ANSWER:
        words = f"the answer has {len(written):,} bytes, and {ANSWER:,} are allowed"
        written = json.dumps({"fault": "large", "words": words}).encode()
    return written


def _read(file: int) -> Any:
    with open(file, "rb", closefd=False) as opened:
        opened.seek(0)
        return json.loads(opened.read())
