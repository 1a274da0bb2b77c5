"""Photos that came with texts."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), sa.ForeignKey("tickets.id", name="fk_photos_ticket_id"), nullable=True),
        sa.Column("reporter_id", sa.Text(), sa.ForeignKey("reporters.id", name="fk_photos_reporter_id"), nullable=True),
        sa.Column("staff_id", sa.Text(), sa.ForeignKey("staff.id", name="fk_photos_staff_id"), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("looks", sa.Text(), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_photos"),
        sa.UniqueConstraint("message", "sid", name="uq_photos_message_sid"),
    )
    _partial("ix_photos_ticket", ["ticket_id"], "ticket_id IS NOT NULL")
    _partial("ix_photos_loose", ["reporter_id", "created_at"], "ticket_id IS NULL")
    _partial("ix_photos_due", ["next_at"], "state = 'due'")
    _partial("ix_photos_left", ["next_at"], "deleted_at IS NULL AND state IN ('stored', 'refused', 'expired')")
    _partial("ix_photos_kept", ["created_at"], "state = 'stored'")
    _partial("ix_photos_looks", ["created_at"], "looks IS NOT NULL AND ticket_id IS NOT NULL")
    _partial("ix_photos_file", ["sha256", "state"], "sha256 IS NOT NULL")


def _partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "photos", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
