"""Too many texts from one number: known by a keyed hash of their words, and listed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbound", sa.Column("body_hash", sa.Text(), nullable=True))
    _partial("ix_inbound_reporter", ["reporter_id", "at"], "reporter_id IS NOT NULL")
    _partial("ix_inbound_limited", ["at"], "understood = 'Limited'")


def _partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "inbound", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
