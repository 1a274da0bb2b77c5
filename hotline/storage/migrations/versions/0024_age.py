"""A reporter's age is known, known to be under 60, or not known; it is asked for once."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reporters", sa.Column("age", sa.Text, nullable=True))
    op.add_column("reporters", sa.Column("age_asked", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE reporters SET age = 'over_60' WHERE over_60")
    op.drop_column("reporters", "over_60")
