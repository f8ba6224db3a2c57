"""Companies that say they have paid."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_holds",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name="fk_payment_holds_company_id"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["company_requests.id"], name="fk_payment_holds_request_id"
        ),
        sa.PrimaryKeyConstraint("company_id", name="pk_payment_holds"),
    )
    op.create_index("ix_payment_holds_request_id", "payment_holds", ["request_id"])


def downgrade() -> None:
    op.drop_table("payment_holds")
