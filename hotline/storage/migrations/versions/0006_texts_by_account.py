"""Texts are told apart by account and reference, in the table of webhooks: the reference alone need not be unique."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inbound") as table:
        table.drop_constraint("uq_inbound_sid", type_="unique")
