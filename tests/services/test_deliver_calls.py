"""Calls we place: once, and found again after a crash without taking an earlier try for this one."""

from datetime import timedelta
from typing import Any

import pytest

from hotline.domain.message import Means
from tests.services.delivery_stage import Killed, Stage

WAIT = 21


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
