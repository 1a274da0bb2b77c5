"""Redis vanishes, the database vanishes: nothing is lost, nothing is acknowledged that was not stored."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import requests

from hotline.clock import FixedClock
from hotline.services.ask_calls import ask_calls
from hotline.services.drain_spool import drain_spool
from hotline.services.finish_message import finish_message
from hotline.services.mend_queue import mend_queue
from hotline.services.sweep import sweep
from hotline.web.health import LATE_AFTER
from tests.journeys.stage import COVER, LIN, QIAN, call_backs, dial, tickets
from tests.support.city import City, close_city, open_city
from tests.support.postgres import Postgres
from tests.support.redis import RedisServer
from workers.kept import Session, use
from workers.repeating import Repeating
from workers.schedule import schedule


def texts_in(city: City, body: str, sender: str = LIN) -> int:
    """What the carrier's webhook was answered."""
    answer = requests.post(f"{city.carrier.base_url}/sim/texts", json={"from": sender, "body": body}, timeout=30)
    return int(answer.json()["status"])


def cron(city: City) -> Session:
    """The cron process of this city: it repeats, and delivers while nobody can be told to."""
    here = city.hotline
    return use(
        Session(
            parts=here.parts, queue=here.queue, sender=here.sender, media=here.media,
            on_final=partial(finish_message, here.parts), sweep=partial(sweep, here.parts),
            drain=partial(drain_spool, here.parts, here.spool), ask_calls=partial(ask_calls, here.parts, here.carrier),
            mend_queue=partial(mend_queue, here.parts), anchors=here.config.data_dir / "anchors.jsonl",
        )
    )  # fmt: skip


def a_round(session: Session) -> None:
    Repeating(session, schedule(session)).tick()


def ready(city: City) -> tuple[int, list[str]]:
    answer = requests.get(f"{city.base}/readyz", timeout=10)
    return answer.status_code, answer.json()["reasons"]


def test_without_redis_the_text_is_stored_and_the_cron_process_sends(city: City, redis_server: RedisServer) -> None:
    session = cron(city)
    redis_server.stop()
    try:
        assert ready(city) == (503, ["redis"])
        assert texts_in(city, COVER[LIN]) == 200
        assert len(tickets(city)) == 1
        assert city.heard(LIN) == []
        city.clock.move(city.hotline.sender.settings.ask_after)
        a_round(session)
        city.carrier.control.settle()
        assert len(city.heard(LIN)) == 1
        assert len(city.heard(QIAN)) == 1
    finally:
        redis_server.start()
    assert texts_in(city, "东门菜市场垃圾没人清") == 200
    city.clock.move(city.hotline.sender.settings.ask_after)
    a_round(session)
    city.settle()
    assert len(city.heard(LIN)) == 2
    assert ready(city) == (200, [])


def test_what_nobody_sends_for_too_long_is_said_to_whoever_watches(city: City) -> None:
    assert texts_in(city, COVER[LIN]) == 200
    assert ready(city)[0] == 200
    city.clock.move(2 * city.hotline.sender.settings.lease)
    assert 2 * city.hotline.sender.settings.lease.total_seconds() >= LATE_AFTER
    assert ready(city) == (503, ["queue"])


@pytest.fixture
def on_postgres(tmp_path: Path, clock: FixedClock, postgres: Postgres, redis_url: str) -> Iterator[City]:
    (tmp_path / "var").mkdir(mode=0o700)
    name = postgres.create()
    city = open_city(tmp_path / "var", clock, postgres.url(name), redis_url)
    yield city
    close_city(city)
    postgres.drop(name)


def test_without_the_database_the_caller_hears_a_sentence_and_a_text_is_kept(on_postgres: City, postgres: Postgres) -> None:
    city = on_postgres
    postgres.stop()
    try:
        phone = dial(city, LIN)
        heard = phone.end()
        assert heard[0].startswith("系统现在出了故障")
        assert heard[1].startswith("Our system has failed")
        assert texts_in(city, COVER[LIN]) == 200
        assert texts_in(city, "东门菜市场垃圾没人清", "+8613800138099") == 200
        assert city.hotline.spool.waiting() == 2
        assert city.heard(LIN) == [], "nothing is acknowledged that was not stored"
        kept = b"".join(f.read_bytes() for f in (city.hotline.config.data_dir / "spool").glob("*.text"))
        assert "井盖".encode() not in kept
        assert ready(city)[0] == 503
    finally:
        postgres.start()
    drain = partial(drain_spool, city.hotline.parts, city.hotline.spool)
    assert drain() == 2
    assert drain() == 0
    city.settle()
    assert len(tickets(city)) == 2
    assert len(city.heard(LIN)) == 1
    assert city.hotline.spool.waiting() == 0


def test_a_text_kept_and_then_stored_by_its_second_webhook_is_one_ticket(on_postgres: City) -> None:
    city = on_postgres
    fields: dict[str, object] = {"account": "AC1", "sid": "SMkept", "sender": LIN, "body": COVER[LIN]}
    city.hotline.spool.put("AC1", "SMkept", fields)
    assert drain_spool(city.hotline.parts, city.hotline.spool) == 1
    city.hotline.spool.put("AC1", "SMkept", fields)
    assert drain_spool(city.hotline.parts, city.hotline.spool) == 1
    city.settle()
    assert len(tickets(city)) == 1
    assert len(city.heard(LIN)) == 1


@pytest.mark.parametrize("call_ended", [True, False])
def test_the_end_of_a_call_that_was_not_told_is_asked_for(city: City, call_ended: bool) -> None:
    """The carrier told it while we could not listen; it does not say it twice."""
    phone = dial(city, LIN)
    phone.press("1")
    phone.until("gather", "record")
    phone.call.callback = "http://127.0.0.1:9/nobody"
    if call_ended:
        city.carrier.control.hang_up(phone.call.sid)
        assert phone.call.until_over(5)
    ask = partial(ask_calls, city.hotline.parts, city.hotline.carrier)
    assert ask() == 0, "a call that has just begun is not asked about"
    city.later(minutes=4)
    assert ask() == (1 if call_ended else 0)
    city.settle()
    assert [c.reason for c in call_backs(city)] == (["draft"] if call_ended else [])
    assert ask() == 0
