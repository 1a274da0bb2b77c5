"""Observers and their points. A balance moves only together with an entry of the ledger, and never below zero."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.domain.ledger import Act, Books, Fate, Observer, Posting, Redemption, What
from hotline.storage.tables import observers, postings, redemptions
from hotline.storage.transaction import Shelf

_O, _P, _R = observers.c, postings.c, redemptions.c
_GET = sa.select(observers).where(_O.id == sa.bindparam("i"))
_ALL = sa.select(observers).order_by(_O.earned.desc(), _O.joined_at, _O.id).limit(sa.bindparam("l"))
_JOIN = sa.text(
    "INSERT INTO observers (id, joined_at, balance, earned) VALUES (:i, :at, 0, 0) ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("at", type_=_O.joined_at.type))
_N = sa.bindparam("n", type_=sa.Integer)
_MOVE = (
    sa.update(observers)
    .where(_O.id == sa.bindparam("i"), _O.balance + _N >= 0)
    .values(balance=_O.balance + _N, earned=_O.earned + sa.bindparam("e", type_=sa.Integer))
)
_PAID = sa.select(_P.id).where(
    _P.observer_id == sa.bindparam("i"), _P.what == sa.bindparam("w"), _P.ticket_id == sa.bindparam("t"),
    _P.round == sa.bindparam("r"),
)  # fmt: skip
_POINTS = sa.func.coalesce(sa.func.sum(_P.points), 0)
_WHOSE = sa.case((_P.observer_id.is_(None), _P.account), else_=sa.literal_column("'observers'"))
_TOTALS = sa.select(_WHOSE.label("whose"), _POINTS.label("n")).group_by(_WHOSE)
_PAID_FOR = sa.select(_P.what, _POINTS.label("n")).where(_P.observer_id.is_not(None)).group_by(_P.what)
_UNBALANCED = sa.select(_P.entry).group_by(_P.entry).having(_POINTS != 0).order_by(_P.entry)
_SUMS = sa.select(_P.observer_id, _POINTS.label("n")).where(_P.observer_id.is_not(None)).group_by(_P.observer_id).subquery()
_WRONG = (
    sa.select(_O.id)
    .join(_SUMS, _SUMS.c.observer_id == _O.id, isouter=True)
    .where(_O.balance != sa.func.coalesce(_SUMS.c.n, 0))
    .order_by(_O.id)
)
_FIELDS = tuple(column.name for column in _R)
_REDEMPTION = sa.select(redemptions).where(_R.id == sa.bindparam("i"))
_DUE = (
    sa.select(redemptions)
    .where(_R.fate == sa.literal_column("'due'"))
    .order_by(_R.due_at, _R.id)
    .limit(sa.bindparam("l"))
)  # fmt: skip
_OVER = (
    sa.update(redemptions)
    .where(_R.id == sa.bindparam("i"), _R.fate == sa.literal_column("'due'"))
    .values(fate=sa.bindparam("f"), done_at=sa.bindparam("at", type_=_R.done_at.type), done_by=sa.bindparam("by"))
)


class Observers(Shelf):
    __slots__ = ()

    def join(self, reporter_id: str, at: datetime) -> bool:
        """False: they are one already."""
        return self._tx.run(_JOIN, {"i": reporter_id, "at": at}).rowcount == 1

    def get(self, reporter_id: str) -> Observer | None:
        row = self._tx.first(observers, _GET, {"i": reporter_id})
        return None if row is None else _observer(row)

    def all(self, limit: int = 500) -> tuple[Observer, ...]:
        """Who earned most in front."""
        return tuple(map(_observer, self._tx.rows(observers, _ALL, {"l": limit})))

    def was_paid(self, observer_id: str, act: Act, ticket_id: str, round_: int) -> bool:
        values = {"i": observer_id, "w": act.value, "t": ticket_id, "r": round_}
        return self._tx.first(postings, _PAID, values) is not None

    def post(self, entry: str, posting: Posting, at: datetime) -> None:
        """Write an entry and move the balances it names. Conflict where one would fall below zero."""
        earned = posting.what.value in set(Act)
        for number, line in enumerate(posting.lines):
            own = line.observer_id is not None
            if own:
                moved = self._tx.run(_MOVE, {"i": line.observer_id, "n": line.points, "e": line.points if earned else 0})
                if moved.rowcount != 1:
                    raise Conflict
            self._tx.insert(postings, {
                "id": f"{entry}:{number}", "entry": entry, "account": line.account, "observer_id": line.observer_id,
                "points": line.points, "what": posting.what.value, "ticket_id": posting.ticket_id if own else None,
                "round": posting.round, "redemption_id": posting.redemption_id, "at": at,
            })  # fmt: skip

    def add_redemption(self, redemption: Redemption) -> None:
        self._tx.insert(redemptions, {name: getattr(redemption, name) for name in _FIELDS} | {"fate": redemption.fate.value})

    def redemption(self, redemption_id: str) -> Redemption | None:
        row = self._tx.first(redemptions, _REDEMPTION, {"i": redemption_id})
        return None if row is None else _redemption(row)

    def due(self, limit: int = 200) -> tuple[Redemption, ...]:
        """To be handed over, the first due in front."""
        return tuple(map(_redemption, self._tx.rows(redemptions, _DUE, {"l": limit})))

    def finish(self, redemption: Redemption) -> None:
        """It was due; now it is not. Conflict where somebody else was first."""
        values = {"i": redemption.id, "f": redemption.fate.value, "at": redemption.done_at, "by": redemption.done_by}
        if self._tx.run(_OVER, values).rowcount != 1:
            raise Conflict

    def books(self) -> Books:
        """What the accounts hold, and everything that is not as it must be."""
        totals = {row.whose: int(row.n) for row in self._tx.rows(postings, _TOTALS, {})}
        return Books(
            city=totals.get("city", 0), redeemed=totals.get("redeemed", 0), observers=totals.get("observers", 0),
            by_what={What(row.what): int(row.n) for row in self._tx.rows(postings, _PAID_FOR, {})},
            unbalanced=_ids(row.entry for row in self._tx.rows(postings, _UNBALANCED, {})),
            wrong=_ids(row.id for row in self._tx.rows(observers, _WRONG, {})),
        )  # fmt: skip


def _ids(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(found)


def _observer(row: Any) -> Observer:
    return Observer(id=row.id, joined_at=row.joined_at, balance=int(row.balance), earned=int(row.earned))


def _redemption(row: Any) -> Redemption:
    return Redemption(**{name: getattr(row, name) for name in _FIELDS} | {"fate": Fate(row.fate)})
