"""A new scheme, written from the templates in ``starter/``: documents that teach, one hook, tests that pass at once."""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from mentoring.errors import UnsoundDocument

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""Names of schemes: words of small letters and digits, joined by hyphens."""
LONGEST = 40


def write_scheme(name: str, folder: Path) -> tuple[Path, ...]:
    """Write the distribution ``mentoring-NAME`` below `folder`; the files written, in order.

    Raises UnsoundDocument for a name that no scheme can have, or a folder that is there already.
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        raise UnsoundDocument(
            f"`{name}` cannot be the name of a scheme.",
            f"Write small letters, digits and hyphens, such as staff-circles, at most {LONGEST} of them.",
        )
    top = folder / f"mentoring-{name}"
    if top.exists():
        raise UnsoundDocument(f"{top} is there already.", "Choose another name or folder; nothing was written.")
    package = f"mentoring_{name.replace('-', '_')}"
    words = {
        "name": name,
        "package": package,
        "title": name.replace("-", " ").capitalize(),
        "schemas": str(files("mentoring") / "schemas"),
    }
    written = {
        "pyproject.toml": "pyproject.toml",
        "README.md": "README.md",
        f"{package}/__init__.py": "package.py",
        **{f"{package}/scheme/{each}": f"scheme/{each}" for each in _documents()},
        f"tests/test_{package.removeprefix('mentoring_')}.py": "tests/test_scheme.py",
    }
    return tuple(_write(top / path, template, words) for path, template in written.items())


def _starter() -> Traversable:
    return files("mentoring.testing") / "starter"


def _documents() -> list[str]:
    return sorted(file.name.removesuffix(".tmpl") for file in (_starter() / "scheme").iterdir())


def _write(path: Path, template: str, words: dict[str, str]) -> Path:
    text = (_starter() / f"{template}.tmpl").read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
