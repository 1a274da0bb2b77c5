"""Hands a claimed batch to the carrier, several at a time, within the number's rate and inside the lease."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from hotline.addresses import Addresses
from hotline.domain.broadcast import held_until
from hotline.domain.calling import detection, held_back
from hotline.domain.delivery import Fail, Postpone, Uncertain, after_failure
from hotline.domain.errors import CarrierError
from hotline.domain.message import Means, Message

OPERATOR = "operator"

log = logging.getLogger(__name__)

CALLS_FOR = 3.0  # seconds of calls in one batch: whoever is on duty waits no longer behind news that can wait


class SentText(Protocol):
    @property
    def sid(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def status(self) -> str: ...


class SentCall(Protocol):
    @property
    def sid(self) -> str: ...
    @property
    def status(self) -> str: ...


class KnownCall(Protocol):
    @property
    def status(self) -> str: ...
    @property
    def answered_by(self) -> str | None: ...


class Carrier(Protocol):
    """What the use cases ask of the carrier; every method raises CarrierError."""

    def send_text(self, to: str, body: str, status_callback: str) -> str: ...

    def place_call(
        self, to: str, url: str, status_callback: str, timeout: int = 30, detect: str = "", machine_callback: str = ""
    ) -> str: ...

    def sent_texts(self, to: str, since: datetime) -> Sequence[SentText]: ...

    def sent_calls(self, to: str, since: datetime) -> Sequence[SentCall]: ...

    def fetch_call(self, sid: str) -> KnownCall | None: ...

    def fetch_recording(self, sid: str) -> bytes: ...

    def delete_recording(self, sid: str) -> None: ...

    def fetch_media(self, message: str, sid: str) -> bytes: ...

    def delete_media(self, message: str, sid: str) -> None: ...

    def end_call(self, sid: str) -> None: ...

    def talks(self, sid: str) -> bool: ...

    def go_on(self, sid: str, url: str) -> None: ...


def _any_hour(at: datetime) -> datetime:
    return at


@dataclass(frozen=True, kw_only=True, slots=True)
class Sending:
    """How this installation sends. ``call_hours`` moves a time into those in which a resident may be rung, ``text_hours``
    into those in which a broadcast may go. ``lease``: how
    long a claimed row is ours. ``request``: the longest one request to the carrier takes. ``ask_after``: how long an
    uncertain send is left alone before the carrier is asked."""

    public_url: str
    texts_per_second: float = 10.0
    calls_per_second: float = 1.0
    threads: int = 4
    limit: int = 50
    lease: timedelta = timedelta(seconds=90)
    request: timedelta = timedelta(seconds=20)
    ask_after: timedelta = timedelta(seconds=20)
    ring: int = 30
    operator_ring: int = 20
    call_hours: Callable[[datetime], datetime] = _any_hour
    text_hours: Callable[[datetime], datetime] = _any_hour

    def rate(self, means: Means) -> float:
        return self.texts_per_second if means is Means.TEXT else self.calls_per_second

    def batch(self, means: Means) -> int:
        """No more than can be started within half the lease; of calls, so few that an urgent one has its turn soon."""
        seconds = self.lease.total_seconds() / 2 if means is Means.TEXT else min(CALLS_FOR, self.lease.total_seconds() / 2)
        return max(1, min(self.limit, int(self.rate(means) * seconds)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Try:
    """One message's turn: ``sid`` where the carrier took it, ``outcome`` where not, neither where nobody asked it."""

    message: Message
    sid: str | None = None
    outcome: Postpone | Fail | Uncertain | None = None


class Pacing(Protocol):
    """When the next may start."""

    def wait(self, until: float) -> bool: ...


class Pace:
    """Gives out starting times, evenly, to all threads; a second's worth may go at once after a rest."""

    def __init__(self, per_second: float, monotonic: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._gap = 1.0 / per_second
        self._monotonic, self._sleep = monotonic, sleep
        self._next = float("-inf")
        self._lock = Lock()

    def wait(self, until: float) -> bool:
        """False, at once, where the next start would come too late."""
        with self._lock:
            now = self._monotonic()
            start = max(self._next, now - 1.0)
            if max(start, now) > until:
                return False
            self._next = start + self._gap
        if start > now:
            self._sleep(start - now)
        return True


@dataclass
class Sender:
    """One per process: threads, connections and pace are kept between batches. ``shared``: a pace that other processes
    keep to as well, instead of one of our own."""

    carrier: Carrier
    settings: Sending
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    shared: Mapping[Means, Pacing] = field(default_factory=dict)
    _addresses: Addresses = field(init=False)
    _pool: ThreadPoolExecutor = field(init=False)
    _pace: Mapping[Means, Pacing] = field(init=False)

    def __post_init__(self) -> None:
        self._addresses = Addresses(self.settings.public_url)
        self._pool = ThreadPoolExecutor(max_workers=self.settings.threads, thread_name_prefix="send")
        own = {means: Pace(self.settings.rate(means), self.monotonic, self.sleep) for means in Means}
        self._pace = {**own, **self.shared}

    def close(self) -> None:
        self._pool.shutdown()

    def send(self, batch: Sequence[Message], now: Callable[[], datetime], lease_ends: float) -> tuple[Try, ...]:
        """``lease_ends`` on the monotonic clock: nothing is started so late that its answer would come after it."""
        until = lease_ends - self.settings.request.total_seconds()
        stopped: list[Postpone] = []

        def one(message: Message) -> Try:
            if stopped or not self._pace[message.means].wait(until):
                return Try(message=message)
            done = self._one(message, now)
            if isinstance(done.outcome, Postpone) and done.outcome.stop:
                stopped.append(done.outcome)
            return done

        tries = tuple(self._pool.map(one, batch)) if len(batch) > 1 else tuple(map(one, batch))
        if not stopped:
            return tries
        # The others would fare no better: they wait as long as the one that was told so.
        return tuple(t if t.sid or t.outcome else Try(message=t.message, outcome=stopped[0]) for t in tries)

    def _one(self, message: Message, now: Callable[[], datetime]) -> Try:
        moment, settings = now(), self.settings
        early = held_back(message, moment, settings.call_hours) or held_until(message, moment, settings.text_hours)
        if early is not None:
            return Try(message=message, outcome=early)
        try:
            sid = self._text(message) if message.means is Means.TEXT else self._call(message)
        except CarrierError as error:
            return Try(message=message, outcome=after_failure(message, error, now()))
        except Exception as error:  # noqa: BLE001 - whatever it was may have come after the sending: it must not look unsent
            # Without the traceback, whose text may hold what was sent.
            log.error("sending message %s broke off: %s", message.id, type(error).__name__)
            return Try(message=message, outcome=Uncertain())
        return Try(message=message, sid=sid)

    def _text(self, message: Message) -> str:
        return self.carrier.send_text(message.to, message.body or "", self._addresses.receipt(message.id))

    def _call(self, message: Message) -> str:
        return self.carrier.place_call(
            message.to,
            self._addresses.outbound(message.id),
            self._addresses.outbound_status(message.id),
            self.settings.operator_ring if message.template == OPERATOR else self.settings.ring,
            detection(message),
            self._addresses.machine(message.id),
        )
