"""Who waits for something to come in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "watchers",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_watchers"),
    )


def downgrade() -> None:
    op.drop_table("watchers")
