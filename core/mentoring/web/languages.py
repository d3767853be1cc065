"""The words of the pages in each language: gettext catalogues read from their plain ``.po`` files."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Literal, get_args

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["en", "cy"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
NAMES: dict[Language, str] = {"en": "English", "cy": "Cymraeg"}


@cache
def catalogue(language: Language) -> NullTranslations:
    """The catalogue of `language`; what it does not know yet is said in English, the language of the code."""
    source = files("mentoring.web").joinpath("locale", language, "LC_MESSAGES", "mentoring.po")
    if language == "en" or not source.is_file():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def known_language(asked: str | None) -> Language:
    """The language meant by `asked` (from a cookie or address), English where it is not one of ours."""
    return next((language for language in LANGUAGES if language == asked), "en")
