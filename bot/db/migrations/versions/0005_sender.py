"""What the sender needs to know of a message: its kind, its topic, how long it is worth saying."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Time = sa.DateTime(timezone=True)
QUEUED = sa.text("state = 'queued'")
LIVE = sa.text("state in ('queued', 'attempted')")
LEASED = sa.text("lease_until is not null")
OF_TOPIC = sa.text("topic is not null")
ENDED = sa.text("ended_at is not null")
INDEXES = {
    "ix_outbox_next": (["category", "ready_at", "id"], QUEUED),
    "ix_outbox_order": (["chat_id", "category", "not_before", "id"], LIVE),
    "ix_outbox_leased": (["chat_id", "lease_until"], LEASED),
    "ix_outbox_topic": (["topic", "state"], OF_TOPIC),
    "ix_outbox_ended": (["ended_at"], ENDED),
}
OLD_INDEXES = {
    "ix_outbox_chat_id_state": ["chat_id", "state"],
    "ix_outbox_state_not_before_id": ["state", "not_before", "id"],
}


def upgrade() -> None:
    for name in OLD_INDEXES:
        op.drop_index(name, "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("priority")
        outbox.alter_column("sent_at", new_column_name="ended_at")
        outbox.add_column(
            sa.Column("category", sa.String(32), nullable=False, server_default="own")
        )
        outbox.add_column(sa.Column("topic", sa.String(), nullable=True))
        outbox.add_column(sa.Column("ready_at", Time, nullable=True))
        outbox.add_column(sa.Column("expires_at", Time, nullable=True))
        outbox.add_column(sa.Column("doubts", Id, nullable=False, server_default="0"))
    op.execute("update outbox set ready_at = not_before")
    op.execute("update outbox set ended_at = created_at where state = 'failed'")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("update outbox set payload = json_remove(payload, '$.resend_in_doubt')")
    else:
        op.execute("update outbox set payload = (payload::jsonb - 'resend_in_doubt')::json")
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("category", server_default=None, existing_type=sa.String(32))
        outbox.alter_column("doubts", server_default=None, existing_type=Id)
        outbox.alter_column("ready_at", nullable=False, existing_type=Time)
    for name, (columns, where) in INDEXES.items():
        op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "stopped_chats",
        sa.Column("chat_id", Id, autoincrement=False, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("stopped_at", Time, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_stopped_chats"),
    )
    op.create_table(
        "pauses",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("until", Time, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pauses"),
    )


def downgrade() -> None:
    op.drop_table("pauses")
    op.drop_table("stopped_chats")
    for name in INDEXES:
        op.drop_index(name, "outbox")
    with op.batch_alter_table("outbox") as outbox:
        for column in ("category", "topic", "ready_at", "expires_at", "doubts"):
            outbox.drop_column(column)
        outbox.add_column(sa.Column("priority", Id, nullable=False, server_default="0"))
        outbox.alter_column("ended_at", new_column_name="sent_at")
    for name, columns in OLD_INDEXES.items():
        op.create_index(name, "outbox", columns)
