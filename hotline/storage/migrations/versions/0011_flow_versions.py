"""The sources of flows by version: a call goes on with the one it began with."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "flow_versions",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("last_used", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name="pk_flow_versions"),
    )


def downgrade() -> None:
    op.drop_table("flow_versions")
