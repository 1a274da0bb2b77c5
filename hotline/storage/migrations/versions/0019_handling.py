"""What is asked and decided about a ticket, who assists, what came back, what looks wrong."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def _maybe(name: str, kind: Any = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Text(), nullable=True)


def _needed(name: str, kind: Any = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Text(), nullable=False)


def _ticket(table: str, name: str = "ticket_id", *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), sa.ForeignKey("tickets.id", name=f"fk_{table}_{name}"), nullable=nullable)


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    _columns()
    _asked()
    _afterwards()


def _columns() -> None:
    for name in ("parent_id", "about", "outcome"):
        op.add_column("tickets", _maybe(name))
    op.add_column("grids", _maybe("district"))
    op.add_column("tickets", _maybe("planned_until", MOMENT))
    for name in ("level", "reopenings", "returns", "misrouted", "extensions"):
        op.add_column("tickets", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("proof_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
    _index("ix_tickets_parent", "tickets", ["parent_id"], "parent_id IS NOT NULL")
    _index("ix_tickets_spot", "tickets", ["category", "lat"], "lat IS NOT NULL AND category IS NOT NULL")
    _index("ix_tickets_planned", "tickets", ["planned_until"], "planned_until IS NOT NULL")


def _asked() -> None:
    op.create_table(
        "requests",
        _needed("id"), _ticket("requests"), _needed("kind"), _maybe("asked_by"), _needed("asked_at", MOMENT),
        _maybe("until", MOMENT), _maybe("decided_by"), _maybe("decided_at", MOMENT), _maybe("granted", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
    )
    op.create_index("ix_requests_ticket", "requests", ["ticket_id"])
    _index("ix_requests_open", "requests", ["kind", "asked_at"], "decided_at IS NULL")
    _index("uq_requests_open", "requests", ["ticket_id", "kind"], "decided_at IS NULL", unique=True)
    op.create_index("ix_requests_asked", "requests", ["asked_at"])
    op.create_table(
        "assists",
        _ticket("assists"),
        sa.Column("department", sa.Text(), sa.ForeignKey("departments.id", name="fk_assists_department"), nullable=False),
        _maybe("officer_id"), _needed("asked_by"), _needed("asked_at", MOMENT), _maybe("done_at", MOMENT),
        sa.PrimaryKeyConstraint("ticket_id", "department", name="pk_assists"),
    )
    _index("ix_assists_open", "assists", ["department"], "done_at IS NULL")


def _afterwards() -> None:
    op.create_table(
        "recurrences",
        _ticket("recurrences"), _needed("round", sa.Integer()), _needed("noticed_by"),
        _ticket("recurrences", "again_id", nullable=True), _needed("at", MOMENT),
        sa.PrimaryKeyConstraint("ticket_id", "round", name="pk_recurrences"),
    )
    op.create_index("ix_recurrences_at", "recurrences", ["at"])
    op.create_table(
        "lookbacks",
        _ticket("lookbacks"), _needed("round", sa.Integer()), _needed("due_at", MOMENT), _maybe("asked_at", MOMENT),
        _maybe("answer", sa.Integer()), _maybe("answered_at", MOMENT), _maybe("dropped_at", MOMENT),
        sa.PrimaryKeyConstraint("ticket_id", "round", name="pk_lookbacks"),
    )
    _index("ix_lookbacks_due", "lookbacks", ["due_at"], "asked_at IS NULL AND dropped_at IS NULL")
    op.create_table(
        "flags",
        _needed("id"), _needed("key"), _needed("kind"), _ticket("flags", nullable=True), _maybe("staff_id"),
        _maybe("department"), _needed("facts", sa.JSON()), _needed("at", MOMENT), _maybe("seen_by"), _maybe("seen_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_flags"),
        sa.UniqueConstraint("key", name="uq_flags_key"),
    )
    op.create_index("ix_flags_at", "flags", ["at"])
    _index("ix_flags_ticket", "flags", ["ticket_id"], "ticket_id IS NOT NULL")
