"""Observers with their points in double entry, what they redeem; and broadcasts."""

import sqlalchemy as sa

from hotline.storage.tables.base import index_where, key, maybe, metadata, needed
from hotline.storage.types import Json, Moment

observers = sa.Table(
    "observers",
    metadata,
    sa.Column("id", sa.Text, sa.ForeignKey("reporters.id"), primary_key=True),
    needed("joined_at", Moment),
    needed("balance", sa.Integer),
    needed("earned", sa.Integer),
    sa.CheckConstraint("balance >= 0", name="ck_observers_balance"),
)

postings = sa.Table(
    "postings",
    metadata,
    key(),
    needed("entry", sa.Text),  # the lines of one entry sum to zero
    needed("account", sa.Text),
    maybe("observer_id", sa.Text, sa.ForeignKey("observers.id")),  # none: one of the city's own accounts
    needed("points", sa.Integer),
    needed("what", sa.Text),
    maybe("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),  # on the observer's line only: forgotten with the reporter
    needed("round", sa.Integer),
    maybe("redemption_id", sa.Text),
    needed("at", Moment),
    sa.Index("ix_postings_entry", "entry"),
    sa.Index("ix_postings_account", "account"),
    # Nothing is paid twice.
    sa.Index(
        "uq_postings_earned", "observer_id", "what", "ticket_id", "round", unique=True,
        sqlite_where=sa.text("ticket_id IS NOT NULL"), postgresql_where=sa.text("ticket_id IS NOT NULL"),
    ),
)  # fmt: skip

redemptions = sa.Table(
    "redemptions",
    metadata,
    key(),
    needed("observer_id", sa.Text, sa.ForeignKey("observers.id")),
    needed("reward", sa.Text),
    needed("points", sa.Integer),
    needed("made_at", Moment),
    needed("due_at", Moment),
    needed("fate", sa.Text),
    maybe("done_at", Moment),
    maybe("done_by", sa.Text),
    index_where("ix_redemptions_due", "fate = 'due'", "due_at"),
    sa.Index("ix_redemptions_observer", "observer_id"),
)

broadcasts = sa.Table(
    "broadcasts",
    metadata,
    key(),
    needed("grids", Json),  # none: the whole city
    needed("words", Json),  # by language
    needed("emergency", sa.Boolean),
    needed("made_by", sa.Text),
    needed("made_at", Moment),
    needed("people", sa.Integer),  # how many there were to tell when it began
    needed("written", sa.Integer),
    needed("after", sa.Text),  # the last reporter looked at: the next batch goes on behind it
    needed("next_at", Moment),  # when the next text may go, by the pace of broadcasts
    maybe("written_at", Moment),  # all of them are in the outbox
    maybe("stopped_at", Moment),
    maybe("stopped_by", sa.Text),
    index_where("ix_broadcasts_unwritten", "written_at IS NULL AND stopped_at IS NULL", "made_at"),
)
