"""Ways a resident chose: text only, call me, no number kept after closing. Which learnt model named a category."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reporters", sa.Column("prefers", sa.Text(), nullable=True))
    op.add_column("reporters", sa.Column("refuses", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("read_by", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.false()))
