"""The outbox: what is to be said, written with the change it tells of, claimed in batches, moved forward only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from hotline.domain.message import Delivery, Means, Message
from hotline.storage import outbox_sql as sql
from hotline.storage.outbox_rows import body_columns, to_message, to_row
from hotline.storage.tables import outbox
from hotline.storage.transaction import Shelf, type_row


class Outbox(Shelf):
    __slots__ = ()

    def add(self, message: Message) -> None:
        self._tx.insert(outbox, to_row(message, self._tx.keys))

    def get(self, message_id: str) -> Message | None:
        return self._one(sql.GET, {"i": message_id})

    def get_many(self, ids: Iterable[str]) -> dict[str, Message]:
        """By id; ids nobody has are left out."""
        wanted = list(dict.fromkeys(ids))
        return {m.id: m for m in self._all(sql.MANY, {"i": wanted})} if wanted else {}

    def by_sid(self, sid: str) -> Message | None:
        return self._one(sql.BY_SID, {"s": sid})

    def of_ticket(self, ticket_id: str) -> tuple[Message, ...]:
        """Oldest first."""
        return self._all(sql.OF_TICKET, {"t": ticket_id})

    def listing(
        self, states: Iterable[Delivery] | None = None, limit: int = 50, *, protection: bool | None = None
    ) -> tuple[Message, ...]:
        """Newest first. ``protection``: only what is about tickets of protection (True), only the rest (False)."""
        query, wanted = sql.LISTING, frozenset(states or ())
        if states is not None:
            query = query.where(sql.state_in(wanted))
            if wanted <= sql.TROUBLED:
                # A duty call that came to nothing is no message lost: the next was rung, and the ticket's story tells it.
                query = query.where(sql.state_in(sql.TROUBLED), sql.NO_DUTY_CALL)
            if wanted == {Delivery.WAITING}:
                query = query.where(sql.NO_BROADCAST)  # thousands may wait for their turn: its own page tells of them
        if protection is not None:
            query = query.where(sql.PROTECTED if protection else ~sql.PROTECTED)
        return self._all(query, {"l": limit})

    def lost_protected(self) -> int:
        """How many messages about tickets of protection did not arrive."""
        row = self._tx.first(outbox, sql.LOST_PROTECTED, {})
        return 0 if row is None else int(row.n)

    def claim(
        self, now: datetime, lease_until: datetime, limit: int, means: Means | None = None, *, duty: bool = False
    ) -> tuple[Message, ...]:
        """Take due messages to send, oldest first; nobody else gets them while the lease runs. A person with a
        message on its way, or an older one due, is left for the next claim, so what we say stays in order.
        ``duty``: only calls to whoever is on duty, however much else is due."""
        query = sql.CLAIM_DUTY if duty else sql.CLAIM[means]
        return self._moved(query, {"now": now, "until": lease_until, "l": limit})

    def on_the_phone(self, ids: Sequence[str], ended_after: datetime) -> dict[str, bool]:
        """Which of these are for somebody another call of ours rings or talks to now (True), or did until a moment ago
        (False); the others are left out."""
        if not ids:
            return {}
        found = self._tx.rows(outbox, sql.ON_THE_PHONE, {"i": list(ids), "since": ended_after})
        talking: dict[str, bool] = {}
        for row in found:
            talking[row.id] = talking.get(row.id, False) or row.final_at is None
        return talking

    def staff_on_calls(self, by: datetime) -> frozenset[str]:
        """People of the city whom a call of ours rings or talks to, or will by then."""
        return frozenset(row.staff_id for row in self._tx.rows(outbox, sql.STAFF_CALLS, {"by": by}))

    def expire(self, now: datetime, limit: int = 100) -> tuple[Message, ...]:
        """Whoever held these is gone: their fate is unknown now."""
        return self._moved(sql.EXPIRE, {"now": now, "l": limit})

    def uncertain(self, now: datetime, limit: int, lease_until: datetime | None = None) -> tuple[Message, ...]:
        """Messages whose fate must be asked. With ``lease_until`` no other asker gets them until then."""
        found = self._all(sql.UNCERTAIN, {"now": now, "l": limit})
        if lease_until is not None and found:
            self._tx.run(sql.HOLD_UNCERTAIN, {"i": [m.id for m in found], "until": lease_until})
        return found

    def note_body(self, bodies: Mapping[str, str]) -> None:
        """Keep what was rendered, by id; a retry says the same."""
        for message_id, body in bodies.items():
            self._tx.later(sql.NOTE_BODY, {"i": message_id, **body_columns(body, self._tx.keys)})

    def note_sent(self, message_id: str, sid: str, state: Delivery, at: datetime) -> None:
        """The carrier took it under this reference. A receipt that came first is not undone."""
        self._tx.later(sql.NOTE_SENT[state], {"i": message_id, "s": sid, "at": at})

    def note_sid(self, message_id: str, sid: str) -> None:
        """A receipt told the carrier's reference before the answer did."""
        self._tx.later(sql.NOTE_SID, {"i": message_id, "s": sid})

    def note_uncertain(self, message_id: str, error: int | None = None, attempt: int | None = None) -> None:
        """It left, and no answer came."""
        self._tx.later(sql.NOTE_UNCERTAIN, {"i": message_id, "e": error, "n": attempt})

    def postpone(
        self, message_id: str, due_at: datetime, held: str, error: int | None = None, attempt: int | None = None
    ) -> None:
        """Back to waiting. ``attempt``, a claimed message's ``attempts``, keeps a late loser from undoing a newer
        claim."""
        self._tx.later(sql.POSTPONE, {"i": message_id, "due": due_at, "h": held, "e": error, "n": attempt})

    def put_back(self, message_id: str, due_at: datetime, held: str, attempt: int) -> None:
        """Claimed and not handed to the carrier after all: that was no try."""
        self._tx.later(sql.PUT_BACK, {"i": message_id, "due": due_at, "h": held, "n": attempt})

    def again(self, message_id: str, sid: str, due_at: datetime, held: str, error: int | None = None) -> bool:
        """The carrier had it and could not bring it: back to waiting, for another try. False: it is not at that try."""
        values = {"i": message_id, "s": sid, "due": due_at, "h": held, "e": error}
        return self._tx.run(sql.AGAIN, values).rowcount == 1

    def forward(
        self, message_id: str, state: Delivery, at: datetime, error: int | None = None, why: str = ""
    ) -> Message | None:
        """Move to a later state. None: it is as far or further already, final, or unknown. ``why`` a call came to nothing
        (busy, machine …) is kept as what held it last."""
        moved = self._moved(sql.FORWARD[state], {"i": message_id, "at": at, "e": error, "why": why or None})
        return moved[0] if moved else None

    def presume(self, before: datetime, limit: int = 100) -> tuple[Message, ...]:
        """Texts sent before this moment and never complained of count as arrived, kept apart."""
        return self._moved(sql.PRESUME, {"before": before, "l": limit})

    def unfinished_calls(self, before: datetime, limit: int = 100) -> tuple[Message, ...]:
        """Calls the carrier took before this moment, of whose end nothing was heard."""
        return self._all(sql.UNFINISHED_CALLS, {"before": before, "l": limit})

    def cancel_calls(self, reporter_id: str, reason: str, at: datetime) -> int:
        """Withdraw the calls to a reporter that still wait; how many there were."""
        return self._tx.run(sql.CANCEL_CALLS, {"h": reason, "at": at, "x": reporter_id}).rowcount

    def cancel(
        self,
        *,
        ids: Sequence[str] | None = None,
        reporter_id: str | None = None,
        survey_id: str | None = None,
        reason: str,
        at: datetime | None = None,
    ) -> int:
        """Withdraw what still waits, chosen by exactly one of the three; how many there were."""
        values: type_row = {"h": reason, "at": at}
        if ids is not None:
            return self._tx.run(sql.CANCEL_IDS, values | {"x": list(ids)}).rowcount if ids else 0
        if reporter_id is not None:
            return self._tx.run(sql.CANCEL_REPORTER, values | {"x": reporter_id}).rowcount
        return self._tx.run(sql.CANCEL_SURVEY, values | {"x": survey_id}).rowcount

    def supersede_news(self, reporter_id: str, ticket_id: str, at: datetime) -> int:
        """A newer call tells this person more of this ticket: older news by call that still waits is not told any more."""
        return self._tx.run(sql.SUPERSEDE, {"r": reporter_id, "t": ticket_id, "at": at}).rowcount

    def retry(self, message_id: str, due_at: datetime) -> bool:
        """Try again what failed or is uncertain. False: it is neither."""
        return self._tx.run(sql.RETRY, {"i": message_id, "due": due_at}).rowcount == 1

    def counts(self) -> dict[Delivery, int]:
        """How many messages are in each state."""
        return {Delivery(row.state): int(row.number) for row in self._tx.rows(outbox, sql.COUNTS, {})}

    def duty_due(self, now: datetime) -> bool:
        """Is somebody on duty to be rung?"""
        return self._tx.first(outbox, sql.DUTY_DUE, {"now": now}) is not None

    def queue_age(self, now: datetime) -> float:
        """For how many seconds the oldest due message has waited; 0 when none does."""
        row = self._tx.first(outbox, sql.OLDEST_DUE, {"now": now})
        return 0.0 if row is None or row.oldest is None else float((now - row.oldest).total_seconds())

    def reporter_failed(self, reporter_id: str, since: datetime) -> int:
        """How many texts to this reporter, written since then, did not arrive."""
        row = self._tx.first(outbox, sql.REPORTER_FAILED, {"r": reporter_id, "since": since})
        return 0 if row is None else int(row.n)

    def same_body_count(self, to: str, body: str) -> int:
        """How many times we know the carrier to have taken exactly these words for this number."""
        values = {"t": self._tx.keys.hash("phone", to), "b": self._tx.keys.hash("body", body)}
        row = self._tx.first(outbox, sql.SAME_BODY, values)
        return 0 if row is None else int(row.n)

    def _one(self, query: sa.Executable, values: type_row) -> Message | None:
        row = self._tx.first(outbox, query, values)
        return None if row is None else to_message(row, self._tx.keys)

    def _all(self, query: sa.Executable, values: type_row) -> tuple[Message, ...]:
        return tuple(to_message(row, self._tx.keys) for row in self._tx.rows(outbox, query, values))

    def _moved(self, statement: Any, values: type_row) -> tuple[Message, ...]:
        rows = self._tx.run(statement, values).fetchall()
        return tuple(sorted((to_message(row, self._tx.keys) for row in rows), key=lambda m: (m.due_at, m.id)))
