"""Calls, drafts, recordings, call-backs."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _calls()
    _drafts()
    _recordings()
    _callbacks()


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("sid", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("phone", sa.LargeBinary, nullable=True),
        sa.Column("reporter_id", sa.Text, nullable=True),
        sa.Column("staff_id", sa.Text, nullable=True),
        sa.Column("message_id", sa.Text, nullable=True),
        sa.Column("ticket_id", sa.Text, nullable=True),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("session", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=True),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
        sa.ForeignKeyConstraint(["message_id"], ["outbox.id"], name="fk_calls_message_id"),
        sa.ForeignKeyConstraint(["reporter_id"], ["reporters.id"], name="fk_calls_reporter_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_calls_staff_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_calls_ticket_id"),
        sa.UniqueConstraint("sid", name="uq_calls_sid"),
    )
    _partial("ix_calls_ticket", "calls", ["ticket_id"], "ticket_id IS NOT NULL")
    _partial("ix_calls_up", "calls", ["started_at"], "state = 'up'")


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("reporter_id", sa.Text, nullable=True),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=True),
        sa.Column("known", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("ticket_id", sa.Text, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_drafts_call_id"),
        sa.ForeignKeyConstraint(["reporter_id"], ["reporters.id"], name="fk_drafts_reporter_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_drafts_ticket_id"),
    )
    _partial("ix_drafts_open", "drafts", ["created_at"], "state = 'draft'")


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("sid", sa.Text, nullable=False),
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("ticket_id", sa.Text, nullable=True),
        sa.Column("draft_id", sa.Text, nullable=True),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_recordings_call_id"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_recordings_draft_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_recordings_ticket_id"),
        sa.UniqueConstraint("sid", name="uq_recordings_sid"),
    )
    op.create_index("ix_recordings_call", "recordings", ["call_id"])
    _partial("ix_recordings_due", "recordings", ["next_at"], "state = 'due'")
    _partial("ix_recordings_ticket", "recordings", ["ticket_id"], "ticket_id IS NOT NULL")


def _callbacks() -> None:
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("reporter_id", sa.Text, nullable=True),
        sa.Column("ticket_id", sa.Text, nullable=True),
        sa.Column("draft_id", sa.Text, nullable=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_callbacks_draft_id"),
        sa.ForeignKeyConstraint(["reporter_id"], ["reporters.id"], name="fk_callbacks_reporter_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_callbacks_ticket_id"),
    )
    _partial("ix_callbacks_open", "callbacks", ["due_at"], "done_at IS NULL")
    _partial("ix_callbacks_reporter", "callbacks", ["reporter_id"], "done_at IS NULL AND reporter_id IS NOT NULL")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_table("callbacks")
    op.drop_table("recordings")
    op.drop_table("drafts")
    op.drop_table("calls")
