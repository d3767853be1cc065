import pytest

from mentoring.errors import UnsoundDocument
from mentoring.messages.rendering import message_id, render
from mentoring.schemes.scheme import Message

TEMPLATE = Message(
    subject={"en": "News from {institution.name}", "cy": "Newyddion o {institution.name}"},
    body={"en": "Dear {person.first_name},\n\nread on & <on>\nhere: {link}\n"},
)
VALUES = {"institution.name": "North", "person.first_name": "Amara", "link": "https://m.example/a?b=1&c=2"}


def test_a_letter_is_plain_text_and_the_same_as_html() -> None:
    letter = render(TEMPLATE, VALUES)
    assert letter.subject == "News from North"
    assert letter.body == "Dear Amara,\n\nread on & <on>\nhere: https://m.example/a?b=1&c=2\n"
    address = "https://m.example/a?b=1&amp;c=2"
    assert letter.html == (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>News from North</title></head>\n<body>\n'
        "<p>Dear Amara,</p>\n"
        f'<p>read on &amp; &lt;on&gt;<br>\nhere: <a href="{address}">{address}</a></p>\n'
        "</body></html>\n"
    )


def test_what_a_person_typed_is_neither_markup_nor_template_nor_header() -> None:
    typed = "<b>x</b> {link}\r\nBcc: all@north.example"
    letter = render(TEMPLATE, {**VALUES, "person.first_name": typed, "institution.name": typed})
    assert letter.subject == "News from <b>x</b> {link} Bcc: all@north.example"
    assert letter.body.startswith(f"Dear {typed},")
    assert "&lt;b&gt;x&lt;/b&gt; {link}" in letter.html
    assert "<b>" not in letter.html
    assert letter.html.count("<a ") == 1


def test_a_letter_is_written_in_the_persons_language_where_there_is_one() -> None:
    letter = render(TEMPLATE, VALUES, "cy")
    assert letter.subject == "Newyddion o North"
    assert letter.body.startswith("Dear Amara,")


def test_a_placeholder_without_a_value_is_refused() -> None:
    with pytest.raises(UnsoundDocument, match=r"\{link\}"):
        render(TEMPLATE, {"institution.name": "North", "person.first_name": "Amara"})


def test_a_message_id_is_the_same_each_time_and_no_other() -> None:
    one = message_id("north", "match_published:1", "north.example")
    assert one == message_id("north", "match_published:1", "north.example")
    assert one not in {
        message_id("south", "match_published:1", "north.example"),
        message_id("north", "match_published:2", "north.example"),
    }
    assert one.endswith("@north.example>")
