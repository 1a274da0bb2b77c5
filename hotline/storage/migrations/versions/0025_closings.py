"""A closing stays counted when its ticket is reopened; a survey counts from the answer to its first question."""

import sqlalchemy as sa
from alembic import op

from hotline.storage.types import Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closings",
        sa.Column("ticket_id", sa.Text, sa.ForeignKey("tickets.id"), primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True),
        sa.Column("resolved_at", Moment, nullable=True),
        sa.Column("closed_at", Moment, nullable=False),
        sa.Column("closed_as", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=True),
    )
    op.create_index("ix_closings_at", "closings", ["closed_at"])
    op.execute(
        "INSERT INTO closings (ticket_id, round, resolved_at, closed_at, closed_as, outcome)"
        " SELECT id, round, resolved_at, closed_at, closed_as, outcome FROM tickets"
        " WHERE closed_as IS NOT NULL AND closed_at IS NOT NULL"
    )
    op.add_column("surveys", sa.Column("judged_at", Moment, nullable=True))
    op.execute("UPDATE surveys SET judged_at = closed_at")
    where = sa.text("judged_at IS NOT NULL")
    op.create_index("ix_surveys_judged", "surveys", ["judged_at"], sqlite_where=where, postgresql_where=where)
