"""Where each key of a TOML document stands, so that a refusal can name the line.

`tomllib` reads documents but forgets lines. This walks a text that `tomllib` has already accepted, so it
checks nothing and skips what it need not understand.
"""

import re
from collections.abc import Generator, Iterator

from mentoring.contracts.problems import Path

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))[ \t]*""")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and array element of a sound TOML `text`, by its path."""
    return dict(_Walk(text).document())


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.here = 0
        self.arrays: dict[Path, int] = {}  # the last index of each array of tables

    def line(self) -> int:
        return self.text.count("\n", 0, self.here) + 1

    def take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.here)
        assert found is not None, "tomllib accepted this text"  # noqa: S101 - an invariant, not a check of input
        self.here = found.end()
        return found

    def at(self, mark: str) -> bool:
        return self.text.startswith(mark, self.here)

    def names(self) -> list[str]:
        """A dotted key."""
        found = []
        while True:
            found.append(next(part for part in self.take(_KEY).groups() if part is not None))
            if not self.at("."):
                return found
            self.here += 1

    def document(self) -> Iterator[tuple[Path, int]]:
        table: Path = ()
        self.take(_SPACE)
        while self.here < len(self.text):
            if self.at("["):
                table = yield from self.header()
            else:
                yield from self.pair(table)
            self.take(_SPACE)

    def header(self) -> Generator[tuple[Path, int], None, Path]:
        line, repeated = self.line(), self.at("[[")
        self.here += 2 if repeated else 1
        path: Path = ()
        for name in self.names():
            path = (*self.within(path), name)
        self.here += 2 if repeated else 1
        if repeated:
            self.arrays[path] = self.arrays.get(path, -1) + 1
        yield path, line
        path = self.within(path)
        yield path, line
        return path

    def within(self, path: Path) -> Path:
        """`path`, and when it is an array of tables, its element being written."""
        return (*path, self.arrays[path]) if path in self.arrays else path

    def pair(self, table: Path) -> Iterator[tuple[Path, int]]:
        line, path = self.line(), table
        for name in self.names():
            path = (*path, name)
            yield path, line
        self.here += 1  # the equals sign
        yield from self.value(path)

    def value(self, path: Path) -> Iterator[tuple[Path, int]]:
        self.take(_SPACE)
        if self.at("["):
            yield from self.elements(path)
        elif self.at("{"):
            self.here += 1
            self.take(_SPACE)
            while not self.at("}"):
                yield from self.pair(path)
                self.comma()
            self.here += 1
        elif self.at('"') or self.at("'"):
            self.take(_STRING)
        else:
            self.take(_SCALAR)

    def elements(self, path: Path) -> Iterator[tuple[Path, int]]:
        self.here += 1
        self.take(_SPACE)
        index = 0
        while not self.at("]"):
            yield (*path, index), self.line()
            yield from self.value((*path, index))
            self.comma()
            index += 1
        self.here += 1

    def comma(self) -> None:
        self.take(_SPACE)
        if self.at(","):
            self.here += 1
            self.take(_SPACE)
