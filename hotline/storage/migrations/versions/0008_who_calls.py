"""What the line knows of who calls: simple mode, age, what they follow and voted; sealed tickets; events the city knows."""

import sqlalchemy as sa
from alembic import op

from hotline.storage.types import Moment, Sealed

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reporters", sa.Column("simple", sa.Boolean))
    op.add_column("reporters", sa.Column("over_60", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("tickets", sa.Column("sealed", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "followers",
        sa.Column("ticket_id", sa.Text, sa.ForeignKey("tickets.id"), primary_key=True),
        sa.Column("reporter_id", sa.Text, sa.ForeignKey("reporters.id"), primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "known_events",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("ticket_id", sa.Text, sa.ForeignKey("tickets.id"), nullable=False),
        sa.Column("grid", sa.Text, nullable=False),
        sa.Column("words", Sealed, nullable=False),
        sa.Column("began_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
    )
    over = sa.text("ended_at IS NULL")
    op.create_index("ix_known_events_now", "known_events", ["grid"], sqlite_where=over, postgresql_where=over)
    open_draft = sa.text("state = 'draft' AND reporter_id IS NOT NULL")
    columns = ["reporter_id", "created_at"]
    op.create_index("ix_drafts_reporter", "drafts", columns, sqlite_where=open_draft, postgresql_where=open_draft)
    op.create_table(
        "votes",
        sa.Column("consultation", sa.Text, primary_key=True),
        sa.Column("reporter_id", sa.Text, sa.ForeignKey("reporters.id"), primary_key=True),
        sa.Column("option", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
