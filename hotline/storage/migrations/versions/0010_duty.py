"""The duty rota, and the calls about what is urgent."""

import sqlalchemy as sa
from alembic import op

from hotline.storage.types import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty_rota",
        sa.Column("department", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), nullable=False),
    )
    op.create_table(
        "duty_ladders",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("ticket_id", sa.Text, sa.ForeignKey("tickets.id"), nullable=False),
        sa.Column("department", sa.Text),
        sa.Column("began_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.Column("how", sa.Text),
        sa.Column("taken_by", sa.Text, sa.ForeignKey("staff.id")),
    )
    op.create_index("ix_duty_ladders_ticket", "duty_ladders", ["ticket_id"])
    unanswered = sa.text("how = 'unanswered'")
    op.create_index(
        "ix_duty_ladders_unanswered", "duty_ladders", ["ended_at"], sqlite_where=unanswered, postgresql_where=unanswered,
    )
