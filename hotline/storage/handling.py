"""What is asked about tickets and decided by somebody else, and which departments help."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.request import Assist, Request, RequestKind
from hotline.storage.tables import assists, requests
from hotline.storage.transaction import Shelf

_R, _A = requests.c, assists.c
_AT = sa.bindparam("at", type_=_R.asked_at.type)
_T: sa.BindParameter[str] = sa.bindparam("t")
_D: sa.BindParameter[str] = sa.bindparam("d")
_L: sa.BindParameter[int] = sa.bindparam("l")
_KINDS: sa.BindParameter[str] = sa.bindparam("k", expanding=True)
_OPEN = sa.select(requests).where(_R.ticket_id == _T, _R.kind == sa.bindparam("k"), _R.decided_at.is_(None))
_OF = sa.select(requests).where(_R.ticket_id == _T).order_by(_R.asked_at, _R.id)
_WAITING = sa.select(requests).where(_R.decided_at.is_(None), _R.kind.in_(_KINDS)).order_by(_R.asked_at, _R.id).limit(_L)
_DECIDE = (
    sa.update(requests)
    .where(_R.ticket_id == _T, _R.decided_at.is_(None), _R.kind.in_(_KINDS))
    .values(
        granted=sa.bindparam("g"), decided_by=sa.bindparam("b"), decided_at=_AT,
        until=sa.func.coalesce(sa.bindparam("u", type_=_R.until.type), _R.until),
    )
)  # fmt: skip
_ASSIST = sa.select(assists).where(_A.ticket_id == _T, _A.department == _D)
_ASSISTS = sa.select(assists).where(_A.ticket_id == _T).order_by(_A.asked_at, _A.department)
_END = sa.update(assists).where(_A.ticket_id == _T, _A.department == _D, _A.done_at.is_(None)).values(done_at=_AT)
_AGAIN = (
    sa.update(assists)
    .where(_A.ticket_id == _T, _A.department == _D)
    .values(done_at=None, officer_id=sa.bindparam("o"), asked_by=sa.bindparam("b"), asked_at=_AT)
)
_HELPED = sa.select(_A.ticket_id).where(_A.department == _D, _A.done_at.is_(None)).order_by(_A.asked_at).limit(_L)


class Handling(Shelf):
    __slots__ = ()

    def ask(self, request: Request) -> None:
        """Conflict at the commit where one of the kind stands open already."""
        self._tx.insert(requests, _values(request) | {"kind": request.kind.value})

    def open_request(self, ticket_id: str, kind: RequestKind) -> Request | None:
        row = self._tx.first(requests, _OPEN, {"t": ticket_id, "k": kind.value})
        return None if row is None else _request(row)

    def requests_of(self, ticket_id: str) -> tuple[Request, ...]:
        """Oldest first, decided ones too."""
        return tuple(map(_request, self._tx.rows(requests, _OF, {"t": ticket_id})))

    def open_requests(self, kinds: Iterable[RequestKind], limit: int = 100) -> tuple[Request, ...]:
        """What waits longest, first."""
        values = {"k": [kind.value for kind in kinds], "l": limit}
        return tuple(map(_request, self._tx.rows(requests, _WAITING, values)))

    def decide(
        self, ticket_id: str, kinds: Iterable[RequestKind], *, granted: bool | None, by: str | None, until: datetime | None,
        at: datetime,
    ) -> int:
        """How many stood open."""
        values = {"t": ticket_id, "k": [kind.value for kind in kinds], "g": granted, "b": by, "u": until, "at": at}
        return self._tx.run(_DECIDE, values).rowcount

    def add_assist(self, assist: Assist) -> bool:
        """False: it helps already. One that had done its part is asked again."""
        before = self.assist(assist.ticket_id, assist.department)
        if before is None:
            self._tx.insert(assists, _values(assist))
            return True
        values = {
            "t": assist.ticket_id, "d": assist.department, "o": assist.officer_id, "b": assist.asked_by, "at": assist.asked_at,
        }
        if before.done_at is not None:
            self._tx.run(_AGAIN, values)
        return before.done_at is not None

    def assist(self, ticket_id: str, department: str) -> Assist | None:
        row = self._tx.first(assists, _ASSIST, {"t": ticket_id, "d": department})
        return None if row is None else _assist(row)

    def assists_of(self, ticket_id: str) -> tuple[Assist, ...]:
        return tuple(map(_assist, self._tx.rows(assists, _ASSISTS, {"t": ticket_id})))

    def end_assist(self, ticket_id: str, department: str, at: datetime) -> bool:
        return self._tx.run(_END, {"t": ticket_id, "d": department, "at": at}).rowcount == 1

    def assisted_by(self, department: str, limit: int = 50) -> tuple[str, ...]:
        """Ids of the tickets this department is to help with, the longest asked first."""
        return tuple(row.ticket_id for row in self._tx.rows(assists, _HELPED, {"d": department, "l": limit}))


def _values(row: Request | Assist) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields(row)}


def _request(row: Any) -> Request:
    return Request(**{each.name: getattr(row, each.name) for each in fields(Request)} | {"kind": RequestKind(row.kind)})


def _assist(row: Any) -> Assist:
    return Assist(**{each.name: getattr(row, each.name) for each in fields(Assist)})
