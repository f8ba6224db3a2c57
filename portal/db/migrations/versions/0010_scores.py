"""How it went after a delivery; finding what was delivered lately, and carts that were left."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scores",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_scores_order_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_scores_person_id"),
        sa.PrimaryKeyConstraint("order_id", name="pk_scores"),
    )
    op.create_index("ix_scores_at", "scores", ["at"])
    op.create_index("ix_order_events_status_at", "order_events", ["status", "at"])
    op.create_index("ix_carts_updated_at", "carts", ["updated_at"])


def downgrade() -> None:
    op.drop_index("ix_carts_updated_at", "carts")
    op.drop_index("ix_order_events_status_at", "order_events")
    op.drop_table("scores")
