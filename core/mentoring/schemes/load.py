"""Installed schemes, found by entry point and loaded one at a time: a broken one is a failure to show, not a crash.

A scheme's own code is asked first for each document, then the core's default: it reads ``scheme/DOCUMENT.yaml`` (or
``.json``) in the folder of the package that the entry point names, found without importing it. Code is never imported
here: it runs where it is contained. A package whose ``__init__`` holds no code is imported nowhere.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from mentoring.contracts.documents_yaml import read_document
from mentoring.contracts.words import nearest
from mentoring.errors import MentoringError, UnsoundDocument
from mentoring.plugin import CODE_HOOKS, DOCUMENTS, ENTRY_POINT_GROUP
from mentoring.schemes.ask import Asker, Code
from mentoring.schemes.build import build_scheme
from mentoring.schemes.contain.host import Fault, Zygote
from mentoring.schemes.scheme import Scheme

ENDINGS = (".yaml", ".json")


class LoadFailure(Struct, frozen=True):
    """A scheme that could not be loaded: its entry point's `name`, its `distribution`, and the refusal in words."""

    name: str
    distribution: str
    error: MentoringError


class Directory(Struct, frozen=True):
    """The installed schemes by name, those that could not be loaded, and who asks the code of those that have some."""

    schemes: Mapping[str, Scheme]
    failures: tuple[LoadFailure, ...] = ()
    asker: Asker = field(default_factory=Asker)

    def get(self, name: str) -> Scheme:
        """The scheme of that name. Raises its failure, or UnsoundDocument naming the schemes there are."""
        if name in self.schemes:
            return self.schemes[name]
        for failure in self.failures:
            if failure.name == name:
                raise failure.error
        raise UnsoundDocument(f"No scheme `{name}` is installed.", nearest(name, self.schemes))


def load_directory(found: Iterable[EntryPoint] | None = None, zygote: Zygote | None = None) -> Directory:
    """All installed schemes, or those of the entry points `found`; their code is called by `zygote`."""
    zygote = zygote or Zygote()
    codes: dict[str, Code] = {}
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
            schemes[point.name], code = _load(point, zygote)
            if code is not None:
                codes[point.name] = code
        except MentoringError as error:
            failures.append(LoadFailure(point.name, _distribution(point), error))
    return Directory(schemes, tuple(failures), Asker(codes, zygote))


def load_scheme(name: str) -> Scheme:
    """The one installed scheme of that name; the others are not read. Raises UnsoundDocument."""
    return load_alone(name).get(name)


def load_alone(name: str) -> Directory:
    """A directory of that one installed scheme, sound or not; the others are not read. Raises UnsoundDocument."""
    points = list(entry_points(group=ENTRY_POINT_GROUP))
    named = [point for point in points if point.name == name]
    if not named:
        raise UnsoundDocument(f"No scheme `{name}` is installed.", nearest(name, sorted({p.name for p in points})))
    return load_directory(named)


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else ""


def _load(point: EntryPoint, zygote: Zygote) -> tuple[Scheme, Code | None]:
    folder = _folder(point)
    _no_strangers(folder / "scheme")
    version = point.dist.version if point.dist else "0"
    told: Mapping[str, Any] = _of_code(point, zygote) if _has_code(folder) else {"documents": {}, "hooks": ()}
    documents = {
        name: _read(folder / "scheme", name) if (answer := told["documents"].get(name)) is None else answer
        for name in DOCUMENTS
    }
    hooks = tuple(told["hooks"])
    scheme = build_scheme(point.name, version, documents, hooks=frozenset(hooks))
    return scheme, Code(point.name, version, point.module, hooks) if hooks else None


def _of_code(point: EntryPoint, zygote: Zygote) -> Mapping[str, Any]:
    """What the scheme's own code says at load: documents, and which hooks it has. Raises UnsoundDocument."""
    try:
        told: Mapping[str, Any] = zygote.call(module=point.module, scheme=point.name, hook="documents", arguments={})
    except Fault as fault:
        if fault.cause == "off":
            raise UnsoundDocument(
                f"{point.value} holds code, and this machine cannot contain it: {fault.words}.",
                "Install the system's libseccomp, or set MENTORING_UNCONFINED_PLUGINS=1 if you trust every scheme.",
            ) from fault
        raise UnsoundDocument(
            f"The code of {point.value} failed: {fault.words}.", "Ask its author to mend it."
        ) from fault
    for name in told["strange"]:  # a hook that is never asked would be silence where something was said
        raise UnsoundDocument(
            f"The hook `{name}` of {point.value} is not asked in this edition.",
            nearest(name, (*DOCUMENTS, *CODE_HOOKS)),
        )
    return told


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
