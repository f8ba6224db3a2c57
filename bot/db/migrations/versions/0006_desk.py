"""On whose behalf somebody acts; the managers' group, and which message is which word of whose."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SENT = sa.text("message_id is not null")


def upgrade() -> None:
    op.add_column("users", sa.Column("behalf_of", sa.String(), nullable=True))
    op.create_index(
        "ix_outbox_sent",
        "outbox",
        ["chat_id", "message_id"],
        sqlite_where=SENT,
        postgresql_where=SENT,
    )
    op.create_table(
        "message_links",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=True),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=True),
        sa.Column("outbox_key", sa.String(), nullable=True),
        sa.UniqueConstraint("chat_id", "message_id", name="uq_message_links_chat_id_message_id"),
        sa.UniqueConstraint("outbox_key", name="uq_message_links_outbox_key"),
        sa.PrimaryKeyConstraint("id", name="pk_message_links"),
    )
    op.create_index(
        "ix_message_links_kind_subject_entry", "message_links", ["kind", "subject", "entry"]
    )
    op.create_table(
        "desk_chats",
        sa.Column("chat_id", Id, autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_forum", sa.Boolean(), nullable=False),
        sa.Column("linked_by", Id, nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_desk_chats"),
    )
    op.create_table(
        "desk_topics",
        sa.Column("chat_id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("thread_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "kind", "subject", name="pk_desk_topics"),
    )


def downgrade() -> None:
    op.drop_table("desk_topics")
    op.drop_table("desk_chats")
    op.drop_table("message_links")
    op.drop_index("ix_outbox_sent", "outbox")
    op.drop_column("users", "behalf_of")
