"""Who reports, who acts, and where: reporters, departments, grids, routes, staff."""

import sqlalchemy as sa

from hotline.storage.tables.base import key, maybe, metadata, needed
from hotline.storage.types import Json, Moment, Sealed

reporters = sa.Table(
    "reporters",
    metadata,
    key(),
    needed("phone", Sealed),
    needed("phone_hash", sa.Text),
    needed("hash_key_id", sa.Text),
    needed("language", sa.Text),
    needed("line", sa.Text),
    maybe("stopped_at", Moment),
    maybe("simple", sa.Boolean),
    maybe("age", sa.Text),
    sa.Column("age_asked", sa.Boolean, nullable=False, server_default=sa.false()),  # the column came later than the rows
    maybe("prefers", sa.Text),
    maybe("refuses", sa.Text),
    needed("created_at", Moment),
    needed("version", sa.Integer),
    sa.UniqueConstraint("phone_hash"),
)

departments = sa.Table("departments", metadata, key(), needed("name", Json), needed("position", sa.Integer))

grids = sa.Table(
    "grids",
    metadata,
    key(),
    needed("name", Json),
    needed("kind", sa.Text),
    maybe("district", sa.Text),
    needed("position", sa.Integer),
)

routes = sa.Table(
    "routes",
    metadata,
    key("grid"),  # "" is the city's default: a key can't be empty
    key("prefix"),
    needed("department", sa.Text, sa.ForeignKey("departments.id")),
)

staff = sa.Table(
    "staff",
    metadata,
    key(),
    needed("name", Sealed),
    maybe("phone", Sealed),
    maybe("phone_hash", sa.Text),
    maybe("hash_key_id", sa.Text),
    needed("role", sa.Text),
    maybe("department", sa.Text, sa.ForeignKey("departments.id")),
    needed("language", sa.Text),
    needed("on_duty", sa.Boolean),
    needed("rank", sa.Integer),
    needed("stopped", sa.Boolean),
    maybe("speaks", sa.Text),  # languages, a space between
    maybe("login", sa.Text),
    maybe("password_hash", sa.Text),
    maybe("deputy_id", sa.Text),
    sa.UniqueConstraint("phone_hash"),
    sa.UniqueConstraint("login"),
)
