"""Observers, their points in double entry and what they redeem; broadcasts, each text of one knowing which."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def _maybe(name: str, kind: sa.types.TypeEngine[Any] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Text(), nullable=True)


def _needed(name: str, kind: sa.types.TypeEngine[Any] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Text(), nullable=False)


def _to(table: str, name: str, there: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), sa.ForeignKey(f"{there}.id", name=f"fk_{table}_{name}"), nullable=nullable)


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    _observers()
    _redemptions()
    _broadcasts()


def _observers() -> None:
    op.create_table(
        "observers",
        _to("observers", "id", "reporters"), _needed("joined_at", MOMENT), _needed("balance", sa.Integer()),
        _needed("earned", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_observers"),
        sa.CheckConstraint("balance >= 0", name="ck_observers_balance"),
    )
    op.create_table(
        "postings",
        _needed("id"), _needed("entry"), _needed("account"), _to("postings", "observer_id", "observers", nullable=True),
        _needed("points", sa.Integer()), _needed("what"), _to("postings", "ticket_id", "tickets", nullable=True),
        _needed("round", sa.Integer()), _maybe("redemption_id"), _needed("at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
    )
    op.create_index("ix_postings_entry", "postings", ["entry"])
    op.create_index("ix_postings_account", "postings", ["account"])
    _index("uq_postings_earned", "postings", ["observer_id", "what", "ticket_id", "round"], "ticket_id IS NOT NULL", unique=True)


def _redemptions() -> None:
    op.create_table(
        "redemptions",
        _needed("id"), _to("redemptions", "observer_id", "observers"), _needed("reward"), _needed("points", sa.Integer()),
        _needed("made_at", MOMENT), _needed("due_at", MOMENT), _needed("fate"), _maybe("done_at", MOMENT), _maybe("done_by"),
        sa.PrimaryKeyConstraint("id", name="pk_redemptions"),
    )
    _index("ix_redemptions_due", "redemptions", ["due_at"], "fate = 'due'")
    op.create_index("ix_redemptions_observer", "redemptions", ["observer_id"])


def _broadcasts() -> None:
    op.create_table(
        "broadcasts",
        _needed("id"), _needed("grids", sa.JSON()), _needed("words", sa.JSON()), _needed("emergency", sa.Boolean()),
        _needed("made_by"), _needed("made_at", MOMENT), _needed("people", sa.Integer()), _needed("written", sa.Integer()),
        _needed("after"), _needed("next_at", MOMENT), _maybe("written_at", MOMENT), _maybe("stopped_at", MOMENT),
        _maybe("stopped_by"),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )
    _index("ix_broadcasts_unwritten", "broadcasts", ["made_at"], "written_at IS NULL AND stopped_at IS NULL")
    op.add_column("outbox", _maybe("broadcast_id"))
    _index("uq_outbox_broadcast", "outbox", ["broadcast_id", "reporter_id"], "broadcast_id IS NOT NULL", unique=True)
