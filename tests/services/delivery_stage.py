"""A database, a simulated carrier and what sends between them, all on one fixed clock."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hotline.carrier.settings import CarrierSettings
from hotline.carrier.simulated import Settings, SimulatedCarrier
from hotline.carrier.twilio import Carrier
from hotline.clock import FixedClock
from hotline.domain.delivery import Fail, Forward
from hotline.domain.message import Means, Message, Purpose
from hotline.services.deliver import Delivered, deliver
from hotline.services.steps.sending import Sender, Sending
from hotline.storage import Database, Keys, migrate

KEYS = Keys(data=b"d" * 32, lookup=b"l" * 32, audit=b"a" * 32)
NUMBER = "+861012345678"


class Killed(BaseException):
    """The process is gone here."""


class Words:
    """Words of a template; one that is `broken` can't be rendered."""

    rendered = 0

    def render(self, name: str, language: str, values: Mapping[str, object], now: datetime) -> str:
        if name == "broken":
            raise KeyError(values)
        self.rendered += 1
        return f"{name} {language} {values.get('n', '')} {self.rendered}"


@dataclass
class Parts:
    database: Database
    clock: FixedClock
    texts: Words = field(default_factory=Words)


@dataclass
class Stage:
    """Everything a delivery test moves."""

    parts: Parts
    carrier: SimulatedCarrier
    sender: Sender
    finals: list[tuple[str, Fail | Forward]] = field(default_factory=list)
    made: int = 0

    def add(self, to: str = "+8613900010010", **more: Any) -> str:
        """One outbox row, due now."""
        self.made += 1
        now = self.parts.clock.now()
        given: dict[str, Any] = {
            "id": f"m{self.made:05d}", "means": Means.TEXT, "purpose": Purpose.ANSWER, "template": "received",
            "values": {"n": self.made}, "language": "zh-CN", "to": to, "due_at": now, "created_at": now,
        }  # fmt: skip
        message = Message(**{**given, **more})
        with self.parts.database.writing() as store:
            store.outbox.add(message)
        return message.id

    def get(self, message_id: str) -> Message:
        with self.parts.database.reading() as store:
            found = store.outbox.get(message_id)
        assert found is not None
        return found

    def deliver(self, means: Means = Means.TEXT, **more: Any) -> Delivered:
        return deliver(self.parts, self.sender, means, self._final, **more)

    def move(self, **by: float) -> None:
        self.parts.clock.move(timedelta(**by))

    def sent(self, to: str = "") -> list[str]:
        return [str(text["body"]) for text in self.carrier.control.sent(to)]

    def _final(self, message: Message, outcome: Fail | Forward) -> None:
        error = outcome.error if isinstance(outcome, Fail) else None
        with self.parts.database.writing() as store:
            if store.outbox.forward(message.id, outcome.state, self.parts.clock.now(), error):
                self.finals.append((message.id, outcome))


@contextmanager
def stage(url: str, clock: FixedClock, sending: Callable[[Sending], Sending] = lambda s: s) -> Iterator[Stage]:
    migrate(url)
    settings = Settings(
        account_sid="AC" + "1" * 32, auth_token="secret", number=NUMBER, voice_url="", sms_url="", time_scale=0.0,
        clock=clock.now,
    )  # fmt: skip
    simulated = SimulatedCarrier(settings).start()
    database = Database(url, KEYS)
    real = Carrier(CarrierSettings(
        account_sid=settings.account_sid, auth_token="secret", number=NUMBER, public_url="http://127.0.0.1:9",
        api_base_url=simulated.base_url, timeout=5.0,
    ))  # fmt: skip
    sender = Sender(real, sending(Sending(public_url="http://127.0.0.1:9", texts_per_second=1000, calls_per_second=100)))
    try:
        yield Stage(parts=Parts(database=database, clock=clock), carrier=simulated, sender=sender)
    finally:
        sender.close()
        real.close()
        database.dispose()
        simulated.stop()
