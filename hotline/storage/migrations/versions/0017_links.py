"""Links for contractors: one ticket, one answer."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), sa.ForeignKey("tickets.id", name="fk_links_ticket_id"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), sa.ForeignKey("staff.id", name="fk_links_made_by"), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.UniqueConstraint("key", name="uq_links_key"),
    )
    op.create_index("ix_links_ticket", "links", ["ticket_id"])
