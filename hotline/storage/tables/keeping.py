"""What the processes agree on through the database: leases, and small facts by name."""

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

meta = sa.Table("meta", metadata, key("key"), needed("value", sa.Text))
