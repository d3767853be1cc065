"""The key file: whole or not at all, for its owner's eyes alone."""

import os
from pathlib import Path

import pytest

from mentoring.db.keyfile import FileKeys, make_keys, read_keys, write_keys
from mentoring.errors import SetUpIncomplete


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_a_new_file_holds_one_key_and_only_its_owner_may_read_it(path: Path) -> None:
    make_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [len(key) for key in read_keys(path).keys.values()] == [32]


def test_a_file_that_is_there_is_never_replaced_by_a_new_one(path: Path) -> None:
    make_keys(path)
    before = read_keys(path)
    make_keys(path)
    assert read_keys(path) == before
    assert [each.name for each in path.parent.iterdir()] == ["keys"]


def test_what_is_written_is_read_again_in_order(path: Path) -> None:
    keys = FileKeys.fresh().added().added().turned()
    write_keys(path, keys)
    assert list(read_keys(path).keys.items()) == list(keys.keys.items())
    assert read_keys(path).current == list(keys.keys)[-1]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_may_read_is_refused(path: Path, mode: int) -> None:
    make_keys(path)
    path.chmod(mode)
    with pytest.raises(SetUpIncomplete, match=r"Others than its owner may read the key file .* Run `chmod 600"):
        read_keys(path)


def test_a_missing_file_says_where_it_was_looked_for(path: Path) -> None:
    with pytest.raises(SetUpIncomplete, match=f"There is no key file at {path}"):
        read_keys(path)


def test_a_link_to_another_file_is_refused(path: Path, tmp_path: Path) -> None:
    make_keys(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SetUpIncomplete, match="no link"):
        read_keys(path)


@pytest.mark.parametrize(
    "text",
    [b"", b"\xff", b"current = 1", b'current = "a"\n[keys]\na = "c2hvcnQ="', b'current = "b"\n[keys]\n', b"keys = 3"],
)
def test_anything_else_is_no_key_file(path: Path, text: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(file, text)
    os.close(file)
    with pytest.raises(SetUpIncomplete, match="is no key file"):
        read_keys(path)
