"""Table ``tenants``: the directory. Everyone reads it; the owner role writes it, an institution its own settings."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from mentoring.db.base import Base


class Tenant(Base):
    """An institution, as last applied from its file. `id` is the slug; `document` the file as JSON.

    `digest` is the SHA-256 of the document's canonical bytes. `settings` are those that the institution changed itself
    (`tenants.own`): they lie over the document.
    """

    __tablename__ = "tenants"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    document: Mapped[dict[str, Any]]
    digest: Mapped[str]
    applied_at: Mapped[datetime]
    settings: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
