"""The tutorial shows the files that are shipped, and no others."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
SHOWN = re.compile(r"^`(?P<path>[^`\n]+/[^`\n]+)`\n\n```\w+\n(?P<body>.*?)```$", re.MULTILINE | re.DOTALL)


def shown() -> dict[str, str]:
    tutorial = (ROOT / "docs/tutorial/README.md").read_text(encoding="utf-8")
    return {found["path"]: found["body"] for found in SHOWN.finditer(tutorial)}


def test_every_file_in_the_tutorial_is_the_shipped_one() -> None:
    for path, body in shown().items():
        assert body == (ROOT / path).read_text(encoding="utf-8"), path


def test_the_tutorial_shows_every_file_of_hello() -> None:
    folder = ROOT / "plugins/mentoring-hello"
    tracked = [folder / "pyproject.toml", *folder.glob("mentoring_hello/**/*.py"), *folder.glob("**/scheme/*.yaml")]
    assert {str(path.relative_to(ROOT)) for path in tracked} <= shown().keys()
