"""Drafts of lists"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "list_drafts",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("update_key", sa.String(), nullable=False),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=True),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("album", sa.String(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("left", Id, nullable=False),
        sa.Column("adds", Id, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_list_drafts"),
        sa.UniqueConstraint("user_id", "update_key", name="uq_list_drafts_user_id_update_key"),
    )
    op.create_index("ix_list_drafts_updated_at", "list_drafts", ["updated_at"], unique=False)
    op.create_table(
        "list_lines",
        sa.Column("draft_key", sa.String(), nullable=False),
        sa.Column("number", Id, nullable=False),
        sa.Column("place", Id, nullable=False),
        sa.Column("row", Id, nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("into", Id, nullable=True),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=True),
        sa.Column("amount", Id, nullable=True),
        sa.Column("adding", Id, nullable=True),
        sa.PrimaryKeyConstraint("draft_key", "number", name="pk_list_lines"),
    )
    op.create_index(
        "ix_list_lines_draft_key_state_number",
        "list_lines",
        ["draft_key", "state", "number"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("list_lines")
    op.drop_table("list_drafts")
