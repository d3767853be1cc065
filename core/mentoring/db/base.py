"""The ground of every table's class: typed columns, no relationships.

A class states columns and primary key only. Foreign keys, indexes, checks, policies and grants stand
in ``db/migrations``, one place to read them; a test compares both. Without relationships nothing is
ever loaded by surprise and nothing orders a flush: `UnitOfWork.add` flushes row by row, in the order
in which a reader sees it.
"""

from datetime import datetime
from typing import Any, ClassVar, dataclass_transform
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, LargeBinary, MetaData, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, mapped_column


# told again for type checkers: arguments of a base class do not reach them
@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(mapped_column,))
class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False, repr=False):
    """One row. Made by keyword; compared by identity; its repr shows no one's data.

    Times are UTC with zone. ``dict`` and ``list[Any]`` are jsonb, ``list[str]`` is text[].
    """

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        bytes: LargeBinary(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
        list[str]: ARRAY(Text()),
    }
