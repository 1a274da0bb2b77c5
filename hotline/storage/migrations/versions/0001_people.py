"""Who reports and who acts, and what the processes agree on."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    _departments()
    _grids()
    _routes()
    _staff()
    _reporters()
    _leases()
    _meta()


def _departments() -> None:
    op.create_table(
        "departments",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.JSON, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_departments"),
    )


def _grids() -> None:
    op.create_table(
        "grids",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.JSON, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_grids"),
    )


def _routes() -> None:
    op.create_table(
        "routes",
        sa.Column("grid", sa.Text, nullable=False),
        sa.Column("prefix", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("grid", "prefix", name="pk_routes"),
        sa.ForeignKeyConstraint(["department"], ["departments.id"], name="fk_routes_department"),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("phone", sa.LargeBinary, nullable=True),
        sa.Column("phone_hash", sa.Text, nullable=True),
        sa.Column("hash_key_id", sa.Text, nullable=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=True),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("on_duty", sa.Boolean, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("stopped", sa.Boolean, nullable=False),
        sa.Column("login", sa.Text, nullable=True),
        sa.Column("password_hash", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.ForeignKeyConstraint(["department"], ["departments.id"], name="fk_staff_department"),
        sa.UniqueConstraint("login", name="uq_staff_login"),
        sa.UniqueConstraint("phone_hash", name="uq_staff_phone_hash"),
    )


def _reporters() -> None:
    op.create_table(
        "reporters",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("phone", sa.LargeBinary, nullable=False),
        sa.Column("phone_hash", sa.Text, nullable=False),
        sa.Column("hash_key_id", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reporters"),
        sa.UniqueConstraint("phone_hash", name="uq_reporters_phone_hash"),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )


def downgrade() -> None:
    op.drop_table("meta")
    op.drop_table("leases")
    op.drop_table("reporters")
    op.drop_table("staff")
    op.drop_table("routes")
    op.drop_table("grids")
    op.drop_table("departments")
