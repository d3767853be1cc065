"""A-S3, the part that keeps it from rotting: every seeded text stands in the source, every named test in its file."""

from pathlib import Path

from holes import HOLES

ROOT = Path(__file__).parents[2]


def test_every_seeded_text_stands_in_the_source_and_every_named_test_in_its_file() -> None:
    missing = []
    for hole in HOLES:
        source = (ROOT / "core" / "mentoring" / hole.file).read_text(encoding="utf-8")
        file, _, name = hole.test.partition("::")
        tests = (ROOT / file).read_text(encoding="utf-8")
        if hole.text not in source or hole.text == hole.instead or f"def {name.partition('[')[0]}(" not in tests:
            missing.append((hole.name, hole.file, hole.text, hole.test))
    assert missing == []
    assert len({hole.name for hole in HOLES}) == len(HOLES)
