"""Calls we place: once, and found again after a crash without taking an earlier try for this one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hotline.clock import FixedClock
from hotline.domain.message import Delivery, Means, Purpose
from hotline.domain.quiet import CallHours, QuietHours
from tests.services.delivery_stage import Killed, Stage, stage

WAIT = 21
ZONE = ZoneInfo("Asia/Shanghai")
HOURS = CallHours(quiet=QuietHours.parse("21:00-08:00", "Asia/Shanghai"))


def test_calls_are_placed_and_found_again(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    message_id = on.add(means=Means.CALL, template="status")
    place = on.sender.carrier.place_call

    def killed(*given: Any) -> str:
        place(*given)
        raise Killed

    monkeypatch.setattr(on.sender.carrier, "place_call", killed)
    with pytest.raises(Killed):
        on.deliver(Means.CALL)
    monkeypatch.undo()
    on.move(seconds=91)
    on.deliver(Means.CALL)
    on.move(seconds=WAIT)
    assert on.deliver(Means.CALL).adopted == 1
    assert on.get(message_id).carrier_sid is not None
    assert on.deliver(Means.CALL).sent == 0


def test_a_call_of_an_earlier_try_is_not_taken_for_the_lost_one(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Busy half an hour ago under a reference that no row shows any more."""
    on.sender.carrier.place_call("+8613900010020", "http://127.0.0.1:9/u", "http://127.0.0.1:9/s")
    on.move(minutes=30)
    message_id = on.add(to="+8613900010020", means=Means.CALL, created_at=on.parts.clock.now() - timedelta(hours=1))
    monkeypatch.setattr(on.sender.carrier, "place_call", _kill)
    with pytest.raises(Killed):
        on.deliver(Means.CALL)
    monkeypatch.undo()
    on.move(seconds=91)
    on.deliver(Means.CALL)
    on.move(seconds=WAIT)
    done = on.deliver(Means.CALL)
    assert (done.adopted, done.sent) == (0, 1)
    assert on.get(message_id).carrier_sid is not None


def _kill(*_: object) -> str:
    raise Killed


@pytest.fixture
def evening(data_dir: Path, database_url: str) -> Iterator[Stage]:
    """A minute before the quiet hours begin."""
    clock = FixedClock(datetime(2026, 11, 23, 20, 59, tzinfo=ZONE))
    with stage(database_url, clock, lambda s: replace(s, call_hours=HOURS.allowed_at)) as opened:
        yield opened


def test_a_call_claimed_before_the_quiet_hours_is_not_made_in_them(evening: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    held, urgent = evening.add(means=Means.CALL, template="status", purpose=Purpose.STATUS), evening.add(
        means=Means.CALL, template="status", purpose=Purpose.URGENT, to="+8613900010021"
    )
    send = evening.sender.send
    monkeypatch.setattr(evening.sender, "send", lambda *given: (evening.move(minutes=2), send(*given))[1])
    done = evening.deliver(Means.CALL)
    assert (done.sent, done.postponed) == (1, 1)
    kept = evening.get(held)
    assert (kept.state, kept.held, kept.attempts) == (Delivery.WAITING, "call_hours", 0)
    assert kept.due_at.astimezone(ZONE) == datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)
    assert evening.get(urgent).carrier_sid is not None


def test_a_duty_call_is_made_before_news_that_waited_longer(on: Stage) -> None:
    news = [on.add(means=Means.CALL, template="status", purpose=Purpose.STATUS, to=f"+86138000001{n:02d}") for n in range(9)]
    duty = on.add(means=Means.CALL, template="operator", purpose=Purpose.DUTY, to="+8613900010021")
    order: list[str] = []
    place = on.sender.carrier.place_call
    on.sender.carrier.place_call = lambda to, *more: (order.append(to), place(to, *more))[1]  # type: ignore[method-assign]
    on.deliver(Means.CALL)
    assert order[0] == on.get(duty).to
    assert len(order) == len(news) + 1
