"""Calls that join staff and residents: how often somebody was tried, who is at it, whose talk a recording is."""

import sqlalchemy as sa
from alembic import op

from hotline.storage.types import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("callbacks", sa.Column("tried", sa.Integer, nullable=False, server_default="0"))
    op.add_column("callbacks", sa.Column("ringing_until", Moment))
    op.add_column("recordings", sa.Column("talk", sa.Text))
    of_a_draft = sa.text("draft_id IS NOT NULL")
    op.create_index("ix_recordings_draft", "recordings", ["draft_id"], sqlite_where=of_a_draft, postgresql_where=of_a_draft)
