"""A house's one colour made safe: eight values, four for each scheme, computed in OKLCH.

No colour is refused. The band keeps the house's own colour where text can be read on it; text, threads
and lines in the house's hue move in lightness until they reach their contrast. Thresholds are those of
WCAG 2.2 (1.4.3 and 1.4.11) with some air: 4.5 on the band, 5.0 for text, 3.0 for lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from coloraide import Color

ColourScheme = Literal["light", "dark"]

WHITE = "#ffffff"
INK = "#18212c"
GROUNDS: dict[ColourScheme, tuple[str, ...]] = {
    "light": ("#f8f7f3", "#ffffff", "#f0eee9"),
    "dark": ("#13181e", "#1b2128", "#0e1317"),
}
ON_BAND = 4.5
TEXT = 5.0
LINE = 3.0
_DARK_BAND_LIGHTNESS = (0.30, 0.42)
_DARK_BAND_CHROMA = 0.15
_STEP = 0.01


@dataclass(frozen=True)
class HouseColours:
    """The four values of one scheme, each ``#rrggbb``.

    `band` with `on_band` upon it; `brand_ink` for text, threads and bullets; `brand_line` for a tab's
    underline and the console's top edge.
    """

    band: str
    on_band: str
    brand_ink: str
    brand_line: str


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    return Color(one).contrast(other, method="wcag21")


def house_colours(colour: str, scheme: ColourScheme) -> HouseColours:
    """The four values for a house whose colour is `colour` (``#rrggbb``) in one scheme."""
    band = _light_band(colour) if scheme == "light" else _dark_band(colour)
    on_band = WHITE if contrast(band, WHITE) >= ON_BAND else INK
    return HouseColours(
        band=band,
        on_band=on_band,
        brand_ink=_readable(colour, TEXT, scheme),
        brand_line=_readable(colour, LINE, scheme),
    )


def house_rules(colour: str) -> str:
    """The house's values as rules of the stylesheet's layer ``tokens``, appended to that house's copy."""
    light, dark = house_colours(colour, "light"), house_colours(colour, "dark")
    names = ("band", "on_band", "brand_ink", "brand_line")
    plain = "".join(f"--{name.replace('_', '-')}:{getattr(light, name)};" for name in names)
    both = "".join(
        f"--{name.replace('_', '-')}:light-dark({getattr(light, name)},{getattr(dark, name)});" for name in names
    )
    return f"@layer tokens{{:root{{{plain}}}@supports(color:light-dark(#000,#fff)){{:root{{{both}}}}}}}\n"


def _light_band(colour: str) -> str:
    if max(contrast(colour, WHITE), contrast(colour, INK)) >= ON_BAND:
        return _hex(Color(colour))
    return _moved(colour, -_STEP, lambda tried: contrast(tried, WHITE) >= ON_BAND)


def _dark_band(colour: str) -> str:
    lightness, chroma, hue = _lch(colour)
    low, high = _DARK_BAND_LIGHTNESS
    return _shade(min(max(lightness, low), high), min(chroma, _DARK_BAND_CHROMA), hue)


def _readable(colour: str, least: float, scheme: ColourScheme) -> str:
    grounds = GROUNDS[scheme]

    def readable(tried: str) -> bool:
        return min(contrast(tried, ground) for ground in grounds) >= least

    if readable(colour):
        return _hex(Color(colour))
    return _moved(colour, -_STEP if scheme == "light" else _STEP, readable)


def _moved(colour: str, step: float, enough: Callable[[str], bool]) -> str:
    """The nearest shade of the same hue, in steps of lightness, that is `enough` (found by halving)."""
    lightness, chroma, hue = _lch(colour)
    last = round((lightness if step < 0 else 1 - lightness) / abs(step)) + 1
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        if enough(_shade(lightness + middle * step, chroma, hue)):
            high = middle
        else:
            low = middle
    return _shade(lightness + high * step, chroma, hue)


def _lch(colour: str) -> tuple[float, float, float]:
    lightness, chroma, hue = Color(colour).convert("oklch").coords(nans=False)
    return lightness, chroma, hue


def _shade(lightness: float, chroma: float, hue: float) -> str:
    return _hex(Color("oklch", [min(max(lightness, 0.0), 1.0), chroma, hue]).convert("srgb"))


def _hex(colour: Color) -> str:
    return str(colour.convert("srgb").fit(method="raytrace").to_string(hex=True, compress=False, fit=False))
