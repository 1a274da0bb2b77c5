"""Who is away, who stands in for whom, and who is on at night."""

import sqlalchemy as sa
from alembic import op

from hotline.storage.types import Moment

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("deputy_id", sa.Text(), nullable=True))
    op.create_table(
        "absences",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), sa.ForeignKey("staff.id", name="fk_absences_staff_id"), nullable=False),
        sa.Column("from_at", Moment, nullable=False),
        sa.Column("until_at", Moment, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("handed_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    op.create_index("ix_absences_until", "absences", ["until_at"])
    op.create_table(
        "duty_night",
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Text(), sa.ForeignKey("staff.id", name="fk_duty_night_staff_id"), nullable=False),
        sa.PrimaryKeyConstraint("department", "position", name="pk_duty_night"),
    )
