"""Dates and numbers as people say them, in the reader's language and the institution's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from mentoring.web.languages import Language

LOCALES: dict[Language, str] = {"en": "en_GB", "cy": "cy_GB"}
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def when(moment: datetime, zone: str, language: Language = "en") -> str:
    """``Thursday 14 January 2021, 10:00``."""
    return format_datetime(moment, "EEEE d MMMM y, HH:mm", tzinfo=ZoneInfo(zone), locale=LOCALES[language])


def day(moment: date | datetime, zone: str = "UTC", language: Language = "en") -> str:
    """``Friday 18 December 2020``."""
    at = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
    return format_date(at, "EEEE d MMMM y", locale=LOCALES[language])


def short_day(moment: date | datetime, zone: str = "UTC", language: Language = "en") -> str:
    """``18 December 2020``."""
    at = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
    return format_date(at, "d MMMM y", locale=LOCALES[language])


def count(number: int, one: str, many: str) -> str:
    """``six meetings``, ``12 meetings``, ``one meeting``, ``1,240 meetings``."""
    words = _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"
    return f"{words} {one if number == 1 else many}"


def begun(text: str) -> str:
    """`text` as a sentence begins: its first letter large, all others as they are."""
    return text[:1].upper() + text[1:]


def one_of(title: str) -> str:
    """``a mentee``, ``an advocate``: coordinators give roles other names. By the first letter; English alone asks."""
    return f"{'an' if title[:1].lower() in {*'aeiou'} else 'a'} {title}"
