"""What a caller hears when we fail: their own language, a moment where a moment helps, a person where one can be rung."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.clock import FixedClock
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import ANNA, LIN, call_backs, report, tickets, walk
from tests.journeys.test_queue import SHEN, on_duty
from tests.support.city import City, close_city, open_city
from tests.support.postgres import Postgres
from tests.support.walker import Walk

PERSON = "+861012345600"
RECORDED = {"RecordingUrl": "http://127.0.0.1/Recordings/RE7", "RecordingSid": "RE7", "RecordingDuration": "9", "Digits": "#"}
SORRY, SORRY_EN = "系统现在出了故障", "Our system has failed"


@pytest.fixture
def town_away(tmp_path: Path, clock: FixedClock, postgres: Postgres, redis_url: str) -> Iterator[City]:
    """A city whose database can be stopped."""
    (tmp_path / "var").mkdir(mode=0o700)
    name = postgres.create()
    city = open_city(tmp_path / "var", clock, postgres.url(name), redis_url)
    yield city
    close_city(city)
    postgres.drop(name)


def redirected(document: bytes) -> str:
    found = ET.fromstring(document).find("Redirect")
    assert found is not None, document
    return (found.text or "").strip()


def while_away(postgres: Postgres, call: Walk, form: dict[str, str]) -> str:
    """What the caller does while the database is away; where the call is led."""
    action = call.action
    postgres.stop()
    try:
        return redirected(call.post(action, form))
    finally:
        postgres.start()


def test_a_database_that_stays_away_ends_the_call_in_the_callers_own_language(town_away: City, postgres: Postgres) -> None:
    call = walk(town_away, LIN).dial().press("8")
    before = len(call.heard)
    postgres.stop()
    try:
        call.press("1")
    finally:
        postgres.start()
    heard = call.heard[before:]
    assert heard[:2] == ["One moment, please."] * 2
    assert heard[2].startswith(SORRY_EN)
    assert len(heard) == 3
    assert call.over


def test_a_short_fault_asks_again_and_nobody_has_failed(town_away: City, postgres: Postgres) -> None:
    call = walk(town_away, LIN).dial().press("1")
    action = call.action
    again = while_away(postgres, call, {"Digits": "7"})
    said = call.post(again, {})
    assert said == call.documents[-1], "the same question, the same address"
    call.silence()
    assert not call.over
    assert call.action != action
    assert "没有听到您的声音" in call.last
    assert call_backs(town_away) == [], "one failure, not two"


def test_what_was_recorded_meanwhile_is_not_asked_for_twice(town_away: City, postgres: Postgres) -> None:
    call = walk(town_away, LIN).dial().press("1").press("1")
    again = while_away(postgres, call, RECORDED)
    said = call.post(again, {}).decode()
    assert "已经登记好了" in said
    assert call.post(again, {}).decode() == said
    assert len(tickets(town_away)) == 1


def test_who_has_talked_to_a_person_does_not_wait_for_one_again(town_away: City, postgres: Postgres) -> None:
    on_duty(town_away, SHEN)
    call = walk(town_away, LIN).dial().press("0")
    assert call.queue is not None
    postgres.stop()
    try:
        told = {"QueueResult": "bridged", "QueueSid": "QU1", "QueueTime": "30"}
        again = redirected(call.post(call.queue.attrib["action"], told))
    finally:
        postgres.start()
    assert "<Enqueue" not in (said := call.post(again, {}).decode())
    assert "谢谢您的来电" in said


def spoil(city: City, call: Walk) -> None:
    """What is kept of the call can't be read: a fault of ours."""
    with city.hotline.database.writing() as store:
        row = store.calls.by_sid(call.sid)
        assert row is not None
        store.calls.save_turn(replace(row, session={"nothing": "of ours"}), row.turn)


@pytest.mark.parametrize(("caller", "sorry", "other"), [(LIN, SORRY, SORRY_EN), (ANNA, SORRY_EN, SORRY)])
def test_a_fault_of_ours_is_told_in_one_language_at_once(city: City, caller: str, sorry: str, other: str) -> None:
    report(city, caller)
    call = walk(city, caller).dial()
    spoil(city, call)
    call.press("1")
    assert call.over
    assert sorry in call.last
    assert other not in call.last


def test_a_person_is_rung_where_the_city_named_one(open_one: OpenCity) -> None:
    town = open_one(LINE__TROUBLE_PHONE=f"'{PERSON}'")
    call = walk(town, LIN).dial()
    spoil(town, call)
    call.press("1")
    assert "正在为您转接人工" in call.last
    dial = ET.fromstring(call.documents[-1])[-1]
    assert ("".join(dial.itertext()), dial.get("callerId")) == (PERSON, town.hotline.config.carrier.number)
    assert "请过一会儿再打" in call.post(dial.attrib["action"], {"DialCallStatus": "no-answer"}).decode()
    assert [verb.tag for verb in ET.fromstring(call.post(dial.attrib["action"], {"DialCallStatus": "completed"}))] == ["Hangup"]


def test_a_call_we_placed_rings_nobody(open_one: OpenCity) -> None:
    town = open_one(LINE__TROUBLE_PHONE=f"'{PERSON}'")
    call = walk(town, LIN, direction="outbound-api").dial("/carrier/outbound/nobody")
    assert call.over
    assert SORRY in call.last


@pytest.mark.parametrize(("failed", "languages"), [
    ("/carrier/calls/x/en/3", {"en-US"}), ("/carrier/calls/x/zh-CN/3/again/1", {"cmn-CN"}),
    ("/voice", {"cmn-CN", "en-US", "yue-HK"}),
])  # fmt: skip
def test_the_fallback_knows_the_language_from_the_address_that_failed(town: City, failed: str, languages: set[str]) -> None:
    call = walk(town, LIN)
    said = call.post(f"{town.base}/voice/fallback", {"ErrorCode": "11205", "ErrorUrl": town.base + failed})
    assert {say.get("language") for say in ET.fromstring(said).iter("Say")} == languages
