"""Patterns are counted over a short time, and what was seen of one reporter is found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # As the text of an entry begins (tables/audit.py).
    _where("ix_audit_entries_revealed", "audit_entries", ["at"], "substr(text, 1, 20) = '{\"action\":\"revealed\"'")
    _where("ix_calls_reporter", "calls", ["reporter_id"], "reporter_id IS NOT NULL")
    _where("ix_calls_message", "calls", ["message_id"], "message_id IS NOT NULL")
    op.create_index("ix_drafts_call", "drafts", ["call_id"])
    _where("ix_callbacks_of", "callbacks", ["reporter_id", "created_at"], "reporter_id IS NOT NULL")
    _where("ix_clocks_results", "clocks", ["met_at"], "kind = 'result' AND met_at IS NOT NULL")


def _where(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
