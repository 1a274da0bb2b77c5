"""Whether a call got anything from the menu: who hung up with nothing was not served."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calls", sa.Column("served", sa.Boolean, nullable=True))  # of older calls nobody knows
