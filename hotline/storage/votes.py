"""Votes: one per number and consultation, the last one counts."""

import sqlalchemy as sa

from hotline.domain.consultation import Vote
from hotline.storage.tables import votes
from hotline.storage.transaction import Shelf

_C = votes.c
_CAST = sa.text(
    'INSERT INTO votes (consultation, reporter_id, "option", at) VALUES (:c, :r, :o, :at)'
    ' ON CONFLICT (consultation, reporter_id) DO UPDATE SET "option" = excluded."option", at = excluded.at'
).bindparams(sa.bindparam("at", type_=_C.at.type))
_OF = sa.select(_C.option).where(_C.consultation == sa.bindparam("c"), _C.reporter_id == sa.bindparam("r"))
_COUNTS = sa.select(_C.option, sa.func.count().label("n")).where(_C.consultation == sa.bindparam("c")).group_by(_C.option)


class Votes(Shelf):
    __slots__ = ()

    def cast(self, vote: Vote) -> None:
        """A vote, or another one in its place."""
        self._tx.run(_CAST, {"c": vote.consultation, "r": vote.reporter_id, "o": vote.option, "at": vote.at})

    def of_reporter(self, consultation: str, reporter_id: str) -> int | None:
        """What this one voted so far."""
        row = self._tx.first(votes, _OF, {"c": consultation, "r": reporter_id})
        return None if row is None else int(row.option)

    def counts(self, consultation: str) -> dict[int, int]:
        """Option → votes."""
        return {int(row.option): int(row.n) for row in self._tx.rows(votes, _COUNTS, {"c": consultation})}
