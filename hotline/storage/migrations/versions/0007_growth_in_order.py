"""The growth of all chains in the order of the anchors: every anchor an auditor kept is computed anew in one pass."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_anchored_anchor", "audit_anchored", ["anchor", "chain", "length"])
