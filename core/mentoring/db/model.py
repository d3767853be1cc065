"""Table ``data_keys``: each institution's keys, wrapped by a key that the database never sees."""

from datetime import datetime

from sqlalchemy import FetchedValue
from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class DataKey(Base):
    """One key of an institution, wrapped (AES-GCM) by key `wrapped_by` of the key file.

    `born_under` is the file's key of its first day, which never changes. What is new is sealed with the one that
    has no `retired_at`; the others still open what was sealed with them.
    """

    __tablename__ = "data_keys"

    tenant_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    wrapped_by: Mapped[str]
    born_under: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(init=False, server_default=FetchedValue())
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
