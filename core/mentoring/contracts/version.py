"""The version of the scheme contract that this core speaks."""

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from mentoring.errors import UnsoundDocument

CONTRACT_VERSION = "1.0"


def speaks(asked: str) -> bool:
    """Whether this core's contract lies within the range `asked`, such as ``>=1.0,<2``.

    Raises UnsoundDocument when `asked` is no range of versions.
    """
    try:
        return SpecifierSet(asked).contains(CONTRACT_VERSION)
    except InvalidSpecifier as error:
        raise UnsoundDocument(f"`{asked}` is not a range of versions.", "Write one such as >=1.0,<2.") from error
