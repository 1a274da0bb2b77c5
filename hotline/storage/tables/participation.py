"""What residents take part in: tickets they follow, events the city knows of, votes."""

import sqlalchemy as sa

from hotline.storage.tables.base import index_where, key, maybe, metadata, needed
from hotline.storage.types import Moment, Sealed

followers = sa.Table(
    "followers",
    metadata,
    sa.Column("ticket_id", sa.Text, sa.ForeignKey("tickets.id"), primary_key=True),
    sa.Column("reporter_id", sa.Text, sa.ForeignKey("reporters.id"), primary_key=True),
    needed("at", Moment),
)

known_events = sa.Table(
    "known_events",
    metadata,
    key(),
    needed("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    needed("grid", sa.Text),
    needed("words", Sealed),
    needed("began_at", Moment),
    maybe("ended_at", Moment),
    index_where("ix_known_events_now", "ended_at IS NULL", "grid"),
)

votes = sa.Table(
    "votes",
    metadata,
    sa.Column("consultation", sa.Text, primary_key=True),
    sa.Column("reporter_id", sa.Text, sa.ForeignKey("reporters.id"), primary_key=True),
    needed("option", sa.Integer),
    needed("at", Moment),
)
