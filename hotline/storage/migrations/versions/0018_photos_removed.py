"""Files of photos that are kept no longer are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    where = sa.text("state = 'expired' AND sha256 IS NOT NULL")
    op.create_index("ix_photos_unremoved", "photos", ["sha256"], sqlite_where=where, postgresql_where=where)
