import tomllib

import pytest

from mentoring.contracts.toml_lines import lines_of

TEXT = '''# a comment
slug = "x" # slug = "y"
brand = {colour = "#fff", logo='a.svg'}
note = """
[no]
table = 1
"""
units = [
  {id = "a", title = "A, [b]"},
  # another
  {id = "c"},
]

[[grades]]
from = 2020-01-01
scale = ["1",
  "2"]

[grades.levels.b]
"5" = 5

[[grades]]
levels.b."1.5" = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("slug",), 2),
        (("brand", "logo"), 3),
        (("note",), 4),
        (("units",), 8),
        (("units", 0, "title"), 9),
        (("units", 1, "id"), 11),
        (("grades", 0), 14),
        (("grades", 0, "from"), 15),
        (("grades", 0, "scale", 1), 17),
        (("grades", 0, "levels", "b"), 19),
        (("grades", 0, "levels", "b", "5"), 20),
        (("grades", 1), 22),
        (("grades", 1, "levels", "b", "1.5"), 23),
    ],
)
def test_every_key_knows_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert lines_of(TEXT)[path] == line


def test_nothing_inside_a_text_counts_as_a_key() -> None:
    assert ("no",) not in lines_of(TEXT)
    assert ("table",) not in lines_of(TEXT)


def test_all_keys_of_the_document_are_found() -> None:
    def paths(value: object, here: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
        found = {here} if here else set()
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return found.union(*(paths(item, (*here, key)) for key, item in items))

    wanted = paths(tomllib.loads(TEXT))
    assert wanted - lines_of(TEXT).keys() == {("grades", 0, "levels")}, "only a table that no line names is missing"
