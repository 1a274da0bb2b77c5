"""What came in and what goes out: webhooks seen, inbound texts, the outbox."""

import sqlalchemy as sa

from hotline.storage.tables.base import index_where, key, maybe, metadata, needed
from hotline.storage.types import Moment, Sealed

webhooks = sa.Table(
    "webhooks",
    metadata,
    key("sid"),
    key("step"),
    key("kind"),
    key("account"),  # sid first: the only part that tells rows apart
    needed("at", Moment),
)

inbound = sa.Table(
    "inbound",
    metadata,
    key(),
    needed("sid", sa.Text),
    maybe("reporter_id", sa.Text, sa.ForeignKey("reporters.id")),
    maybe("staff_id", sa.Text, sa.ForeignKey("staff.id")),
    needed("body", Sealed),
    maybe("body_hash", sa.Text),  # keyed: the same words again are known without being read
    needed("understood", sa.Text),
    maybe("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    needed("at", Moment),
    sa.Index("ix_inbound_at", "at"),
    index_where("ix_inbound_ticket", "ticket_id IS NOT NULL", "ticket_id"),
    index_where("ix_inbound_reporter", "reporter_id IS NOT NULL", "reporter_id", "at"),
    index_where("ix_inbound_limited", "understood = 'Limited'", "at"),
)

photos = sa.Table(
    "photos",
    metadata,
    key(),
    needed("message", sa.Text),
    needed("sid", sa.Text),
    maybe("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    maybe("reporter_id", sa.Text, sa.ForeignKey("reporters.id")),
    maybe("staff_id", sa.Text, sa.ForeignKey("staff.id")),
    needed("state", sa.Text),
    maybe("sha256", sa.Text),
    maybe("looks", sa.Text),
    maybe("taken_at", Moment),
    maybe("lat", sa.Double),
    maybe("lon", sa.Double),
    needed("attempts", sa.Integer),
    needed("next_at", Moment),
    needed("created_at", Moment),
    maybe("deleted_at", Moment),
    sa.UniqueConstraint("message", "sid"),
    index_where("ix_photos_ticket", "ticket_id IS NOT NULL", "ticket_id"),
    index_where("ix_photos_loose", "ticket_id IS NULL", "reporter_id", "created_at"),
    index_where("ix_photos_due", "state = 'due'", "next_at"),
    index_where("ix_photos_left", "deleted_at IS NULL AND state IN ('stored', 'refused', 'expired')", "next_at"),
    index_where("ix_photos_kept", "state = 'stored'", "created_at"),
    index_where("ix_photos_looks", "looks IS NOT NULL AND ticket_id IS NOT NULL", "created_at"),
    index_where("ix_photos_unremoved", "state = 'expired' AND sha256 IS NOT NULL", "sha256"),
    index_where("ix_photos_file", "sha256 IS NOT NULL", "sha256", "state"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    key(),
    needed("means", sa.Text),
    needed("purpose", sa.Text),
    needed("template", sa.Text),
    needed("facts", Sealed),
    needed("language", sa.Text),
    needed("to", Sealed),
    needed("to_hash", sa.Text),
    needed("hash_key_id", sa.Text),
    maybe("reporter_id", sa.Text, sa.ForeignKey("reporters.id")),
    maybe("staff_id", sa.Text, sa.ForeignKey("staff.id")),
    maybe("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    maybe("survey_id", sa.Text),
    maybe("broadcast_id", sa.Text),
    needed("proves", sa.Text),
    needed("state", sa.Text),
    needed("due_at", Moment),
    needed("created_at", Moment),
    needed("held", sa.Text),
    needed("attempts", sa.Integer),
    maybe("lease_until", Moment),
    maybe("carrier_sid", sa.Text),
    needed("accepted", sa.Integer),  # how many times the carrier took it: a retry makes it more than once
    maybe("error", sa.Integer),
    maybe("body", Sealed),
    maybe("body_hash", sa.Text),
    maybe("sent_at", Moment),
    maybe("final_at", Moment),
    # SQLite takes such an index only where a query names the same states in the same order: alphabetical, here and there.
    index_where("ix_outbox_due", "state = 'waiting'", "due_at", "id"),
    index_where("ix_outbox_order", "state IN ('sending', 'uncertain', 'waiting')", "to_hash", "due_at"),
    index_where("ix_outbox_lease", "state IN ('sending', 'uncertain')", "lease_until"),
    index_where("ix_outbox_presumed", "state IN ('queued', 'sent')", "sent_at"),
    index_where("ix_outbox_troubled", "state IN ('failed', 'uncertain', 'undelivered')", "id"),
    index_where("ix_outbox_reporter", "reporter_id IS NOT NULL", "reporter_id", "created_at"),
    index_where("ix_outbox_ticket", "ticket_id IS NOT NULL", "ticket_id"),
    index_where("ix_outbox_survey", "state = 'waiting' AND survey_id IS NOT NULL", "survey_id"),
    index_where("ix_outbox_sid", "carrier_sid IS NOT NULL", "carrier_sid"),
    index_where(
        "ix_outbox_staff_calls",
        "means = 'call' AND staff_id IS NOT NULL AND state IN ('queued', 'sending', 'sent', 'uncertain', 'waiting')", "staff_id",
    ),
    # Each is told once of a broadcast, whoever writes it and however often it was begun.
    sa.Index(
        "uq_outbox_broadcast", "broadcast_id", "reporter_id", unique=True, sqlite_where=sa.text("broadcast_id IS NOT NULL"),
        postgresql_where=sa.text("broadcast_id IS NOT NULL"),
    ),
    index_where("ix_outbox_body", "accepted > 0", "to_hash", "body_hash"),
)
