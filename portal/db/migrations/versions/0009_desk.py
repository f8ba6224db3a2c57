"""The managers' desk: orders on a company's behalf, conversations, absences."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
        for column, other in columns.items()
    ]


def upgrade() -> None:
    op.add_column(
        "orders", sa.Column("by_staff", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "absences",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        *_references("absences", staff_id="staff", deputy_id="staff"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_absences"),
    )
    op.create_index("ix_absences_deputy_id", "absences", ["deputy_id"])
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("waiting_since", MOMENT, nullable=True),
        *_references("conversations", company_id="companies", person_id="people"),
        sa.UniqueConstraint(
            "company_id", "person_id", name="uq_conversations_company_id_person_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_waiting_since", "conversations", ["waiting_since"])
    op.create_table(
        "conversation_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_staff", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("external_ref", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("deleted_at", MOMENT, nullable=True),
        *_references(
            "conversation_messages",
            conversation_id="conversations",
            person_id="people",
            order_id="orders",
        ),
        sa.UniqueConstraint(
            "conversation_id",
            "external_ref",
            name="uq_conversation_messages_conversation_id_external_ref",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_messages"),
    )
    op.create_index(
        "ix_conversation_messages_conversation_id", "conversation_messages", ["conversation_id"]
    )
    op.create_table(
        "conversation_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        *_references("conversation_files", message_id="conversation_messages", file_id="files"),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_files"),
    )
    op.create_index("ix_conversation_files_message_id", "conversation_files", ["message_id"])


def downgrade() -> None:
    for table in (
        "conversation_files", "conversation_messages", "conversations", "absences",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("orders", "by_staff")
