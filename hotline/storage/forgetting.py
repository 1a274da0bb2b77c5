"""Who reported a ticket, taken out of every row that says so."""

import secrets
from datetime import datetime

import sqlalchemy as sa

from hotline.domain.message import FINAL, Delivery
from hotline.domain.ticket import State
from hotline.storage.tables import (
    callbacks,
    calls,
    drafts,
    entries,
    followers,
    inbound,
    observers,
    outbox,
    photos,
    postings,
    questions,
    reporters,
    requests,
    tickets,
)
from hotline.storage.transaction import Shelf

_OVER = tuple(state.value for state in (State.CLOSED, State.WITHDRAWN, State.REJECTED, State.MERGED))
_UNDER_WAY = tuple(state.value for state in Delivery if state not in FINAL)
_I: sa.BindParameter[str] = sa.bindparam("i")
_R: sa.BindParameter[str] = sa.bindparam("r")
_NOW, _OBJECTED = (sa.bindparam(name, type_=tickets.c.closed_at.type) for name in ("now", "objected"))
_PARENT = tickets.alias("parent")
# What was promised or asked, and has not come to its end: nobody could keep it who does not know them any more.
_OWED = (
    sa.exists().where(outbox.c.ticket_id == tickets.c.id, outbox.c.state.in_(_UNDER_WAY)),
    sa.exists().where(callbacks.c.reporter_id == tickets.c.reporter_id, callbacks.c.done_at.is_(None)),
    sa.exists().where(
        questions.c.ticket_id == tickets.c.id, questions.c.closed_at.is_(None), questions.c.expires_at > _NOW,
        questions.c.kind != "age",  # which may be skipped, and is no part of the matter
    ),
    sa.exists().where(requests.c.ticket_id == tickets.c.id, requests.c.decided_at.is_(None)),
    sa.exists().where(_PARENT.c.id == tickets.c.parent_id, _PARENT.c.state.not_in(_OVER)),
    sa.and_(tickets.c.state.in_((State.REJECTED.value, State.MERGED.value)), tickets.c.closed_at > _OBJECTED),
)
_DUE = (
    sa.select(tickets.c.id)
    .where(tickets.c.anonymous, tickets.c.reporter_id.is_not(None), tickets.c.state.in_(_OVER), *(~each for each in _OWED))
    .order_by(tickets.c.id)
    .limit(sa.bindparam("l"))
)
_TICKET = sa.update(tickets).where(tickets.c.id == _I).values(reporter_id=None)
_ROWS = (
    sa.update(inbound).where(inbound.c.ticket_id == _I, inbound.c.reporter_id == _R).values(reporter_id=None),
    sa.update(calls).where(calls.c.ticket_id == _I).values(reporter_id=None, phone=None),
    sa.update(drafts).where(drafts.c.ticket_id == _I).values(reporter_id=None),
    sa.update(photos).where(photos.c.ticket_id == _I, photos.c.reporter_id == _R).values(reporter_id=None),
    sa.update(entries).where(entries.c.ticket_id == _I, entries.c.by == _R).values(by=""),
    sa.update(questions).where(questions.c.ticket_id == _I).values(reporter_id=None),
    sa.update(callbacks).where(callbacks.c.ticket_id == _I).values(reporter_id=None),
    sa.update(postings).where(postings.c.ticket_id == _I, postings.c.observer_id == _R).values(ticket_id=None),
    sa.delete(followers).where(followers.c.ticket_id == _I, followers.c.reporter_id == _R),
)
_SENT = (
    sa.update(outbox)
    .where(outbox.c.ticket_id == _I, outbox.c.reporter_id == _R)
    .values(reporter_id=None, to=sa.bindparam("nobody"), to_hash=sa.bindparam("hash"))
)
_OTHER = sa.select(tickets.c.id).where(tickets.c.reporter_id == _R).limit(1)
_NUMBER = (
    sa.update(reporters)
    .where(reporters.c.id == _R, reporters.c.stopped_at.is_(None), ~sa.exists().where(observers.c.id == _R))
    .values(phone=sa.bindparam("nobody"), phone_hash=sa.bindparam("hash"))
)


class Forgetting(Shelf):
    __slots__ = ()

    def due(self, limit: int, now: datetime, objected: datetime) -> tuple[str, ...]:
        """Anonymous tickets that are over, of which nothing is still to be told, asked or rung about. What was rejected or
        merged after ``objected`` may still be objected to."""
        return tuple(row.id for row in self._tx.rows(tickets, _DUE, {"l": limit, "now": now, "objected": objected}))

    def forget(self, ticket_id: str, reporter_id: str) -> None:
        """No row of the ticket names them any more. Their number goes too, where nothing else of theirs needs it: another
        ticket, a STOP that must be kept, points they have as an observer."""
        nobody, hashed = self._tx.keys.seal("reporters.phone", ""), f"forgotten:{secrets.token_hex(16)}"
        self._tx.run(_TICKET, {"i": ticket_id})
        for statement in _ROWS:
            self._tx.run(statement, {"i": ticket_id, "r": reporter_id})
        sealed = self._tx.keys.seal("outbox.to", "")
        self._tx.run(_SENT, {"i": ticket_id, "r": reporter_id, "nobody": sealed, "hash": hashed})
        if self._tx.first(tickets, _OTHER, {"r": reporter_id}) is None:
            self._tx.run(_NUMBER, {"r": reporter_id, "nobody": nobody, "hash": hashed})
