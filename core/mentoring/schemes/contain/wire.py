"""How values travel between the application and a call: JSON there and back, frozen values inside.

Blocks of scores travel as their bytes. Nothing here says whether an answer may stand.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from mentoring.plugin.values import Cohort, Entrant, Milestone, Plan, Registration, Subject

_ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "derive": {"registrations": tuple[Registration, ...]},
    "score": {
        "name": str,
        "params": dict[str, Any],
        "left": tuple[Entrant, ...],
        "right": tuple[Entrant, ...],
    },
    "propose_matches": {"cohort": Cohort, "plan": Plan},
    "milestone_due": {"milestone": Milestone, "subjects": tuple[Subject, ...]},
}


class NoValue(TypeError):
    """A hook answered something that JSON cannot hold."""


def arguments_of(hook: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a hook as frozen values, from plain JSON."""
    return {name: _frozen(msgspec.convert(given[name], kind)) for name, kind in _ARGUMENTS[hook].items()}


def plain(answer: Any) -> Any:
    """A hook's answer as JSON can hold it: tuples become lists, values maps, arrays their bytes. Raises NoValue."""
    if isinstance(answer, np.ndarray):
        return _of_array(answer)
    return msgspec.to_builtins(answer, enc_hook=_plain_value)


def array_of(sent: Any) -> NDArray[Any] | None:
    """The array that was sent as its bytes; None where something else was sent."""
    if not isinstance(sent, Mapping) or sent.keys() != {"dtype", "shape", "bytes"}:
        return None
    found = np.frombuffer(base64.b64decode(sent["bytes"]), dtype=np.dtype(sent["dtype"]))
    return found.reshape([int(length) for length in sent["shape"]])


def _of_array(array: NDArray[Any]) -> dict[str, Any]:
    if array.dtype.kind not in "biuf":
        raise NoValue(f"an array of {array.dtype} is no array of numbers")
    data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")
    return {"dtype": array.dtype.str, "shape": list(array.shape), "bytes": data}


def _plain_value(value: Any) -> Any:
    """What JSON has no word for: numbers of NumPy, read-only maps, anything that can be gone through."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "__iter__"):
        return list(value)
    raise NoValue(f"{type(value).__name__} is no value that JSON can hold")


def _frozen(value: Any) -> Any:
    """`value` with every list a tuple and every map read-only, however deep."""
    freeze: Callable[[Any], Any] = _frozen
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(each) for key, each in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{each.name: freeze(getattr(value, each.name)) for each in fields(value)})
    return value
