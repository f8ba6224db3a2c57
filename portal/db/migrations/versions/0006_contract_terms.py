"""A contract may have a credit limit and a delay of payment of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contracts", sa.Column("credit_limit", sa.BigInteger()))
    op.add_column("contracts", sa.Column("payment_delay_days", sa.Integer()))
