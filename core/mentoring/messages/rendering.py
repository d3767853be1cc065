"""From a template and its values to the two parts of a mail: plain text, and the same as simple HTML."""

import hashlib
from collections.abc import Mapping
from html import escape

from msgspec import Struct

from mentoring.contracts.placeholders import fill
from mentoring.schemes.scheme import Message as Template
from mentoring.schemes.scheme import say


class Letter(Struct, frozen=True):
    """What a person reads. `subject` is one line."""

    subject: str
    body: str
    html: str


def render(template: Template, values: Mapping[str, str], language: str = "en") -> Letter:
    """`template` with `values` (by placeholder) put in. Values are text: nothing in them is markup or template.

    Raises UnsoundDocument for a placeholder without a value.
    """
    subject = " ".join(fill(say(template.subject, language), values).split())  # one line: it becomes a header
    body = fill(say(template.body, language), values).strip() + "\n"
    return Letter(subject, body, _html(subject, say(template.body, language), values, language))


def message_id(tenant: str, dedupe_key: str, domain: str) -> str:
    """The RFC 5322 Message-ID, the same each time: a mail handed over twice is seen to be one."""
    digest = hashlib.sha256(f"{tenant}\0{dedupe_key}".encode()).hexdigest()
    return f"<{digest[:40]}@{domain}>"


def _html(subject: str, template: str, values: Mapping[str, str], language: str) -> str:
    escaped = {name: escape(value) for name, value in values.items()}
    if "link" in escaped:  # the only address that becomes a link: never one that a person typed
        escaped["link"] = f'<a href="{escaped["link"]}">{escaped["link"]}</a>'
    paragraphs = [part for part in escape(template, quote=False).split("\n\n") if part.strip()]
    body = "\n".join(f"<p>{fill(part.strip(), escaped)}</p>".replace("\n", "<br>\n") for part in paragraphs)
    head = f'<meta charset="utf-8"><title>{escape(subject)}</title>'
    return f'<!doctype html>\n<html lang="{escape(language)}"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'
