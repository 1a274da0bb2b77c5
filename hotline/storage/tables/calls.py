"""Calls, the drafts they leave behind, their recordings, and the call-backs that are due."""

import sqlalchemy as sa

from hotline.storage.tables.base import index_where, key, maybe, metadata, needed
from hotline.storage.types import Moment, Sealed

calls = sa.Table(
    "calls",
    metadata,
    key(),
    needed("sid", sa.Text),
    needed("direction", sa.Text),
    maybe("phone", Sealed),
    maybe("reporter_id", sa.Text, sa.ForeignKey("reporters.id")),
    maybe("staff_id", sa.Text, sa.ForeignKey("staff.id")),
    maybe("message_id", sa.Text, sa.ForeignKey("outbox.id")),
    maybe("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    needed("language", sa.Text),
    needed("session", Sealed),
    maybe("answer", Sealed),
    needed("turn", sa.Integer),
    needed("state", sa.Text),
    needed("started_at", Moment),
    maybe("ended_at", Moment),
    maybe("hung_at", Moment),
    maybe("served", sa.Boolean),  # somebody got what the menu can give; known when it is over
    sa.UniqueConstraint("sid"),
    sa.Index("ix_calls_started", "started_at"),
    index_where("ix_calls_up", "state = 'up'", "started_at"),
    index_where("ix_calls_hung", "hung_at IS NOT NULL", "hung_at"),
    index_where("ix_calls_ticket", "ticket_id IS NOT NULL", "ticket_id"),
    index_where("ix_calls_reporter", "reporter_id IS NOT NULL", "reporter_id"),
    index_where("ix_calls_message", "message_id IS NOT NULL", "message_id"),
)

drafts = sa.Table(
    "drafts",
    metadata,
    key(),
    needed("call_id", sa.Text, sa.ForeignKey("calls.id")),
    maybe("reporter_id", sa.Text, sa.ForeignKey("reporters.id")),
    needed("language", sa.Text),
    maybe("category", sa.Text),
    needed("known", Sealed),
    needed("state", sa.Text),
    maybe("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    needed("created_at", Moment),
    index_where("ix_drafts_open", "state = 'draft'", "created_at"),
    sa.Index("ix_drafts_call", "call_id"),
    index_where("ix_drafts_reporter", "state = 'draft' AND reporter_id IS NOT NULL", "reporter_id", "created_at"),
)

recordings = sa.Table(
    "recordings",
    metadata,
    key(),
    needed("sid", sa.Text),
    needed("call_id", sa.Text, sa.ForeignKey("calls.id")),
    maybe("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    maybe("draft_id", sa.Text, sa.ForeignKey("drafts.id")),
    needed("seconds", sa.Integer),
    needed("state", sa.Text),
    maybe("sha256", sa.Text),
    needed("attempts", sa.Integer),
    needed("next_at", Moment),
    needed("created_at", Moment),
    maybe("talk", sa.Text),
    maybe("deleted_at", Moment),
    sa.UniqueConstraint("sid"),
    sa.Index("ix_recordings_call", "call_id"),
    index_where("ix_recordings_draft", "draft_id IS NOT NULL", "draft_id"),
    index_where("ix_recordings_due", "state = 'due'", "next_at"),
    index_where("ix_recordings_left", "deleted_at IS NULL AND state <> 'due' AND state <> 'gone'", "next_at"),
    index_where("ix_recordings_kept", "state <> 'expired' AND state <> 'gone'", "created_at"),
    index_where("ix_recordings_file", "sha256 IS NOT NULL", "sha256", "state"),
    index_where("ix_recordings_unremoved", "state = 'expired' AND sha256 IS NOT NULL", "sha256"),
    index_where("ix_recordings_ticket", "ticket_id IS NOT NULL", "ticket_id"),
)

callbacks = sa.Table(
    "callbacks",
    metadata,
    key(),
    needed("reason", sa.Text),
    maybe("reporter_id", sa.Text, sa.ForeignKey("reporters.id")),
    maybe("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    maybe("draft_id", sa.Text, sa.ForeignKey("drafts.id")),
    needed("due_at", Moment),
    needed("created_at", Moment),
    maybe("done_at", Moment),
    maybe("done_by", sa.Text),
    sa.Column("tried", sa.Integer, nullable=False, server_default="0"),  # the column came later than the rows
    maybe("ringing_until", Moment),
    index_where("ix_callbacks_open", "done_at IS NULL", "due_at"),
    index_where("ix_callbacks_of", "reporter_id IS NOT NULL", "reporter_id", "created_at"),
    index_where("ix_callbacks_reporter", "done_at IS NULL AND reporter_id IS NOT NULL", "reporter_id"),
)
