"""Who waits for a person, who was rung for them and when, and which languages operators speak."""

import sqlalchemy as sa
from alembic import op

from hotline.storage.types import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("speaks", sa.Text))
    op.create_table(
        "waits",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id"), nullable=False),
        sa.Column("reporter_id", sa.Text, sa.ForeignKey("reporters.id")),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("first", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sa.Column("operator_id", sa.Text, sa.ForeignKey("staff.id")),
        sa.Column("message_id", sa.Text, sa.ForeignKey("outbox.id")),
        sa.Column("offered_at", Moment),
        sa.Column("joined_at", Moment),
        sa.Column("ended_at", Moment),
    )
    still_open = sa.text("state IN ('offered', 'talking', 'waiting')")
    op.create_index("ix_waits_open", "waits", ["since"], sqlite_where=still_open, postgresql_where=still_open)
    busy = sa.text("state IN ('offered', 'talking')")
    op.create_index("uq_waits_operator", "waits", ["operator_id"], unique=True, sqlite_where=busy, postgresql_where=busy)
    op.create_index("ix_waits_call", "waits", ["call_id"])
    told = sa.text("message_id IS NOT NULL")
    op.create_index("ix_waits_message", "waits", ["message_id"], sqlite_where=told, postgresql_where=told)
    op.create_index("ix_waits_since", "waits", ["since"])
    op.create_table(
        "operator_rings",
        sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
