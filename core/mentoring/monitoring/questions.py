"""What equality monitoring asks: one question, which the framework defines and no scheme can change or add to.

Codes and words are those of HESA's coding frame for ethnicity, aligned with the Census of 2021 in England and Wales
(HESA student and staff records from 2022/23 on, field ETHNIC). A table counts the groups, never the codes.
"""

from collections.abc import Mapping
from typing import Any

PREFER_NOT = "998"
NOT_STATED = "Not stated"
"""Counted together: who preferred not to say, does not know, or did not answer."""

GROUPS: Mapping[str, Mapping[str, str]] = {
    "Asian": {
        "100": "Asian - Bangladeshi or Bangladeshi British",
        "101": "Asian - Chinese or Chinese British",
        "103": "Asian - Indian or Indian British",
        "104": "Asian - Pakistani or Pakistani British",
        "119": "Any other Asian background",
    },
    "Black": {
        "120": "Black - African or African British",
        "121": "Black - Caribbean or Caribbean British",
        "139": "Any other Black background",
    },
    "Mixed": {
        "140": "Mixed or multiple ethnic groups - White or White British and Asian or Asian British",
        "141": "Mixed or multiple ethnic groups - White or White British and Black African or Black African British",
        "142": "Mixed or multiple ethnic groups - White or White British and Black Caribbean or Black Caribbean "
        "British",
        "159": "Any other Mixed or Multiple ethnic background",
    },
    "White": {
        "160": "White - English, Scottish, Welsh, Northern Irish or British",
        "163": "White - Gypsy or Irish Traveller",
        "166": "White - Irish",
        "168": "White - Roma",
        "179": "Any other White background",
    },
    "Other": {"180": "Arab", "899": "Any other ethnic background"},
    NOT_STATED: {"997": "I do not know", PREFER_NOT: "I prefer not to say"},
}

WORDS: Mapping[str, str] = {code: words for group in GROUPS.values() for code, words in group.items()}
GROUP_OF: Mapping[str, str] = {code: name for name, group in GROUPS.items() for code in group}

FORM: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "ethnicity": {
            "type": "string",
            "title": "What is your ethnic group?",
            "description": "Choose what describes you best. You need not answer at all.",
            "enum": [*WORDS],
            "x-labels": dict(WORDS),
        }
    },
}
