"""Tickets and what hangs on them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _tickets()
    _entries()
    _clocks()
    _surveys()
    _questions()


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("reporter_id", sa.Text, nullable=True),
        sa.Column("code_hash", sa.Text, nullable=True),
        sa.Column("category", sa.Text, nullable=True),
        sa.Column("place", sa.LargeBinary, nullable=True),
        sa.Column("place_hash", sa.Text, nullable=True),
        sa.Column("hash_key_id", sa.Text, nullable=True),
        sa.Column("grid", sa.Text, nullable=True),
        sa.Column("lat", sa.Double, nullable=True),
        sa.Column("lon", sa.Double, nullable=True),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("owner", sa.Text, nullable=True),
        sa.Column("handler", sa.Text, nullable=True),
        sa.Column("officer_id", sa.Text, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("dispatched_at", MOMENT, nullable=True),
        sa.Column("resolved_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_as", sa.Text, nullable=True),
        sa.Column("return_pending", sa.Boolean, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("chases", sa.Integer, nullable=False),
        sa.Column("linked_id", sa.Text, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.ForeignKeyConstraint(["reporter_id"], ["reporters.id"], name="fk_tickets_reporter_id"),
        sa.UniqueConstraint("number", name="uq_tickets_number"),
    )
    op.create_index("ix_tickets_handler", "tickets", ["handler", "received_at"])
    _partial("ix_tickets_officer", "tickets", ["officer_id", "received_at"], "officer_id IS NOT NULL")
    _partial("ix_tickets_place", "tickets", ["place_hash", "category"], "place_hash IS NOT NULL")
    op.create_index("ix_tickets_received", "tickets", ["received_at", "id"])
    op.create_index("ix_tickets_reporter", "tickets", ["reporter_id", "received_at"])
    op.create_index("ix_tickets_state", "tickets", ["state", "received_at"])


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("ticket_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_entries_ticket_id"),
    )
    op.create_index("ix_entries_ticket", "entries", ["ticket_id"])


def _clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("ticket_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("warn_at", MOMENT, nullable=True),
        sa.Column("committee_at", MOMENT, nullable=True),
        sa.Column("warned_at", MOMENT, nullable=True),
        sa.Column("late_at", MOMENT, nullable=True),
        sa.Column("committee_told_at", MOMENT, nullable=True),
        sa.Column("met_at", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_clocks"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_clocks_ticket_id"),
    )
    _partial("ix_clocks_committee", "clocks", ["committee_at"], "committee_told_at IS NULL AND late_at IS NOT NULL AND met_at IS NULL AND stopped_at IS NULL")
    _partial("ix_clocks_late", "clocks", ["due_at"], "late_at IS NULL AND met_at IS NULL AND stopped_at IS NULL")
    op.create_index("ix_clocks_ticket", "clocks", ["ticket_id"])
    _partial("ix_clocks_warn", "clocks", ["warn_at"], "warned_at IS NULL AND met_at IS NULL AND stopped_at IS NULL")


def _surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("ticket_id", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("call_at", MOMENT, nullable=False),
        sa.Column("close_at", MOMENT, nullable=False),
        sa.Column("called_at", MOMENT, nullable=True),
        sa.Column("solved", sa.Integer, nullable=True),
        sa.Column("contacted", sa.Integer, nullable=True),
        sa.Column("satisfied", sa.Integer, nullable=True),
        sa.Column("way", sa.Text, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_surveys"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_surveys_ticket_id"),
        sa.UniqueConstraint("ticket_id", "round", name="uq_surveys_ticket_id_round"),
    )
    _partial("ix_surveys_call", "surveys", ["call_at"], "closed_at IS NULL AND called_at IS NULL AND solved IS NULL")
    _partial("ix_surveys_close", "surveys", ["close_at"], "closed_at IS NULL")


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("reporter_id", sa.Text, nullable=True),
        sa.Column("staff_id", sa.Text, nullable=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("ticket_id", sa.Text, nullable=True),
        sa.Column("survey_id", sa.Text, nullable=True),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.ForeignKeyConstraint(["reporter_id"], ["reporters.id"], name="fk_questions_reporter_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_questions_staff_id"),
    )
    _partial("ix_questions_reporter", "questions", ["reporter_id"], "closed_at IS NULL AND reporter_id IS NOT NULL")
    _partial("ix_questions_staff", "questions", ["staff_id"], "closed_at IS NULL AND staff_id IS NOT NULL")
    _partial("ix_questions_survey", "questions", ["survey_id"], "closed_at IS NULL AND survey_id IS NOT NULL")
    _partial("ix_questions_ticket", "questions", ["ticket_id"], "closed_at IS NULL AND ticket_id IS NOT NULL")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_table("questions")
    op.drop_table("surveys")
    op.drop_table("clocks")
    op.drop_table("entries")
    op.drop_table("tickets")
