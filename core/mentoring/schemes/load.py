"""Installed schemes, found by entry point and loaded one at a time: a broken one is a failure to show, not a crash.

Each scheme has a plugin manager of its own, holding the core's defaults (asked last) and the scheme's hooks. The
defaults read ``scheme/DOCUMENT.yaml`` (or ``.json``) in the folder of the package that the entry point names, found
without importing it. A package whose ``__init__`` holds no code is never imported at all.
"""

import ast
import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pluggy
from msgspec import Struct

from mentoring.contracts.documents_yaml import read_document
from mentoring.contracts.words import nearest
from mentoring.errors import MentoringError, UnsoundDocument
from mentoring.plugin import DOCUMENTS, ENTRY_POINT_GROUP, hookimpl, hookspecs
from mentoring.schemes.build import build_scheme
from mentoring.schemes.scheme import Scheme

ENDINGS = (".yaml", ".json")


class LoadFailure(Struct, frozen=True):
    """A scheme that could not be loaded: its entry point's `name`, its `distribution`, and the refusal in words."""

    name: str
    distribution: str
    error: MentoringError


class Directory(Struct, frozen=True):
    """The installed schemes by name, and those that could not be loaded."""

    schemes: Mapping[str, Scheme]
    failures: tuple[LoadFailure, ...] = ()

    def get(self, name: str) -> Scheme:
        """The scheme of that name. Raises its failure, or UnsoundDocument naming the schemes there are."""
        if name in self.schemes:
            return self.schemes[name]
        for failure in self.failures:
            if failure.name == name:
                raise failure.error
        raise UnsoundDocument(f"No scheme `{name}` is installed.", nearest(name, self.schemes))


def load_directory(found: Iterable[EntryPoint] | None = None) -> Directory:
    """All installed schemes, or those of the entry points `found`."""
    points = sorted(entry_points(group=ENTRY_POINT_GROUP) if found is None else found, key=lambda p: (p.name, p.value))
    times = Counter(point.name for point in points)
    schemes: dict[str, Scheme] = {}
    failures: list[LoadFailure] = []
    for point in points:
        try:
            if times[point.name] > 1:
                raise UnsoundDocument(
                    f"Two installed distributions bring a scheme `{point.name}`.", "Uninstall one of them."
                )
            schemes[point.name] = _load(point)
        except MentoringError as error:
            failures.append(LoadFailure(point.name, _distribution(point), error))
    return Directory(schemes, tuple(failures))


def load_scheme(name: str) -> Scheme:
    """The one installed scheme of that name; the others are not read. Raises UnsoundDocument."""
    points = list(entry_points(group=ENTRY_POINT_GROUP))
    named = [point for point in points if point.name == name]
    if not named:
        raise UnsoundDocument(f"No scheme `{name}` is installed.", nearest(name, sorted({p.name for p in points})))
    return load_directory(named).get(name)


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else ""


def _load(point: EntryPoint) -> Scheme:
    folder = _folder(point)
    manager = pluggy.PluginManager("mentoring")
    manager.add_hookspecs(hookspecs)
    manager.register(_defaults(folder / "scheme"), name="core")
    if _has_code(folder):
        _guarded(point, lambda: manager.register(importlib.import_module(point.module), name=point.name))
        _no_strange_hooks(manager, point)
    documents = {name: _guarded(point, getattr(manager.hook, name)) for name in DOCUMENTS}
    version = point.dist.version if point.dist else "0"
    return build_scheme(point.name, version, documents)


def _folder(point: EntryPoint) -> Path:
    """The folder of the package that the entry point names, without importing it."""
    top, *below = point.module.split(".")
    spec = find_spec(top)
    for place in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(place).joinpath(*below)
        if folder.is_dir():
            return folder
    raise UnsoundDocument(
        f"The entry point {point.name} = {point.value} names no package.",
        f'Write it as "{point.name} = a_package", where a_package is a folder that holds scheme/card.yaml.',
    )


def _has_code(folder: Path) -> bool:
    """Whether the package's ``__init__`` holds more than its docstring."""
    init = folder / "__init__.py"
    if not init.is_file():
        return False
    try:
        body = ast.parse(init.read_bytes(), filename=str(init)).body
    except (SyntaxError, ValueError) as error:
        raise UnsoundDocument(f"{init} is not Python: {error}.", "Mend it.") from error
    return any(not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) for node in body)


def _defaults(folder: Path) -> SimpleNamespace:
    """The core's own answers to the document hooks: what lies in the scheme's folder."""
    _no_strangers(folder)

    def reader(document: str) -> Callable[[], Any]:
        return hookimpl(trylast=True)(lambda: _read(folder, document))

    return SimpleNamespace(**{document: reader(document) for document in DOCUMENTS})


def _no_strangers(folder: Path) -> None:
    """A file whose name is no document's would be silence where something was said."""
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.suffix in (*ENDINGS, ".yml") and (file.stem not in DOCUMENTS or file.suffix == ".yml"):
            remedy = f"Name it {file.stem}.yaml." if file.stem in DOCUMENTS else nearest(file.stem, DOCUMENTS)
            raise UnsoundDocument(f"{file.name} is no document of this contract.", remedy)


def _read(folder: Path, document: str) -> Any:
    files = [folder / f"{document}{ending}" for ending in ENDINGS if (folder / f"{document}{ending}").is_file()]
    if len(files) > 1:
        raise UnsoundDocument(f"{document} is there as YAML and as JSON.", "Keep one of the two.")
    if not files:
        return None
    try:
        return read_document(files[0].read_text(encoding="utf-8"), files[0].name)
    except (OSError, UnicodeDecodeError) as error:
        raise UnsoundDocument(f"{files[0].name} cannot be read: {error}.", "Save it as UTF-8 text.") from error


def _no_strange_hooks(manager: pluggy.PluginManager, point: EntryPoint) -> None:
    """A hook that is never asked would be silence where something was said."""
    for caller in manager.get_hookcallers(manager.get_plugin(point.name)) or ():
        if not caller.has_spec():
            raise UnsoundDocument(
                f"The hook `{caller.name}` of {point.value} is not asked in this edition.",
                nearest(caller.name, DOCUMENTS),
            )


def _guarded(point: EntryPoint, ask: Callable[[], Any]) -> Any:
    """The answer of a scheme's own code; whatever it raises becomes a refusal of that scheme alone."""
    try:
        return ask()
    except MentoringError:
        raise
    except (Exception, SystemExit) as error:
        raise UnsoundDocument(
            f"The code of {point.value} failed: {type(error).__name__}: {error}.", "Ask its author to mend it."
        ) from error
