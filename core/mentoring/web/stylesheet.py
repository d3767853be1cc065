"""The assets by digest: one stylesheet (with a copy per house), one module, one mark.

A name tells its content, so a browser may keep it for ever: ``house-003d4c.9f86d081884c7d65.css``. A
house's copy can be made again from its name alone, so any number of processes serve the same files.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from mentoring.web.house import house_rules

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_HOUSE = re.compile(r"house-([0-9a-f]{6})\.[0-9a-f]{16}\.css")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
HOUSES_KEPT = 64


@dataclass(frozen=True)
class Asset:
    """A file to serve: `name` holds its digest."""

    name: str
    media_type: str
    content: bytes

    @property
    def href(self) -> str:
        """Where it is served."""
        return f"/assets/{self.name}"


@cache
def stylesheet_text() -> str:
    """The stylesheet without any house's colour: the numbered sources joined, comments and indents dropped."""
    sources = sorted(
        (source for source in files("mentoring.web").joinpath("assets").iterdir() if source.name.endswith(".css")),
        key=lambda source: int(source.name.split("-")[0]),
    )
    joined = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    return _INDENT.sub("\n", _COMMENT.sub("", joined)).strip() + "\n"


@cache
def plain_stylesheet() -> Asset:
    """The stylesheet for pages of no house."""
    return _named("mentoring", "css", "text/css", stylesheet_text().encode())


@lru_cache(maxsize=HOUSES_KEPT)
def house_stylesheet(colour: str) -> Asset:
    """The stylesheet with a house's colours; `colour` is ``#rrggbb``, of either case.

    Raises ValueError for anything else.
    """
    if not _COLOUR.fullmatch(colour.lower()):
        raise ValueError(f"{colour!r} is not a colour such as #003d4c")
    content = stylesheet_text() + house_rules(colour.lower())
    return _named(f"house-{colour.lower()[1:]}", "css", "text/css", content.encode())


@cache
def module() -> Asset:
    """The module of niceties."""
    return _named("nice", "js", "text/javascript", _read("nice.js"))


@cache
def mark() -> Asset:
    """The product's mark, shown in a browser's tab."""
    return _named("mark", "svg", "image/svg+xml", _read("mark.svg"))


def find_asset(name: str) -> Asset | None:
    """The asset of exactly this name, or None: another digest is another file."""
    for asset in (plain_stylesheet(), module(), mark()):
        if asset.name == name:
            return asset
    house = _HOUSE.fullmatch(name)
    if house is None:
        return None
    asset = house_stylesheet("#" + house.group(1))
    return asset if asset.name == name else None


def _read(name: str) -> bytes:
    return files("mentoring.web").joinpath("assets", name).read_bytes()


def _named(stem: str, ending: str, media_type: str, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Asset(f"{stem}.{digest}.{ending}", media_type, content)
