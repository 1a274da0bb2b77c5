"""Recordings that are kept for a time: what the carrier may still have, and whose file is still there. Calls that hung."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    # Of what was stored before this is not known: the carrier is asked once to delete it, which is no fault where it has.
    op.add_column("recordings", sa.Column("deleted_at", MOMENT, nullable=True))
    op.add_column("calls", sa.Column("hung_at", MOMENT, nullable=True))
    op.create_index(
        "ix_calls_hung", "calls", ["hung_at"],
        sqlite_where=sa.text("hung_at IS NOT NULL"), postgresql_where=sa.text("hung_at IS NOT NULL"),
    )
    _partial("ix_recordings_left", ["next_at"], "deleted_at IS NULL AND state <> 'due' AND state <> 'gone'")
    _partial("ix_recordings_kept", ["created_at"], "state <> 'expired' AND state <> 'gone'")
    _partial("ix_recordings_file", ["sha256", "state"], "sha256 IS NOT NULL")
    _partial("ix_recordings_unremoved", ["sha256"], "state = 'expired' AND sha256 IS NOT NULL")


def _partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "recordings", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
