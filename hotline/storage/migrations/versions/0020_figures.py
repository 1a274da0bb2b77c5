"""Figures of a period are counted over its rows, not over all there ever were."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_clocks_due", "clocks", ["due_at"])
    _partial("ix_tickets_closed", "tickets", ["closed_at"], "closed_at IS NOT NULL")
    _partial("ix_surveys_closed", "surveys", ["closed_at"], "closed_at IS NOT NULL")
    op.create_index("ix_lookbacks_all", "lookbacks", ["due_at"])
    op.create_index("ix_inbound_at", "inbound", ["at"])
    op.create_index("ix_calls_started", "calls", ["started_at"])


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
