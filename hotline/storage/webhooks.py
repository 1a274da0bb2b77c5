"""Webhooks already taken: the same one a second time changes nothing."""

from datetime import datetime

import sqlalchemy as sa

from hotline.storage.tables import webhooks
from hotline.storage.transaction import Shelf
from hotline.storage.types import Moment

_TAKE = sa.text(
    "INSERT INTO webhooks (sid, step, kind, account, at) VALUES (:sid, :step, :kind, :account, :at) ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("at", type_=Moment))


class Webhooks(Shelf):
    __slots__ = ()

    def take(self, account: str, kind: str, sid: str, step: str, at: datetime) -> bool:
        """True for the first, ever. A twin in another transaction waits for this one to end."""
        row = {"sid": sid, "step": step, "kind": kind, "account": account, "at": at}
        return self._tx.run(_TAKE, row).rowcount == 1

    def add(self, account: str, kind: str, sid: str, step: str, at: datetime) -> None:
        """Take one that is new, as far as anybody knows; the same twice is Conflict at the commit."""
        self._tx.insert(webhooks, {"sid": sid, "step": step, "kind": kind, "account": account, "at": at})
