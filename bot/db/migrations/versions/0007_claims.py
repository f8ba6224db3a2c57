"""Claims that are being put together, their parts, and the messages that show claims"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "claim_drafts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("update_key", sa.String(), nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=True),
        sa.Column("album", sa.String(), nullable=True),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("wanted", sa.String(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("checked", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.Column("claim_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_claim_drafts"),
        sa.UniqueConstraint("user_id", "update_key", name="uq_claim_drafts_user_id_update_key"),
    )
    op.create_index("ix_claim_drafts_user_id_state", "claim_drafts", ["user_id", "state"])
    op.create_index("ix_claim_drafts_state_updated_at", "claim_drafts", ["state", "updated_at"])
    op.create_table(
        "claim_parts",
        sa.Column("id", Id, nullable=False),
        sa.Column("draft_key", sa.String(), nullable=False),
        sa.Column("unique_id", sa.String(), nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("album", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("upload_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_claim_parts"),
        sa.UniqueConstraint("draft_key", "unique_id", name="uq_claim_parts_draft_key_unique_id"),
    )
    op.create_index("ix_claim_parts_album", "claim_parts", ["album"])
    op.create_table(
        "claim_cards",
        sa.Column("chat_id", Id, autoincrement=False, nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "claim_id", name="pk_claim_cards"),
    )


def downgrade() -> None:
    for table in ("claim_cards", "claim_parts", "claim_drafts"):
        op.drop_table(table)
