"""What the processes agree on through the database: leases, small facts by name, and the flows calls began with."""

import sqlalchemy as sa

from hotline.storage.tables.base import key, metadata, needed
from hotline.storage.types import Moment

leases = sa.Table(
    "leases",
    metadata,
    key("name"),
    needed("holder", sa.Text),
    needed("until", Moment),
)

# `files`: relative path -> text, as JSON. A call goes on with the version it began with.
flow_versions = sa.Table(
    "flow_versions",
    metadata,
    key("name"),
    key("version"),
    needed("files", sa.Text),
    needed("first_seen", Moment),
    needed("last_used", Moment),
)

meta = sa.Table("meta", metadata, key("key"), needed("value", sa.Text))
