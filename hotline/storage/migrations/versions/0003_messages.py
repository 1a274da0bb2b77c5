"""What came in and what goes out."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _webhooks()
    _inbound()
    _outbox()


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("sid", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sid", "step", "kind", "account", name="pk_webhooks"),
    )


def _inbound() -> None:
    op.create_table(
        "inbound",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("sid", sa.Text, nullable=False),
        sa.Column("reporter_id", sa.Text, nullable=True),
        sa.Column("staff_id", sa.Text, nullable=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("understood", sa.Text, nullable=False),
        sa.Column("ticket_id", sa.Text, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_inbound"),
        sa.ForeignKeyConstraint(["reporter_id"], ["reporters.id"], name="fk_inbound_reporter_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_inbound_staff_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_inbound_ticket_id"),
        sa.UniqueConstraint("sid", name="uq_inbound_sid"),
    )
    _partial("ix_inbound_ticket", "inbound", ["ticket_id"], "ticket_id IS NOT NULL")


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("means", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("facts", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("to", sa.LargeBinary, nullable=False),
        sa.Column("to_hash", sa.Text, nullable=False),
        sa.Column("hash_key_id", sa.Text, nullable=False),
        sa.Column("reporter_id", sa.Text, nullable=True),
        sa.Column("staff_id", sa.Text, nullable=True),
        sa.Column("ticket_id", sa.Text, nullable=True),
        sa.Column("survey_id", sa.Text, nullable=True),
        sa.Column("proves", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("held", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("carrier_sid", sa.Text, nullable=True),
        sa.Column("accepted", sa.Integer, nullable=False),
        sa.Column("error", sa.Integer, nullable=True),
        sa.Column("body", sa.LargeBinary, nullable=True),
        sa.Column("body_hash", sa.Text, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("final_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.ForeignKeyConstraint(["reporter_id"], ["reporters.id"], name="fk_outbox_reporter_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_outbox_staff_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_outbox_ticket_id"),
    )
    _partial("ix_outbox_body", "outbox", ["to_hash", "body_hash"], "accepted > 0")
    _partial("ix_outbox_due", "outbox", ["due_at", "id"], "state = 'waiting'")
    _partial("ix_outbox_lease", "outbox", ["lease_until"], "state IN ('sending', 'uncertain')")
    _partial("ix_outbox_order", "outbox", ["to_hash", "due_at"], "state IN ('sending', 'uncertain', 'waiting')")
    _partial("ix_outbox_presumed", "outbox", ["sent_at"], "state IN ('queued', 'sent')")
    _partial("ix_outbox_reporter", "outbox", ["reporter_id", "created_at"], "reporter_id IS NOT NULL")
    _partial("ix_outbox_sid", "outbox", ["carrier_sid"], "carrier_sid IS NOT NULL")
    _partial("ix_outbox_survey", "outbox", ["survey_id"], "state = 'waiting' AND survey_id IS NOT NULL")
    _partial("ix_outbox_ticket", "outbox", ["ticket_id"], "ticket_id IS NOT NULL")
    _partial("ix_outbox_troubled", "outbox", ["id"], "state IN ('failed', 'uncertain', 'undelivered')")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_table("outbox")
    op.drop_table("inbound")
    op.drop_table("webhooks")
