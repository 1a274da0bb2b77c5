"""Sends what is due: claim with a lease, word it, close the transaction, send, note what came of it, again.

Killed at any point, a row is either still waiting or its lease runs out; then it is uncertain, and the carrier is
asked before it is sent again. So nothing is lost and nothing is knowingly sent twice.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from hotline.domain.calling import APART, already_called
from hotline.domain.delivery import Fail, Forward, Postpone, Uncertain
from hotline.domain.duty import is_duty
from hotline.domain.errors import CarrierError, Unavailable
from hotline.domain.message import Delivery, Means, Message
from hotline.services.ports import Database, Store
from hotline.services.steps import ladder
from hotline.services.steps.asking import candidates, nobodys
from hotline.services.steps.consent import still_wanted
from hotline.services.steps.sending import Sender, Try

log = logging.getLogger(__name__)

MOST_EXPIRED = 200
MOST_ASKED = 20
MARK_TRIES = 5
ALERT = "carrier.alert"

OnFinal = Callable[[Message, Fail | Forward], None]


class Words(Protocol):
    def render(self, name: str, language: str, values: Mapping[str, object], now: datetime) -> str: ...


class Now(Protocol):
    def now(self) -> datetime: ...


class Parts(Protocol):
    """What delivery needs of a process's parts."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Now: ...
    @property
    def texts(self) -> Words: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """What one run did. ``alert``: the carrier's code that says our own set-up is at fault;
    ``stopped``: the carrier wants no more now; ``more``: the time was over before the work."""

    sent: int = 0
    adopted: int = 0
    postponed: int = 0
    failed: int = 0
    uncertain: int = 0
    alert: int | None = None
    stopped: bool = False
    more: bool = False

    def plus(self, other: "Delivered") -> "Delivered":
        return Delivered(
            sent=self.sent + other.sent, adopted=self.adopted + other.adopted,
            postponed=self.postponed + other.postponed, failed=self.failed + other.failed,
            uncertain=self.uncertain + other.uncertain, alert=self.alert or other.alert,
            stopped=self.stopped or other.stopped,
        )  # fmt: skip


def deliver(
    parts: Parts, sender: Sender, means: Means, on_final: OnFinal, budget: float = 20.0,
    stop: Callable[[], bool] = lambda: False,
) -> Delivered:  # fmt: skip
    """One run: until nothing is due, ``budget`` seconds are over or ``stop`` says so. ``on_final`` moves a message to
    its last state and sees to what follows, in a transaction of its own."""
    ends = sender.monotonic() + budget
    done = settle(parts, sender, on_final)
    while not done.stopped:
        if stop() or sender.monotonic() >= ends:
            done = replace(done, more=True)
            break
        claimed_at = sender.monotonic()
        batch, broken = _claim(parts, sender, means)
        if not batch and not broken:
            break
        tries = sender.send(batch, parts.clock.now, claimed_at + sender.settings.lease.total_seconds())
        done = done.plus(_note(parts, sender, (*tries, *broken), on_final))
    if done.alert is not None:
        log.error("the carrier refuses our set-up (code %d): nothing is sent until it is mended", done.alert)
    return done


def settle(parts: Parts, sender: Sender, on_final: OnFinal) -> Delivered:
    """Messages whose fate is unknown: left alone for a while, then the carrier is asked about each."""
    now = parts.clock.now()
    with parts.database.writing() as store:
        store.outbox.expire(now, MOST_EXPIRED)
        unknown = store.outbox.uncertain(now, MOST_ASKED, now + sender.settings.ask_after)
    done = Delivered()
    # Without a lease it has only now been seen: it was given one, and is asked about when that has run out.
    for message in (m for m in unknown if m.lease_until is not None):
        done = done.plus(_ask(parts, sender, message, on_final))
    return done


def _ask(parts: Parts, sender: Sender, message: Message, on_final: OnFinal) -> Delivered:
    try:
        found = candidates(message, sender.carrier)
    except CarrierError as error:
        log.warning("the carrier can't say what became of message %s (code %d)", message.id, error.code)
        return Delivered(uncertain=1)
    now = parts.clock.now()
    with parts.database.writing() as store:
        ours = nobodys(found, store)
        if ours is None:
            # Due when it was due: what was written to this person since must not overtake it.
            store.outbox.postpone(message.id, message.due_at, "retry", message.error, message.attempts)
            return Delivered(postponed=1)
        store.outbox.note_sent(message.id, ours.sid, Delivery.SENT, now)
    if ours.arrived:
        on_final(message, Forward(state=Delivery.DELIVERED))
    return Delivered(adopted=1)


def _claim(parts: Parts, sender: Sender, means: Means) -> tuple[tuple[Message, ...], tuple[Try, ...]]:
    """Rows that are ours for a while, with their words; and those that can't be worded."""
    now = parts.clock.now()
    with parts.database.writing() as store:
        until, most = now + sender.settings.lease, sender.settings.batch(means)
        if means is Means.CALL:
            urgent = store.outbox.claim(now, until, most, means, duty=True)
            return _one_by_one(store, urgent or store.outbox.claim(now, until, most, means), now)
        wanted: Sequence[Message] = ()
        while not wanted and (claimed := store.outbox.claim(now, until, most, means)):
            wanted = still_wanted(store, claimed, now)
        return _worded(parts, store, wanted, now)


def _one_by_one(store: Store, claimed: Sequence[Message], now: datetime) -> tuple[tuple[Message, ...], tuple[Try, ...]]:
    """Nobody is rung by two calls of ours at once; and of the calls about one urgent ticket the next keeps its distance."""
    talking = store.outbox.on_the_phone([m.id for m in claimed], now - APART)
    ready: list[Message] = []
    wait: list[Try] = []
    for message in claimed:
        outcome = already_called(message, talking[message.id], now) if message.id in talking else None
        if outcome is not None:
            wait.append(Try(message=message, outcome=outcome))
            continue
        ready.append(message)
        if is_duty(message):
            ladder.space(store, message, now)
    return tuple(ready), tuple(wait)


def _worded(parts: Parts, store: Store, claimed: Sequence[Message], now: datetime) -> tuple[tuple[Message, ...], tuple[Try, ...]]:
    ready: list[Message] = []
    broken: list[Try] = []
    bodies: dict[str, str] = {}
    for message in claimed:
        if message.body is not None:
            ready.append(message)
            continue
        try:
            body = parts.texts.render(message.template, message.language, message.values, now)
        except Exception as error:  # noqa: BLE001 - one template at fault, whatever the fault, must not stop the others
            # Without the traceback, whose text may hold the values.
            log.error("message %s can't be worded (%s): %s", message.id, message.template, type(error).__name__)
            broken.append(Try(message=message, outcome=Fail(state=Delivery.FAILED)))
            continue
        bodies[message.id] = body
        ready.append(replace(message, body=body))
    # Kept before it is sent: a retry says the same, and the carrier can be asked for these very words.
    store.outbox.note_body(bodies)
    return tuple(ready), tuple(broken)


def _note(parts: Parts, sender: Sender, tries: Sequence[Try], on_final: OnFinal) -> Delivered:
    """The second short transaction. It must succeed if it can: what is not noted has to be asked about."""
    stop = next((t.outcome for t in tries if isinstance(t.outcome, Postpone) and t.outcome.stop), None)
    alert = next((a for t in tries if (a := _alarm(t)) is not None), None)
    for left in reversed(range(MARK_TRIES)):
        try:
            _mark(parts, tries, alert)
            break
        except Unavailable:
            if not left:
                raise
            sender.sleep(1.0)
    finals = [(t.message, t.outcome) for t in tries if isinstance(t.outcome, Fail)]
    for message, outcome in finals:
        on_final(message, outcome)
    untried = sum(1 for t in tries if not t.sid and not isinstance(t.outcome, Fail | Uncertain))
    return Delivered(
        sent=sum(1 for t in tries if t.sid), failed=len(finals), postponed=untried,
        uncertain=sum(1 for t in tries if isinstance(t.outcome, Uncertain)), alert=alert, stopped=stop is not None,
    )  # fmt: skip


def _mark(parts: Parts, tries: Sequence[Try], alert: int | None) -> None:
    now = parts.clock.now()
    with parts.database.writing() as store:
        for t in tries:
            message = t.message
            if t.sid is not None:
                store.outbox.note_sent(message.id, t.sid, Delivery.QUEUED, now)
            elif isinstance(t.outcome, Postpone):
                out = t.outcome
                if out.untried:
                    store.outbox.put_back(message.id, out.at, out.held, message.attempts)
                else:
                    store.outbox.postpone(message.id, out.at, out.held, out.error, message.attempts)
            elif isinstance(t.outcome, Uncertain):
                store.outbox.note_uncertain(message.id, t.outcome.error, message.attempts)
            elif t.outcome is None:
                store.outbox.postpone(message.id, message.due_at, message.held, message.error, message.attempts)
        if alert is not None:
            store.meta.set(ALERT, json.dumps({"code": alert, "at": now.isoformat()}))


def _alarm(t: Try) -> int | None:
    """The carrier's code, where somebody of the city must act."""
    return (t.outcome.error or 0) if isinstance(t.outcome, Postpone | Fail) and t.outcome.alert else None
