"""Who is told what by the bot itself, and how far the portal's events were followed"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("users", sa.Column("person_id", sa.String(), nullable=True))
    op.add_column("users", sa.Column("quiet_from", Id, nullable=True))
    op.add_column("users", sa.Column("quiet_to", Id, nullable=True))
    op.create_index("ix_users_person_id", "users", ["person_id"])
    op.create_table(
        "silent_kinds",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "kind", name="pk_silent_kinds"),
    )
    op.create_table(
        "cursors",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_cursors"),
    )
    op.drop_table("watchers")


def downgrade() -> None:
    op.drop_table("cursors")
    op.drop_table("silent_kinds")
    op.drop_index("ix_users_person_id", "users")
    for name in ("quiet_to", "quiet_from", "person_id"):
        op.drop_column("users", name)
    op.create_table(
        "watchers",
        sa.Column("user_id", Id, autoincrement=False, nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_watchers"),
    )
