"""The audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _audit_entries()
    _audit_heads()
    _audit_anchors()
    _audit_anchored()


def _audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("mac", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name="pk_audit_entries"),
    )


def _audit_heads() -> None:
    op.create_table(
        "audit_heads",
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("mac", sa.Text, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_audit_heads"),
    )


def _audit_anchors() -> None:
    op.create_table(
        "audit_anchors",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("chains", sa.Integer, nullable=False),
        sa.Column("root", sa.Text, nullable=False),
        sa.Column("mac", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_anchors"),
    )


def _audit_anchored() -> None:
    op.create_table(
        "audit_anchored",
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("length", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("anchor", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("chain", "length", name="pk_audit_anchored"),
    )


def downgrade() -> None:
    op.drop_table("audit_anchored")
    op.drop_table("audit_anchors")
    op.drop_table("audit_heads")
    op.drop_table("audit_entries")
