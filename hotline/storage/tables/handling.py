"""What departments, desk and committee ask of each other about a ticket, and what is noticed about it afterwards."""

import sqlalchemy as sa

from hotline.storage.tables.base import index_where, key, maybe, metadata, needed
from hotline.storage.types import Json, Moment

requests = sa.Table(
    "requests",
    metadata,
    key(),
    needed("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    needed("kind", sa.Text),  # extension, plan, objection
    maybe("asked_by", sa.Text),  # a staff id; none: the reporter
    needed("asked_at", Moment),
    maybe("until", Moment),  # the day wanted
    maybe("decided_by", sa.Text),
    maybe("decided_at", Moment),
    maybe("granted", sa.Boolean),
    sa.Index("ix_requests_ticket", "ticket_id"),
    index_where("ix_requests_open", "decided_at IS NULL", "kind", "asked_at"),
    # One of a kind at a time.
    sa.Index(
        "uq_requests_open", "ticket_id", "kind", unique=True, sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    ),
    sa.Index("ix_requests_asked", "asked_at"),
)  # fmt: skip

assists = sa.Table(
    "assists",
    metadata,
    sa.Column("ticket_id", sa.Text, sa.ForeignKey("tickets.id"), primary_key=True),
    sa.Column("department", sa.Text, sa.ForeignKey("departments.id"), primary_key=True),
    maybe("officer_id", sa.Text),
    needed("asked_by", sa.Text),
    needed("asked_at", Moment),
    maybe("done_at", Moment),
    index_where("ix_assists_open", "done_at IS NULL", "department"),
)

recurrences = sa.Table(
    "recurrences",
    metadata,
    sa.Column("ticket_id", sa.Text, sa.ForeignKey("tickets.id"), primary_key=True),  # whose closing did not last
    sa.Column("round", sa.Integer, primary_key=True),  # one recurrence per closing, however noticed
    needed("noticed_by", sa.Text),  # again, lookback, place, spot
    maybe("again_id", sa.Text, sa.ForeignKey("tickets.id")),  # the ticket that tells of it, where it is another
    needed("at", Moment),
    sa.Index("ix_recurrences_at", "at"),
)

closings = sa.Table(
    "closings",
    metadata,
    sa.Column("ticket_id", sa.Text, sa.ForeignKey("tickets.id"), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True),  # each closing stays counted, whatever becomes of the ticket
    maybe("resolved_at", Moment),
    needed("closed_at", Moment),
    needed("closed_as", sa.Text),
    maybe("outcome", sa.Text),
    sa.Index("ix_closings_at", "closed_at"),
)

lookbacks = sa.Table(
    "lookbacks",
    metadata,
    sa.Column("ticket_id", sa.Text, sa.ForeignKey("tickets.id"), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True),
    needed("due_at", Moment),
    maybe("asked_at", Moment),
    maybe("answer", sa.Integer),  # 1: it holds, 2: it is back
    maybe("answered_at", Moment),
    maybe("dropped_at", Moment),  # reopened before it was asked
    sa.Index("ix_lookbacks_all", "due_at"),
    index_where("ix_lookbacks_due", "asked_at IS NULL AND dropped_at IS NULL", "due_at"),
)

flags = sa.Table(
    "flags",
    metadata,
    key(),
    needed("key", sa.Text),  # what makes it one and the same, so that it is raised once
    needed("kind", sa.Text),
    maybe("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    maybe("staff_id", sa.Text),
    maybe("department", sa.Text),
    needed("facts", Json),
    needed("at", Moment),
    maybe("seen_by", sa.Text),
    maybe("seen_at", Moment),
    sa.UniqueConstraint("key"),
    sa.Index("ix_flags_at", "at"),
    index_where("ix_flags_ticket", "ticket_id IS NOT NULL", "ticket_id"),
)
