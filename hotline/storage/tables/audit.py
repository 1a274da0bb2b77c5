"""The audit log: one chain of entries per thing, the heads of all chains, and the anchors over all heads."""

import sqlalchemy as sa

from hotline.storage.tables.base import index_where, key, metadata, needed
from hotline.storage.types import Moment

# How the text of an entry begins that tells of a number that was looked at: canonical JSON, its keys in order.
REVEALED = "substr(text, 1, 20) = '{\"action\":\"revealed\"'"

audit_entries = sa.Table(
    "audit_entries",
    metadata,
    key("chain"),
    key("seq", sa.Integer),
    needed("at", Moment),
    needed("text", sa.Text),  # the exact text that was hashed
    needed("mac", sa.Text),
    index_where("ix_audit_entries_revealed", REVEALED, "at"),
)

audit_heads = sa.Table(
    "audit_heads",
    metadata,
    key("chain"),
    needed("length", sa.Integer),
    needed("mac", sa.Text),
    needed("seal", sa.Text),  # over chain, length and mac: a chain can't be cut back by copying an older entry's mac
)

audit_anchors = sa.Table(
    "audit_anchors",
    metadata,
    key("number", sa.Integer),
    needed("at", Moment),
    needed("chains", sa.Integer),
    needed("root", sa.Text),
    needed("mac", sa.Text),
)

# How far a chain had grown when an anchor was cast; a row only where it grew since the anchor before.
audit_anchored = sa.Table(
    "audit_anchored",
    metadata,
    key("chain"),
    key("length", sa.Integer),
    needed("anchor", sa.Integer),
    sa.Index("ix_audit_anchored_anchor", "anchor", "chain", "length"),
)
