"""Sealed columns: what they hold opens with the right key, in the place it was sealed for, and nowhere else.

A column of type `Sealed` takes `Ciphertext` alone: plain text handed to it is refused before it travels. Sealing and
opening are `Keys`' business (`mentoring.db.keys`); a `Place` says for where.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Dialect, LargeBinary, TypeDecorator, inspect

from mentoring.db.base import Base

KEY_ID = 8
"""Bytes of a data key's id; they stand in every ciphertext after the first byte, which names the format."""

Reach = Literal["tenant", "author", "report"]
"""Who reads and writes such a column, and so who seals it again when keys are changed: the application for its
institution, the application as the row's author, or the report role."""


class PlainText(TypeError):
    """Something unsealed was about to be written into a sealed column: a fault in the code."""


class Ciphertext(bytes):
    """What a sealed column holds: format (1 byte), id of the data key (8), nonce (12), AES-GCM text and tag."""

    @property
    def key_id(self) -> str:
        """The data key it was sealed with, in hexadecimal."""
        return self[1 : 1 + KEY_ID].hex()


class Sealed(TypeDecorator[Ciphertext]):
    """A column of ciphertext; `reach` says who may seal it again."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, *, reach: Reach = "tenant") -> None:
        super().__init__()
        self.reach: Reach = reach

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Only what is sealed goes to the database."""
        del dialect
        if value is not None and not isinstance(value, Ciphertext):
            raise PlainText("a sealed column takes what Keys.seal answers, nothing else")
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> Ciphertext | None:
        """As it lies there, still sealed."""
        del dialect
        return None if value is None else Ciphertext(value)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something sealed belongs: it opens there alone. `tenant` is whose key seals it, `row` the row's key."""

    tenant: str
    table: str
    row: str
    column: str

    @classmethod
    def of(cls, row: Base, column: str) -> "Place":
        """The place of `column` in `row`: its key, all but the institution, as text."""
        keys = [each.name for each in inspect(type(row)).primary_key]
        parts = (str(getattr(row, each)) for each in keys if each != "tenant_id")
        return cls(str(vars(row)["tenant_id"]), row.__tablename__, "/".join(parts), column)

    @property
    def associated(self) -> bytes:
        """What AES-GCM authenticates beside the text: moved anywhere else, a ciphertext does not open."""
        parts = (self.tenant, self.table, self.row, self.column)
        if any("|" in part or not part for part in parts):
            raise ValueError(f"no place for something sealed: {parts}")
        return "|".join(parts).encode()
