"""What the search index follows."""

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base


class ProductChange(Base):
    """A product was added, changed or removed. Triggers write these, so that nobody can forget to.

    `id` grows in the order in which changes are committed: on PostgreSQL writers queue for it.
    """

    __tablename__ = "product_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int]


class Installation(Base):
    """One row: which database this is, so that a file derived from another one is not believed."""

    __tablename__ = "installation"

    id: Mapped[str] = mapped_column(primary_key=True)
