"""A claim may be closed by a program outside."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claims", sa.Column("closed_by", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("claims", "closed_by")
