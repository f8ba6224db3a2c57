"""What goes to programs outside: webhooks, a CRM."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "receivers",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=True),
        sa.Column("held_until", MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_receivers"),
    )
    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["receiver"], ["receivers.name"], name="fk_outgoing_receiver"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_outgoing_claim_id"),
        sa.UniqueConstraint("receiver", "place", name="uq_outgoing_receiver_place"),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing"),
    )
    op.create_index(
        "ix_outgoing_receiver_state_claim_id", "outgoing", ["receiver", "state", "claim_id"]
    )
    op.create_table(
        "sent_files",
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["receiver"], ["receivers.name"], name="fk_sent_files_receiver"),
        sa.ForeignKeyConstraint(["file_id"], ["claim_files.id"], name="fk_sent_files_file_id"),
        sa.PrimaryKeyConstraint("receiver", "file_id", name="pk_sent_files"),
    )


def downgrade() -> None:
    for table in ("sent_files", "outgoing", "receivers"):
        op.drop_table(table)
