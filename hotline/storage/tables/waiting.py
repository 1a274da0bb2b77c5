"""Who waits for a person, and when each operator was last rung."""

import sqlalchemy as sa

from hotline.storage.tables.base import index_where, key, maybe, metadata, needed
from hotline.storage.types import Moment

waits = sa.Table(
    "waits",
    metadata,
    key(),
    needed("call_id", sa.Text, sa.ForeignKey("calls.id")),
    maybe("reporter_id", sa.Text, sa.ForeignKey("reporters.id")),
    needed("language", sa.Text),
    needed("first", sa.Boolean),
    needed("state", sa.Text),
    needed("since", Moment),
    maybe("operator_id", sa.Text, sa.ForeignKey("staff.id")),
    maybe("message_id", sa.Text, sa.ForeignKey("outbox.id")),
    maybe("offered_at", Moment),
    maybe("joined_at", Moment),
    maybe("ended_at", Moment),
    index_where("ix_waits_open", "state IN ('offered', 'talking', 'waiting')", "since"),
    # Nobody is rung for two callers, whoever else decides so at the same moment.
    sa.Index(
        "uq_waits_operator", "operator_id", unique=True, sqlite_where=sa.text("state IN ('offered', 'talking')"),
        postgresql_where=sa.text("state IN ('offered', 'talking')"),
    ),
    sa.Index("ix_waits_call", "call_id"),
    index_where("ix_waits_message", "message_id IS NOT NULL", "message_id"),
    sa.Index("ix_waits_since", "since"),
)  # fmt: skip

operator_rings = sa.Table(
    "operator_rings",
    metadata,
    sa.Column("staff_id", sa.Text, sa.ForeignKey("staff.id"), primary_key=True),
    needed("at", Moment),
)
