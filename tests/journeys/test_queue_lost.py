"""The queue when something is lost: a worker killed between claiming and noting, news that never comes, a database away.
Whoever waits is served all the same, and nobody by two."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
import requests

from hotline.domain.errors import Unavailable
from hotline.domain.message import Delivery
from hotline.domain.waiting import LOST_AFTER, WaitState
from hotline.services.ask_calls import ASK_AFTER, ask_calls
from hotline.services.mend_queue import mend_queue
from tests.journeys.stage import LIN, OTHER, call_backs, calls_to, change_staff, rings, walk
from tests.journeys.test_queue import HAN, SHEN, in_queue, offered, on_duty, waits
from tests.support.city import ROOT, City


def mended(city: City, after: timedelta = timedelta()) -> None:
    city.clock.move(after)
    mend_queue(city.hotline.parts)
    city.settle()


def lost(city: City) -> timedelta:
    """After this long an operator's call of which nothing was heard counts as lost."""
    return city.hotline.parts.desk.ring + LOST_AFTER


def waiting_alone(city: City, caller: str) -> None:
    """In the queue; no worker was there to ring anybody."""
    walk(city, caller).dial().press("0")


def phone_of(city: City, operator_id: str | None) -> str:
    with city.hotline.database.reading() as store:
        return next(one.phone or "" for one in store.city.staff() if one.id == operator_id)


def a_worker_dies(city: City, when: str) -> None:
    """While it rings an operator. The carrier's news finds nobody either."""
    command = [sys.executable, "-m", "tests.support.dying", when, city.clock.now().isoformat(), "call"]
    told = city.environ | {"HOTLINE__SERVER__PUBLIC_URL": "http://127.0.0.1:9"}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | told, capture_output=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_while_it_rings_an_operator_costs_the_caller_less_than_a_minute(city: City, when: str) -> None:
    on_duty(city, SHEN, HAN)
    waiting_alone(city, LIN)
    first = waits(city)[0]
    a_worker_dies(city, when)
    mended(city, lost(city) - timedelta(seconds=1))
    assert waits(city)[0].operator_id == first.operator_id, "it may only be slow"
    mended(city, timedelta(seconds=1))
    [again] = waits(city)
    assert again.state is WaitState.OFFERED
    assert again.operator_id not in (None, first.operator_id)
    assert again.message_id != first.message_id
    rings(city, phone_of(city, again.operator_id)).press("1")
    assert calls_to(city, phone_of(city, first.operator_id)) == (when == "after")


def test_an_operator_whose_call_was_given_up_and_who_comes_late_hears_so(city: City) -> None:
    on_duty(city, SHEN, HAN)
    caller = in_queue(city, LIN)
    late, other = (SHEN, HAN) if city.carrier.control.ringing(SHEN) else (HAN, SHEN)
    mended(city, lost(city))
    assert calls_to(city, other) == 1
    assert "已经挂机" in " ".join(rings(city, late).end())
    offered(city, other).press("1")
    caller.until("bridge")
    assert [one.state for one in waits(city)] == [WaitState.TALKING]


def test_a_call_that_waits_its_turn_at_a_slow_carrier_is_not_given_up(city: City) -> None:
    on_duty(city, SHEN, HAN)
    waiting_alone(city, LIN)
    before = waits(city)[0]
    city.clock.move(timedelta(minutes=2))
    mend_queue(city.hotline.parts)
    assert waits(city)[0] == before


def test_a_call_the_carrier_puts_off_is_given_up_and_the_next_is_rung(city: City) -> None:
    on_duty(city, SHEN, HAN)
    waiting_alone(city, LIN)
    before = waits(city)[0]
    city.carrier.control.fault("rate_limit_429", count=1)
    city.settle()
    mended(city, lost(city))
    after = waits(city)[0]
    assert after.operator_id not in (None, before.operator_id)
    with city.hotline.database.reading() as store:
        put_off = store.outbox.get(before.message_id or "")
    assert put_off is not None
    assert put_off.state is Delivery.CANCELLED, "and rings nobody later"


def test_a_talk_whose_end_was_not_told_is_over_once_the_carrier_is_asked(city: City) -> None:
    on_duty(city, SHEN)
    caller = in_queue(city, LIN)
    operator = rings(city, SHEN)
    operator.press("1")
    caller.until("bridge")
    told = deaf(city)
    city.carrier.control.hang_up(caller.call.sid)
    assert caller.call.until_over(5)
    operator.end()
    city.carrier.control.settle()
    told()
    assert waits(city)[0].state is WaitState.TALKING
    city.clock.move(ASK_AFTER + timedelta(seconds=1))
    assert ask_calls(city.hotline.parts, city.hotline.carrier) == 2
    assert waits(city)[0].state is WaitState.DONE
    in_queue(city, OTHER)
    offered(city, SHEN)


def deaf(city: City) -> Callable[[], None]:
    """News of calls reaches nobody until it is called."""
    real = city.server.app.wsgi_app if hasattr(city.server.app, "wsgi_app") else None  # type: ignore[attr-defined]
    assert real is not None

    def gone(environ: dict[str, str], start: Callable[..., object]) -> object:
        if "status" in environ["PATH_INFO"]:
            start("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b""]
        return real(environ, start)

    city.server.app.wsgi_app = gone  # type: ignore[attr-defined]

    def hears_again() -> None:
        city.server.app.wsgi_app = real  # type: ignore[attr-defined]

    return hears_again


def test_with_the_database_away_who_waits_hears_music(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_staff(city, SHEN, on_duty=True)
    caller = walk(city, LIN).dial().press("0")

    def away(*_: object) -> object:
        raise Unavailable("database")

    with monkeypatch.context() as patch:
        patch.setattr(city.hotline.parts.database, "reading", away)
        round_of_music = caller.wait_round()
        assert b"music.wav" in round_of_music.documents[-1]
        assert b"<Leave" not in round_of_music.documents[-1]
    assert "下一个就是您" in caller.wait_round().last


def test_a_forged_round_of_waiting_is_refused(city: City) -> None:
    change_staff(city, SHEN, on_duty=True)
    walk(city, LIN).dial().press("0")
    [wait] = waits(city)
    for path in ("hold", "hold/key", "1/whisper"):
        answer = requests.post(f"{city.base}/carrier/calls/{wait.call_id}/{path}", data={"Digits": "1"}, timeout=10)
        assert answer.status_code == 403, path
    assert call_backs(city) == []
