import pytest

from mentoring.contracts.version import CONTRACT_VERSION, speaks
from mentoring.errors import UnsoundDocument


def test_this_core_speaks_the_first_edition() -> None:
    assert CONTRACT_VERSION == "1.0"
    assert [speaks(asked) for asked in (">=1.0,<2", ">=1,<2", "==1.0", ">=1.1", "<1")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_range_that_is_none_is_refused() -> None:
    with pytest.raises(UnsoundDocument, match="is not a range of versions"):
        speaks("one")
