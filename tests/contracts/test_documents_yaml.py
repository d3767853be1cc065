from typing import Any

import pytest

from mentoring.contracts.documents_yaml import DEEPEST, LARGEST, MOST_VALUES, read_document
from mentoring.errors import UnsoundDocument

TWO_WAYS = "can be understood in two ways. Put it in quotes, or write true or false."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on: yes", {"on": "yes"}),  # only true and false are booleans
        ("at: 2021-01-14", {"at": "2021-01-14"}),  # dates stay texts
        ("n: 012", {"n": 12}),  # no octal numbers by a leading nought
        ("t: 10:30", {"t": "10:30"}),  # no base 60
        ("a: true\nb: null\nc: ~\nd: 1.5\ne: -3", {"a": True, "b": None, "c": None, "d": 1.5, "e": -3}),
        ("q: [What?, Who?]", {"q": ["What?", "Who?"]}),
        ('{"a": [1, "2", {"b": null}]}', {"a": [1, "2", {"b": None}]}),  # JSON is YAML
        ("a: &topics [budgets, leading]\nb: *topics", {"a": ["budgets", "leading"], "b": ["budgets", "leading"]}),
        ("", None),
    ],
)
def test_a_document_says_one_thing(text: str, value: Any) -> None:
    assert read_document(text, "card.yaml") == value


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("a: 1\na: 2", "card.yaml, line 2: the key `a` is said twice. Keep one of the two."),
        ("a: TRUE", f"card.yaml, line 1: `TRUE` {TWO_WAYS}"),
        ("a: 0x1F", f"card.yaml, line 1: `0x1F` {TWO_WAYS}"),
        ("a:\n  - !!int 3", "card.yaml, line 2: the tag tag:yaml.org,2002:int is not understood. Take it out."),
        (
            "a: !python/object:os.system x",
            "card.yaml, line 1: the tag !python/object:os.system is not understood. Take it out.",
        ),
        ("5: x", "card.yaml, line 1: the key 5 is not a text. Put it in quotes."),
        ("a: *b", "card.yaml, line 1: *b stands for nothing. Write &b before it is used."),
        ("a: &b [*b]", "card.yaml, line 1: *b stands for nothing. Write &b before it is used."),
        ("--- a\n--- b", "card.yaml, line 2: a second document begins. Keep one document in a file."),
        (
            "n: 12345678901234567890",
            "card.yaml, line 1: 12345678901234567890 is too large. Put it in quotes if it is a text.",
        ),
        ("x" * (LARGEST + 1), "card.yaml is larger than 256 kB. Shorten it."),
        ("[" * (DEEPEST + 2), "card.yaml, line 1: values are nested more than 24 deep. Flatten them."),
        ("[" + "1," * MOST_VALUES + "]", "card.yaml, line 1: the document holds more than 20000 values. Shorten it."),
    ],
)
def test_what_can_be_understood_in_two_ways_is_refused_with_its_line(text: str, refusal: str) -> None:
    with pytest.raises(UnsoundDocument) as refused:
        read_document(text, "card.yaml")
    assert str(refused.value) == refusal


def test_repeated_expansion_counts_every_value_it_makes() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(UnsoundDocument, match="more than 20000 values"):
        read_document("\n".join(rows), "bomb.yaml")


@pytest.mark.parametrize("text", ["a: [1, 2", "a: \x00", "a: b: c", "\t- x", "{a: 1"])
def test_what_is_no_yaml_is_refused(text: str) -> None:
    with pytest.raises(UnsoundDocument, match=r"^card\.yaml.* not YAML"):
        read_document(text, "card.yaml")
